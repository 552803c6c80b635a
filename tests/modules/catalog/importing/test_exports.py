"""What is exported imports again: to the same shop nothing changes, to an empty one everything is there."""

import io
from random import Random
from typing import Any
from uuid import UUID

import pytest
from django.core.management import call_command
from openpyxl import load_workbook

from src.modules.catalog import public as catalog
from src.modules.catalog.contracts import CategoryDraft, ImageDraft, ImportReport, VariantDraft
from src.modules.catalog.models import Category, Product, ProductCategory, ProductImage, ProductRating, Variant
from src.modules.catalog.selectors.goods import goods_on_sale
from src.modules.catalog.services.exports.files import export_products
from src.modules.identity import public as identity
from src.platform.auth import tokens
from src.platform.auth.principal import Principal, Role
from src.platform.db.transactions import atomic
from src.platform.ids import uuid7
from tests.factories.callers import Caller
from tests.factories.goods import product
from tests.modules.catalog.importing.files import everything

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop() -> None:
    """Goods with everything that files stumble over."""
    kitchen, gifts = atomic(catalog.create_categories)([CategoryDraft(name="Kitchen"), CategoryDraft(name="A > B | C")])
    (mugs,) = atomic(catalog.create_categories)([CategoryDraft(name="Mugs", parent_id=kitchen)])
    pictures = [ImageDraft(url="https://img.example/1.jpg", alt="Front | left"), ImageDraft(file="products/x.webp")]
    sizes = [
        VariantDraft(sku=f"TEE-{size}", price=2000 + size, stock=size, options={"Size": str(size), "Colour": "=red"})
        for size in (1, 2)
    ]
    product("=1+1", sku="+MUG", price=5, stock=0, category_ids=[mugs, gifts], images=pictures)
    product(
        "Tee; \"fine\", 'new' one", sku="TEE", variants=sizes, category_ids=[gifts], description="<p>A\nB &amp; C</p>"
    )
    product("'=quoted", sku="-Q", category_ids=[kitchen])
    product(
        "Named after its variant",
        sku="TWO-S",
        variants=[
            VariantDraft(sku="TWO-S", price=1, stock=1, options={"Size": "S"}),
            VariantDraft(sku="TWO-M", price=2, stock=2, options={"Size": "M"}),
        ],
        category_ids=[mugs],
    )


def exported(**options: Any) -> bytes:
    return b"".join(export_products(**options))


def importing(content: bytes) -> ImportReport:
    return catalog.import_file(io.BytesIO(content), seller_id=None, actor="test")


def shown() -> list[Any]:
    goods = list(goods_on_sale())
    names = dict(Category.objects.values_list("pk", "name"))
    return [(item, [names[pk] for pk in item.category_ids]) for item in goods]


FILES = pytest.mark.parametrize(
    ("format", "layout"),
    [("csv", "native"), ("jsonl", "native"), ("xlsx", "native"), ("csv", "shopify"), ("xlsx", "shopify")],
)


@FILES
def test_an_export_imports_to_the_same_shop_without_a_change(shop, format, layout):
    content = exported(format=format, layout=layout)
    before = everything()

    report = importing(content)

    assert report == ImportReport(unchanged=4, variants=6, units=16 - 5 - 5 + 5)
    assert everything() == before


@pytest.mark.parametrize("format", ["csv", "jsonl", "xlsx"])
def test_an_export_fills_an_empty_shop_with_the_same_goods(shop, format):
    content = exported(format=format)
    wanted = [(item.sku, item.slug, item.name, item.description, item.variants, item.images) for item, _ in shown()]
    for model in (ProductImage, ProductCategory, ProductRating, Variant, Product):
        model._default_manager.all().delete()

    report = importing(content)

    assert report.errors == []
    assert [
        (item.sku, item.slug, item.name, item.description, item.variants, item.images) for item, _ in shown()
    ] == wanted


PIECES = ["=", "+", "-", "@", "'", '"', ",", ";", "|", "\\", ">", "\t", "\n", " ", "007", "1e5", "TRUE", "ö", "😀", "a"]


