"""Refusals of payments."""

from src.platform.errors import Conflict, Invalid, NotFound, PaymentRequired, Refusal


class PaymentDeclined(PaymentRequired):
    """The gateway said no. `reason` is its code."""

    code, message = "payment_declined", "The payment was declined."


class GatewayFailed(Refusal):
    """The gateway answered with an error: nobody knows whether money moved until it is asked again."""

    status, code, message = 502, "gateway_error", "The payment gateway failed. Try again."


class GatewayTimedOut(Refusal):
    """The gateway did not answer in time: nobody knows whether money moved until it is asked again."""

    status, code, message = 504, "gateway_timeout", "The payment gateway did not answer. Try again."


class OverRefund(Conflict):
    """More is to go back than came. `refundable` is what can."""

    code, message = "over_refund", "Only what was paid and not yet refunded can be refunded."


class UnknownGateway(NotFound):
    """There is no such gateway, or it is not set up."""

    code, message = "unknown_gateway", "There is no such payment gateway."


class MalformedWebhook(Invalid):
    """Signed, but not understood."""

    code, message = "malformed_webhook", "This is not what the gateway's webhooks look like."


class BadSignature(Invalid):
    """The webhook was not signed by the gateway."""

    code, message = "invalid_signature", "The signature does not belong to this body."
