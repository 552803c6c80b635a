"""What a hundred times the products cost: python -m scripts.bench.sizes [--products 1000 100000]

A shop of its own for each size; each call is asked by one connection, so a figure is the time of an
answer, and the ratio the cost.
"""

import argparse
import json
import os
import subprocess
import sys

import psycopg

from scripts.bench import calls, deeds, people, stage
from scripts.bench.load import median_of

ASKED = {
    "list": calls.PAGE,
    "list, cold": calls.PAGE + calls.COLD,
    "detail": calls.DETAIL,
    "detail, cold": f"{calls.DETAIL}?{calls.COLD.removeprefix('&')}",
    "search, cold": calls.SEARCH + calls.COLD,
}
SECONDS, TIMES = 2, 3

Times = dict[str, float]


def main() -> None:
    """Print a line for each call: milliseconds by size, and how often the last is the first."""
    arguments = argparse.ArgumentParser(prog="python -m scripts.bench.sizes", description=__doc__)
    arguments.add_argument("--products", type=int, nargs="+", default=[1_000, 100_000])
    arguments.add_argument("--port", type=int, default=8370)
    arguments.add_argument("--alone", action="store_true", help="one size, as JSON")
    options = arguments.parse_args()
    if options.alone:
        print(json.dumps(measured(options.products[0], options.port)))
    else:
        show({products: in_a_process_of_its_own(products, options.port) for products in options.products})


def in_a_process_of_its_own(products: int, port: int) -> Times:
    """Django is told once which database it has."""
    command = [sys.executable, "-m", "scripts.bench.sizes", "--alone", "--products", str(products), "--port", str(port)]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return dict(json.loads(said.splitlines()[-1]))


def show(found: dict[int, Times]) -> None:
    sizes = list(found.values())
    first, last = sizes[0], sizes[-1]
    print(f"{'ms an answer':<14}", *(f"{products:>9,}" for products in found), "    ratio")
    for name in first:
        print(f"{name:<14}", *(f"{size[name]:9.2f}" for size in sizes), f"{last[name] / first[name]:9.2f}")


def measured(products: int, port: int) -> Times:
    """What each call takes where there are so many."""
    with stage.scratch() as folder, stage.shop(folder / "shop", port) as shop:
        os.environ.update(shop.settings() | {"DJANGO_SETTINGS_MODULE": "src.platform.settings"})
        shop.manage("make_catalogue", "--products", str(products))
        with psycopg.connect(shop.settings()["DATABASE_OWNER_URL"], autocommit=True) as owner:
            owner.execute("VACUUM ANALYZE")
        (token,), variants = people.buyers(1), people.variants(500)
        people.until_idle()
        rates = {
            name: median_of(shop.url + path, connections=1, seconds=SECONDS, times=TIMES).rate
            for name, path in ASKED.items()
        }
        adding = [deeds.together([deeds.our_adding(shop.url, token, variants)], seconds=SECONDS) for _ in range(TIMES)]
        rates["add to cart"] = sorted(one.rate for one in adding)[TIMES // 2]
        people.hang_up()
        return {name: 1000 / rate for name, rate in rates.items()}


if __name__ == "__main__":
    main()
