"""The only arithmetic and formatting of money: whole minor units (cents) plus an ISO 4217 currency."""

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache

from iso4217 import Currency

# The largest amount that a client may send, in major units of any currency.
LARGEST = Decimal("99999999.99")

# How a client writes an amount: no exponents, spaces, signs other than minus, or digits of other scripts.
PLAIN_DECIMAL = re.compile(r"-?[0-9]{1,20}(\.[0-9]{1,20})?")


class UnknownCurrency(ValueError):
    """Not a currency of ISO 4217."""


class InvalidAmount(ValueError):
    """Not an amount of money that a price or a payment can have. `code` says why."""

    def __init__(self, code: str, message: str) -> None:
        self.code = code
        super().__init__(message)


@dataclass(frozen=True)
class Money:
    """An amount in minor units of `currency`. Never added across currencies."""

    amount: int
    currency: str

    def __str__(self) -> str:
        return f"{to_decimal_string(self.amount, self.currency)} {self.currency}"


@cache
def minor_digits(currency: str) -> int:
    """Digits behind the point: EUR 2, JPY 0, BHD 3. Raises UnknownCurrency (also for XXX and precious metals)."""
    try:
        digits = Currency(currency).exponent
    except ValueError as error:
        raise UnknownCurrency(f"{currency!r} is not an ISO 4217 currency code.") from error
    if digits is None:
        raise UnknownCurrency(f"{currency!r} has no minor units and cannot price goods.")
    return digits


def parse(value: str | int | float | Decimal, currency: str) -> int:
    """What a client wrote, in minor units. Raises InvalidAmount: not finite, negative, too precise, too large.

    A float is read by its shortest decimal form, so 19.9 is 19.90 and not 19.899999….
    """
    amount = _finite(value)
    digits = minor_digits(currency)
    if amount < 0:
        raise InvalidAmount("negative", "An amount cannot be negative.")
    if amount > LARGEST:
        raise InvalidAmount("too_large", f"An amount cannot be over {LARGEST}.")
    if _written_digits(amount) > digits:
        raise InvalidAmount("too_precise", f"{currency} has {digits} digits behind the point.")
    return int(amount.scaleb(digits))


def _finite(value: str | int | float | Decimal) -> Decimal:
    if isinstance(value, bool) or (isinstance(value, str) and not PLAIN_DECIMAL.fullmatch(value)):
        raise InvalidAmount("not_a_number", "An amount is a number, such as 19.90.")
    amount = Decimal(str(value))
    if not amount.is_finite():
        raise InvalidAmount("not_finite", "An amount is a finite number.")
    return amount


def _written_digits(amount: Decimal) -> int:
    exponent = amount.as_tuple().exponent
    assert isinstance(exponent, int), "a finite amount"
    return -exponent


def to_decimal_string(amount: int, currency: str) -> str:
    """Minor units as clients read them: (1990, EUR) is "19.90", (1990, JPY) is "1990"."""
    digits = minor_digits(currency)
    return f"{Decimal(amount).scaleb(-digits):.{digits}f}"


def percent_of(amount: int, percent: Decimal) -> int:
    """So many percent of an amount, rounded half up to the minor unit, as invoices are."""
    return int((amount * percent / 100).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def percent_within(amount: int, percent: Decimal) -> int:
    """The tax inside an amount that includes it: 19 % within 119 is 19."""
    return int((amount * percent / (100 + percent)).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def share(amount: int, part: int, whole: int) -> int:
    """The part of an amount that belongs to `part` of `whole`, rounded half up to the minor unit."""
    return int((Decimal(amount) * part / whole).quantize(Decimal(1), rounding=ROUND_HALF_UP))
