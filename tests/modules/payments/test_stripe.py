"""Stripe, spoken to over HTTP by its official library; on the other side stands localstripe."""

import hashlib
import hmac
import socket
import subprocess
import sys
import time
from datetime import timedelta

import httpx
import orjson
import pytest
from django.test import Client

from src.modules.orders.contracts import PaymentChoice, Viewer
from src.modules.orders.models import Order
from src.modules.orders.services import checkout, fulfilment, sweeping
from src.modules.orders.services.books import discrepancies
from src.modules.payments import public as payments
from src.modules.payments import services
from src.modules.payments.errors import GatewayTimedOut, PaymentDeclined
from tests.factories.shops import ADDRESS, fill_cart, goods, person, place, stock_of

pytestmark = pytest.mark.django_db

GOOD, DECLINED, ASKS = "4242424242424242", "4000000000000341", "4000002500003155"
SECRET = "whsec_of_the_tests"
KEY = {"Authorization": "Bearer sk_test_12345"}


@pytest.fixture(scope="module")
def server():
    """localstripe on a free port."""
    with socket.socket(socket.AF_INET6) as probe:
        probe.bind(("::", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "localstripe", "--port", str(port), "--from-scratch"]
    running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(address)
        yield address
    finally:
        running.terminate()
        running.wait(10)


def _wait_for(address):
    for _ in range(100):
        try:
            httpx.get(f"{address}/v1/customers", headers=KEY)
        except httpx.TransportError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("localstripe does not answer")


@pytest.fixture(autouse=True)
def paid_by_stripe(server, settings):
    settings.PASSWORD_HASHERS = ["tests.factories.hashing.QuickPBKDF2"]
    settings.RATE_LIMIT_SCALE = 0
    settings.STRIPE_API_KEY, settings.STRIPE_API_BASE = "sk_test_12345", server
    settings.STRIPE_WEBHOOK_SECRET = SECRET
    yield
    settings.STRIPE_API_BASE = server
    assert discrepancies() == []


@pytest.fixture
def card(server):
    """Makes a payment as Stripe's script does in a browser."""

    def make(number):
        fields = {
            "type": "card",
            "card[number]": number,
            "card[exp_month]": 12,
            "card[exp_year]": 2030,
            "card[cvc]": "123",
        }
        made = httpx.post(f"{server}/v1/payment_methods", data=fields, headers=KEY).json()
        return PaymentChoice(method="stripe", token=made["id"])

    return make


@pytest.fixture
def mug():
    return goods(stock=10, price=1990)


def told(kind, order, intent, *, at=None, secret=SECRET):
    """A webhook as Stripe signs it (https://docs.stripe.com/webhooks#verify-manually)."""
    body = orjson.dumps(
        {
            "id": "evt_1", "object": "event", "type": kind,
            "data": {"object": {
                "id": intent, "object": "payment_intent", "amount": order.total_price.amount, "currency": "eur",
                "metadata": {"operation": str(order.id), "reference": str(order.id)},
            }},
        }
    )  # fmt: skip
    at = int(time.time()) if at is None else at
    signature = hmac.new(secret.encode(), b"%d." % at + body, hashlib.sha256).hexdigest()
    headers = {"Stripe-Signature": f"t={at},v1={signature}"}
    return Client().post("/api/v1/payments/webhooks/stripe/", body, content_type="application/json", headers=headers)


def money(order):
    balance = payments.balances([str(order.id)])[str(order.id)]
    return balance.captured, balance.refunded


def test_a_good_card_pays(card, mug, server):
    order = place(person(), {mug: 2}, payment=card(GOOD))

    (intent,) = [
        i
        for i in httpx.get(f"{server}/v1/payment_intents", headers=KEY).json()["data"]
        if i["metadata"]["reference"] == str(order.id)
    ]
    assert (order.payment_status, intent["amount"], intent["currency"], intent["status"]) == (
        "paid",
        3980,
        "eur",
        "succeeded",
    )


def test_a_bad_card_leaves_nothing_behind(card, mug):
    with pytest.raises(PaymentDeclined) as refusal:
        place(person(), {mug: 2}, payment=card(DECLINED))

    assert refusal.value.details == {"reason": "card_declined"}
    assert stock_of(mug) == (10, 0, 0)


def test_a_card_that_asks_its_owner_is_completed_by_webhook(card, mug):
    order = place(person(), {mug: 1}, payment=card(ASKS))
    assert order.payment is not None
    assert (order.payment_status, order.payment.status) == ("unpaid", "requires_action")
    assert order.payment.client_secret.startswith("pi_")

    answers = [told("payment_intent.succeeded", order, "pi_1").status_code for _ in range(2)]

    assert (answers, Order.objects.get().payment_status, money(order)) == ([200, 200], "paid", (1990, 0))


@pytest.mark.parametrize("wrong", [{"secret": "whsec_of_somebody_else"}, {"at": 1_000_000_000}])
def test_a_webhook_with_a_wrong_or_old_signature_is_refused(card, mug, wrong):
    order = place(person(), {mug: 1}, payment=card(ASKS))

    answer = told("payment_intent.succeeded", order, "pi_1", **wrong)

    assert (answer.status_code, answer.json()["code"]) == (400, "invalid_signature")
    assert Order.objects.get().payment_status == "unpaid"


def test_a_cancelled_order_is_refunded_there(card, mug):
    ann = person()
    order = place(ann, {mug: 2}, payment=card(GOOD))
    fulfilment.cancel(Viewer(user_id=ann), order.id)

    assert (Order.objects.get().payment_status, money(order)) == ("refunded", (3980, 3980))


def test_a_charge_whose_answer_was_lost_is_found_again(card, mug):
    ann = person()
    fill_cart(ann, {mug: 2})
    choice = card(GOOD)
    opening = checkout.prepare(checkout.Wish(customer_id=ann, address=ADDRESS, payment=choice))
    checkout.pay(opening.order, choice)

    sweeping.resume_checkouts(older_than=timedelta(0))

    order = Order.objects.get()
    assert (order.status, order.payment_status, stock_of(mug)) == ("pending", "paid", (10, 2, 2))


def test_a_gateway_out_of_reach_takes_nothing(card, mug, settings):
    choice = card(GOOD)
    settings.STRIPE_API_BASE = "http://127.0.0.1:9"

    with pytest.raises(GatewayTimedOut):
        place(person(), {mug: 2}, payment=choice)

    assert stock_of(mug) == (10, 0, 0)
    services.resume(older_than=timedelta(0))
