"""Files become goods on the shelves: by SKU, as often as one likes, each bad row by itself."""

import io
from typing import Any
from uuid import UUID

import pytest
from django.utils.timezone import now

from src.modules.catalog import public as catalog
from src.modules.catalog.contracts import ImportReport
from src.modules.catalog.errors import UnknownCategory
from src.modules.catalog.importing import read
from src.modules.catalog.models import Category, Product, Variant
from src.modules.catalog.services.imports import run
from src.modules.identity import public as identity
from src.modules.inventory.models import StockItem, StockMovement
from src.platform.auth.roles import Role
from tests.modules.catalog.importing.files import everything, native

pytestmark = pytest.mark.django_db

HEADER = "name,price,sku,stock,categories,parent_sku,option:Size"


def importing(content: str | bytes, *, seller_id: UUID | None = None, **options: Any) -> ImportReport:
    stream = io.BytesIO(content.encode() if isinstance(content, str) else content)
    return catalog.import_file(stream, seller_id=seller_id, actor="test", **options)


def refused(report: ImportReport) -> list[tuple[int, str, str]]:
    return [(error.row, error.field, error.code) for error in report.errors]


def seller(name: str) -> UUID:
    return identity.enrol(
        email=f"{name}@shop.example", password="a-long-password-1", name=name, role=Role.SELLER, shop_name=name
    )


def available() -> dict[str, int]:
    levels = {item.pk: item.on_hand - item.reserved for item in StockItem.objects.all()}
    return {variant.sku: levels[variant.stock_item_id] for variant in Variant.objects.filter(archived_at=None)}


SHOP = native(
    "Blue mug,<p>Fine</p>,12.90,EUR,MUG,5,Kitchen > Mugs|Gifts,https://img.example/1.jpg Front",
    "Tea pot,,30.00,EUR,POT,2,Kitchen,",
)
SHIRTS = native(
    "Shirt,,,TEE,,Clothing,,",
    ",20.00,TEE-S,3,,TEE,S",
    ",21.00,TEE-M,4,,TEE,M",
    header="name,price,sku,stock,categories,parent_sku,option:Size",
).replace("Shirt,,,TEE,,Clothing,,", "Shirt,,TEE,,Clothing,,")


def test_a_file_becomes_products_with_stock_in_categories():
    report = importing(SHOP)

    assert report == ImportReport(created=2, variants=2, units=7, categories=3)
    assert list(Product.objects.order_by("pk").values_list("sku", "name", "price", "slug", "description")) == [
        ("MUG", "Blue mug", 1290, "blue-mug", "<p>Fine</p>"),
        ("POT", "Tea pot", 3000, "tea-pot", ""),
    ]
    assert available() == {"MUG": 5, "POT": 2}
    mug = Product.objects.get(sku="MUG")
    assert [place.category.name for place in mug.placements.all()] == ["Mugs", "Gifts"]
    assert list(mug.images.values_list("url", "alt")) == [("https://img.example/1.jpg", "Front")]


@pytest.mark.parametrize("content", [SHOP, SHIRTS])
def test_the_same_file_again_changes_nothing_at_all(content):
    first = importing(content)
    before = everything()

    again = importing(content)

    assert everything() == before
    assert (again.created, again.updated, again.unchanged) == (0, 0, first.created)


def test_what_differs_is_changed_and_stock_by_movements():
    importing(SHOP)

    report = importing(SHOP.replace("12.90", "9.90").replace("MUG,5", "MUG,1").replace("Kitchen > Mugs|Gifts", "Gifts"))

    assert report == ImportReport(updated=1, unchanged=1, variants=2, units=3)
    mug = Product.objects.get(sku="MUG")
    assert (mug.price, [place.category.name for place in mug.placements.all()]) == (990, ["Gifts"])
    item = Variant.objects.get(sku="MUG").stock_item_id
    movements = StockMovement.objects.filter(item=item).order_by("pk")
    assert list(movements.values_list("kind", "quantity", "actor", "reason")) == [
        ("received", 5, "test", "initial stock"),
        ("adjusted", -4, "test", "import"),
    ]


def test_cells_left_empty_leave_what_is_there():
    importing(SHOP)
    before = everything()

    importing(native("Blue mug,,12.90,EUR,MUG,,,"))

    assert everything() == before


