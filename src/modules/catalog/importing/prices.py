"""Prices as people write them, in exact minor units."""

import re
from decimal import Decimal
from functools import cache

from iso4217 import Currency

from src.modules.catalog.importing.goods import Refused
from src.modules.catalog.importing.records import Record

HIGHEST = Decimal("99999999.99")

# \s covers the narrow and unbreakable spaces of French and Swiss figures.
_GROUPS = re.compile("[\\s'\N{RIGHT SINGLE QUOTATION MARK}]")
_PLAIN = re.compile(r"\d+(?:\.\d+)?")
_GROUPED = {",": re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d*)?"), ".": re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d*)?")}


def currency_of(text: str, default: str) -> str:
    """An ISO 4217 code; an empty cell means the default."""
    code = text.upper() or default
    if minor_digits(code) is None:
        raise Refused("currency", "unknown_currency", f"{text} is no ISO 4217 currency.", text)
    return code


def same_currency(record: Record, currency: str) -> None:
    """A product has one currency: a variant's cell, where it is filled, must name it."""
    if currency_of(record["currency"], currency) != currency:
        raise Refused("currency", "currency_mismatch", f"Its product is in {currency}.", record["currency"])


@cache
def minor_digits(code: str) -> int | None:
    """How many digits the currency's minor unit has; None where there is no such currency."""
    try:
        return Currency(code).exponent
    except ValueError:
        return None


def price_of(field: str, text: str, currency: str) -> int:
    """The price in minor units. Understands `19.90`, `19,90`, `1.299,00` and `1 299.00`."""
    if not text:
        raise Refused(field, "required", "A price is missing.")
    digits = minor_digits(currency) or 0
    amount = Decimal(_plain(field, text, digits))
    if amount > HIGHEST:
        raise Refused(field, "price_too_high", f"The highest price is {HIGHEST}.", text)
    units = amount.scaleb(digits)
    if units != units.to_integral_value():
        raise Refused(field, "too_many_digits", f"{currency} has {digits} decimal digits.", text)
    return int(units)


def _plain(field: str, text: str, digits: int) -> str:
    """The figure with a point for its decimal mark and nothing else between its digits."""
    bare = _GROUPS.sub("", text)
    if bare.startswith("-"):
        raise Refused(field, "negative_price", "A price cannot be negative.", text)
    marks = {mark for mark in ",." if mark in bare}
    plain = bare
    if len(marks) == 2 or any(bare.count(mark) > 1 for mark in marks):
        plain = _ungrouped(bare)
    elif marks:
        plain = bare.replace(",", ".")
        _refuse_ambiguous(field, text, plain, digits)
    if not _PLAIN.fullmatch(plain) or not plain.isascii() or len(plain) > 40:
        raise Refused(field, "invalid_price", "This is not a price.", text)
    return plain


def _ungrouped(bare: str) -> str:
    """Both marks, or one several times: the first one groups thousands."""
    group = "," if bare.find(",") >= 0 and (bare.find(".") < 0 or bare.find(",") < bare.find(".")) else "."
    if not _GROUPED[group].fullmatch(bare):
        return ""
    return bare.replace(group, "").replace(",", ".").rstrip(".")


def _refuse_ambiguous(field: str, text: str, plain: str, digits: int) -> None:
    """`1.299` is a thousand and more in one country, little more than one in the next; a guess could ruin a shop."""
    if digits < 3 and re.fullmatch(r"[1-9]\d{0,2}\.\d{3}", plain):
        raise Refused(field, "ambiguous_price", "Thousands or decimals? Write the price with its decimals.", text)
