"""The demo's goods and categories are whole and believable."""

import csv
import re
from collections import Counter
from decimal import Decimal
from itertools import chain

import pytest

from scripts.demo import content

COLUMNS = ["name", "description", "price", "currency", "sku", "stock", "categories", "images", "parent_sku"]
SAFE_TAGS = {"p", "ul", "li", "strong", "em"}


def rows_of(catalogue: str) -> list[dict[str, str]]:
    with content.catalogue_path(catalogue).open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


ALL_ROWS = list(chain.from_iterable(rows_of(catalogue) for catalogue in content.catalogues()))
PARENT_SKUS = {row["parent_sku"] for row in ALL_ROWS} - {""}


@pytest.mark.parametrize("catalogue", content.catalogues())
def test_a_catalogue_has_the_native_columns_and_its_options(catalogue: str) -> None:
    header = list(rows_of(catalogue)[0])

    assert header[: len(COLUMNS)] == COLUMNS
    assert [column for column in header[len(COLUMNS) :] if not column.startswith("option:")] == []


@pytest.mark.parametrize("catalogue", content.catalogues())
def test_every_record_is_as_wide_as_its_header(catalogue: str) -> None:
    with content.catalogue_path(catalogue).open(newline="", encoding="utf-8") as file:
        widths = {len(record) for record in csv.reader(file)}

    assert widths == {len(rows_of(catalogue)[0])}


def test_the_shop_has_about_two_hundred_products() -> None:
    counts = {name: sum(not row["parent_sku"] for row in rows_of(name)) for name in content.catalogues()}

    assert counts == {"house.csv": 165, "ostwind-audio.csv": 26, "juniper-and-clay.csv": 30}
    assert sum(counts.values()) == len(content.products()) == 221
    assert len(content.goods()) == 369


def test_no_sku_is_used_twice() -> None:
    assert [sku for sku, count in Counter(row["sku"] for row in ALL_ROWS).items() if count > 1] == []


def test_no_two_products_share_a_name_or_a_description() -> None:
    for field in ("name", "description"):
        said = Counter(row[field] for row in ALL_ROWS if not row["parent_sku"])

        assert [text for text, count in said.items() if count > 1] == []
        assert said[""] == 0


def test_every_good_has_a_price_with_cents_in_euros() -> None:
    sellable = [row for row in ALL_ROWS if row["sku"] not in PARENT_SKUS]

    assert [row["sku"] for row in sellable if not re.fullmatch(r"[1-9]\d{0,3}\.\d\d", row["price"])] == []
    assert {row["currency"] for row in ALL_ROWS} == {"EUR"}


def test_stock_is_a_count_with_some_sold_out_and_some_nearly() -> None:
    stocks = [good.stock for good in content.goods()]

    assert min(stocks) == 0
    assert max(stocks) == 480
    assert sum(stock == 0 for stock in stocks) == 16
    assert sum(1 <= stock <= 5 for stock in stocks) >= 30


def test_a_product_with_variants_says_everything_once_and_its_variants_the_rest() -> None:
    parents = [row for row in ALL_ROWS if row["sku"] in PARENT_SKUS]
    variants = [row for row in ALL_ROWS if row["parent_sku"]]

    assert {row["sku"] for row in parents} == PARENT_SKUS
    assert {row["price"] + row["stock"] + row["parent_sku"] + options_of(row) for row in parents} == {""}
    assert {row["name"] + row["description"] + row["categories"] for row in variants} == {""}
    assert [row["sku"] for row in variants if not options_of(row)] == []


def test_a_product_names_the_same_options_in_all_its_variants_and_no_choice_twice() -> None:
    for parent in PARENT_SKUS:
        variants = [row for row in ALL_ROWS if row["parent_sku"] == parent]
        named = {tuple(key for key, value in row.items() if key.startswith("option:") and value) for row in variants}

        assert len(named) == 1
        assert len({options_of(row) for row in variants}) == len(variants) > 1


def test_every_category_of_a_product_is_described() -> None:
    described = {category.path for category in content.categories()}
    named = {path for product in content.products() for path in product.categories}

    assert named - described == set()


def test_the_category_tree_has_eight_roots_and_stands_parents_first() -> None:
    paths = [category.path for category in content.categories()]
    parents = [path.rpartition(" > ")[0] for path in paths]

    assert sum(" > " not in path for path in paths) == 8
    assert max(path.count(" > ") for path in paths) == 2
    assert len(set(paths)) == len(paths)
    assert [path for at, path in enumerate(paths) if parents[at] and parents[at] not in paths[:at]] == []
    assert [category.path for category in content.categories() if not category.description.endswith(".")] == []


def test_no_category_without_children_is_empty() -> None:
    paths = [category.path for category in content.categories()]
    leaves = {path for path in paths if not any(other.startswith(f"{path} > ") for other in paths)}
    filled = {path for product in content.products() for path in product.categories}

    assert leaves - filled == set()


def test_descriptions_use_safe_tags_and_close_them() -> None:
    for row in ALL_ROWS:
        opened = Counter(re.findall(r"<(\w+)>", row["description"]))

        assert opened == Counter(re.findall(r"</(\w+)>", row["description"]))
        assert set(opened) <= SAFE_TAGS
        assert re.sub(r"</?\w+>", "", row["description"]).count("<") == 0


def test_prices_reach_from_small_change_to_furniture() -> None:
    prices = [good.price for good in content.goods()]

    assert (min(prices), max(prices)) == (Decimal("5.90"), Decimal("749.00"))


def options_of(row: dict[str, str]) -> str:
    return " ".join(value for key, value in row.items() if key.startswith("option:") and value)
