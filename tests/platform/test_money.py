"""Money is whole minor units, and what clients write is read exactly or refused."""

from decimal import Decimal

import pytest

from src.platform import money
from src.platform.money import InvalidAmount, UnknownCurrency


@pytest.mark.parametrize(
    ("written", "currency", "minor"),
    [("19.90", "EUR", 1990), (19.9, "EUR", 1990), (5, "EUR", 500), ("1990", "JPY", 1990), ("1.234", "BHD", 1234),
     ("99999999.99", "EUR", 9_999_999_999), ("0", "EUR", 0)],
)  # fmt: skip
def test_an_amount_is_read_in_minor_units(written, currency, minor):
    assert money.parse(written, currency) == minor


@pytest.mark.parametrize(
    ("written", "currency", "code"),
    [("19.901", "EUR", "too_precise"), ("19.900", "EUR", "too_precise"), ("1.5", "JPY", "too_precise"),
     ("-1", "EUR", "negative"), ("100000000", "EUR", "too_large"), (float("nan"), "EUR", "not_finite"),
     (float("inf"), "EUR", "not_finite"), ("NaN", "EUR", "not_a_number"), ("1e3", "EUR", "not_a_number"),
     (" 5", "EUR", "not_a_number"), ("1_000", "EUR", "not_a_number"), ("\u0665", "EUR", "not_a_number"),
     (True, "EUR", "not_a_number"), ("", "EUR", "not_a_number")],
)  # fmt: skip
def test_what_is_no_amount_is_refused_with_the_reason(written, currency, code):
    with pytest.raises(InvalidAmount) as refusal:
        money.parse(written, currency)

    assert refusal.value.code == code


@pytest.mark.parametrize("code", ["EURO", "eur", "XXX", "XAU", ""])
def test_only_currencies_that_can_price_goods_are_known(code):
    with pytest.raises(UnknownCurrency):
        money.minor_digits(code)


@pytest.mark.parametrize(("amount", "currency", "text"), [(1990, "EUR", "19.90"), (5, "EUR", "0.05"), (7, "JPY", "7")])
def test_an_amount_is_written_with_its_currency_s_digits(amount, currency, text):
    assert money.to_decimal_string(amount, currency) == text


def test_tax_on_top_and_tax_inside_round_half_up():
    assert money.percent_of(1050, Decimal(19)) == 200  # 199.5
    assert money.percent_within(11900, Decimal(19)) == 1900
