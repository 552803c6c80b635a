"""Big catalogues are made of the same goods every time."""

import pytest
from django.core.management import call_command
from django.db.models import Sum

from src.modules.catalog.models import Category, Product, ProductRating
from src.modules.inventory.selectors import miscounted_groups, miscounted_items

pytestmark = pytest.mark.django_db(transaction=True)


def test_so_many_products_as_asked_for_and_the_books_agree(capsys):
    call_command("make_catalogue", products=30)
    first = list(Product.objects.order_by("pk").values_list("sku", "name", "price", "stock_group__available"))
    call_command("make_catalogue", products=30, first=31)

    assert (Product.objects.count(), len({sku for sku, *_ in first})) == (60, 30)
    assert first[0][0].endswith("-0000001")
    assert Product.objects.aggregate(all=Sum("stock_group__available"))["all"] > 0
    assert Category.objects.filter(parent=None).count() == 4
    assert not miscounted_items().exists()
    assert not miscounted_groups().exists()
    assert ProductRating.objects.filter(count__gt=0).exists()
    call_command("check_books")
