"""A big, believable catalogue, for benchmarks."""

import time
from argparse import ArgumentParser
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import connection

from src.modules.catalog.contracts import CategoryDraft
from src.modules.catalog.management.invention import TREE, invented, invented_stars
from src.modules.catalog.selectors.offers import categories_by_slug
from src.modules.catalog.services.creation import create_categories, create_products
from src.modules.catalog.services.ratings import invent_opinions
from src.modules.catalog.services.vocabulary import count_words, fold_tallies
from src.platform.db.transactions import atomic

BATCH = 1000
AT_ONCE = 2
BAR = 40

Leaf = tuple[int, int, str]


class Command(BaseCommand):
    """Adds to what is there: run twice, twice as many."""

    help = "Invent so many products with variants, prices, stock and ratings, in a tree of categories."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How many."""
        parser.add_argument("--products", type=int, default=10_000, metavar="N")
        parser.add_argument("--first", type=int, default=1, metavar="N", help="number of the first (SKUs contain it)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Batch by batch, with a bar. While PostgreSQL writes one, the next is invented."""
        began, total, done = time.monotonic(), options["products"], 0
        leaves = grow_tree()
        # Whoever has opinions is there before two threads ask for them.
        invent_opinions({})
        batches = [(options["first"] + start, min(BATCH, total - start)) for start in range(0, total, BATCH)]
        with ThreadPoolExecutor(AT_ONCE) as workers:
            for count in workers.map(lambda batch: _stocked(batch, leaves), batches):
                done += count
                self._show(done, total, time.monotonic() - began)
        fold_tallies()
        count_words()
        self.stdout.write("")

    def _show(self, done: int, total: int, seconds: float) -> None:
        bar = "#" * (BAR * done // total)
        self.stdout.write(f"\r{bar:.<{BAR}} {done:,} of {total:,} in {seconds:.0f} s", ending="")
        self.stdout.flush()


def _stocked(batch: tuple[int, int], leaves: list[Leaf]) -> int:
    """One batch, on a connection of the thread's own."""
    try:
        invent_opinions(stock_shelf(*batch, leaves))
    finally:
        connection.close()
    return batch[1]


@atomic
def grow_tree() -> list[Leaf]:
    """The tree of categories, where it does not stand yet: what is sold in its leaves."""
    leaves: list[Leaf] = []
    for root, branches in TREE.items():
        root_id = _category(root, root, None)
        for branch, nouns in branches.items():
            branch_id = _category(f"{root} {branch}", branch, root_id)
            leaves += [(_category(f"{root} {branch} {noun}", f"{noun}s", branch_id), branch_id, noun) for noun in nouns]
    return leaves


def _category(path: str, name: str, parent_id: int | None) -> int:
    slug = f"invented-{path}".lower().replace(" ", "-")
    found = categories_by_slug([slug])
    return found.get(slug) or create_categories([CategoryDraft(name=name, slug=slug, parent_id=parent_id)])[0]


@atomic
def stock_shelf(first: int, count: int, leaves: list[Leaf]) -> dict[int, list[int]]:
    """One batch of products: what people think of each, by id."""
    drafts = list(invented(first, count, leaves, settings.DEFAULT_CURRENCY))
    ids = create_products(drafts, actor="make_catalogue")
    return {pk: invented_stars(number) for number, pk in enumerate(ids, start=first)}
