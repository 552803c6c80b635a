"""What happens to an order after its checkout: parcels, money, cancellation, returns; and who may do what."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction

from src.modules.orders.contracts import PaymentChoice
from src.modules.orders.models import Fulfilment, Order, StatusChange
from src.modules.orders.services import sweeping
from src.modules.payments import public as payments
from src.platform.auth.principal import Role
from src.platform.events.models import OutboxEvent
from tests.factories.shops import caller_of, goods, person, place, stock_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("the_books_agree")]

CASH = PaymentChoice(method="cod")
NOW = timedelta(0)


def move(caller, order, status, **more):
    return caller.patch(f"orders/{order.id}/", {"status": status, **more})


def state(caller, order):
    shown = caller.get(f"orders/{order.id}/").json()
    return shown["status"], shown["payment_status"]


def refusal(answer):
    return answer.status_code, answer.json()["code"]


def told():
    rows = OutboxEvent.objects.filter(name__startswith="orders.").exclude(name="orders.FulfilmentsMoved").order_by("pk")
    return [(row.name.removeprefix("orders."), row.payload["status"], row.payload["payment_status"]) for row in rows]


def test_a_paid_order_goes_its_way(ann, customer, admin, mug):
    order = place(ann, {mug: 2})

    shipped = move(admin, order, "shipped", tracking_number="TRACK1").json()
    delivered = move(admin, order, "delivered").json()

    assert (shipped["status"], shipped["tracking_number"]) == ("shipped", "TRACK1")
    assert [step["status"] for step in delivered["history"]] == ["pending", "shipped", "delivered"]
    assert stock_of(mug) == (8, 0, 2)
    assert told()[2:] == [("OrderStatusChanged", "shipped", "paid"), ("OrderStatusChanged", "delivered", "paid")]


@pytest.mark.parametrize(
    ("way", "step"),
    [
        ([], "pending"),
        ([], "delivered"),
        ([], "returned"),
        (["shipped"], "shipped"),
        (["shipped"], "cancelled"),
        (["shipped", "delivered"], "shipped"),
        (["cancelled"], "shipped"),
        (["shipped", "delivered", "returned"], "delivered"),
    ],
)
def test_no_order_leaves_its_way(ann, admin, mug, way, step):
    order = place(ann, {mug: 2})
    for done in way:
        assert move(admin, order, done).status_code == 200

    assert refusal(move(admin, order, step)) == (409, "invalid_transition")


def test_an_unpaid_order_is_not_shipped(ann, admin, mug):
    order = place(ann, {mug: 1}, payment=None)

    assert refusal(move(admin, order, "shipped")) == (409, "not_paid")


def test_cash_is_paid_at_the_door(ann, customer, admin, mug):
    order = place(ann, {mug: 1}, payment=CASH)
    assert (order.payment_status, stock_of(mug)) == ("unpaid", (10, 1, 1))

    move(admin, order, "shipped")
    assert state(customer, order) == ("shipped", "unpaid")
    move(admin, order, "delivered")

    assert state(customer, order) == ("delivered", "paid")


def test_cancelling_gives_stock_and_money_back(ann, customer, mug):
    order = place(ann, {mug: 2})

    answer = customer.delete(f"orders/{order.id}/")

    assert answer.status_code == 204
    assert state(customer, order) == ("cancelled", "refunded")
    assert stock_of(mug) == (10, 0, 0)
    attempts = customer.get(f"orders/{order.id}/payments/").json()
    assert [(a["type"], a["status"], a["amount"]) for a in attempts] == [
        ("charge", "captured", "39.80"),
        ("refund", "refunded", "39.80"),
    ]
    assert refusal(customer.delete(f"orders/{order.id}/")) == (409, "invalid_transition")


def test_what_is_shipped_cannot_be_cancelled(ann, customer, admin, mug):
    order = place(ann, {mug: 1})
    move(admin, order, "shipped")

    assert refusal(customer.delete(f"orders/{order.id}/")) == (409, "invalid_transition")


def test_a_return_gives_stock_and_money_back(ann, customer, admin, mug):
    order = place(ann, {mug: 2})
    for step in ("shipped", "delivered", "returned"):
        move(admin, order, step)

    assert state(customer, order) == ("returned", "refunded")
    assert stock_of(mug) == (10, 0, 0)


def test_a_refund_is_never_over_what_was_paid(ann, customer, admin, mug):
    order = place(ann, {mug: 2})
    path = f"orders/{order.id}/refund/"

    part = admin.post(path, {"amount": "10.00"})
    over = admin.post(path, {"amount": "29.81"})
    rest = admin.post(path, {})
    more = admin.post(path, {})

    assert (part.status_code, part.json()["payment_status"]) == (200, "partially_refunded")
    assert (*refusal(over), over.json()["refundable"]) == (409, "over_refund", "29.80")
    assert (rest.status_code, rest.json()["payment_status"]) == (200, "refunded")
    assert refusal(more) == (409, "over_refund")


def test_the_database_itself_refuses_a_refund_over_what_was_paid(ann, mug):
    order = place(ann, {mug: 1})

    with (
        pytest.raises(DatabaseError, match="more is to be refunded"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "INSERT INTO payments_paymentrecord (id, operation, reference, gateway, kind, amount, currency, gateway_id,"
            " code) VALUES (gen_random_uuid(), gen_random_uuid(), %s, 'test', 'refund_opened', 1991, 'EUR', '', '')",
            [str(order.id)],
        )


def test_the_same_refund_key_refunds_once(ann, admin, mug):
    order = place(ann, {mug: 2})
    first, again = (
        admin.post(f"orders/{order.id}/refund/", {"amount": "5"}, **{"Idempotency-Key": "r1"}) for _ in range(2)
    )

    assert (again.content, again["Idempotent-Replayed"]) == (first.content, "true")
    assert payments.balances([str(order.id)])[str(order.id)].refunded == 500


def test_an_unpaid_order_can_be_paid_later(ann, customer, mug):
    order = place(ann, {mug: 1}, payment=None)

    declined = customer.post(f"orders/{order.id}/pay/", {"method": "test", "token": "tok_declined"})
    paid = customer.post(f"orders/{order.id}/pay/", {"method": "test", "token": "tok_ok"})
    twice = customer.post(f"orders/{order.id}/pay/", {"method": "test", "token": "tok_ok"})

    assert refusal(declined) == (402, "payment_declined")
    assert (paid.status_code, paid.json()["payment_status"]) == (200, "paid")
    assert refusal(twice) == (409, "nothing_to_pay")
    assert stock_of(mug) == (10, 1, 1)


def test_a_payment_under_way_is_not_paid_twice(ann, customer, mug):
    order = place(ann, {mug: 1}, payment=None)
    customer.post(f"orders/{order.id}/pay/", {"method": "test", "token": "tok_timeout"})

    answer = customer.post(f"orders/{order.id}/pay/", {"method": "test", "token": "tok_ok"})

    assert refusal(answer) == (409, "payment_in_progress")


def test_nobody_pays_for_too_long(ann, customer, mug, settings):
    order = place(ann, {mug: 1}, payment=None)
    cash = place(ann, {mug: 1}, payment=CASH)
    settings.ORDER_PAYMENT_TIMEOUT = NOW

    assert (sweeping.expire_unpaid(), sweeping.expire_unpaid()) == (1, 0)

    assert state(customer, order) == ("cancelled", "unpaid")
    assert state(customer, cash) == ("pending", "unpaid")
    assert StatusChange.objects.filter(order_id=order.id, fulfilment=None).latest("pk").by == ""


def test_orders_are_seen_by_those_they_concern(ann, customer, admin, mug):
    order = place(ann, {mug: 1})
    stranger = caller_of(person())

    assert customer.get(f"orders/{order.id}/").status_code == 200
    assert admin.get(f"orders/{order.id}/").status_code == 200
    assert stranger.get(f"orders/{order.id}/").status_code == 404
    assert stranger.delete(f"orders/{order.id}/").status_code == 404
    assert stranger.post(f"orders/{order.id}/pay/", {"method": "test"}).status_code == 404
    assert move(stranger, order, "shipped").status_code == 403
    assert customer.post(f"orders/{order.id}/refund/", {}).status_code == 403
    assert customer.get("orders/not-an-id/").status_code == 404


def test_the_list_is_filtered_and_paged(ann, customer, mug):
    paid = place(ann, {mug: 1})
    unpaid = place(ann, {mug: 1}, payment=None)

    def listed(**filters):
        return [
            order["id"]
            for order in customer.get("orders/?" + "&".join(f"{k}={v}" for k, v in filters.items())).json()["results"]
        ]

    assert listed() == [str(unpaid.id), str(paid.id)]
    assert listed(payment_status="paid") == [str(paid.id)]
    assert listed(status="shipped") == []
    assert listed(number=paid.number) == [str(paid.id)]
    assert listed(created_after="2100-01-01T00:00:00Z") == []
    assert customer.get("orders/?status=opening").status_code == 422
    assert customer.get("orders/?payment_status=cheap").status_code == 422


@pytest.mark.parametrize("count", [1, 3])
def test_a_list_takes_five_statements_however_long(ann, customer, mug, count, django_assert_num_queries):
    for _ in range(count):
        place(ann, {mug: 1})

    with django_assert_num_queries(5):
        assert customer.get("orders/").json()["count"] == count


@pytest.fixture
def sellers(db):
    return [person(Role.SELLER, shop_name=name) for name in ("Anvil", "Bakery")]


@pytest.fixture
def shared(ann, sellers):
    """One order of two sellers and the house."""
    anvil, bread, mug = goods(price=5000, seller=sellers[0]), goods(price=300, seller=sellers[1]), goods(price=1000)
    return place(ann, {anvil: 1, bread: 2, mug: 1})


def test_a_seller_sees_the_own_part_only(shared, sellers):
    smith, baker = (caller_of(seller, Role.SELLER) for seller in sellers)

    seen = baker.get(f"orders/{shared.id}/").json()

    assert [(item["quantity"], item["line_total"]) for item in seen["items"]] == [(2, "6.00")]
    assert (seen["subtotal"], seen["total_price"]) == ("6.00", "6.00")
    assert [part["seller"] for part in seen["fulfilments"]] == [str(sellers[1])]
    assert seen["shipping_address"]["city"] == "Berlin"
    assert smith.get(f"orders/{shared.id}/payments/").status_code == 404
    assert smith.delete(f"orders/{shared.id}/").status_code == 404


def test_the_order_follows_its_slowest_part(shared, sellers, customer, admin):
    smith, baker = (caller_of(seller, Role.SELLER) for seller in sellers)

    assert move(baker, shared, "shipped").json()["status"] == "shipped"
    assert state(customer, shared)[0] == "pending"
    move(smith, shared, "cancelled")
    assert state(customer, shared) == ("pending", "partially_refunded")
    assert refusal(customer.delete(f"orders/{shared.id}/")) == (409, "invalid_transition")
    move(admin, shared, "shipped")

    assert state(customer, shared)[0] == "shipped"
    balance = payments.balances([str(shared.id)])[str(shared.id)]
    assert (balance.captured, balance.refunded) == (6600, 5000)
    history = customer.get(f"orders/{shared.id}/").json()["history"]
    assert [step["status"] for step in history] == ["pending", "shipped"]


def test_who_buys_and_sells_can_tell_the_two_apart(shared, sellers, mug):
    smith = caller_of(sellers[0], Role.SELLER)
    own = place(sellers[0], {mug: 1})

    def listed(as_):
        return [order["id"] for order in smith.get(f"orders/?as={as_}").json()["results"]]

    assert listed("buyer") == [str(own.id)]
    assert listed("seller") == [str(shared.id)]
    assert smith.get("orders/").json()["count"] == 2


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE orders_order SET status = 'delivered'",
        "UPDATE orders_fulfilment SET status = 'delivered'",
        "UPDATE orders_orderline SET unit_price = 1",
        "DELETE FROM orders_statuschange",
        "UPDATE payments_paymentrecord SET amount = 1",
        "DELETE FROM payments_paymentrecord",
        "INSERT INTO orders_orderline (order_id, fulfilment_id, product_id, variant_id, stock_item_id, sku, name,"
        " unit_price, quantity) SELECT order_id, fulfilment_id, product_id, variant_id, stock_item_id, sku, name,"
        " unit_price, 1 FROM orders_orderline",
    ],
)
def test_no_statement_rewrites_the_books(ann, mug, statement):
    order = place(ann, {mug: 2})
    before = (Order.objects.get().total, Fulfilment.objects.get().status)

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)

    assert (Order.objects.get(pk=UUID(str(order.id))).total, Fulfilment.objects.get().status) == before


def test_a_total_that_is_not_its_lines_is_not_committed(ann, mug):
    place(ann, {mug: 2})

    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with pytest.raises(DatabaseError, match="not the sum of the lines"), transaction.atomic():
            cursor.execute("UPDATE orders_order SET subtotal = 1")
