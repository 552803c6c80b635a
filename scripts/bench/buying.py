"""What buying costs: python -m scripts.bench.buying [--checkouts 200] [--buyers 16] [--orders 1500] [--profile]

Starts a PostgreSQL, a Valkey and the web workers of its own. First checkouts alone, in this process: milliseconds and
SQL statements of putting into the cart, showing it, and ordering it (paid, test gateway). Then one hot SKU over HTTP:
so many buyers put it into their carts and order it, again and again; orders a second, the slowest hundredth, refusals,
deadlocks (of which there must be none). `--profile` prints where the processor's time of a checkout goes.
"""

import argparse
import cProfile
import os
import pstats
import statistics
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from typing import Any
from uuid import UUID

import httpx

from scripts.bench import services

ADDRESS = {"full_name": "Ann", "line1": "Hauptstr. 1", "city": "Berlin", "postal_code": "10115", "country": "DE"}
BODY = {"shipping_address": ADDRESS, "payment": {"method": "test", "token": "tok_ok"}}


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--checkouts", type=int, default=200, help="checkouts alone")
    arguments.add_argument("--buyers", type=int, default=16, help="who buy the hot SKU at once")
    arguments.add_argument("--orders", type=int, default=1500, help="orders of the hot SKU")
    arguments.add_argument("--workers", type=int, default=2, help="web workers")
    arguments.add_argument("--profile", action="store_true", help="where the time of a checkout goes")
    options = arguments.parse_args()
    if "BENCH_INSIDE" in os.environ:
        measure(options)
    else:
        services.with_services("scripts.bench.buying")


def measure(options: argparse.Namespace) -> None:
    import django

    django.setup()
    alone(options.checkouts, profile=options.profile)
    with_others(options)


def alone(checkouts: int, *, profile: bool) -> None:
    """One buyer, nobody else: what each step takes."""
    sku, (buyer,) = hot_goods(10**6), customers(1)
    client = in_process(buyer)
    steps: dict[str, Callable[[], Any]] = {
        "put into the cart": lambda: client("POST", "cart/", {"sku": sku}),
        "show the cart": lambda: client("GET", "cart/"),
        "order": lambda: client("POST", "orders/", BODY),
    }
    took: dict[str, list[float]] = {name: [] for name in steps}
    profiler = cProfile.Profile()
    for turn in range(checkouts + 20):
        for name, step in steps.items():
            began = time.perf_counter()
            if profile and name == "order" and turn >= 20:
                profiler.runcall(step)
            else:
                step()
            took[name].append((time.perf_counter() - began) * 1000)
    for name, times in took.items():
        ordinary = sorted(times[20:])
        print(f"{name}: median {statistics.median(ordinary):.1f} ms, p95 {ordinary[int(len(ordinary) * 0.95)]:.1f} ms")
    for name, step in steps.items():
        print(f"{name}: {statements(step)} statements")
    if profile:
        pstats.Stats(profiler).sort_stats("cumulative").print_stats(60)


def statements(step: Callable[[], Any]) -> int:
    """BEGIN and COMMIT apart."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as made:
        step()
    return sum(not query["sql"].startswith(("BEGIN", "COMMIT")) for query in made)


def in_process(token: str) -> Callable[..., Any]:
    """A client that calls the application itself: no sockets, no server."""
    from django.test import Client

    client = Client()

    def call(method: str, path: str, body: Any = None) -> Any:
        answer = client.generic(
            method, f"/api/v1/{path}", data(body), content_type="application/json",
            headers={"Authorization": f"Bearer {token}"},
        )  # fmt: skip
        if answer.status_code >= 300:
            raise SystemExit(answer.content.decode())
        return answer

    return call


def data(body: Any) -> bytes:
    import orjson

    return b"" if body is None else orjson.dumps(body)


def with_others(options: argparse.Namespace) -> None:
    """Many buyers of one SKU, through a web server."""
    tokens, sku = customers(options.buyers), hot_goods(10**6)
    port = 8241
    command = [
        *(sys.executable, "-m", "src.platform.http.granian", "--interface", "wsgi"),
        *("--host", "127.0.0.1", "--port", str(port)),
        *("--workers", str(options.workers), "--blocking-threads", "4", "src.platform.http.wsgi:application"),
    ]
    before = deadlocks()
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_for(port)
        took, answers, seconds = crowd(port, tokens, sku, options.orders)
    finally:
        server.terminate()
        server.wait(20)
    took.sort()
    print(f"hot SKU: {answers[201] / seconds:.0f} orders/s by {len(tokens)} buyers, answers {dict(answers)}")
    print(f"hot SKU: median {statistics.median(took):.0f} ms, p99 {took[int(len(took) * 0.99)]:.0f} ms an order")
    print(f"hot SKU: {deadlocks() - before} deadlocks; the books {'agree' if not discrepancies() else 'DISAGREE'}")


def crowd(port: int, tokens: list[str], sku: str, orders: int) -> tuple[list[float], Counter[int], float]:
    """All fill their carts, then all order at once, again and again.

    Milliseconds of each order, the answers, and the seconds in which there were orders under way.
    """
    took: list[float] = []
    answers: Counter[int] = Counter()
    moments: list[float] = []
    # Twice a round: the orders begin, and all of them are answered.
    together = threading.Barrier(len(tokens), action=lambda: moments.append(time.perf_counter()))

    def buy(token: str) -> None:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}/api/v1/", timeout=60) as client:
            headers = {"Authorization": f"Bearer {token}"}
            for _ in range(orders // len(tokens)):
                client.post("cart/", json={"sku": sku}, headers=headers)
                together.wait()
                began = time.perf_counter()
                answers[client.post("orders/", json=BODY, headers=headers).status_code] += 1
                took.append((time.perf_counter() - began) * 1000)
                together.wait()

    buyers = [threading.Thread(target=buy, args=[token]) for token in tokens]
    for buyer in buyers:
        buyer.start()
    for buyer in buyers:
        buyer.join()
    return took, answers, sum(moments[1::2]) - sum(moments[::2])


def wait_for(port: int) -> None:
    for _ in range(300):
        try:
            httpx.get(f"http://127.0.0.1:{port}/health/live")
        except httpx.TransportError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit("the web server does not answer")


def customers(count: int) -> list[str]:
    """People with access tokens of theirs."""
    from src.modules.identity import public as identity
    from src.platform.auth import tokens
    from src.platform.auth.principal import Principal, Role
    from src.platform.ids import uuid7

    def token_of(person: UUID) -> str:
        return tokens.issue(Principal(person, Role.CUSTOMER, uuid7()))

    people = [identity.enrol(email=f"{uuid7()}@example.com", password=str(uuid7())) for _ in range(count)]
    return [token_of(person) for person in people]


def hot_goods(stock: int) -> str:
    """Something that everybody wants: its SKU."""
    from django.db import transaction

    from src.modules.catalog import public as catalog
    from src.modules.catalog.contracts import CategoryDraft, ProductDraft, VariantDraft
    from src.platform.ids import uuid7

    sku = f"HOT-{uuid7()}"
    with transaction.atomic():
        (category,) = catalog.create_categories([CategoryDraft(name=f"Hot {sku}")])
        variants = [VariantDraft(sku=sku, price=1990, stock=stock)]
        catalog.create_products([ProductDraft(name="Hot", currency="EUR", category_ids=[category], variants=variants)])
    return sku


def deadlocks() -> int:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
        return int(cursor.fetchone()[0])


def discrepancies() -> list[str]:
    from src.modules.orders.services import books

    return books.discrepancies()


if __name__ == "__main__":
    main()