def nasty(chance: Random) -> str:
    """Text that a merchant can have given, and that no file likes."""
    return "".join(chance.choices(PIECES, k=chance.randint(1, 8))).strip() or "0"


@FILES
def test_no_text_whatever_is_changed_on_its_way_out_and_in(format, layout):
    chance = Random(20261121)
    (place,) = atomic(catalog.create_categories)([CategoryDraft(name=nasty(chance))])
    for number in range(40):
        sizes = [
            VariantDraft(
                sku=f"{' '.join(nasty(chance).split())}{number}-{size}", price=size, stock=size, options=option
            )
            for size, option in enumerate({"Size": " ".join(nasty(chance).split()) + str(n)} for n in range(number % 3))
        ]
        sku = f"{' '.join(nasty(chance).split())}-{number}"
        more: dict[str, Any] = {"variants": sizes} if sizes else {}
        product(
            nasty(chance),
            sku=sku,
            category_ids=[place],
            description=nasty(chance),
            **more,
        )
    content = exported(format=format, layout=layout)
    before = everything()

    report = importing(content)

    assert (report.unchanged, report.errors) == (40, [])
    assert everything() == before


@FILES
def test_no_cell_begins_as_a_formula(shop, format, layout):
    content = exported(format=format, layout=layout)

    if format == "xlsx":
        sheet = load_workbook(io.BytesIO(content)).worksheets[0]
        cells = [str(cell or "") for row in sheet.values for cell in row]
    else:
        cells = content.decode().replace("\n", ",").replace('"', ",").split(",")
    assert [cell for cell in cells if cell[:1] in {"=", "+", "-", "@"}] == []


def test_sellers_get_their_own_goods_and_admins_all(shop, settings):
    settings.PASSWORD_HASHERS = ["tests.factories.hashing.QuickPBKDF2"]
    eve: UUID = identity.enrol(email="eve@example.com", password="long enough 12", role=Role.SELLER)
    product("Eve's", sku="EVE", seller_id=eve)

    answers = [download(eve, Role.SELLER), download(uuid7(), Role.ADMIN)]

    assert [answer.count(b"\r\n") for answer in answers] == [2, 9]
    assert b"EVE" in answers[0]


def download(user_id: UUID, role: Role, query: str = "") -> bytes:
    caller = Caller()
    caller.access = tokens.issue(Principal(user_id, role, uuid7()))
    answer = caller.get(f"products/export/{query}")
    assert answer.status_code == 200, answer.content
    content: bytes = answer.getvalue()
    return content


@pytest.mark.parametrize(
    ("query", "media_type"),
    [
        ("", "text/csv; charset=utf-8"),
        ("?format=jsonl", "application/x-ndjson"),
        ("?format=xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ],
)
def test_a_download_names_its_kind(shop, query, media_type):
    caller = Caller()
    caller.access = tokens.issue(Principal(uuid7(), Role.ADMIN, uuid7()))

    answer = caller.get(f"products/export/{query}")
    answer.getvalue()

    assert answer.headers["Content-Type"] == media_type


@pytest.mark.parametrize("query", ["?format=pdf", "?layout=magento", "?format=jsonl&layout=shopify"])
def test_a_kind_that_nobody_reads_is_refused(query):
    caller = Caller()
    caller.access = tokens.issue(Principal(uuid7(), Role.ADMIN, uuid7()))

    assert caller.get(f"products/export/{query}").status_code == 422


def test_a_name_with_two_spaces_survives_its_own_export():
    product("Two  spaces")

    assert importing(exported()).unchanged == 1


@pytest.mark.parametrize("goods", [1, 3])
def test_an_export_takes_the_same_statements_however_many_goods(goods, django_assert_num_queries):
    for _ in range(goods):
        product()

    with django_assert_num_queries(9):
        exported()


def test_the_shell_writes_the_same_file(shop, tmp_path):
    call_command("export_products", output=tmp_path / "goods.csv")

    assert (tmp_path / "goods.csv").read_bytes() == exported()
