"""The gateway's word, given late, twice, in any order, or not at all."""

from datetime import timedelta
from uuid import UUID

import orjson
import pytest
from django.test import Client

from src.modules.orders.contracts import PaymentChoice, Viewer
from src.modules.orders.models import Order
from src.modules.orders.services import checkout, fulfilment, paying, sweeping
from src.modules.orders.services.books import discrepancies
from src.modules.payments import public as payments
from src.modules.payments import services
from src.modules.payments.errors import GatewayTimedOut
from src.modules.payments.gateways import sandbox
from src.modules.payments.models import PaymentRecord, SandboxCharge, SandboxRefund
from src.platform.db.transactions import InTransaction, atomic
from tests.factories.shops import ADDRESS, PAID, fill_cart, goods, person, place, stock_of

pytestmark = pytest.mark.django_db

ASYNC = PaymentChoice(method="test", token="tok_async_ok")
SILENT = PaymentChoice(method="test", token="tok_timeout")
AT_ONCE = timedelta(0)


@pytest.fixture(autouse=True)
def unhurried(settings):
    settings.PASSWORD_HASHERS = ["tests.factories.hashing.QuickPBKDF2"]
    settings.RATE_LIMIT_SCALE = 0


@pytest.fixture(autouse=True)
def the_books_agree(db):
    yield
    assert discrepancies() == []


@pytest.fixture
def ann():
    return person()


@pytest.fixture
def mug():
    return goods(stock=10, price=1990)


def tell(body, signature=None):
    headers = {"X-Test-Signature": signature or sandbox.signature(body)}
    return Client().post("/api/v1/payments/webhooks/test/", body, content_type="application/json", headers=headers)


def money(order_id):
    balance = payments.balances([str(order_id)])[str(order_id)]
    return balance.captured, balance.refunded


def test_a_webhook_pays_the_order_once_however_often_it_comes(ann, mug):
    order = place(ann, {mug: 2}, payment=ASYNC)
    assert (order.payment_status, stock_of(mug)) == ("unpaid", (10, 2, 0))
    body = sandbox.webhook_of(order.id)

    answers = [tell(body).status_code for _ in range(3)]

    assert answers == [200, 200, 200]
    assert Order.objects.get().payment_status == "paid"
    assert (money(order.id), stock_of(mug)) == ((3980, 0), (10, 2, 2))


def test_a_webhook_that_the_gateway_did_not_sign_is_refused(ann, mug):
    order = place(ann, {mug: 1}, payment=ASYNC)
    body = sandbox.webhook_of(order.id)

    answers = [tell(body + b" ", sandbox.signature(body)), tell(body, "sha256=00")]

    assert [(answer.status_code, answer.json()["code"]) for answer in answers] == [(400, "invalid_signature")] * 2
    assert Order.objects.get().payment_status == "unpaid"


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b'{"type": "charge.captured"}', b'{"type": "charge.captured", "key": 5}']
)
def test_a_signed_webhook_that_says_nothing_is_refused(body):
    answer = tell(body)

    assert (answer.status_code, answer.json()["code"]) == (400, "malformed_webhook")


def test_a_webhook_of_an_unknown_gateway_is_not_found():
    answer = Client().post("/api/v1/payments/webhooks/nobody/", b"{}", content_type="application/json")

    assert answer.status_code == 404


def test_money_that_is_not_the_orders_total_is_given_back(ann, mug):
    order = place(ann, {mug: 1}, payment=ASYNC)
    told = orjson.loads(sandbox.webhook_of(order.id))
    SandboxCharge.objects.update(amount=5)

    tell(orjson.dumps({**told, "amount": 5}))
    services.resume(older_than=AT_ONCE)

    assert Order.objects.get().payment_status == "unpaid"
    assert money(order.id) == (5, 5)


def test_money_for_a_cancelled_order_is_given_back(ann, mug):
    order = place(ann, {mug: 1}, payment=ASYNC)
    fulfilment.cancel_unpaid(order.id)

    tell(sandbox.webhook_of(order.id))
    services.resume(older_than=AT_ONCE)

    assert money(order.id) == (1990, 1990)
    assert SandboxRefund.objects.get().amount == 1990


