"""The vocabulary is learnt by trigger, word by word; how often each is used is counted here, now and then."""

from django.db import connection

from src.platform.db.sql import sql_beside
from src.platform.db.transactions import atomic

COUNT = sql_beside(__file__, "count_words_v1")


@atomic
def count_words() -> None:
    """Count the products of each word, and forget the words that no product has any more. Safe to run at any time."""
    with connection.cursor() as cursor:
        cursor.execute(COUNT)
