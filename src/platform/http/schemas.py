"""What bodies are made of. Strict: an unknown field, a number as text, a NUL character is the client's error."""

from collections.abc import Mapping
from typing import Annotated, Any

from ninja import Schema
from pydantic import (
    AfterValidator,
    BeforeValidator,
    ConfigDict,
    Field,
    StrictBool,
    StrictInt,
    StringConstraints,
    model_validator,
)

from src.platform import money
from src.platform.errors import Unprocessable

# The largest values of PostgreSQL's `integer` and `bigint`: beyond them a query would fail.
LARGEST_INT, LARGEST_ID = 2**31 - 1, 2**63 - 1

Flag = StrictBool
WholeNumber = Annotated[StrictInt, Field(ge=-LARGEST_INT, le=LARGEST_INT)]
Count = Annotated[StrictInt, Field(ge=0, le=LARGEST_INT)]
Id = Annotated[StrictInt, Field(ge=1, le=LARGEST_ID)]
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=255)]
OptionalLine = Annotated[str, StringConstraints(strip_whitespace=True, max_length=255)]
Text = Annotated[str, StringConstraints(max_length=20_000)]


def _a_currency(code: object) -> object:
    if isinstance(code, str):
        money.minor_digits(code)
    return code


CurrencyCode = Annotated[str, Field(min_length=3, max_length=3), BeforeValidator(_a_currency)]


def _a_number(value: object) -> object:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise money.InvalidAmount("not_a_number", "An amount is a number, such as 19.90.")
    return value


# As the client wrote it; `money.parse` reads it once the currency is known.
Amount = Annotated[str | int | float, Field(union_mode="left_to_right", examples=["19.90"]), BeforeValidator(_a_number)]

# Money in v1: a decimal string with the currency's minor digits (the currency stands beside it).
MoneyText = Annotated[str, BeforeValidator(lambda amount: money.to_decimal_string(amount.amount, amount.currency))]


def minor_units(field: str, amount: str | int | float, currency: str) -> int:
    """An amount of a client in minor units. Raises Unprocessable, naming the field."""
    try:
        return money.parse(amount, currency)
    except money.InvalidAmount as error:
        raise Unprocessable.of(field, error.code, str(error)) from error


NUL, NO_NUL = "\x00", "Text cannot contain NUL characters."


def without_nul(text: str) -> str:
    """PostgreSQL's text cannot hold NUL: refused here, where the client hears why."""
    if NUL in text:
        raise ValueError(NO_NUL)
    return text


# Text in a query string.
Words = Annotated[str, StringConstraints(strip_whitespace=True, max_length=255), AfterValidator(without_nul)]


class MoneyOut(Schema):
    """An amount with its currency (v2)."""

    amount: str
    currency: str


class Body(Schema):
    """Base of every request body."""

    model_config = ConfigDict(extra="forbid")

    @model_validator(mode="before")
    @classmethod
    def no_nul_anywhere(cls, data: Any) -> Any:
        """In every text of the body, however deep."""
        _refuse_nul(data if isinstance(data, Mapping) else getattr(data, "_obj", None))
        return data


def _refuse_nul(value: object, *path: object) -> None:
    """Raises Unprocessable, naming the field that holds one."""
    if isinstance(value, str) and NUL in value:
        raise Unprocessable.of(".".join(map(str, path)), "nul_character", NO_NUL)
    if isinstance(value, Mapping):
        for name, part in value.items():
            _refuse_nul(name, *path)
            _refuse_nul(part, *path, name)
    if isinstance(value, list):
        for place, part in enumerate(value):
            _refuse_nul(part, *path, place)
