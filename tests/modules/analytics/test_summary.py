"""`analytics/summary/` as a client sees it."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from src.modules.analytics.models import ChangedOrder, CountedOrder
from src.modules.catalog import public as catalog
from src.modules.orders.contracts import PaymentChoice, Status, Viewer
from src.modules.orders.services import fulfilment, paying
from src.platform.auth.principal import Role
from src.platform.events.telling import tell
from src.platform.tasks.registry import run
from tests.factories.shops import caller_of, goods, person, place

COD = PaymentChoice(method="cod")


def move(staff, order, *statuses):
    for status in statuses:
        fulfilment.move(Viewer(user_id=staff, is_admin=True), order.id, fulfilment.Step(Status(status)))


def refund(staff, order, amount):
    paying.refund_order(Viewer(user_id=staff, is_admin=True), order.id, amount)


def summary(caller, query="", version=1):
    answer = caller.client.get(
        f"/api/v{version}/analytics/summary/{query}", headers={"Authorization": f"Bearer {caller.access}"}
    )
    assert answer.status_code == 200, answer.content
    return answer.json()


def figures(caller, query=""):
    found = summary(caller, query)
    return {
        name: found[name]
        for name in ("orders", "revenue", "average_order_value", "units_sold", "customers", "currency")
    }


def test_an_order_is_in_the_summary_as_soon_as_it_is_placed(admin):
    today = timezone.now().date()
    mug = goods(price=1990, name="Mug", stock=100)
    ann = person()
    place(ann, {mug: 2})
    place(ann, {mug: 1})
    place(person(), {mug: 1})

    found = summary(admin)

    product = catalog.sellables([mug])[mug].product_id
    assert list(found) == [
        "orders", "revenue", "average_order_value", "units_sold", "customers", "currency", "series", "top_products",
        "low_stock", "by_status",
    ]  # fmt: skip
    assert {name: found[name] for name in ("orders", "revenue", "average_order_value", "units_sold")} == {
        "orders": 3, "revenue": "79.60", "average_order_value": "26.53", "units_sold": 4,
    }  # fmt: skip
    assert (found["customers"], found["currency"]) == (2, "EUR")
    assert found["series"][-1] == {"period": today.isoformat(), "orders": 3, "revenue": "79.60", "units": 4}
    assert [one["period"] for one in found["series"]] == [
        (today - timedelta(days=ago)).isoformat() for ago in reversed(range(30))
    ]
    assert found["series"][0] == {
        "period": (today - timedelta(days=29)).isoformat(), "orders": 0, "revenue": "0.00", "units": 0,
    }  # fmt: skip
    assert found["top_products"] == [{"product_id": product, "name": "Mug", "units": 4, "revenue": "79.60"}]
    assert found["low_stock"] == []
    assert found["by_status"] == {"pending": 3, "shipped": 0, "delivered": 0, "cancelled": 0, "returned": 0}


def test_version_2_says_money_as_objects(admin):
    place(person(), {goods(price=1990): 2})

    found = summary(admin, version=2)

    money = {"amount": "39.80", "currency": "EUR"}
    assert found["revenue"] == found["average_order_value"] == money
    assert found["series"][-1]["revenue"] == found["top_products"][0]["revenue"] == money


@pytest.mark.parametrize(
    ("moves", "refunded", "expected"),
    [
        ([], None, ("1", "39.80", 2)),
        ([], "9.80", ("1", "30.00", 2)),
        ([], "39.80", ("1", "0.00", 2)),
        (["shipped", "delivered"], None, ("1", "39.80", 2)),
        (["cancelled"], None, ("0", "0.00", 0)),
        (["shipped", "delivered", "returned"], None, ("1", "0.00", 0)),
        (["shipped", "delivered", "returned"], "9.80", ("1", "0.00", 0)),
    ],
)
def test_refunds_cancellations_and_returns_are_taken_off(admin, staff, moves, refunded, expected):
    order = place(person(), {goods(price=1990): 2})
    if refunded:
        refund(staff, order, refunded)
    move(staff, order, *moves)

    found = figures(admin)

    assert (str(found["orders"]), found["revenue"], found["units_sold"]) == expected


def test_cash_on_delivery_counts_once_it_is_delivered(admin, staff):
    order = place(person(), {goods(price=1990): 2}, COD)

    assert figures(admin)["orders"] == 0
    move(staff, order, "shipped")
    assert figures(admin)["orders"] == 0
    move(staff, order, "delivered")
    assert (figures(admin)["orders"], figures(admin)["revenue"]) == (1, "39.80")


def test_an_unpaid_order_is_in_by_status_alone(admin):
    place(person(), {goods(price=1990): 2}, None)

    found = summary(admin)

    assert (found["orders"], found["revenue"], found["top_products"]) == (0, "0.00", [])
    assert found["by_status"]["pending"] == 1


def test_nothing_is_added_across_currencies(admin):
    place(person(), {goods(price=1990): 1})
    place(person(), {goods(price=500, currency="JPY"): 1})

    assert figures(admin)["revenue"] == "19.90"
    assert figures(admin, "?currency=JPY") == {
        "orders": 1, "revenue": "500", "average_order_value": "500", "units_sold": 1, "customers": 1, "currency": "JPY",
    }  # fmt: skip
    assert figures(admin, "?currency=USD")["orders"] == 0


def test_sellers_see_their_own_lines(admin, staff):
    seller, rival = person(Role.SELLER), person(Role.SELLER)
    own, other, house = goods(price=1000, seller=seller, stock=3), goods(price=400, seller=rival), goods(price=50)
    ann = person()
    order = place(ann, {own: 2, other: 1, house: 1})
    refund(staff, order, "12.25")
    place(person(), {other: 1})

    found = summary(caller_of(seller, Role.SELLER))

    # Half of what the order cost went back, and so half of the own lines.
    assert (found["orders"], found["revenue"], found["units_sold"], found["customers"]) == (1, "10.00", 2, 1)
    assert [(one["units"], one["revenue"]) for one in found["top_products"]] == [(2, "10.00")]
    assert [one["stock"] for one in found["low_stock"]] == [1]
    assert found["by_status"]["pending"] == 1
    assert figures(caller_of(rival, Role.SELLER))["revenue"] == "6.00"
    assert figures(admin)["revenue"] == "16.25"


def test_a_seller_s_part_moves_without_the_order(staff):
    seller = person(Role.SELLER)
    order = place(person(), {goods(seller=seller): 1, goods(): 1})
    caller = caller_of(seller, Role.SELLER)
    assert summary(caller)["by_status"]["pending"] == 1

    fulfilment.move(Viewer(user_id=seller, is_seller=True), order.id, fulfilment.Step(Status.CANCELLED, str(seller)))

    found = summary(caller)
    assert (found["orders"], found["revenue"], found["customers"]) == (0, "0.00", 0)
    assert (found["by_status"]["pending"], found["by_status"]["cancelled"]) == (0, 1)


def test_what_runs_out_is_listed(admin, settings):
    goods(stock=6)
    few = goods(stock=5, sku="FEW", name="Few")
    none = goods(stock=0, sku="NONE", name="None left")

    products = {variant: one.product_id for variant, one in catalog.sellables([few, none]).items()}
    assert summary(admin)["low_stock"] == [
        {"product_id": products[none], "sku": "NONE", "name": "None left", "stock": 0},
        {"product_id": products[few], "sku": "FEW", "name": "Few", "stock": 5},
    ]
    settings.LOW_STOCK = 0
    assert [one["sku"] for one in summary(admin)["low_stock"]] == ["NONE"]


@pytest.mark.parametrize(
    "query",
    [
        "?from=2026-02-01&to=2026-01-31", "?from=yesterday", "?to=2026-02-30", "?from=2000-01-01&to=2026-01-01",
        "?granularity=hour", "?currency=EURO", "?currency=XXX", "?from=0001-01-01&to=0001-02-01",
        "?from=9999-12-01&to=9999-12-31", "?from=2199-01-01",
    ],
)  # fmt: skip
@pytest.mark.parametrize("path", ["summary/", "summary.csv"])
def test_what_cannot_be_answered_is_refused(admin, path, query):
    answer = admin.get(f"analytics/{path}{query}")

    assert (answer.status_code, answer.json()["code"]) == (422, "validation_failed")


@pytest.mark.parametrize(
    ("granularity", "first", "last", "periods"),
    [
        ("day", "2026-02-27", "2026-03-01", ["2026-02-27", "2026-02-28", "2026-03-01"]),
        ("week", "2026-03-01", "2026-03-09", ["2026-02-23", "2026-03-02", "2026-03-09"]),
        ("month", "2026-01-31", "2026-03-01", ["2026-01-01", "2026-02-01", "2026-03-01"]),
        ("month", "2026-12-31", "2027-01-01", ["2026-12-01", "2027-01-01"]),
    ],
)
def test_the_series_has_every_period_of_the_range(admin, granularity, first, last, periods):
    found = summary(admin, f"?from={first}&to={last}&granularity={granularity}")

    assert [one["period"] for one in found["series"]] == periods


def test_the_series_comes_as_a_file_too(admin):
    today = timezone.now().date()
    place(person(), {goods(price=1990): 2})

    answer = admin.get(f"analytics/summary.csv?from={today - timedelta(days=1)}&to={today}")

    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert b"".join(answer).decode() == (
        f"period,orders,revenue,units,currency\r\n{today - timedelta(days=1)},0,0.00,0,EUR\r\n{today},1,39.80,2,EUR\r\n"
    )


def test_events_count_orders_and_leave_nothing_to_do(staff):
    order = place(person(), {goods(): 1})
    move(staff, order, "shipped")

    while tell():
        pass
    run("analytics.count", {})

    assert list(CountedOrder.objects.values_list("pk", flat=True)) == [order.id]
    assert not ChangedOrder.objects.exists()


@pytest.mark.parametrize("count", [1, 3])
def test_a_summary_takes_eight_statements_however_much_was_sold(admin, django_assert_num_queries, count):
    place(person(), {goods(stock=3): 1 for _ in range(count)})
    summary(admin)
    while tell():
        pass
    run("analytics.count", {})

    with django_assert_num_queries(8):
        summary(admin, f"?from={date(2026, 1, 15)}")
