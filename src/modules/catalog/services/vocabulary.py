"""What stands for words and numbers of products: learnt and tallied by trigger, brought in order here, now and then."""

from collections.abc import Iterable, Mapping

from django.db import connection

from src.platform.db.sql import sql_beside
from src.platform.db.transactions import atomic, inside_transaction

COUNT = sql_beside(__file__, "count_words_v1")
FOLD = sql_beside(__file__, "fold_tallies_v1")
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
    """Add up the differences that changes left behind, so that counting stays quick. Safe to run at any time."""
    with connection.cursor() as cursor:
        cursor.execute(FOLD)


@inside_transaction
def number_choices(options: Iterable[Mapping[str, str]]) -> dict[Pair, int]:
    """The numbers of all these choices, but for those that another transaction is just adding."""
    pairs = list(dict.fromkeys(pair for chosen in options for pair in chosen.items()))
    if not pairs:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(NUMBER, {"names": [name for name, _ in pairs], "values": [value for _, value in pairs]})
        return {(name, value): number for name, value, number in cursor.fetchall()}
