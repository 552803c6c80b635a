"""What crashes left behind, what one sweep made of it, and whether the gateway's books are the shop's.

Runs inside the shop: `./scripts/manage shell -c "from tests.operations.inquest import hold; hold()"`.
"""

import json
import sys
from collections import Counter
from datetime import timedelta
from typing import Any

from src.modules.orders.contracts import Status
from src.modules.orders.models import Order
from src.modules.orders.services import sweeping
from src.modules.orders.services.books import discrepancies
from src.modules.payments import public as payments
from src.modules.payments import selectors, services
from src.modules.payments.contracts import Kind
from src.modules.payments.models import SandboxCharge, SandboxRefund

AT_ONCE = timedelta(0)


def hold() -> None:
    """Print the findings, as the last line: found before the sweep, left after it, wrong books, orders by id."""
    found = unfinished()
    sweeping.resume_checkouts(older_than=AT_ONCE)
    services.resume(older_than=AT_ONCE)
    findings = {"found": found, "left": unfinished(), "wrong": [*discrepancies(), *other_books()]}
    orders = {str(order.pk): order.payment_status for order in Order.objects.placed()}
    sys.stdout.write(json.dumps({**findings, "orders": orders}) + "\n")


def unfinished() -> dict[str, int]:
    """Checkouts and refunds that are neither done nor undone."""
    opening = Order.objects.filter(status=Status.OPENING).count()
    return {"checkouts": opening, "refunds": len(selectors.open_refunds(older_than=AT_ONCE))}


def other_books() -> list[str]:
    """Where the gateway kept other money than the shop believes."""
    kept: Counter[str] = Counter()
    for reference, amount in SandboxCharge.objects.filter(status=Kind.CAPTURED).values_list("reference", "amount"):
        kept[reference] += amount
    for reference, amount in SandboxRefund.objects.values_list("reference", "amount"):
        kept[reference] -= amount
    believed = {reference: money.refundable for reference, money in payments.balances_of_all().items()}
    return [_differs(one, kept, believed) for one in kept.keys() | believed.keys() if kept[one] != believed.get(one, 0)]


def _differs(reference: str, kept: Counter[str], believed: dict[str, Any]) -> str:
    return f"the gateway kept {kept[reference]} for {reference}, the shop believes {believed.get(reference, 0)}"
