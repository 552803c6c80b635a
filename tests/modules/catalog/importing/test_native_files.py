"""Our own columns, as CSV, JSON Lines and workbook."""

import json

from src.modules.catalog.importing import Goods, Image, Variant
from tests.modules.catalog.importing.files import NATIVE, native, only, reading, refusals, workbook

MUG = "Mug,<p>Round</p>,19.90,EUR,MUG,5,Kitchen > Mugs|sale,https://img.example/mug.jpg"
THE_MUG = Goods(
    row=2,
    sku="MUG",
    slug="",
    name="Mug",
    description="<p>Round</p>",
    categories=(("Kitchen", "Mugs"), ("sale",)),
    currency="EUR",
    images=(Image("https://img.example/mug.jpg"),),
    variants=(Variant(row=2, sku="MUG", price=1990, stock=5),),
)


def test_a_row_is_a_product_with_one_variant() -> None:
    assert only(native(MUG)) == THE_MUG


def test_a_workbook_says_the_same_as_a_csv_file() -> None:
    row = ["Mug", "<p>Round</p>", 19.9, "EUR", "MUG", 5, "Kitchen > Mugs|sale", "https://img.example/mug.jpg"]

    assert only(workbook([NATIVE.split(","), row])) == THE_MUG


def test_json_lines_may_use_lists_and_numbers_and_count_from_one() -> None:
    line = {
        "name": "Mug",
        "description": "<p>Round</p>",
        "price": 19.90,
        "sku": "MUG",
        "stock": 5,
        "categories": ["Kitchen > Mugs", "sale"],
        "images": [{"url": "https://img.example/mug.jpg", "alt": "A | B"}],
    }

    goods = only(json.dumps(line))

    assert goods.row == 1
    assert goods.categories == THE_MUG.categories
    assert goods.images == (Image("https://img.example/mug.jpg", "A | B"),)
    assert goods.variants == (Variant(row=1, sku="MUG", price=1990, stock=5),)


def test_json_lines_give_variants_by_options_and_parent() -> None:
    shirt = json.dumps({"name": "Shirt", "sku": "S", "categories": "Tops"})
    small = json.dumps({"sku": "S-1", "parent_sku": "S", "price": "9.90", "options": {"Size": "S"}})

    goods = only(f"{shirt}\n\n{small}\n")

    assert goods.variants == (Variant(row=3, sku="S-1", price=990, options={"Size": "S"}),)


def test_json_lines_with_a_fault_name_the_line() -> None:
    good = json.dumps({"name": "Mug", "sku": "M", "price": "1"})
    lines = [
        good,
        "{",
        '{"name": "Cup", "sku": "C", "price": true}',
        '{"name": "Jug", "sku": "J", "price": NaN}',
        "[1]",
    ]

    goods, _ = reading("\n".join(lines))

    assert [item.sku for item in goods] == ["M"]
    assert refusals("\n".join(lines)) == [
        (2, "", "malformed_json"),
        (3, "price", "invalid_type"),
        (4, "price", "not_a_number"),
        (5, "", "malformed_json"),
    ]


def test_variants_follow_their_parent_from_anywhere_in_the_file() -> None:
    header = NATIVE + ",parent_sku,option:Size,option:Color"
    goods, errors = reading(
        native(
            ",,11.00,,S-L,2,,,S,L,Red",
            "Shirt,,10.00,,S,,Tops,,,,",
            "Mug,,5,,M,1,Mugs,,,,",
            ",,,,S-M,3,,,S,M,Red",
            header=header,
        )
    )

    assert errors == []
    assert [(item.sku, item.variants) for item in goods] == [
        (
            "S",
            (
                Variant(row=2, sku="S-L", price=1100, stock=2, options={"Size": "L", "Color": "Red"}),
                Variant(row=5, sku="S-M", price=1000, stock=3, options={"Size": "M", "Color": "Red"}),
            ),
        ),
        ("M", (Variant(row=4, sku="M", price=500, stock=1),)),
    ]
    assert goods[0].options == {"Size": ("L", "M"), "Color": ("Red",)}


