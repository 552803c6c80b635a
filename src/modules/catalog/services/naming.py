"""Addresses and SKUs for goods that bring none."""

import re
import secrets
from collections import Counter
from collections.abc import Sequence

from django.db.models import Model, Q
from django.utils.text import slugify

from src.modules.catalog.models import RESERVED_SLUGS
from src.platform.db.bulk import each_of

LONGEST_SLUG = 120
CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def made_up_sku() -> str:
    """A SKU that nobody has: 50 random bits, without letters that are read as digits."""
    return "M-" + "".join(secrets.choice(CROCKFORD) for _ in range(10))


def slug_of(text: str) -> str:
    """Text as an address: never empty, all digits (that is an id), nor the name of a call."""
    slug = slugify(text)[:LONGEST_SLUG].strip("-_")
    return f"item-{slug}".rstrip("-") if not slug or slug.isdigit() or slug in RESERVED_SLUGS else slug


def free_slugs(kind: type[Model], wanted: Sequence[str], among: Q | None = None) -> list[str]:
    """An address for each of the wanted ones that no row of `kind` has: itself or, where it is taken, with a number."""
    slugs = [slug_of(text) for text in wanted]
    taken = _taken(kind, slugs, among or Q())
    return [_claim(slug, taken) for slug in slugs]


def _taken(kind: type[Model], slugs: Sequence[str], among: Q) -> set[str]:
    """The wanted addresses that are taken, and the ones with numbers of those that are taken or wanted twice."""
    rows = kind._default_manager.filter(among)
    taken = {slug for (slug,) in each_of(slugs, rows.values_list("slug"), "slug")}
    numbered_ones = taken | {slug for slug, times in Counter(slugs).items() if times > 1}
    if not numbered_ones:
        return taken
    numbered = rf"^({'|'.join(re.escape(slug) for slug in sorted(numbered_ones))})-[0-9]+$"
    return taken | set(rows.filter(slug__regex=numbered).values_list("slug", flat=True))


def _claim(slug: str, taken: set[str]) -> str:
    number, claimed = 2, slug
    while claimed in taken:
        claimed, number = f"{slug}-{number}", number + 1
    taken.add(claimed)
    return claimed
