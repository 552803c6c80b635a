"""Use cases of payments. Asking a gateway happens outside every transaction; writing down what it said, inside one."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from uuid import UUID

import httpx
from django.conf import settings

from src.modules.payments import selectors
from src.modules.payments.contracts import Charge, Kind, Outcome
from src.modules.payments.errors import GatewayFailed, GatewayTimedOut, OverRefund, PaymentDeclined, UnknownGateway
from src.modules.payments.gateways import sandbox
from src.modules.payments.gateways.interface import Gateway, said
from src.modules.payments.gateways.registry import gateway_named
from src.modules.payments.models import PaymentRecord
from src.platform.db.sql import fetch, sql_beside
from src.platform.db.transactions import atomic, inside_transaction, outside_transaction
from src.platform.ids import uuid7
from src.platform.money import Money
from src.platform.tasks.sweeps import for_each

RECORD = sql_beside(__file__, "record_v1")

# How long a charge may be unsettled before its gateway is asked: webhooks are the rule, asking the exception.
PATIENCE = timedelta(seconds=30)

# How long a charge that the gateway does not know may still arrive there (a request that hung on its way).
LATEST_ARRIVAL = timedelta(hours=1)

Listener = Callable[[Outcome], None]

_listeners: list[Listener] = []


def when_settled(listener: Listener) -> None:
    """Have `listener` called, in the transaction that writes it down, with all that a gateway tells by itself."""
    _listeners.append(listener)


@outside_transaction
def charge(asked: Charge) -> Outcome:
    """Ask the gateway for the money. A silent or failing gateway is an outcome too: UNKNOWN, its code says why."""
    return _answer(asked, lambda gateway: gateway.charge(asked))


@outside_transaction
def ask(asked: Charge) -> Outcome:
    """What became of a charge."""
    return _answer(asked, lambda gateway: gateway.status(asked))


def _answer(asked: Charge, question: Callable[[Gateway], Outcome]) -> Outcome:
    """A gateway that this shop no longer has is one that does not answer."""
    try:
        return question(gateway_named(asked.method))
    except (GatewayFailed, GatewayTimedOut, UnknownGateway) as silence:
        return said(asked.method, asked, Kind.UNKNOWN, code=silence.code)


def refuse_unless_good(outcome: Outcome) -> None:
    """Raises PaymentDeclined, GatewayFailed or GatewayTimedOut if the outcome is one."""
    if outcome.kind is Kind.FAILED:
        raise PaymentDeclined(reason=outcome.code)
    if outcome.kind is Kind.UNKNOWN:
        raise GatewayTimedOut if outcome.code == GatewayTimedOut.code else GatewayFailed


@inside_transaction
def open_charge(asked: Charge) -> None:
    """Write down that the gateway is about to be asked, so that no crash makes us forget it."""
    record(said(asked.method, asked, Kind.OPENED))


@inside_transaction
def open_refund(*, reference: str, amount: int, currency: str) -> list[Charge]:
    """Set aside so much of what was captured for `give_back`, after the commit. Raises OverRefund.

    Each refund is of one capture; the newest goes back first (of two payments of one order, the second).
    """
    captures, refunds, missing = selectors.captures_left(reference, currency), [], amount
    for capture, left in captures:
        part = min(left, missing)
        if part > 0:
            refunds.append(_open_refund_of(capture, part))
            missing -= part
    if missing:
        raise OverRefund(refundable=Money(amount - missing, currency), currency=currency)
    return refunds


def _open_refund_of(capture: PaymentRecord, amount: int) -> Charge:
    refund = Charge(
        operation=uuid7(), reference=capture.reference, amount=amount, currency=capture.currency,
        method=capture.gateway, gateway_id=capture.gateway_id,
    )  # fmt: skip
    record(said(refund.method, refund, Kind.REFUND_OPENED, gateway_id=refund.gateway_id))
    return refund


@inside_transaction
def collect(reference: str, amount: int, currency: str, *, method: str) -> None:
    """The carrier handed over the money that was promised."""
    paid = Charge(operation=uuid7(), reference=reference, amount=amount, currency=currency, method=method)
    record(said(method, paid, Kind.CAPTURED, gateway_id=str(paid.operation)))


@inside_transaction
def record(outcome: Outcome) -> bool:
    """Write down what a gateway said; False if it was known already."""
    return bool(fetch(RECORD, {**vars(outcome), "id": uuid7()}))


def give_back(refunds: list[Charge]) -> None:
    """Have the gateways give opened refunds back. What fails now stays open, and `resume` tries it again."""
    for refund in refunds:
        outcome = _refund(refund)
        if outcome.kind is not Kind.UNKNOWN:
            take_notice(outcome)


@outside_transaction
def _refund(refund: Charge) -> Outcome:
    return _answer(refund, lambda gateway: gateway.refund(refund))


def give_back_all_of(reference: str) -> None:
    """Give back every opened refund of a reference."""
    give_back(selectors.open_refunds_of(reference))


@atomic
def take_notice(outcome: Outcome) -> None:
    """Write down what a gateway told, and have whoever waits for it act upon it, together. Harmless when repeated."""
    if not record(outcome):
        return
    for listener in _listeners:
        listener(outcome)


def receive_webhook(gateway: str, body: bytes, headers: Mapping[str, str]) -> None:
    """Act upon what a gateway tells by itself. Raises BadSignature, UnknownGateway."""
    told = gateway_named(gateway).read_webhook(body, headers)
    if told is not None:
        take_notice(told)


def resume(*, older_than: timedelta = PATIENCE) -> None:
    """Ask about charges that nobody told the end of; give refunds that a crash interrupted. Safe to run twice."""
    for_each(selectors.undecided_charges(older_than=older_than), _settle)
    for_each(selectors.open_refunds(older_than=older_than), lambda refund: give_back([refund]))


def _settle(asked: Charge) -> None:
    outcome = ask(asked)
    arrives_late = outcome.code == "not_found" and not selectors.is_older(asked.operation, LATEST_ARRIVAL)
    if outcome.kind in (Kind.CAPTURED, Kind.FAILED) and not arrives_late:
        take_notice(outcome)


def confirm_sandbox_charge(key: UUID) -> None:
    """Play the test gateway's part after `tok_async_ok`: the money came, and the shop is told so over HTTP, signed."""
    body = sandbox.webhook_of(key)
    address = f"{settings.PUBLIC_URL}/api/v1/payments/webhooks/test/"
    headers = {"Content-Type": "application/json", sandbox.SIGNATURE_HEADER: sandbox.signature(body)}
    httpx.post(address, content=body, headers=headers, timeout=10).raise_for_status()