def test_variants_are_added_and_changed_by_their_own_sku():
    importing(SHIRTS)

    report = importing(SHIRTS.replace("21.00", "22.00") + ",23.00,TEE-L,1,,TEE,L\n")

    assert report == ImportReport(updated=1, variants=3, units=8)
    assert list(Variant.objects.values_list("sku", "options", "price", "position")) == [
        ("TEE-S", {"Size": "S"}, 2000, 0),
        ("TEE-M", {"Size": "M"}, 2200, 1),
        ("TEE-L", {"Size": "L"}, 2300, 2),
    ]
    assert available() == {"TEE-S": 3, "TEE-M": 4, "TEE-L": 1}


def test_a_plain_row_for_a_variant_changes_its_price_and_stock_alone():
    importing(SHIRTS)

    report = importing(native("Some other name,,19.00,EUR,TEE-M,9,Elsewhere,"))

    assert (report.updated, report.errors) == (1, [])
    assert Product.objects.get().name == "Shirt"
    assert Variant.objects.get(sku="TEE-M").options == {"Size": "M"}
    assert available() == {"TEE-S": 3, "TEE-M": 9}


def test_the_first_variants_with_options_replace_the_plain_one():
    importing(native("Shirt,,20.00,EUR,TEE,7,Clothing,"))

    importing(SHIRTS)

    assert available() == {"TEE-S": 3, "TEE-M": 4}
    assert Product.objects.get().stock_group.available == 7


def test_options_that_another_variant_has_are_refused():
    importing(SHIRTS)

    report = importing(SHIRTS.replace("TEE-M", "TEE-X").replace(",M\n", ",S\n").replace("TEE-S", "TEE-Q"))

    assert refused(report) == [(3, "options", "variant_exists"), (4, "options", "duplicate_options")]


def test_a_seller_changes_only_what_is_theirs():
    importing(SHOP)
    own = seller("anna")
    importing(native("Cup,,5.00,EUR,CUP,1,Kitchen,"), seller_id=own)

    report = importing(native("My mug,,1.00,EUR,MUG,9,Kitchen,", "Cup,,6.00,EUR,CUP,1,Kitchen,"), seller_id=own)

    assert (refused(report), report.updated) == ([(2, "sku", "sku_taken")], 1)
    assert list(Product.objects.order_by("pk").values_list("name", "price", "seller_id")) == [
        ("Blue mug", 1290, None),
        ("Tea pot", 3000, None),
        ("Cup", 600, own),
    ]


def test_a_variant_with_the_sku_of_another_seller_stays_out_and_the_others_land():
    importing(native("Shirt of the house,,9.00,EUR,TEE-M,1,Clothing,"))

    report = importing(SHIRTS, seller_id=seller("anna"))

    assert (refused(report), report.created, report.variants) == ([(4, "sku", "sku_taken")], 1, 1)


def test_the_house_changes_what_sellers_sell_and_it_stays_theirs():
    importing(SHOP)
    own = seller("anna")
    importing(native("Cup,,5.00,EUR,CUP,1,Kitchen,"), seller_id=own)

    importing(native("Cup,,7.00,EUR,CUP,1,Kitchen,"))

    assert Product.objects.get(sku="CUP").seller_id == own
    assert Product.objects.get(sku="CUP").price == 700


def test_a_category_that_a_seller_makes_up_is_refused():
    importing(SHOP)

    report = importing(
        native("Cup,,5.00,EUR,CUP,1,Kitchen > Cups,", "Glass,,5.00,EUR,GLASS,1,kitchen,"), seller_id=seller("anna")
    )

    assert (refused(report), report.created) == ([(2, "categories", "unknown_category")], 1)
    assert not Category.objects.filter(name="Cups").exists()


@pytest.mark.parametrize("named", ["Kitchen > Mugs", "kitchen > MUGS", "mugs", "Mugs"])
def test_a_category_is_named_by_path_by_slug_or_by_a_name_of_its_own(named):
    importing(SHOP)

    report = importing(native(f"Cup,,5.00,EUR,CUP,1,{named},"))

    assert report.categories == 0
    assert Product.objects.get(sku="CUP").categories.get().name == "Mugs"


def test_a_bad_row_never_stops_the_rest():
    report = importing(
        native("Cup,,dear,EUR,CUP,1,Kitchen,", "Pot,,1.00,EUR,POT,1,Kitchen,", ",,1.00,EUR,X,1,Kitchen,")
    )

    assert refused(report) == [(2, "price", "not_a_number"), (4, "name", "required")]
    assert available() == {"POT": 1}


