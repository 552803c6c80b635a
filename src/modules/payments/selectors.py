"""Questions about money."""

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Now

from src.modules.payments.contracts import OPEN_KINDS, SETTLED_KINDS, Attempt, Balance, Charge, Kind, Receipt
from src.modules.payments.models import PaymentRecord
from src.platform.money import Money

REFUND_KINDS = {Kind.REFUND_OPENED, Kind.REFUNDED, Kind.REFUND_FAILED}


def balances(references: Iterable[str]) -> dict[str, Balance]:
    """The money of each reference; one without any has an empty balance."""
    wanted = set(references)
    found = _balances(PaymentRecord.objects.filter(reference__in=wanted))
    return {reference: found.get(reference, Balance()) for reference in wanted}


def receipts(references: Iterable[str]) -> dict[str, list[Receipt]]:
    """The captures of each reference, oldest first; one without any is left out."""
    lines = PaymentRecord.objects.filter(reference__in=set(references), kind=Kind.CAPTURED).order_by("at", "id")
    found: dict[str, list[Receipt]] = {}
    for reference, amount, at in lines.values_list("reference", "amount", "at"):
        found.setdefault(reference, []).append(Receipt(amount, at))
    return found


def balances_of_all() -> dict[str, Balance]:
    """The money of every reference that ever brought any."""
    return _balances(PaymentRecord.objects.filter(kind__in=(Kind.CAPTURED, *REFUND_KINDS)))


def _balances(lines: QuerySet[PaymentRecord]) -> dict[str, Balance]:
    sums = lines.values("reference").annotate(
        captured=_total(Kind.CAPTURED), opened=_total(Kind.REFUND_OPENED),
        refunded=_total(Kind.REFUNDED), failed=_total(Kind.REFUND_FAILED),
    )  # fmt: skip
    return {
        row["reference"]: Balance(row["captured"], row["opened"] - row["refunded"] - row["failed"], row["refunded"])
        for row in sums
    }


def _total(kind: Kind) -> Sum:
    return Sum("amount", filter=Q(kind=kind), default=0)


def attempts(reference: str) -> list[Attempt]:
    """All charges and refunds of a reference, oldest first, each with the last that was said of it."""
    return attempts_of_all([reference]).get(reference, [])


def attempts_of_all(references: Iterable[str]) -> dict[str, list[Attempt]]:
    """`attempts` of many references; those without any are left out."""
    lines: dict[tuple[str, UUID], list[PaymentRecord]] = {}
    for line in PaymentRecord.objects.filter(reference__in=set(references)).order_by("at", "id"):
        lines.setdefault((line.reference, line.operation), []).append(line)
    found: dict[str, list[Attempt]] = {}
    for (reference, _), said in lines.items():
        found.setdefault(reference, []).append(_attempt(said))
    return found


def _attempt(said: list[PaymentRecord]) -> Attempt:
    first, last = said[0], _latest(said)
    return Attempt(
        id=first.operation, type="refund" if first.kind in REFUND_KINDS else "charge", method=first.gateway,
        status=last.kind, amount=Money(first.amount, first.currency), currency=first.currency, code=last.code,
        created_at=first.at, updated_at=last.at,
    )  # fmt: skip


def _latest(said: list[PaymentRecord]) -> PaymentRecord:
    """Webhooks come in any order: what is settled stays settled."""
    settled = [line for line in said if line.kind == Kind.CAPTURED] or [
        line for line in said if line.kind == Kind.FAILED
    ]
    return settled[0] if settled else said[-1]


def undecided(reference: str) -> bool:
    """Is a charge under way of which the gateway has the next word? (One that waits for the customer is not.)"""
    waiting = PaymentRecord.objects.filter(operation=OuterRef("operation"), kind=Kind.REQUIRES_ACTION)
    return _unsettled().filter(reference=reference).exclude(Exists(waiting)).exists()


def is_decided(operation: UUID) -> bool:
    """Has the gateway said anything about this charge?"""
    return PaymentRecord.objects.filter(operation=operation).exclude(kind=Kind.OPENED).exists()


def undecided_charges(*, older_than: timedelta) -> list[Charge]:
    """Charges that a gateway has to be asked about, oldest first."""
    return [charge_of(line) for line in _unsettled().filter(at__lt=Now() - older_than).order_by("at")[:500]]


def is_older(operation: UUID, age: timedelta) -> bool:
    """Was an operation begun longer ago than that?"""
    return PaymentRecord.objects.filter(operation=operation, at__lt=Now() - age).exists()


def open_refunds(*, older_than: timedelta) -> list[Charge]:
    """Refunds that were opened and have not ended, oldest first."""
    return [charge_of(line) for line in _unended_refunds().filter(at__lt=Now() - older_than).order_by("at")[:500]]


def open_refunds_of(reference: str) -> list[Charge]:
    """Refunds of one reference that have not ended."""
    return [charge_of(line) for line in _unended_refunds().filter(reference=reference).order_by("at")]


def _unsettled() -> QuerySet[PaymentRecord]:
    settled = PaymentRecord.objects.filter(operation=OuterRef("operation"), kind__in=SETTLED_KINDS)
    return PaymentRecord.objects.filter(kind__in=OPEN_KINDS).exclude(Exists(settled))


def _unended_refunds() -> QuerySet[PaymentRecord]:
    ended = PaymentRecord.objects.filter(operation=OuterRef("operation"), kind__in=(Kind.REFUNDED, Kind.REFUND_FAILED))
    return PaymentRecord.objects.filter(kind=Kind.REFUND_OPENED).exclude(Exists(ended))


def charge_of(line: PaymentRecord) -> Charge:
    """The operation that a line is about."""
    return Charge(
        operation=line.operation, reference=line.reference, amount=line.amount, currency=line.currency,
        method=line.gateway, gateway_id=line.gateway_id if line.kind == Kind.REFUND_OPENED else "",
    )  # fmt: skip


def captures_left(reference: str, currency: str) -> list[tuple[PaymentRecord, int]]:
    """The captures of a reference, newest first, each with what of it can still be given back."""
    lines = list(PaymentRecord.objects.filter(reference=reference, currency=currency).order_by("-at", "-id"))
    failed = {line.operation for line in lines if line.kind == Kind.REFUND_FAILED}
    going = [line for line in lines if line.kind == Kind.REFUND_OPENED and line.operation not in failed]
    captures = [line for line in lines if line.kind == Kind.CAPTURED]
    return [(line, line.amount - sum(r.amount for r in going if r.gateway_id == line.gateway_id)) for line in captures]


def discrepancies() -> list[str]:
    """Where the records contradict each other: nowhere, by the database's promise."""
    references = PaymentRecord.objects.filter(kind=Kind.REFUND_OPENED).values_list("reference", flat=True).distinct()
    return [
        f"payments: {reference} has refunds over {-balance.refundable} more than was captured"
        for reference, balance in balances(references).items()
        if balance.refundable < 0
    ]
