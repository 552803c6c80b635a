"""The front page's figures: those of the summary, and what only the front page has."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.utils import timezone

from scripts.demo.past import date_back
from src.modules.analytics.contracts import Granularity, Question
from src.modules.analytics.services import count_changes, rebuild, summary
from src.modules.analytics.services.overview import dashboard
from src.platform.auth.principal import Role
from src.platform.events.telling import tell
from tests.factories.goods import category, product, variant
from tests.factories.shops import goods, person, place

pytestmark = pytest.mark.django_db(transaction=True)

TODAY = date(2026, 11, 20)


def asked(days, *, last=TODAY, seller=None):
    first = last - timedelta(days=days - 1)
    return Question(first=first, last=last, granularity=Granularity.DAY, currency="EUR", seller_id=seller)


def noon(day):
    return datetime.combine(day, time(12), UTC)


@pytest.mark.parametrize("days", [1, 30, 365])
def test_it_compares_what_two_summaries_say(staff, days):
    seller = person(Role.SELLER)
    own, house = goods(seller=seller, stock=100), goods(price=700, stock=100)
    ann, bob = person(), person()
    bought = [(ann, {own: 1}, 0), (ann, {own: 2, house: 1}, days - 1), (bob, {house: 3}, days), (ann, {own: 1}, days)]
    date_back([(place(buyer, wanted).id, noon(TODAY - timedelta(days=ago))) for buyer, wanted, ago in bought])
    rebuild()

    for question in (asked(days), asked(days, seller=seller)):
        found, now, before = dashboard(question), summary(question), summary(question.before())

        assert (found.now.orders, found.now.revenue, found.now.units) == (now.orders, now.revenue, now.units_sold)
        assert (found.before.orders, found.before.revenue) == (before.orders, before.revenue)
        assert found.customers == (now.customers, before.customers)
        assert (found.series, found.series_before) == (now.series, before.series)
        assert found.top_products == now.top_products
        assert (found.low_stock, found.by_status) == (now.low_stock, now.by_status)
        assert before.orders > 0


def test_products_count_for_the_category_in_which_they_stand_first(staff):
    mugs, gifts = category("Mugs"), category("Gifts")
    red, blue = (variant(product(price=500, category_ids=[mugs, gifts])) for _ in range(2))
    card, lost = (variant(product(price=100, category_ids=among)) for among in ([gifts], []))
    date_back([(place(person(), {red: 1, blue: 2, card: 4, lost: 3}).id, noon(TODAY))])
    rebuild()

    found = dashboard(asked(1)).top_categories

    assert [(one.category_id, one.name, one.units, one.revenue.amount) for one in found] == [
        (mugs, "Mugs", 3, 1500), (gifts, "Gifts", 4, 400), (None, "", 3, 300),
    ]  # fmt: skip


@pytest.mark.parametrize("count", [1, 3])
def test_it_takes_ten_statements_however_much_was_sold(staff, django_assert_num_queries, count):
    place(person(), {goods(stock=3): 1 for _ in range(count)})
    while tell():
        pass
    count_changes()

    with django_assert_num_queries(10):
        dashboard(asked(30, last=timezone.now().date()))
