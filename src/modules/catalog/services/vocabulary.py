"""What stands for words and numbers of products: learnt and tallied by trigger, brought in order here, now and then."""

from collections.abc import Iterable, Mapping

from django.db import connection

from src.platform.db.sql import sql_beside
from src.platform.db.transactions import atomic, inside_transaction

COUNT = sql_beside(__file__, "count_words_v1")
FOLD = sql_beside(__file__, "fold_tallies_v2")
SWEEP = """
    DELETE FROM catalog_tally WHERE products = 0;
    DELETE FROM catalog_choicetally WHERE products = 0;
"""
NUMBER = sql_beside(__file__, "number_choices_v1")
# As the trigger that sums up the variants has it.
MOST_CHOICES = 400

Pair = tuple[str, str]


@atomic
def count_words() -> None:
    """Count the products of each word, and forget the words that no product has any more. Safe to run at any time."""
    with connection.cursor() as cursor:
        cursor.execute(COUNT)


@atomic
def fold_tallies() -> None:
    """Count what has changed, so that counting stays quick. Safe to run at any time; others leave it to the first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtext('catalog.fold_tallies'))")
        if cursor.fetchone()[0]:
            cursor.execute(FOLD)
            cursor.execute(SWEEP)


@inside_transaction
def number_choices(options: Iterable[Mapping[str, str]]) -> dict[Pair, int]:
    """The numbers of all these choices, but for those that another transaction is just adding."""
    pairs = list(dict.fromkeys(pair for chosen in options for pair in chosen.items()))
    if not pairs:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(NUMBER, {"names": [name for name, _ in pairs], "values": [value for _, value in pairs]})
        return {(name, value): number for name, value, number in cursor.fetchall()}
