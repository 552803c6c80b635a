"""The calls that are measured, and their references, one after the other on the same machine."""

import re
import subprocess
import time
from collections.abc import Callable, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from threading import Event, Thread
from typing import Any

import psycopg
from psycopg.conninfo import make_conninfo

from scripts.bench import deeds, people, stage
from scripts.bench.load import Measured, measure, median_of
from scripts.bench.results import Results

SQL = Path(__file__).with_name("sql")
PAGE = "/api/v1/products/?page_size=20"
DETAIL, SEARCH = "/api/v1/products/77/", "/api/v1/products/?page_size=20&search=steel"
# A question this long takes no short cut: every answer is made anew.
COLD = "&cold=" + "x" * 512
WARM = {"list": PAGE, "detail": DETAIL, "search": SEARCH, "categories": "/api/v1/categories/"}
THEIRS = {
    "list": "/products/?page_size=20",
    "detail": "/products/77/",
    "search": "/products/?page_size=20&search=steel",
}
SALES_A_SECOND = 20

Say = Callable[[str], None]


@dataclass(frozen=True)
class Plan:
    """How much is measured. `seconds` a run, `times` runs of which the middle one counts."""

    products: int
    seconds: float
    times: int
    connections: tuple[int, ...]
    pairs: int

    @classmethod
    def whole(cls, products: int) -> "Plan":
        return cls(products, 3, 3, (1, 16, 64), 10_000)

    @classmethod
    def quick(cls, products: int) -> "Plan":
        return cls(products, 1, 1, (16,), 300)


def measure_all(shop: stage.Shop, folder: Path, port: int, plan: Plan, results: Results, say: Say) -> None:
    """Everything that one web process of four threads is asked."""
    crowd = people.buyers(64)
    variants = people.variants(2_000)
    say("warm answers, while 20 products a second are sold")
    with selling(shop.url, crowd[-1], variants):
        for name, path in WARM.items():
            results.ours[name] = _rates(shop, f"{name}", path, plan, results)
    say("the same with the cache off")
    for name in ("list", "search"):
        results.ours[f"{name}, cold"] = _rates(shop, f"{name}, cold", WARM[name] + COLD, plan, results)
    results.statements = people.statements_of({name: WARM[name] for name in ("list", "search", "detail")}, folder)
    say("a bare Ninja view behind the same door")
    _bare(shop, folder, port + 1, plan, results)
    say("buyers")
    _buyers(shop, crowd, variants, plan, results)
    say("the worker finishes what was bought")
    people.until_idle()
    say("pgbench")
    _pgbench(shop.settings(), plan, results)
    say("the Django REST framework reference")
    _drf(shop.settings(), folder, port + 2, plan, results)


@contextmanager
def selling(url: str, token: str, variants: list[int]) -> Any:
    """Sales of random products, as many a second as the table asks for, until the block ends."""
    done = Event()
    buy = deeds.our_purchase(url, token, variants)

    def sell() -> None:
        turn = 0
        while not done.wait(1 / SALES_A_SECOND):
            buy(turn)
            turn += 1

    thread = Thread(target=sell)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def _rates(shop: stage.Shop, name: str, path: str, plan: Plan, results: Results) -> dict[int, Measured]:
    ask = partial(median_of, shop.url + path, seconds=plan.seconds, times=plan.times)
    found = {connections: ask(connections=connections) for connections in plan.connections}
    before = shop.cpu("granian")
    once = measure(shop.url + path, connections=16, seconds=plan.seconds)
    results.cpu[name] = (shop.cpu("granian") - before) * 1000 / max(1.0, once.rate * plan.seconds)
    return found


