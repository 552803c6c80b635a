"""Measures the shop against what this machine can do: python -m scripts.bench [--quick]

Starts the shop as in production on a scratch database, measures each hot call in the same run as its references (a bare
Ninja view behind the same door, a Django REST framework shop with the same products, pgbench with the least that a
purchase can be), prints the ratios, and writes docs/performance.md with its pictures.
"""

import argparse
import os
import sys
import time

from scripts.bench import calls, report, stage
from scripts.bench.results import Results


def main() -> None:
    """Less than ten minutes; with `--quick` a rough look in two."""
    arguments = argparse.ArgumentParser(prog="python -m scripts.bench", description=__doc__)
    arguments.add_argument("--quick", action="store_true", help="fewer products, short runs; the report is not written")
    arguments.add_argument("--products", type=int, help="how many products (default 10,000; quick: 1,000)")
    arguments.add_argument("--port", type=int, default=8380, help="the first of four ports (default: %(default)s)")
    options = arguments.parse_args()
    products = options.products or (1_000 if options.quick else 10_000)
    plan = calls.Plan.quick(products) if options.quick else calls.Plan.whole(products)
    results = measure(plan, options.port)
    print(report.table(results))
    if not options.quick:
        report.write(results)


def measure(plan: calls.Plan, port: int) -> Results:
    """All of it, with a line for each part."""
    began = time.monotonic()

    def say(part: str) -> None:
        print(f"[{time.monotonic() - began:4.0f} s] {part}", file=sys.stderr, flush=True)

    results = Results(plan.products)
    with stage.scratch() as folder:
        say("starting the shop")
        with stage.shop(folder / "shop", port) as shop:
            say(f"making {plan.products:,} products")
            shop.manage("make_catalogue", "--products", str(plan.products))
            os.environ.update(shop.settings() | {"DJANGO_SETTINGS_MODULE": "src.platform.settings"})
            calls.measure_all(shop, folder, port, plan, results, say)
        say("two web processes: 10,000 writes, each read at once by another connection" if plan.times > 1 else "stale?")
        with stage.shop(folder / "shop", port, workers=2) as shop:
            calls.measure_staleness(shop, plan, results)
    say("done")
    return results


if __name__ == "__main__":
    main()
