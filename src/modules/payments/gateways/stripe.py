"""Stripe, by its official library: PaymentIntents, confirmed at once; what comes later is told by webhook."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import stripe
from django.conf import settings

from src.modules.payments.contracts import Charge, Kind, Outcome
from src.modules.payments.errors import BadSignature, GatewayFailed, GatewayTimedOut, MalformedWebhook
from src.modules.payments.gateways.interface import said

# The words of the wire are those of this version, whatever the library would speak by default.
API_VERSION = "2025-03-31.basil"
# Seconds. A buyer waits, so a gateway that thinks for longer is asked later what it decided.
PATIENCE = 20
# Seconds between signing and arriving that a webhook may take.
TOLERANCE = 300
# Seconds by which our clock and theirs may differ.
CLOCKS_APART = 60
KINDS = {
    "succeeded": Kind.CAPTURED,
    "processing": Kind.PENDING,
    "requires_action": Kind.REQUIRES_ACTION,
    "requires_payment_method": Kind.FAILED,
    "canceled": Kind.FAILED,
}
WEBHOOKS = {
    "payment_intent.succeeded": Kind.CAPTURED,
    "payment_intent.payment_failed": Kind.FAILED,
    "payment_intent.canceled": Kind.FAILED,
}


class Stripe:
    """The gateway `stripe`. A token is the id of a PaymentMethod that the front end made with Stripe's own script."""

    name = "stripe"

    def charge(self, charge: Charge) -> Outcome:
        try:
            with _asking():
                key = {"idempotency_key": str(charge.operation)}
                intent = _client().v1.payment_intents.create(_wanted(charge), key)  # type: ignore[arg-type]
        except (stripe.CardError, stripe.InvalidRequestError) as refusal:
            return said(self.name, charge, Kind.FAILED, code=refusal.code or "invalid_request")
        return self._outcome(charge, intent)

    def _outcome(self, charge: Charge, intent: stripe.PaymentIntent) -> Outcome:
        kind = KINDS.get(intent.status, Kind.PENDING)
        secret = (intent.client_secret or "") if kind is Kind.REQUIRES_ACTION else ""
        return said(self.name, charge, kind, gateway_id=intent.id, client_secret=secret)

    def refund(self, refund: Charge) -> Outcome:
        try:
            with _asking():
                given = _client().v1.refunds.create(
                    {"payment_intent": refund.gateway_id, "amount": refund.amount},
                    {"idempotency_key": str(refund.operation)},
                )
        except (stripe.CardError, stripe.InvalidRequestError) as refusal:
            return said(self.name, refund, Kind.REFUND_FAILED, code=refusal.code or "invalid_request")
        return said(self.name, refund, Kind.REFUNDED, gateway_id=given.id)

    def status(self, charge: Charge) -> Outcome:
        """Found in the list, not by search: Stripe's search lags behind by a minute."""
        began = (charge.operation.int >> 80) / 1000 - CLOCKS_APART
        with _asking():
            for intent in _client().v1.payment_intents.list({"limit": 100}).auto_paging_iter():
                if getattr(intent.metadata, "operation", "") == str(charge.operation):
                    return self._outcome(charge, intent)
                if intent.created < began:
                    break
        return said(self.name, charge, Kind.FAILED, code="not_found")

    def read_webhook(self, body: bytes, headers: Mapping[str, str]) -> Outcome | None:
        event = _verified(body, headers.get("Stripe-Signature", ""))
        intent: Any = event.data.object
        metadata: Any = getattr(intent, "metadata", None)
        if event.type not in WEBHOOKS or not hasattr(metadata, "operation"):
            return None
        return Outcome(
            operation=UUID(metadata.operation), reference=metadata.reference, gateway=self.name,
            kind=WEBHOOKS[event.type], amount=intent.amount, currency=intent.currency.upper(), gateway_id=intent.id,
        )  # fmt: skip


def _wanted(charge: Charge) -> dict[str, Any]:
    """A card, confirmed and captured at once: no method that would send the customer to another site and back."""
    return {
        "amount": charge.amount,
        "currency": charge.currency.lower(),
        "payment_method": charge.token,
        "payment_method_types": ["card"],
        "confirm": True,
        "capture_method": "automatic",
        "metadata": {"operation": str(charge.operation), "reference": charge.reference},
    }


def _client() -> stripe.StripeClient:
    return stripe.StripeClient(
        settings.STRIPE_API_KEY,
        stripe_version=API_VERSION,
        base_addresses={"api": settings.STRIPE_API_BASE},
        http_client=stripe.RequestsClient(timeout=PATIENCE),
        # Safe: every call carries its idempotency key.
        max_network_retries=1,
    )


@contextmanager
def _asking() -> Iterator[None]:
    """Refusals of the card pass; all else means that nobody knows what happened."""
    try:
        yield
    except (stripe.CardError, stripe.InvalidRequestError):
        raise
    except stripe.APIConnectionError as silence:
        raise GatewayTimedOut from silence
    except stripe.StripeError as failure:
        raise GatewayFailed from failure


def _verified(body: bytes, signature: str) -> stripe.Event:
    try:
        event: stripe.Event = stripe.Webhook.construct_event(
            body, signature, settings.STRIPE_WEBHOOK_SECRET, tolerance=TOLERANCE
        )
    except stripe.SignatureVerificationError as forged:
        raise BadSignature from forged
    except ValueError as nonsense:
        raise MalformedWebhook from nonsense
    return event