def test_a_confirmation_nobody_told_is_asked_for(ann, mug):
    order = place(ann, {mug: 1}, payment=ASYNC)
    sandbox.webhook_of(order.id)

    services.resume(older_than=AT_ONCE)

    assert (Order.objects.get().payment_status, money(order.id)) == ("paid", (1990, 0))


def test_money_found_after_a_time_out_is_given_back(ann, mug):
    fill_cart(ann, {mug: 1})
    with pytest.raises(GatewayTimedOut):
        checkout.place_order(checkout.Wish(customer_id=ann, address=ADDRESS, payment=SILENT))
    assert stock_of(mug) == (10, 0, 0)

    for _ in range(2):
        services.resume(older_than=AT_ONCE)

    order = Order.objects.get()
    assert (order.status, money(order.pk)) == ("undone", (1990, 1990))


def test_a_second_payment_of_one_order_is_given_back(ann, mug):
    order = place(ann, {mug: 1}, payment=PaymentChoice(method="test", token="tok_requires_action"))
    paying.pay_order(Viewer(user_id=ann), order.id, PAID)
    tell(sandbox.webhook_of(order.id))
    services.resume(older_than=AT_ONCE)

    assert (Order.objects.get().payment_status, money(order.id)) == ("paid", (3980, 1990))


def prepared(ann, mug, payment):
    fill_cart(ann, {mug: 2})
    return checkout.prepare(checkout.Wish(customer_id=ann, address=ADDRESS, payment=payment))


def test_a_checkout_that_died_before_the_gateway_is_undone(ann, mug):
    prepared(ann, mug, PAID)

    sweeping.resume_checkouts(older_than=AT_ONCE)

    assert Order.objects.get().status == "undone"
    assert stock_of(mug) == (10, 0, 0)
    assert place(ann, {}, payment=PAID).status == "pending"


def test_a_checkout_that_died_after_the_gateway_is_completed(ann, mug):
    opening = prepared(ann, mug, PAID)
    checkout.pay(opening.order, PAID)

    assert [sweeping.resume_checkouts(older_than=AT_ONCE) for _ in range(2)] == [1, 0]

    order = Order.objects.get()
    assert (order.status, order.payment_status, stock_of(mug)) == ("pending", "paid", (10, 2, 2))


def test_a_charge_that_arrives_after_its_checkout_was_undone_is_given_back(ann, mug):
    opening = prepared(ann, mug, PAID)
    sweeping.resume_checkouts(older_than=AT_ONCE)
    checkout.pay(opening.order, PAID)

    for _ in range(2):
        services.resume(older_than=AT_ONCE)

    assert (Order.objects.get().status, money(opening.order.pk)) == ("undone", (1990 * 2, 1990 * 2))


def test_a_webhook_may_come_before_the_checkout_ends(ann, mug):
    opening = prepared(ann, mug, ASYNC)
    outcome = checkout.pay(opening.order, ASYNC)
    tell(sandbox.webhook_of(opening.order.pk))

    shown = checkout.finalize(opening, outcome)

    assert (shown.status, shown.payment_status) == ("pending", "paid")
    assert money(opening.order.pk) == (3980, 0)


def test_a_refund_that_a_crash_interrupted_is_given_once(ann, mug):
    order = place(ann, {mug: 1})
    atomic(payments.open_refund)(reference=str(order.id), amount=990, currency="EUR")

    for _ in range(2):
        services.resume(older_than=AT_ONCE)

    assert (Order.objects.get().payment_status, money(order.id)) == ("partially_refunded", (1990, 990))
    assert SandboxRefund.objects.count() == 1


def test_no_gateway_is_asked_while_a_transaction_holds_locks(ann, mug):
    opening = prepared(ann, mug, PAID)

    with pytest.raises(InTransaction):
        atomic(payments.charge)(checkout.charge_of(opening.order, token="tok_ok"))

    sweeping.resume_checkouts(older_than=AT_ONCE)


def test_what_a_gateway_said_stays_written(ann, mug):
    order = place(ann, {mug: 1}, payment=ASYNC)
    tell(sandbox.webhook_of(UUID(str(order.id))))

    said = PaymentRecord.objects.order_by("at", "pk").values_list("kind", flat=True)

    assert list(said) == ["pending", "captured"]
