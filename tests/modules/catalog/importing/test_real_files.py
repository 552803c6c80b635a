"""Files of real shops, where they lie beside the repository (or in SHOP_FILES).

The expected numbers were counted by eye and with awk, not with the reader.
"""

import io
import os
from pathlib import Path

import pytest
from django.db.models import Sum

from src.modules.catalog import public as catalog
from src.modules.catalog.contracts import ImportReport
from src.modules.catalog.importing import detect
from src.modules.catalog.models import Category, Product, Variant
from src.modules.inventory.models import StockGroup
from tests.modules.catalog.importing.files import everything, reading

FOLDER = Path(os.environ.get("SHOP_FILES") or Path(__file__).parents[5] / "shared" / "data")


pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="the sample files of other shops are not on this machine")
counted = pytest.mark.parametrize(
    ("path", "layout", "products", "variants", "categories", "units", "errors"),
    [
        # 82 records without a header, one path of three levels, the last column sums up to 3,794.
        ("oscar/books.essential.csv", "oscar", 82, 82, 3, 3_794, []),
        # 22 rows of 20 handles (two continue the varsity top), no type at all, one unit each.
        ("shopify/apparel.csv", "shopify", 20, 22, 1, 22, []),
        # 37 masters, 87 variants of 5,000 units, 87 further prices in EUR; 19 leaves below 5 roots.
        ("spree/products.csv", "spree", 37, 87, 24, 435_000, []),
        # 54 named rows, 34 that continue them, of which two repeat the SKU of the café chair; 3 roots, 6 below.
        ("vendure/products.csv", "vendure", 54, 86, 9, 8_600, [(88, "duplicate_sku"), (89, "duplicate_sku")]),
        # 24 rows: 11 simple, 1 external, 2 variable with 9 variations, 1 group without a price. No stock is kept.
        ("woocommerce/sample_products.csv", "woocommerce", 14, 21, 6, 0, [(17, "unsupported_type")]),
    ],
)


@counted
def test_a_real_file_has_what_a_careful_reader_counts(
    path: str,
    layout: str,
    products: int,
    variants: int,
    categories: int,
    units: int,
    errors: list[tuple[int, str]],
) -> None:
    content = (FOLDER / path).read_bytes()
    goods, refused = reading(content)

    paths = {path[:depth] for item in goods for path in item.categories for depth in range(1, len(path) + 1)}
    assert detect(io.BytesIO(content)).layout.name == layout
    assert len(goods) == products
    assert sum(len(item.variants) for item in goods) == variants
    assert len(paths) == categories
    assert sum(variant.stock or 0 for item in goods for variant in item.variants) == units
    assert [(error.row, error.code) for error in refused] == errors


@counted
@pytest.mark.django_db
def test_a_real_file_lands_as_counted_and_twice_is_once(
    path: str,
    layout: str,
    products: int,
    variants: int,
    categories: int,
    units: int,
    errors: list[tuple[int, str]],
) -> None:
    report = catalog.import_file(FOLDER / path, seller_id=None, actor="test", currency="USD")
    landed = everything()

    again = catalog.import_file(FOLDER / path, seller_id=None, actor="test", currency="USD")

    assert (Product.objects.count(), Variant.objects.count(), Category.objects.count()) == (
        products,
        variants,
        categories,
    )
    assert StockGroup.objects.aggregate(units=Sum("available")) == {"units": units}
    assert [(error.row, error.code) for error in report.errors] == errors
    assert everything() == landed
    assert again == ImportReport(unchanged=products, variants=variants, units=units, errors=report.errors)
