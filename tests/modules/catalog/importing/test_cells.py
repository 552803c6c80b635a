"""Cells as merchants fill them."""

import pytest

from src.modules.catalog.importing import Image
from tests.modules.catalog.importing.files import native, only, refusals


@pytest.mark.parametrize(
    ("text", "price"),
    [
        ("19.90", 1990),
        ("19.9", 1990),
        ("20", 2000),
        ("0", 0),
        ('"19,90"', 1990),
        ('"1.299,00"', 129900),
        ('"1,299.00"', 129900),
        ('"1.234.567,8"', 123456780),
        ('"1,234,567"', 123456700),
        ("1 299.00", 129900),
        ("1\N{NARROW NO-BREAK SPACE}299.00", 129900),
        ("1'299.00", 129900),
        ("0.50", 50),
        ("99999999.99", 9999999999),
        ("€ 12.50", 1250),
        ('"12,50\N{NO-BREAK SPACE}€"', 1250),
        ("EUR 12.50", 1250),
    ],
)
def test_a_price_is_read_exactly(text: str, price: int) -> None:
    assert only(native(f"Mug,,{text},,M,1,c,")).variants[0].price == price


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "required"),
        ("-1", "negative"),
        ("NaN", "not_a_number"),
        ("inf", "not_a_number"),
        ("1e3", "not_a_number"),
        ("free", "not_a_number"),
        ("$5.00", "not_a_number"),
        ("5.00 USD", "not_a_number"),
        ("19.999", "ambiguous_price"),
        ('"1,299"', "ambiguous_price"),
        ("0.001", "too_precise"),
        ("19.9999", "too_precise"),
        ('"1,29,00.5"', "not_a_number"),
        ("100000000.00", "too_large"),
        ("٣", "not_a_number"),
        ("9" * 60, "not_a_number"),
    ],
)
def test_what_is_no_price_is_reported(text: str, code: str) -> None:
    assert refusals(native(f"Mug,,{text},,M,1,c,")) == [(2, "price", code)]


@pytest.mark.parametrize(
    ("currency", "text", "price"), [("JPY", "1500", 1500), ("KWD", "1.299", 1299), ("usd", "1.50", 150)]
)
def test_a_price_has_the_digits_of_its_currency(currency: str, text: str, price: int) -> None:
    goods = only(native(f"Mug,,{text},{currency},M,1,c,"))

    assert (goods.currency, goods.variants[0].price) == (currency.upper(), price)


def test_a_currency_that_does_not_exist_is_reported() -> None:
    assert refusals(native("Mug,,1,EURO,M,1,c,")) == [(2, "currency", "unknown_currency")]


def test_a_file_without_currencies_is_in_the_shops() -> None:
    assert only(native("Mug,,1,,M,1,c,"), currency="CHF").currency == "CHF"


@pytest.mark.parametrize(
    ("text", "stock"), [("5", 5), ("5.0", 5), ("5.0000", 5), ("1 000", 1000), ("1'000", 1000), ("0", 0), ("", None)]
)
def test_stock_is_whole_units_or_unsaid(text: str, stock: int | None) -> None:
    assert only(native(f"Mug,,1,,M,{text},c,")).variants[0].stock == stock


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("-1", "negative_stock"),
        ("1.5", "invalid_stock"),
        ("1.000", "invalid_stock"),
        ("many", "invalid_stock"),
        ("99999999999", "stock_too_high"),
    ],
)
def test_what_is_no_stock_is_reported(text: str, code: str) -> None:
    assert refusals(native(f"Mug,,1,,M,{text},c,")) == [(2, "stock", code)]


def test_a_description_keeps_its_form_and_loses_what_runs() -> None:
    html = '"<p onclick=""x()"">Fine <b>mug</b></p>\n<script>steal()</script><img src=x onerror=steal()>"'

    assert only(native(f"Mug,{html},1,,M,1,c,")).description == "<p>Fine <b>mug</b></p>\n"


def test_pictures_are_addresses_with_a_text_between_bars_or_spaces() -> None:
    images = (
        "https://a.example/1.jpg Front view|https://a.example/2.jpg https://a.example/3.jpg|https://a.example/1.jpg"
    )

    assert only(native(f"Mug,,1,,M,1,c,{images}")).images == (
        Image("https://a.example/1.jpg", "Front view"),
        Image("https://a.example/2.jpg"),
        Image("https://a.example/3.jpg"),
    )


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "ftp://a.example/1.jpg", "file:///etc/passwd", "mug.jpg", "http://"]
)
def test_a_picture_is_never_anything_but_http(url: str) -> None:
    assert refusals(native(f"Mug,,1,,M,1,c,{url}")) == [(2, "images", "invalid_url")]


def test_category_paths_are_cleaned_and_may_hold_escaped_bars() -> None:
    assert only(native("Mug,,1,,M,1,  Kitchen >  Mugs | A\\|B |  ,")).categories == (("Kitchen", "Mugs"), ("A|B",))


def test_without_a_category_it_is_uncategorised() -> None:
    assert only(native("Mug,,1,,M,1,,")).categories == (("Uncategorised",),)


@pytest.mark.parametrize(
    ("row", "field", "code"),
    [
        (",,1,,M,1,c,", "name", "required"),
        ("Mug,,1,,,1,c,", "sku", "required"),
        (f"{'x' * 256},,1,,M,1,c,", "name", "too_long"),
        (f"Mug,,1,,{'x' * 101},1,c,", "sku", "too_long"),
        ("Mug\x00,,1,,M,1,c,", "name", "nul_character"),
        ("Mug,,1,,M,1,c,,surplus", "", "too_many_cells"),
    ],
)
def test_a_bad_cell_is_named(row: str, field: str, code: str) -> None:
    assert refusals(native(row)) == [(2, field, code)]


def test_a_price_in_dollars_may_have_its_sign():
    assert only(native("Mug,,$5.00,USD,M,1,c,")).variants[0].price == 500


def test_what_nobody_sees_in_a_header_is_no_part_of_it():
    assert only("name\N{NO-BREAK SPACE}, price ,\N{ZERO WIDTH SPACE}sku\nMug,1,M\n").variants[0].sku == "M"
