"""Answers that are built as plain values, where a schema would check again what was just made.

The schema stays declared (`response=`) for OpenAPI; tests hold the answers against it. For an order of two lines this
takes a tenth of what rendering through a schema does.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import orjson
from django.http import HttpResponse

from src.platform.http.schemas import Words
from src.platform.money import Money, to_decimal_string

Document = dict[str, Any]
# How a version writes an amount.
Amounts = Callable[[Money], Any]


def money_text(amount: Money) -> str:
    """Version 1: a decimal string; the currency stands beside it."""
    return to_decimal_string(amount.amount, amount.currency)


def money_object(amount: Money) -> dict[str, str]:
    """Version 2: the amount with its currency."""
    return {"amount": to_decimal_string(amount.amount, amount.currency), "currency": amount.currency}


def as_json(document: Any) -> bytes:
    """UTF-8, timestamps in RFC 3339 with `Z`."""
    return orjson.dumps(document, option=orjson.OPT_UTC_Z)


def answer(document: Any, *, status: int = 200) -> HttpResponse:
    """A document as an answer."""
    return HttpResponse(as_json(document), status=status, content_type="application/json")


def narrowed(document: Document, fields: Iterable[str]) -> Document:
    """Only the named fields; all, if none is named."""
    wanted = set(fields)
    return {name: value for name, value in document.items() if name in wanted} if wanted else document


def names_in(text: str) -> tuple[str, ...]:
    """`id, name` as names, each once."""
    return tuple(dict.fromkeys(name.strip() for name in text.split(",") if name.strip()))


def one_of(known: Iterable[str], complaint: str) -> Callable[[Words], Words]:
    """For AfterValidator: each of the listed names must be known; `complaint` names the first that is not."""
    allowed = set(known)

    def check(text: Words) -> Words:
        unknown = [name for name in names_in(text) if name not in allowed]
        if unknown:
            raise ValueError(complaint.format(unknown[0]))
        return text

    return check


def members_of(schema: type[Any]) -> Mapping[str, Any]:
    """The names that `fields` may ask for."""
    members: Mapping[str, Any] = schema.model_fields
    return members
