"""Payments on the wire: what gateways tell. (What buyers pay is asked at their orders.)"""

from django.http import HttpRequest, HttpResponse
from ninja import Router

from src.modules.payments import services
from src.modules.payments.errors import BadSignature, MalformedWebhook, UnknownGateway
from src.platform.http.promises import may_refuse

payments = Router(tags=["payments"])


# Not limited: a gateway tells what happened, and tells it from a few addresses.
@payments.post("/webhooks/{gateway}/", response={200: None}, throttle=[])
@may_refuse(UnknownGateway, MalformedWebhook, BadSignature)
def receive_payment_webhook(request: HttpRequest, gateway: str) -> HttpResponse:
    """For gateways. The signature is checked over the raw body; what was told before has no effect.

    The test gateway's: `{"id", "type": "charge.captured" | "charge.failed", "key", "reference", "amount", "currency"}`,
    signed `X-Test-Signature: sha256=<hex HMAC-SHA256 of the body with TEST_GATEWAY_SECRET>`.
    """
    services.receive_webhook(gateway, request.body, request.headers)
    return HttpResponse(status=200)
