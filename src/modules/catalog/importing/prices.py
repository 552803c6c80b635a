"""Prices as people write them, in exact minor units."""

import re

from src.modules.catalog.importing.goods import Refused
from src.modules.catalog.importing.records import Record
from src.platform import money

# \s covers the narrow and unbreakable spaces of French and Swiss figures.
GROUPS = re.compile("[\\s'\N{RIGHT SINGLE QUOTATION MARK}]")
_SIGNS = {"EUR": "€", "GBP": "£", "JPY": "¥", "CNY": "¥", "INR": "₹", "PLN": "zł", "CZK": "Kč"}
_SIGNS |= dict.fromkeys(("DKK", "NOK", "SEK"), "kr")
_DOLLARS = {"USD", "CAD", "AUD", "NZD", "SGD", "HKD", "MXN"}
_GROUPED = {",": re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d*)?"), ".": re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d*)?")}
_AMBIGUOUS = re.compile(r"[1-9]\d{0,2}\.\d{3}")


def currency_of(text: str, default: str) -> str:
    """An ISO 4217 code that goods can be priced in; an empty cell means the default."""
    code = text.upper() or default
    try:
        money.minor_digits(code)
    except money.UnknownCurrency as error:
        raise Refused("currency", "unknown_currency", str(error), text) from error
    return code


def same_currency(record: Record, currency: str) -> None:
    """A product has one currency: a variant's cell, where it is filled, must name it."""
    if currency_of(record["currency"], currency) != currency:
        raise Refused("currency", "currency_mismatch", f"Its product is in {currency}.", record["currency"])


def price_of(field: str, text: str, currency: str) -> int:
    """The price in minor units. Understands `19.90`, `19,90`, `1.299,00` and `1 299.00`."""
    if not text:
        raise Refused(field, "required", "A price is missing.")
    plain = _plain(_unsigned(GROUPS.sub("", text), currency))
    if money.minor_digits(currency) < 3 and _AMBIGUOUS.fullmatch(plain):
        # A thousand and more in one country, little more than one in the next; a guess could ruin a shop.
        raise Refused(field, "ambiguous_price", "Thousands or decimals? Write the price with its decimals.", text)
    try:
        return money.parse(plain, currency)
    except money.InvalidAmount as error:
        raise Refused(field, error.code, str(error), text) from error


def _unsigned(figure: str, currency: str) -> str:
    """Without the sign or code of its own currency. Another's stays, and is refused: it would be another price."""
    sign = "$" if currency in _DOLLARS else _SIGNS.get(currency, currency)
    for own in (currency, sign):
        figure = figure.removeprefix(own).removesuffix(own)
    return figure


def _plain(figure: str) -> str:
    """The figure with a point for its decimal mark; where both marks stand in it, or one twice, the first groups."""
    marks = [mark for mark in figure if mark in ",."]
    if len(marks) < 2:
        return figure.replace(",", ".")
    if not _GROUPED[marks[0]].fullmatch(figure):
        return figure
    return figure.replace(marks[0], "").replace(",", ".")
