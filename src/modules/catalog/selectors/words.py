"""The vocabulary of the shop: what was meant by a word nobody uses, and how a beginning might go on."""

import re
import unicodedata
from difflib import SequenceMatcher

from django.db import connection

from src.modules.catalog.models import Product, Word
from src.modules.catalog.selectors.scopes import SHELF, WORDS
from src.platform.cache.answers import depends_on
from src.platform.db.sql import sql_beside

SPELLING = sql_beside(__file__, "spelling_v1")
A_WORD = re.compile(r"\w+")
# Of shorter words any other is a neighbour.
SHORTEST_TYPO = 4
# How much two words share, from 0 to 1: `bleu` and `blue` share 0.75.
ALIKE = 0.7
MOST_WORDS = 12
MOST_SUGGESTIONS = 10


def folded(text: str) -> str:
    """As `catalog_fold` does it in SQL: café, CAFE and cafe are one word."""
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))
    return plain.lower()


def corrected(text: str) -> str | None:
    """What was meant, if a word of `text` is in no product's name but a similar one is; else None. One statement."""
    typed = [word for word in A_WORD.findall(folded(text)) if len(word) >= SHORTEST_TYPO and not word.isdigit()]
    if not typed:
        return None
    depends_on(WORDS)
    with connection.cursor() as cursor:
        cursor.execute(SPELLING, {"words": typed[:MOST_WORDS]})
        likely = {word: _nearest(word, candidates) for word, candidates in cursor.fetchall()}
    meant = {word: better for word, better in likely.items() if better}
    return A_WORD.sub(lambda found: meant.get(found[0], found[0]), folded(text)) if meant else None


def _nearest(typed: str, candidates: list[str]) -> str | None:
    """The candidate that shares most letters in their order; of several the one of most products, who stand first."""
    nearest = max(candidates, key=lambda word: SequenceMatcher(None, typed, word).ratio())
    return nearest if SequenceMatcher(None, typed, nearest).ratio() >= ALIKE else None


def completions(text: str) -> list[str]:
    """How what was typed might go on, the words of most products first. One statement."""
    before, _, beginning = folded(text).rpartition(" ")
    if not beginning:
        return []
    depends_on(WORDS)
    rows = Word.objects.filter(word__startswith=beginning).order_by("-products", "word")
    return [f"{before} {word}".strip() for word in rows.values_list("word", flat=True)[:MOST_SUGGESTIONS]]


def products_named(text: str) -> list[dict[str, object]]:
    """A few products whose names have these words, the last of which may be a beginning. One statement."""
    query = beginning_of(text)
    if not query:
        return []
    depends_on(SHELF)
    found = Product.objects.filter(archived_at__isnull=True).extra(
        where=["name_search @@ to_tsquery('english', %s)"], params=[query]
    )
    return list(found.order_by("-created_at", "-pk").values("id", "name", "slug")[:MOST_SUGGESTIONS])


def beginning_of(text: str) -> str:
    """Words as a text search query, the last of which may be a beginning; empty where there are none."""
    words = A_WORD.findall(folded(text))
    return " & ".join(f"'{word}'" for word in words) + ":*" if words else ""
