"""Where a request came from, as far as it can be believed."""

from ipaddress import IPv4Address, IPv6Address, ip_address

from django.conf import settings
from django.http import HttpRequest

Client = IPv4Address | IPv6Address


def client_address(request: HttpRequest) -> str:
    """The client's IP address; empty if it cannot be known.

    `X-Forwarded-For` is read from its end, as far as trusted proxies wrote it: what stands before that, the client
    may have invented. A request over a unix socket comes from our own door.
    """
    nearest = _parsed(request.META.get("REMOTE_ADDR", ""))
    for hop in reversed(request.headers.get("X-Forwarded-For", "").split(",")):
        if nearest is not None and not _is_trusted(nearest):
            break
        claimed = _parsed(hop)
        if claimed is None:
            break
        nearest = claimed
    return str(nearest or "")


def _is_trusted(client: Client) -> bool:
    return any(client in network for network in settings.TRUSTED_PROXIES)


def _parsed(text: str) -> Client | None:
    try:
        found = ip_address(text.strip())
    except ValueError:
        return None
    return getattr(found, "ipv4_mapped", None) or found
