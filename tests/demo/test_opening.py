"""The demo shop is a real shop: opened through the services, once, with books that add up."""

import json

import pytest

from scripts.demo import content
from scripts.demo.history import Fate, plan_orders
from tests.operations.shop import Shop

pytestmark = pytest.mark.operations

CONTENTS = """
import json
from django.core.management import call_command
from django.utils import timezone
from src.modules.catalog.models import Category, Product, ProductImage, Variant
from src.modules.identity.models import User
from src.modules.inventory.models import StockMovement
from src.modules.orders.models import Order

def contents():
    kinds = (User, Category, Product, Variant, ProductImage, StockMovement, Order)
    age = timezone.now() - Order.objects.earliest("created_at").created_at
    delivered = Order.objects.filter(status="delivered").count()
    return {**{kind.__name__: kind.objects.count() for kind in kinds}, "delivered": delivered, "days": age.days}

once = contents()
call_command("load_demo")
again = contents()
call_command("check_books")
print(json.dumps([once, again]))
"""


def test_the_demo_opens_once_with_books_that_add_up(demo_shop: Shop) -> None:
    said = demo_shop.manage("shell", "-v0", "-c", CONTENTS)
    assert said.returncode == 0, said.stdout + said.stderr

    once, again = json.loads(said.stdout.splitlines()[-1])
    planned = plan_orders(content.goods(), [customer.email for customer in content.customers()])
    assert again == once
    assert once["Product"] == once["ProductImage"] == len(content.products())
    assert once["Category"] == len(content.categories())
    assert once["delivered"] == sum(plan.fate is Fate.DELIVERED for plan in planned)
    assert once["days"] > 60
    assert set(demo_shop.logins()) == {"admin", "seller", "customer"}
