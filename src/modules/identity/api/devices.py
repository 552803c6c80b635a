"""What a request tells about the device it comes from."""

from django.http import HttpRequest

from src.modules.identity.contracts import Device
from src.platform.http.clients import client_address


def device_of(request: HttpRequest) -> Device:
    """For the list of one's own sessions, to tell one guesser from another, and to bring a guest's cart along."""
    return Device(
        user_agent=request.headers.get("User-Agent", ""),
        address=client_address(request),
        cart_token=request.headers.get("X-Cart-Token", ""),
    )
