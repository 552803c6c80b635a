"""A seller who may sell no more: nothing of theirs is on the shelves, all of it is in the books."""

from uuid import UUID

import pytest
from django.db import transaction

from src.modules.catalog.contracts import VariantDraft
from src.modules.catalog.models import Product, Variant
from src.modules.catalog.selectors.offers import names, sellables
from src.modules.catalog.services.closing import close_shop, open_shop
from src.modules.identity.events import ShopClosed, ShopOpened
from src.modules.identity.public import enrol
from src.modules.identity.services import privacy, users
from src.platform.auth.principal import Role
from src.platform.events.models import OutboxEvent
from src.platform.events.outbox import event_from, handlers_of
from tests.factories.goods import product

pytestmark = pytest.mark.django_db


@pytest.fixture
def seller(settings) -> UUID:
    settings.PASSWORD_HASHERS = ["tests.factories.hashing.QuickPBKDF2"]
    return enrol(email="eve@example.com", password="long enough 12", role=Role.SELLER, shop_name="Eve")


def tell() -> list[str]:
    """As the relay does after the commit: which facts about shops there were."""
    kinds = [ShopClosed.name(), ShopOpened.name()]
    rows = list(OutboxEvent.objects.filter(name__in=kinds).order_by("pk"))
    OutboxEvent.objects.filter(name__in=kinds).update(name="told")
    for row in rows:
        with transaction.atomic():
            for handler in handlers_of(row.name):
                handler(event_from(row))
    return [row.name for row in rows]


def on_sale(client) -> list[str]:
    return [item["name"] for item in client.get("/api/v1/products/?ordering=name").json()["results"]]


def test_goods_go_with_their_deactivated_seller_and_come_back(client, seller):
    mug = product("Eve's mug", seller_id=seller, stock=3)
    product("House mug")

    users.change_user(user_id=seller, is_active=False)
    assert (tell(), on_sale(client)) == ([ShopClosed.name()], ["House mug"])
    assert (sellables(Variant.objects.filter(product=mug).values_list("pk", flat=True)), mug in names([mug])) == (
        {},
        True,
    )

    users.change_user(user_id=seller, is_active=True)
    assert (tell(), on_sale(client)) == ([ShopOpened.name()], ["Eve's mug", "House mug"])
    (offer,) = sellables(Variant.objects.filter(product=mug).values_list("pk", flat=True)).values()
    assert (offer.name, offer.available) == ("Eve's mug", 3)


def test_goods_of_an_erased_seller_are_gone_for_good(client, seller):
    product("Eve's mug", seller_id=seller)

    privacy.erase(user_id=seller)

    assert (tell(), on_sale(client), Product.objects.count()) == ([ShopClosed.name()], [], 1)


@pytest.mark.parametrize("change", [{"role": Role.CUSTOMER}, {"seller_approved": False}])
def test_who_sells_no_more_has_nothing_on_sale(client, seller, change):
    product("Eve's mug", seller_id=seller)

    users.change_user(user_id=seller, **change)
    tell()

    assert on_sale(client) == []


def test_what_was_taken_off_before_stays_off_and_what_is_taken_meanwhile_too(client, seller):
    drafts = [VariantDraft(sku=sku, price=1, options={"Size": sku}) for sku in ("S", "M")]
    product("Eve's shirt", seller_id=seller, variants=drafts, sku="SHIRT")
    product("Eve's mug", seller_id=seller, sku="MUG")
    with transaction.atomic():
        Variant.objects.filter(sku="M").update(archived_at="2026-01-01T00:00Z")

    with transaction.atomic():
        close_shop(seller)
        close_shop(seller)
    product("House mug", sku="MUG")
    with transaction.atomic():
        open_shop(seller)
        open_shop(seller)

    assert on_sale(client) == ["Eve's shirt", "House mug"]
    assert list(Variant.objects.filter(archived_at=None).order_by("sku").values_list("sku", flat=True)) == ["MUG", "S"]
