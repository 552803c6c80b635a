"""Two of each process on one database and one Valkey: whatever one of them begins, the other may go on with."""

import contextlib
import json
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from tests.operations.buying import enrolled, make_admin, stocked
from tests.operations.client import Client
from tests.operations.shop import ROOT, Shop, free_port, opened_folder, running, until

pytestmark = pytest.mark.operations

BUYERS, ORDERS, CALLS = 2, 8, 100
SECOND = {
    "web": "-m src.platform.http.granian --interface wsgi --http 1 --no-ws --port {web} --workers 1"
    " --blocking-threads 4 src.platform.http.wsgi:application",
    "stream": "-m uvicorn src.platform.sse.asgi:application --port {stream} --no-access-log --log-level warning",
    "worker": "manage.py run_worker",
    "relay": "manage.py run_relay",
}


@pytest.fixture
def shop() -> Iterator[Shop]:
    with opened_folder() as data, running(data) as shop:
        yield shop


@pytest.fixture
def ports(shop: Shop) -> Iterator[dict[str, int]]:
    """Where the second web and the second stream process listen; a second worker and relay run too."""
    said = shop.manage("shell", "-v0", "-c", "import json, os; print(json.dumps(dict(os.environ)))")
    environment = {**json.loads(said.stdout.splitlines()[-1]), "LOG_FORMAT": "json"}
    ports = {"web": free_port(), "stream": free_port()}
    with contextlib.ExitStack() as second:
        for command in SECOND.values():
            process = subprocess.Popen(
                [sys.executable, *command.format(**ports).split()], env=environment, cwd=ROOT, stdout=subprocess.DEVNULL
            )
            second.callback(process.wait)
            second.callback(process.terminate)
        assert until(lambda: all(_answers(port) for port in ports.values()))
        yield ports


def _answers(port: int) -> bool:
    try:
        return httpx.get(f"http://127.0.0.1:{port}/health/live").status_code < 500
    except httpx.TransportError:
        return False


def listen(buyer: Client, port: int, heard: list[str]) -> None:
    """Notes the orders that the stream at this port says were placed, until it ends."""

    def hear() -> None:
        address = f"http://127.0.0.1:{port}/api/v1/events/orders/"
        with (
            contextlib.suppress(httpx.TransportError),
            httpx.stream("GET", address, headers=buyer.http.headers, timeout=30) as stream,
        ):
            heard.append(str(stream.status_code))
            for line in stream.iter_lines():
                event = json.loads(line.removeprefix("data: ")) if line.startswith("data: ") else {}
                if "previous_status" in event and event["previous_status"] is None:
                    heard.append(event["order_id"])

    threading.Thread(target=hear, daemon=True).start()


def buy(number: int, buyers: tuple[Client, ...], sku: str) -> list[str]:
    """Into the cart at one process, ordered at the other."""
    bought = []
    for turn in range(ORDERS):
        first, second = buyers if turn % 2 else buyers[::-1]
        assert first.call("POST", "cart/", {"sku": sku, "quantity": 1}).status_code == 201
        answer = second.order(f"{number}-{turn}")
        assert answer.status_code == 201, answer.text
        bought.append(str(answer.json()["id"]))
    return bought


def test_two_of_each_process_are_one_shop(shop: Shop, ports: dict[str, int]) -> None:
    admin = make_admin(shop)
    sku = stocked(admin, stock=1000)
    buyers = [(enrolled(admin, Client(shop.port), number), Client(ports["web"])) for number in range(BUYERS)]
    for first, second in buyers:
        second.http.headers["Authorization"] = first.http.headers["Authorization"]
    # Every other one listens at the second stream process.
    heard: list[list[str]] = [[] for _ in buyers]
    for number, (first, _) in enumerate(buyers):
        listen(first, (shop.port, ports["stream"])[number % 2], heard[number])
    assert until(lambda: all(said == ["200"] for said in heard))

    with ThreadPoolExecutor(BUYERS) as crowd:
        bought = list(crowd.map(lambda number: buy(number, buyers[number], sku), range(BUYERS)))

    assert until(lambda: [said[1:] for said in heard] == bought)
    # That it was placed, and that it is paid: once each.
    assert until(lambda: len(list((shop.data / "mail").glob("*.eml"))) >= 2 * BUYERS * ORDERS)
    books = shop.manage("check_books")
    assert books.returncode == 0, books.stdout + books.stderr
    assert len(list((shop.data / "mail").glob("*.eml"))) == 2 * BUYERS * ORDERS
    assert_exact_limits((shop.port, ports["web"]))

    for client in [admin, *(client for pair in buyers for client in pair)]:
        client.http.close()


def assert_exact_limits(doors: tuple[int, ...]) -> None:
    """A hundred calls at once, at both processes: as many pass as at one."""

    def ask(number: int) -> int:
        address = f"http://127.0.0.1:{doors[number % 2]}/api/v1/auth/otp/"
        return httpx.post(address, json={"email": "nobody@shop.example"}, timeout=30).status_code

    with ThreadPoolExecutor(CALLS) as crowd:
        answers = Counter(crowd.map(ask, range(CALLS)))
    assert answers == {202: 5, 429: CALLS - 5}
