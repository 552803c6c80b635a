"""Goods get on the shelves complete, or not at all."""

import pytest
from django.db import transaction
from iso4217 import Currency

from src.modules.catalog import public as catalog
from src.modules.catalog.contracts import CategoryDraft, ImageDraft, ProductDraft, Sellable, VariantDraft
from src.modules.catalog.errors import CategoryCycle, OptionsTaken, SkuTaken
from src.modules.catalog.models import Category, Product, Variant
from src.modules.inventory.models import StockMovement
from src.platform import money
from src.platform.db.transactions import atomic

pytestmark = pytest.mark.django_db


@pytest.fixture
def mugs() -> int:
    with transaction.atomic():
        return catalog.create_categories([CategoryDraft(name="Mugs")])[0]


def draft(*, category: int, sku: str = "MUG", name: str = "Blue mug", **more) -> ProductDraft:
    variants = more.pop("variants", [VariantDraft(sku=sku, price=1290, stock=5)])
    return ProductDraft(name=name, currency="EUR", category_ids=[category], variants=variants, **more)


def test_a_new_product_can_be_sold_at_once(mugs, settings):
    picture = ImageDraft(file="products/mug.webp", alt="A mug")

    (product,) = atomic(catalog.create_products)([draft(category=mugs, images=[picture])])

    variant = Variant.objects.get()
    assert catalog.variants_of([product]) == {product: [variant.pk]}
    assert catalog.sellables([variant.pk]) == {
        variant.pk: Sellable(
            variant_id=variant.pk,
            product_id=product,
            stock_item_id=variant.stock_item_id,
            sku="MUG",
            name="Blue mug",
            slug="blue-mug",
            image=f"{settings.PUBLIC_URL}/media/products/mug.webp",
            options={},
            price=1290,
            currency="EUR",
            seller_id=None,
            available=5,
        )
    }


def test_the_initial_stock_is_a_movement(mugs):
    atomic(catalog.create_products)([draft(category=mugs)], actor="importer")

    (movement,) = StockMovement.objects.all()
    assert (movement.kind, movement.quantity, movement.actor) == ("received", 5, "importer")


def test_a_sku_on_sale_is_not_given_twice(mugs):
    atomic(catalog.create_products)([draft(category=mugs)])

    with pytest.raises(SkuTaken):
        atomic(catalog.create_products)([draft(category=mugs, name="Another")])

    assert Product.objects.count() == 1


def test_two_variants_with_the_same_options_are_refused(mugs):
    twice = [VariantDraft(sku=sku, price=100, options={"Size": "M"}) for sku in ("A", "B")]

    with pytest.raises(OptionsTaken):
        atomic(catalog.create_products)([draft(category=mugs, variants=twice)])


@pytest.mark.parametrize(
    ("names", "slugs"),
    [
        (["Blue mug", "Blue mug", "Blue mug"], ["blue-mug", "blue-mug-2", "blue-mug-3"]),
        (["1984"], ["item-1984"]),
        (["export"], ["item-export"]),
        (["Чашка"], ["item"]),
    ],
)
def test_every_product_gets_an_address_that_is_no_id_and_no_call(mugs, names, slugs):
    created = [
        atomic(catalog.create_products)([draft(category=mugs, name=name, sku=f"S{number}")])[0]
        for number, name in enumerate(names)
    ]

    assert [catalog.names([pk])[pk].slug for pk in created] == slugs


def test_what_runs_never_gets_into_a_description(mugs):
    hostile = '<p onclick="x()">Blue</p><script>alert(1)</script><a href="javascript:x()">go</a>'

    atomic(catalog.create_products)([draft(category=mugs, description=hostile)])
    Product.objects.update(description=hostile)

    assert Product.objects.get().description == '<p>Blue</p><a rel="noopener noreferrer">go</a>'


def test_a_product_carries_its_lowest_price_whoever_changes_it(mugs):
    variants = [VariantDraft(sku="S", price=300, options={"Size": "S"}), VariantDraft(price=200, options={"Size": "M"})]
    atomic(catalog.create_products)([draft(category=mugs, variants=variants)])

    Variant.objects.filter(sku="S").update(price=100)

    product = Product.objects.get()
    assert (product.price, product.revision) == (100, 2)


def test_a_new_price_and_a_new_name_are_revisions_and_the_same_name_is_none(mugs):
    atomic(catalog.create_products)([draft(category=mugs)])

    Product.objects.update(name="Blue mug")
    unchanged = Product.objects.get().revision
    Product.objects.update(name="Green mug")

    assert (unchanged, Product.objects.get().revision) == (1, 2)


def test_a_category_cannot_be_below_itself(mugs):
    child = atomic(catalog.create_categories)([CategoryDraft(name="Small", parent_id=mugs)])[0]

    with pytest.raises(CategoryCycle):
        atomic(Category.objects.filter(pk=mugs).update)(parent_id=child)


@pytest.mark.parametrize("words", ["mug", "MUGS", "café", "CAFE", "S-42"])
def test_a_product_is_found_by_its_words_whatever_their_case_and_accents(mugs, words):
    atomic(catalog.create_products)([draft(category=mugs, name="Café mug", sku="S-42")])

    found = Product.objects.extra(  # plain SQL is the point: the vector is the database's
        where=["search @@ websearch_to_tsquery('english', catalog_fold(%s))"], params=[words]
    )

    assert found.count() == 1


@pytest.mark.parametrize("currency", sorted(c.code for c in Currency if c.exponent is not None))
def test_postgresql_writes_amounts_as_we_do(currency):
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT catalog_amount(1234567, %s), catalog_amount(0, %s)", [currency, currency])
        written = cursor.fetchone()

    assert written == (money.to_decimal_string(1234567, currency), money.to_decimal_string(0, currency))
