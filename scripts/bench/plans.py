"""What the catalogue's questions cost PostgreSQL: python -m scripts.bench.plans [--products 100000] [--data-dir .bench]

Starts a PostgreSQL of its own in a data folder that is kept, has a catalogue of so many products made there (once),
asks every question as the API asks it, and explains each of its statements seven times. Milliseconds are PostgreSQL's
own, executing, medians, all statements of an answer together, the documents of its products too.
"""

import argparse
import asyncio
import json
import os
import statistics
import subprocess
import sys
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Statement = tuple[str, Any]
REPEATS = 7


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--products", type=int, default=100_000)
    arguments.add_argument("--data-dir", type=Path, default=Path(".bench"))
    arguments.add_argument("--only", default="", help="questions whose name contains this")
    options = arguments.parse_args()
    if "BENCH_INSIDE" in os.environ:
        measure(options.only)
    else:
        asyncio.run(with_services(options.data_dir, options.products))


async def with_services(folder: Path, products: int) -> None:
    """Run this script again, with a database of its own."""
    from src.platform.embedded.datafolder import DataFolder
    from src.platform.embedded.journal import Journal
    from src.platform.embedded.services import STOP_ORDER, start_embedded
    from src.platform.embedded.suite import environment
    from src.platform.embedded.supervisor import Supervisor

    data = DataFolder(folder)
    supervisor = Supervisor(data, Journal())
    try:
        addresses = await start_embedded(data, supervisor, {}, scratch=True)
        env = environment(data, addresses) | {"BENCH_INSIDE": "1"}
        await asyncio.to_thread(run, ["manage.py", "migrate", "-v0"], env)
        await asyncio.to_thread(make_catalogue, data, products, env)
        await asyncio.to_thread(run, ["-m", "scripts.bench.plans", *sys.argv[1:]], env)
    finally:
        await supervisor.stop(*STOP_ORDER)


def make_catalogue(data: Any, products: int, env: dict[str, str]) -> None:
    made = data.recall("catalogue.json").get("products", 0)
    if made < products:
        run(["manage.py", "make_catalogue", "--first", str(made + 1), "--products", str(products - made)], env)
        data.remember("catalogue.json", {"products": products})


def run(command: list[str], env: dict[str, str]) -> None:
    subprocess.run([sys.executable, *command], env=env, check=True)


@dataclass(frozen=True)
class Cost:
    """Medians of a question: statements, milliseconds, and pages of 8 kB that were looked at."""

    statements: int
    milliseconds: float
    pages: int


def measure(only: str) -> None:
    """A line a question; the bar is the issue's, where it names one."""
    import django

    django.setup()
    from django.db import connection

    from scripts.bench.questions import QUESTIONS
    from src.modules.catalog.services.vocabulary import fold_tallies

    # As the worker does every minute.
    fold_tallies()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    print("| question | bar, ms | ms | statements | pages |\n|---|---|---|---|---|")
    for name, bar, ask in QUESTIONS:
        if only in name:
            cost = cost_of(ask)
            met = "" if bar is None else f"{'≤' if cost.milliseconds <= bar else '**over**'} {bar}"
            print(f"| {name} | {met} | {cost.milliseconds:.2f} | {cost.statements} | {cost.pages} |", flush=True)


def cost_of(ask: Callable[[], object]) -> Cost:
    """Ask once to see the statements, then explain each of them."""
    walk = getattr(ask, "walk", None)
    if walk:
        walk()
    with watched() as statements:
        ask()
    for statement in statements if "EXPLAIN" in os.environ else ():
        show(statement)
    explained = [[explain(statement) for _ in range(REPEATS)] for statement in statements]
    milliseconds = sum(statistics.median(run["Execution Time"] for run in runs) for runs in explained)
    pages = sum(runs[-1]["Plan"]["Shared Hit Blocks"] + runs[-1]["Plan"]["Shared Read Blocks"] for runs in explained)
    return Cost(len(statements), milliseconds, pages)


@contextmanager
def watched() -> Any:
    """The statements that are sent, with their parameters."""
    from django.db import connection

    seen: list[Statement] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        seen.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield seen


def explain(statement: Statement) -> dict[str, Any]:
    from django.db import connection

    sql, params = statement
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {sql}", params)
        found = cursor.fetchone()[0]
    return dict((json.loads(found) if isinstance(found, str) else found)[0])


def show(statement: Statement) -> None:
    """The plan as people read it (EXPLAIN=1 in the environment)."""
    from django.db import connection

    sql, params = statement
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS) {sql}", params)
        print("\n".join(line for (line,) in cursor.fetchall()))


if __name__ == "__main__":
    main()
