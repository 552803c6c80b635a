"""The test gateway: moves no money, but keeps its own books, as a real one does, and answers for them after any crash.

The token says what happens: `tok_ok`, `tok_declined`, `tok_error` (fails, takes nothing), `tok_timeout` (takes the
money, and its answer is lost), `tok_async_ok` (tells later, by a signed webhook), `tok_requires_action` (waits for the
customer: the webhook `charge.captured` for it may be posted by hand). Any other token is declined.
"""

import hashlib
import hmac
from collections.abc import Mapping
from typing import Annotated, Literal
from uuid import UUID

import orjson
from django.conf import settings
from django.db import connection
from pydantic import BaseModel, Field, NonNegativeInt, ValidationError

from src.modules.payments.contracts import Charge, Kind, Outcome
from src.modules.payments.errors import BadSignature, GatewayFailed, GatewayTimedOut, MalformedWebhook
from src.modules.payments.gateways.interface import said
from src.modules.payments.models import SandboxCharge
from src.platform.db.sql import fetch, sql_beside
from src.platform.tasks.queue import enqueue

BOOK_CHARGE = sql_beside(__file__, "sandbox_charge_v1")
BOOK_REFUND = sql_beside(__file__, "sandbox_refund_v1")
SIGNATURE_HEADER = "X-Test-Signature"
BOOKED_AS = {
    "tok_ok": Kind.CAPTURED,
    "tok_timeout": Kind.CAPTURED,
    "tok_async_ok": Kind.PENDING,
    "tok_requires_action": Kind.REQUIRES_ACTION,
}


class Sandbox:
    """The gateway `test`."""

    name = "test"

    def charge(self, charge: Charge) -> Outcome:
        if charge.token == "tok_error":  # noqa: S105  a name, not a secret
            raise GatewayFailed
        outcome = self._booked(charge, BOOKED_AS.get(charge.token, Kind.FAILED))
        if charge.token == "tok_timeout":  # noqa: S105
            raise GatewayTimedOut
        if outcome.kind is Kind.PENDING:
            enqueue("payments.sandbox_confirms", key=str(charge.operation))
        return outcome

    def _booked(self, charge: Charge, kind: Kind) -> Outcome:
        """As the books have it: a repeated key finds what was written first."""
        code = "card_declined" if kind is Kind.FAILED else ""
        ((status, code),) = fetch(
            BOOK_CHARGE, {**vars(charge), "key": charge.operation, "status": kind, "code": code}
        )  # fmt: skip
        return self._outcome(charge, status, code)

    def _outcome(self, charge: Charge, status: str, code: str) -> Outcome:
        kind = Kind(status)
        secret = f"secret_{charge.operation.hex}" if kind is Kind.REQUIRES_ACTION else ""
        return said(self.name, charge, kind, gateway_id=str(charge.operation), code=code, client_secret=secret)

    def refund(self, refund: Charge) -> Outcome:
        with connection.cursor() as cursor:
            cursor.execute(BOOK_REFUND, {**vars(refund), "key": refund.operation})
            booked = cursor.fetchone() is not None
        return said(
            self.name, refund, Kind.REFUNDED if booked else Kind.REFUND_FAILED, gateway_id=str(refund.operation)
        )

    def status(self, charge: Charge) -> Outcome:
        found = SandboxCharge.objects.filter(pk=charge.operation).first()
        if found is None:
            return said(self.name, charge, Kind.FAILED, code="not_found")
        return self._outcome(charge, found.status, found.code)

    def read_webhook(self, body: bytes, headers: Mapping[str, str]) -> Outcome | None:
        if not hmac.compare_digest(headers.get(SIGNATURE_HEADER, "").encode(), signature(body).encode()):
            raise BadSignature
        try:
            told = Told.model_validate_json(body)
        except ValidationError as error:
            raise MalformedWebhook from error
        return Outcome(
            operation=told.key, reference=str(told.reference), gateway=self.name, kind=WEBHOOKS[told.type],
            amount=told.amount, currency=told.currency, gateway_id=str(told.key),
        )  # fmt: skip


WEBHOOKS = {"charge.captured": Kind.CAPTURED, "charge.failed": Kind.FAILED}


class Told(BaseModel):
    """The body of a webhook."""

    type: Literal["charge.captured", "charge.failed"]
    key: UUID
    reference: UUID
    amount: NonNegativeInt
    currency: Annotated[str, Field(min_length=3, max_length=3)]


def signature(body: bytes) -> str:
    """What `X-Test-Signature` must say: `sha256=` and the HMAC of the raw body with TEST_GATEWAY_SECRET."""
    return "sha256=" + hmac.new(settings.TEST_GATEWAY_SECRET.encode(), body, hashlib.sha256).hexdigest()


def webhook_of(key: UUID) -> bytes:
    """The customer paid, say the gateway's books: the charge is captured, and this is what it tells the shop."""
    SandboxCharge.objects.filter(pk=key, status__in=(Kind.PENDING, Kind.REQUIRES_ACTION)).update(status=Kind.CAPTURED)
    charge = SandboxCharge.objects.get(pk=key)
    return orjson.dumps(
        {
            "id": f"evt_{key.hex}",
            "type": f"charge.{charge.status}",
            "key": key,
            "reference": charge.reference,
            "amount": charge.amount,
            "currency": charge.currency,
        }
    )