def test_what_the_database_refuses_is_named_and_the_rest_of_its_batch_lands():
    importing(SHOP)
    Product.objects.filter(sku="MUG").update(archived_at=now())  # its variant keeps the SKU

    report = importing(SHOP.replace("Tea pot", "Green tea pot") + "Cup,,5.00,EUR,CUP,1,Kitchen,\n")

    assert refused(report) == [(2, "", "sku_taken")]
    assert (report.created, report.updated) == (1, 1)


def test_a_dry_run_tells_everything_and_leaves_nothing():
    importing(SHOP)
    before = everything()

    report = importing(SHOP.replace("12.90", "9.90") + "Cup,,5.00,EUR,CUP,1,New > Place,\n", dry_run=True)

    assert report == ImportReport(created=1, updated=1, unchanged=1, variants=3, units=8, categories=2)
    assert everything() == before


def test_a_file_of_several_batches_lands_whole(monkeypatch):
    monkeypatch.setattr(run, "LARGEST_BATCH", 3)
    content = native(*(f"Cup {n},,5.00,EUR,CUP-{n},1,Kitchen," for n in range(8)))
    progress: list[int] = []

    report = importing(content, on_progress=lambda so_far: progress.append(so_far.created))

    assert (report.created, progress) == (8, [3, 6, 8])
    assert Product.objects.count() == 8


def test_a_batch_holds_at_most_a_thousand_variants():
    content = native(*(f"Cup {n},,5.00,EUR,CUP-{n},1,Kitchen," for n in range(1_001)))
    goods = read(io.BytesIO(content.encode()))

    assert [len(batch) for batch in run.batches(goods)] == [1_000, 1]


def test_products_of_one_name_get_addresses_of_their_own():
    importing(native(*(f"Cup,,5.00,EUR,C{n},1,Kitchen," for n in range(3))))

    assert sorted(Product.objects.values_list("slug", flat=True)) == ["cup", "cup-c1", "cup-c2"]


def test_drafts_of_another_shop_are_named_and_stay_out():
    shopify = (
        "Handle,Title,Body (HTML),Vendor,Type,Tags,Published,Option1 Name,Option1 Value,Variant SKU,"
        "Variant Inventory Qty,Variant Price\n"
        "cup,Cup,,V,Cups,,false,Title,Default Title,CUP,1,5.00\n"
        "pot,Pot,,V,Cups,,true,Title,Default Title,POT,1,5.00\n"
    )

    report = importing(shopify)

    assert (refused(report), report.created) == ([(2, "published", "not_published")], 1)


def test_categories_are_described_once():
    importing(SHOP)

    for _ in range(2):
        catalog.describe_categories([(("Kitchen", "Mugs"), "To drink from."), (("Gifts",), "To give.")])

    rows = Category.objects.order_by("name").values_list("name", "description", "revision")
    assert list(rows) == [("Gifts", "To give.", 2), ("Kitchen", "", 1), ("Mugs", "To drink from.", 2)]


def test_a_description_of_nowhere_changes_nothing():
    importing(SHOP)

    with pytest.raises(UnknownCategory):
        catalog.describe_categories([(("Gifts",), "To give."), (("Attic",), "To forget.")])

    assert not Category.objects.exclude(description="").exists()


def sizes() -> dict[str, str]:
    return {variant.sku: variant.options["Size"] for variant in Variant.objects.filter(archived_at=None)}


def test_two_variants_may_swap_their_options():
    importing(SHIRTS)

    report = importing(SHIRTS.replace("TEE,S", "TEE,x").replace("TEE,M", "TEE,S").replace("TEE,x", "TEE,M"))

    assert (report.updated, report.errors) == (1, [])
    assert sizes() == {"TEE-S": "M", "TEE-M": "S"}


def test_options_go_round_in_a_circle_unless_one_of_it_stays():
    importing(SHIRTS + ",22.00,TEE-L,1,,TEE,L\n")
    moved = native("Shirt,,TEE,,Clothing,,", ",20.00,TEE-S,3,,TEE,M", ",21.00,TEE-M,4,,TEE,L", header=HEADER)

    halted = importing(moved)
    round = importing(moved + ",22.00,TEE-L,1,,TEE,S\n")

    assert refused(halted) == [(3, "options", "variant_exists"), (4, "options", "variant_exists")]
    assert round.errors == []
    assert sizes() == {"TEE-S": "M", "TEE-M": "L", "TEE-L": "S"}
