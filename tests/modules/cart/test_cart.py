"""What a person is about to buy, at the prices of the moment."""

from decimal import Decimal

import pytest
from django.db import transaction

from src.modules.cart.models import Cart
from src.modules.catalog import public as catalog
from src.modules.catalog.contracts import ProductDraft, VariantDraft
from src.modules.catalog.models import Category, Variant
from src.modules.inventory import public as inventory
from tests.factories.shops import caller_of, fill_cart, goods, person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def unhurried(settings):
    settings.PASSWORD_HASHERS = ["tests.factories.hashing.QuickPBKDF2"]
    settings.RATE_LIMIT_SCALE = 0


@pytest.fixture
def ann():
    return person()


@pytest.fixture
def customer(ann):
    return caller_of(ann)


@pytest.fixture
def mug():
    return goods(stock=10, price=1990, sku="MUG", name="Blue mug")


def refusal(answer):
    return answer.status_code, answer.json()["code"]


def lines(answer):
    return [(item["product"]["sku"], item["quantity"], item["line_total"]) for item in answer.json()["items"]]


def test_a_new_cart_is_empty(customer):
    cart = customer.get("cart/").json()

    assert cart == {"id": cart["id"], "items": [], "subtotal": "0.00", "currency": "EUR", "item_count": 0}
    assert customer.get("cart/").json()["id"] == cart["id"]


def test_the_same_goods_add_up_however_they_are_named(customer, mug):
    product = Variant.objects.get(pk=mug).product_id

    answers = [
        customer.post("cart/", {**name, "quantity": 2})
        for name in ({"variant_id": mug}, {"product_id": product}, {"sku": "MUG"})
    ]

    assert [answer.status_code for answer in answers] == [201, 201, 201]
    assert answers[-1].json()["items"] == [
        {
            "id": answers[0].json()["items"][0]["id"],
            "product": {"id": product, "sku": "MUG", "name": "Blue mug", "slug": "blue-mug", "image": None},
            "variant_id": mug,
            "quantity": 6,
            "unit_price": "19.90",
            "line_total": "119.40",
            "available": True,
        }
    ]
    assert (answers[-1].json()["subtotal"], answers[-1].json()["item_count"]) == ("119.40", 6)


def test_a_product_in_several_variants_asks_which_however_it_is_named(customer):
    sizes = [VariantDraft(sku=f"SHIRT-{size}", price=1990, stock=3, options={"Size": size}) for size in "SM"]
    category = Category.objects.get(products=Variant.objects.get(pk=goods()).product)
    draft = ProductDraft(name="Shirt", sku="SHIRT", currency="EUR", variants=sizes, category_ids=[category.pk])
    with transaction.atomic():
        (shirt,) = catalog.create_products([draft])

    answers = [customer.post("cart/", name) for name in ({"sku": "SHIRT"}, {"product_id": shirt})]

    assert [refusal(answer) for answer in answers] == [(409, "variant_required")] * 2


def test_more_than_there_is_does_not_go_in(customer, mug):
    customer.post("cart/", {"variant_id": mug, "quantity": 8})

    answer = customer.post("cart/", {"variant_id": mug, "quantity": 3})

    assert (*refusal(answer), answer.json()["available"]) == (409, "insufficient_stock", 10)
    assert lines(customer.get("cart/")) == [("MUG", 8, "159.20")]


def test_a_line_is_changed_and_removed(customer, mug):
    item = customer.post("cart/", {"variant_id": mug, "quantity": 2}).json()["items"][0]["id"]

    assert lines(customer.patch(f"cart/{item}/", {"quantity": 5})) == [("MUG", 5, "99.50")]
    assert refusal(customer.patch(f"cart/{item}/", {"quantity": 11})) == (409, "insufficient_stock")
    assert lines(customer.patch(f"cart/{item}/", {"quantity": 0})) == []
    assert refusal(customer.delete(f"cart/{item}/")) == (404, "unknown_item")


def test_deleting_takes_out_one_line_or_all(customer, mug):
    lamp = goods(sku="LAMP", price=100)
    customer.post("cart/", {"variant_id": mug})
    item = customer.post("cart/", {"variant_id": lamp}).json()["items"][0]["id"]

    assert customer.delete(f"cart/{item}/").status_code == 204
    assert lines(customer.get("cart/")) == [("LAMP", 1, "1.00")]
    assert customer.delete("cart/").status_code == 204
    assert lines(customer.get("cart/")) == []


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"variant_id": 987654321}, 404, "unknown_product"),
        ({"product_id": 987654321}, 404, "unknown_product"),
        ({"sku": "NOWHERE"}, 404, "unknown_product"),
        ({"sku": "MUG", "quantity": 0}, 422, "validation_failed"),
        ({"sku": "MUG", "quantity": 1000}, 422, "validation_failed"),
        ({"sku": "MUG", "quantity": True}, 422, "validation_failed"),
        ({"sku": "MUG", "quantity": "5"}, 422, "validation_failed"),
        ({"quantity": 1}, 422, "validation_failed"),
    ],
)
def test_what_makes_no_sense_is_refused(customer, mug, body, status, code):
    assert refusal(customer.post("cart/", body)) == (status, code)


def test_one_cart_one_currency(customer, mug):
    yen = goods(currency="JPY", price=500)
    customer.post("cart/", {"variant_id": mug})

    assert refusal(customer.post("cart/", {"variant_id": yen})) == (409, "currency_mismatch")

    customer.delete("cart/")
    answer = customer.post("cart/", {"variant_id": yen, "quantity": 2})
    assert (answer.json()["subtotal"], answer.json()["currency"]) == ("1000", "JPY")


def test_prices_and_stock_are_those_of_the_moment(ann, customer, mug):
    fill_cart(ann, {mug: 4})
    with transaction.atomic():
        Variant.objects.filter(pk=mug).update(price=1000)
        inventory.adjust({Variant.objects.get(pk=mug).stock_item_id: -7})

    (item,) = customer.get("cart/").json()["items"]

    assert (item["unit_price"], item["line_total"], item["available"]) == ("10.00", "40.00", False)


def test_totals_include_shipping_and_tax(ann, customer, mug, settings):
    settings.SHIPPING_FLAT, settings.TAX_PERCENT = Decimal(5), Decimal(19)
    fill_cart(ann, {mug: 1})

    assert customer.get("cart/total/").json() == {
        "subtotal": "19.90", "discount_total": "0.00", "shipping_total": "5.00", "tax_total": "3.98",
        "total": "24.90", "currency": "EUR", "item_count": 1,
    }  # fmt: skip
    settings.PRICES_INCLUDE_TAX = False
    added = customer.get("cart/total/").json()
    assert (added["tax_total"], added["total"]) == ("4.73", "29.63")


def test_a_cart_is_its_owners(customer, mug):
    item = customer.post("cart/", {"variant_id": mug}).json()["items"][0]["id"]
    stranger = caller_of(person())

    assert refusal(stranger.patch(f"cart/{item}/", {"quantity": 2})) == (404, "unknown_item")
    assert refusal(stranger.delete(f"cart/{item}/")) == (404, "unknown_item")


def test_a_person_has_one_open_cart(ann, customer, mug):
    for _ in range(3):
        customer.post("cart/", {"variant_id": mug})

    assert Cart.objects.filter(customer_id=ann).count() == 1


@pytest.mark.parametrize("count", [1, 3])
def test_showing_a_cart_takes_two_statements_however_full(ann, customer, count, django_assert_num_queries):
    fill_cart(ann, {goods(): 1 for _ in range(count)})

    with django_assert_num_queries(2):
        assert len(customer.get("cart/").json()["items"]) == count
