"""Under load, whatever dies comes back: what was answered is there, and is sold once; every customer hears everything,
once, in order, and gets one mail for one cause.
"""

import email
import itertools
import json
import signal
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from tests.operations.buying import buy_until, enrolled, make_admin, stocked
from tests.operations.client import Client
from tests.operations.shop import MARKS, Shop, opened_folder, running, until

pytestmark = pytest.mark.operations

BUYERS = 3
VICTIMS = ("stream", "web", "relay", "worker", "valkey", "door", "postgres", "stream")
# Messages after which a listener hangs up by itself, as a train does in a tunnel.
TUNNEL = 7
# What the database says was told to each channel, and which mails there are, once all is told and sent.
TRUTH = """
import json
import time
from django_q.models import OrmQ
from src.platform.events.models import OutboxEvent
from src.platform.mail.models import OutgoingMail
from src.platform.sse.channels import numbered

def unsettled():
    queued = OrmQ.objects.filter(key__startswith="notifications.").exists()
    return queued or OutboxEvent.objects.filter(seq=None).exists() or OutgoingMail.objects.filter(sent_at=None).exists()

patience = time.monotonic() + 40
while unsettled():
    assert time.monotonic() < patience, "never settled"
    time.sleep(0.1)
told = {}
for seq, pushes in OutboxEvent.objects.filter(seq__isnull=False).order_by("seq").values_list("seq", "pushes"):
    for number, (channel, type, data) in numbered(seq, pushes):
        if channel.startswith("customer:"):
            told.setdefault(channel, []).append([number, type, data])
mails = [[str(mail.pk), mail.kind] for mail in OutgoingMail.objects.all()]
print("TRUTH", json.dumps({"told": told, "mails": mails}))
"""


class Ear(threading.Thread):
    """Listens as EventSource does: comes back with the id of the last message, whatever happened."""

    def __init__(self, customer: Client) -> None:
        super().__init__(daemon=True)
        self.me = customer.call("GET", "auth/me/").json()["id"]
        self.heard: list[list[Any]] = []
        self.last_id, self.connections, self.leaving = "", 0, False
        self._http = httpx.Client(base_url=customer.http.base_url, headers=customer.http.headers, timeout=20)
        self.start()

    def run(self) -> None:
        while not self.leaving:
            try:
                self._listen()
            except httpx.TransportError:
                time.sleep(0.1)
        self._http.close()

    def _listen(self) -> None:
        again = {"Last-Event-ID": self.last_id} if self.last_id else {}
        with self._http.stream("GET", "/events/orders/", headers=again) as answer:
            self.connections += answer.status_code == 200
            fields: dict[str, str] = {}
            for line in answer.iter_lines():
                name, _, value = line.partition(": ")
                fields[name] = value
                if not line and self._take(fields):
                    return
                fields = fields if line else {}
        time.sleep(0.1)

    def _take(self, fields: dict[str, str]) -> bool:
        """Whether it is time to leave the line."""
        self.last_id = fields.get("id", self.last_id)
        if "data" in fields:
            self.heard.append([int(fields["id"]), fields["event"], json.loads(fields["data"])])
        return self.leaving or ("data" in fields and len(self.heard) % TUNNEL == 0)


@pytest.fixture(scope="module")
def shop() -> Iterator[Shop]:
    with opened_folder() as data, running(data, RATE_LIMIT_SCALE="0") as shop:
        yield shop


def kill_and_wait(shop: Shop, name: str) -> None:
    victim = shop.child(name)
    assert victim is not None
    victim.send_signal(signal.SIGKILL)
    victim.wait(5)
    assert until(lambda: shop.child(name) not in (None, victim) and shop.is_healthy())
    time.sleep(0.5)


def truth(shop: Shop) -> dict[str, Any]:
    said = shop.manage("shell", "--no-imports", "-c", TRUTH)
    assert said.returncode == 0, said.stdout + said.stderr
    (line,) = [line for line in said.stdout.splitlines() if line.startswith("TRUTH ")]
    return dict(json.loads(line.removeprefix("TRUTH ")))


def paid(buyer: Client) -> set[str]:
    """The ids of the buyer's paid orders."""
    found: set[str] = set()
    for number in itertools.count(1):
        page = buyer.call("GET", f"orders/?page_size=100&page={number}").json()
        found |= {order["id"] for order in page["results"] if order["payment_status"] == "paid"}
        if page["next"] is None:
            break
    return found


def message_ids(shop: Shop) -> list[str]:
    files = (shop.data / "mail").glob("*.eml")
    return [email.message_from_bytes(file.read_bytes())["Message-ID"].strip("<>").partition("@")[0] for file in files]


def test_everything_answered_is_there_and_heard_once_and_in_order_whatever_dies(shop):
    assert set(VICTIMS) == set(MARKS)
    admin = make_admin(shop)
    sku = stocked(admin, stock=10_000)
    buyers = [enrolled(admin, Client(shop.port), number) for number in range(BUYERS)]
    ears, over = [Ear(buyer) for buyer in buyers], threading.Event()
    assert until(lambda: all(ear.last_id for ear in ears))

    with ThreadPoolExecutor(BUYERS) as crowd:
        buying = [crowd.submit(buy_until, over, buyer, sku, number) for number, buyer in enumerate(buyers)]
        try:
            for name in VICTIMS:
                kill_and_wait(shop, name)
        finally:
            over.set()
        bought = [outcome.result() for outcome in buying]
    found = truth(shop)
    assert until(lambda: [len(found["told"][f"customer:{ear.me}"]) for ear in ears] == [len(ear.heard) for ear in ears])
    for ear in ears:
        ear.leaving = True

    assert [ear.heard for ear in ears] == [found["told"][f"customer:{ear.me}"] for ear in ears]
    placed = [sum(type == "order.placed" for _, type, _ in ear.heard) for ear in ears]
    for ear, buyer, answered in zip(ears, buyers, bought, strict=True):
        assert len(set(answered)) == len(answered) > 0
        assert paid(buyer) >= set(answered)
        assert {data["order_id"] for _, type, data in ear.heard if type == "order.placed"} >= set(answered)
    assert all(ear.connections > VICTIMS.count("stream") for ear in ears)
    check_mails(shop, found["mails"], orders=sum(placed))
    books = shop.manage("check_books")
    assert books.returncode == 0, books.stdout + books.stderr
    for client in (admin, *buyers):
        client.http.close()


def check_mails(shop: Shop, mails: list[list[Any]], *, orders: int) -> None:
    """One for one cause; one that was on its way when its sender died came again under its own Message-ID."""
    assert Counter(kind for _, kind in mails if "notifications/" in kind) == {
        "notifications/placed": orders, "notifications/paid": orders,
    }  # fmt: skip
    sent = Counter(message_ids(shop))
    assert set(sent) == {pk for pk, _ in mails}
    assert sum(sent.values()) - len(sent) <= VICTIMS.count("worker") + VICTIMS.count("postgres")
