"""How the shop survives: python -m scripts.bench.crashes [--bouts 10] [--blows 20] [--buyers 6] [--seed 1]

Starts a whole shop of its own. Buyers buy, cancel and get refunds through the test gateway; meanwhile the web process
is stopped (SIGTERM) and killed (-9) in turn at random moments, and at the end of each bout the whole shop, PostgreSQL
included, is killed at once and started again. After each bout one sweep must leave no order without money, no money
without order (by the gateway's own books), no stock held, nothing half done; and every order that a buyer was told of
is there. The first bout that finds otherwise ends with exit code 1.
"""

import argparse
import random
import sys

from tests.operations.buying import BOSS, PASSWORD, enrolled, make_admin, stocked
from tests.operations.client import Client
from tests.operations.crashing import bout, traders_of
from tests.operations.shop import Shop, data_folder, free_port

DONE = {"checkouts": 0, "refunds": 0}


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--bouts", type=int, default=10, help="kills of the whole shop")
    arguments.add_argument("--blows", type=int, default=20, help="stops and kills of the web process in a bout")
    arguments.add_argument("--buyers", type=int, default=6)
    arguments.add_argument("--seed", type=int, default=1, help="of the moments")
    options = arguments.parse_args()
    with data_folder() as data:
        shop = Shop(data, free_port(), RATE_LIMIT_SCALE="0")
        try:
            shop.wait_until_ready()
            shop = survive(shop, options)
        finally:
            shop.end()


def survive(shop: Shop, options: argparse.Namespace) -> Shop:
    """All bouts, a line each; the shop as it runs after them."""
    admin, chance, answered = make_admin(shop), random.Random(options.seed), set[str]()
    sku = stocked(admin, stock=10**6)
    for number in range(options.buyers):
        enrolled(admin, Client(shop.port), number)
    for number in range(1, options.bouts + 1):
        # Access tokens live for minutes: everybody signs in again.
        admin.sign_in(BOSS, PASSWORD, door="auth/admin/login/")
        traders = traders_of(shop, admin, sku, count=options.buyers, name=f"bout{number}")
        shop, findings = bout(shop, traders, chance, blows=options.blows)
        answered |= {order for trader in traders for order in trader.orders}
        lost = answered - set(findings.pop("orders"))
        print(f"bout {number}: {len(answered)} orders answered, {len(lost)} of them lost; {findings}", flush=True)
        if lost or findings["wrong"] or findings["left"] != DONE:
            sys.exit(1)
    return shop


if __name__ == "__main__":
    main()
