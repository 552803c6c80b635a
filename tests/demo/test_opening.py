"""The demo shop is a real shop: opened through the services, once, with books that add up."""

import json

import pytest
from django.core.management import call_command
from django.utils import timezone

from scripts.demo import content
from scripts.demo.history import Fate, plan_orders
from scripts.demo.opening import open_shop
from src.modules.catalog.models import Category, Product, ProductImage, Variant
from src.modules.identity.models import User
from src.modules.inventory.models import StockMovement
from src.modules.orders.models import Order
from src.platform.events.models import OutboxEvent

pytestmark = pytest.mark.django_db(transaction=True)


def contents() -> list[int]:
    return [kind.objects.count() for kind in (User, Category, Product, Variant, ProductImage, StockMovement, Order)]


def test_the_demo_opens_once_with_books_that_add_up(settings, tmp_path):
    settings.DATA_DIR, settings.MEDIA_ROOT, settings.TEST_GATEWAY = tmp_path, tmp_path / "media", True

    open_shop(say=lambda line: None)
    once = contents()
    open_shop(say=lambda line: None)

    planned = plan_orders(content.goods(), [customer.email for customer in content.customers()])
    assert contents() == once
    assert Product.objects.count() == ProductImage.objects.count() == len(content.products())
    assert Category.objects.count() == len(content.categories())
    assert Order.objects.filter(status="delivered").count() == sum(plan.fate is Fate.DELIVERED for plan in planned)
    assert (timezone.now() - Order.objects.earliest("created_at").created_at).days > 60
    assert not OutboxEvent.objects.exists()
    call_command("check_books")
    accounts = json.loads((tmp_path / "demo.json").read_text())["accounts"]
    assert [account["role"] for account in accounts] == ["admin", "seller", "seller", "customer"]