def test_a_parent_with_options_is_sold_too() -> None:
    header = NATIVE + ",parent_sku,option:Size"
    goods = only(native("Shirt,,10,,S,1,Tops,,,S", ",,10,,M,2,,,S,M", header=header))

    assert [variant.sku for variant in goods.variants] == ["S", "M"]


def test_variants_without_a_parent_row_make_up_a_product() -> None:
    header = NATIVE + ",parent_sku,option:Size"
    goods = only(native("Shirt,,10,,S-S,1,Tops,,S,S", "Shirt,,10,,S-M,2,Tops,,S,M", header=header))

    assert (goods.sku, goods.name, goods.categories) == ("S", "Shirt", (("Tops",),))
    assert [variant.sku for variant in goods.variants] == ["S-S", "S-M"]


def test_a_nameless_variant_without_a_parent_is_reported() -> None:
    header = NATIVE + ",parent_sku,option:Size"

    assert refusals(native(",,10,,S-S,1,,,GONE,S", header=header)) == [(2, "", "unknown_parent")]


def test_a_refused_product_takes_its_variants_along() -> None:
    header = NATIVE + ",parent_sku,option:Size"
    content = native(",,10,,S,1,Tops,,,", ",,10,,S-M,2,,,S,M", header=header)

    assert refusals(content) == [(2, "name", "required"), (3, "", "product_refused")]


def test_a_product_without_a_good_variant_is_refused_and_each_row_named_once() -> None:
    header = NATIVE + ",parent_sku,option:Size"
    content = native("Shirt,,10,,S,1,Tops,,,", ",,x,,S-M,2,,,S,M", ",,10,,S-L,-2,,,S,L", header=header)

    assert sorted(refusals(content)) == [
        (2, "", "no_variants"),
        (3, "price", "not_a_number"),
        (4, "stock", "negative_stock"),
    ]


def test_the_first_row_with_a_sku_wins() -> None:
    goods, errors = reading(native(MUG, MUG.replace("19.90", "1.00")))

    assert [item.variants[0].price for item in goods] == [1990]
    assert [(error.row, error.field, error.code, error.value) for error in errors] == [
        (3, "sku", "duplicate_sku", "MUG")
    ]


def test_a_variant_in_another_currency_is_reported() -> None:
    header = NATIVE + ",parent_sku,option:Size"
    content = native("Shirt,,,EUR,S,,Tops,,,", ",,10,EUR,S-M,2,,,S,M", ",,10,USD,S-L,2,,,S,L", header=header)

    assert refusals(content) == [(4, "currency", "currency_mismatch")]


def test_a_formula_stays_text_and_our_own_guard_against_it_goes() -> None:
    goods, _ = reading(native("=1+1,,1,,A,1,c,", "'=1+1,,1,,B,1,c,", "'s Gravenhage,,1,,C,1,c,"))

    assert [item.name for item in goods] == ["=1+1", "=1+1", "'s Gravenhage"]


def test_a_formula_in_a_workbook_is_no_price() -> None:
    content = workbook([["name", "sku", "price"], ["Mug", "M", "=1+1"], ["Cup", "C", 2]])

    assert refusals(content) == [(2, "price", "not_a_number")]
    assert [item.sku for item in reading(content)[0]] == ["C"]


def test_a_product_has_at_most_a_thousand_variants() -> None:
    header = NATIVE + ",parent_sku,option:Size"
    goods, errors = reading(
        native("Shirt,,10,,S,,Tops,,,", *(f",,,,S-{n},1,,,S,{n}" for n in range(2_100)), header=header)
    )

    assert [len(item.variants) for item in goods] == [1_000]
    assert [(error.row, error.code) for error in errors] == [
        *((row, "too_many_variants") for row in range(1_003, 2_003)),
        *((row, "too_many_rows") for row in range(2_003, 2_103)),
    ]