def _bare(shop: stage.Shop, folder: Path, port: int, plan: Plan, results: Results) -> None:
    environment = {
        "DJANGO_SETTINGS_MODULE": "scripts.bench.reference.bare_settings",
        "DATABASE_URL": shop.settings()["DATABASE_URL"],
        "BENCH_STATEMENTS": str(folder / "statements.json"),
    }
    with stage.reference(folder / "bare", port, environment) as url:
        stage.until_answers(f"{url}/api/bare")
        ask = partial(median_of, seconds=plan.seconds, times=plan.times)
        results.bare = {
            connections: ask(f"{url}/api/bare", connections=connections) for connections in plan.connections
        }
        for name in ("list", "search"):
            results.same[f"{name}, cold"] = ask(f"{url}/api/same/{name}", connections=16)


def _buyers(shop: stage.Shop, crowd: list[str], variants: list[int], plan: Plan, results: Results) -> None:
    kinds = {"add to cart": deeds.our_adding, "purchase": deeds.our_purchase}
    for name, deed in kinds.items():
        results.ours[name] = {}
        for connections in plan.connections:
            several = [deed(shop.url, token, variants[place * 7 :]) for place, token in enumerate(crowd[:connections])]
            people.until_idle()
            before, began = shop.cpu("granian"), time.perf_counter()
            found = results.ours[name][connections] = deeds.together(several, seconds=plan.seconds)
            done = found.rate * (time.perf_counter() - began)
            results.cpu[name] = (shop.cpu("granian") - before) * 1000 / max(1.0, done)


def _pgbench(settings: Mapping[str, str], plan: Plan, results: Results) -> None:
    with psycopg.connect(settings["DATABASE_OWNER_URL"], autocommit=True) as owner:
        owner.execute((SQL / "tables.sql").read_bytes())
    script, program = str(SQL / "minimal_purchase.sql"), str(_pgbench_program())
    for connections in plan.connections:
        command = [program, "-n", "-M", "prepared", "-f", script, "-c", str(connections), "-T", "3"]
        said = subprocess.run(
            [*command, "--max-tries=10", settings["DATABASE_OWNER_URL"]], capture_output=True, text=True, check=True
        ).stdout
        results.pgbench[connections] = float(re.search(r"tps = ([\d.]+)", said)[1])  # type: ignore[index]  # no match is an error worth its trace


def _pgbench_program() -> Path:
    from src.platform.embedded import binaries

    return binaries.postgres_folder() / "pgbench"


def _drf(settings: Mapping[str, str], folder: Path, port: int, plan: Plan, results: Results) -> None:
    address = make_conninfo(settings["DATABASE_OWNER_URL"], options="-c search_path=drf,public")
    environment = {"DJANGO_SETTINGS_MODULE": "scripts.bench.reference.drf.settings", "DRF_DATABASE_URL": address}
    people.make_reference_tables(settings["DATABASE_OWNER_URL"], environment, SQL / "reference_rows.sql")
    products = list(range(1, min(plan.products, 2_000)))
    with stage.reference(folder / "drf", port, environment) as url:
        stage.until_answers(url + THEIRS["detail"])
        for name, path in THEIRS.items():
            results.drf[name] = median_of(url + path, connections=16, seconds=plan.seconds, times=plan.times)
        for name, deed in {"add to cart": deeds.their_adding, "purchase": deeds.their_purchase}.items():
            several = [deed(url, f"owner-{name}-{place}", products[place * 7 :]) for place in range(16)]
            results.drf[name] = deeds.together(several, seconds=plan.seconds)
    people.hang_up()


def measure_staleness(shop: stage.Shop, plan: Plan, results: Results) -> None:
    """A price is written by one connection and read by another, through whichever process answers."""
    token, pk = people.admin(), 77
    write = deeds.Caller.of(shop.url, Authorization=f"Bearer {token}")
    readers = [deeds.Caller.of(shop.url) for _ in range(4)]
    for turn in range(plan.pairs):
        price = f"{1 + turn // 100}.{turn % 100:02}"
        written, _ = write("PATCH", f"/api/v1/products/{pk}/", {"price": price})
        _, read = readers[turn % 4]("GET", f"/api/v1/products/{pk}/")
        results.pairs += written == 200
        results.stale += written == 200 and read["price"] != price
