"""Who may open which stream: addresses, parameters, proof of identity, limits. Refusals are raised, as everywhere."""

import re
from dataclasses import dataclass

from django.conf import settings
from django.core.handlers.asgi import ASGIRequest
from redis.asyncio import Redis as AsyncRedis

from src.platform.auth import revocations, tokens
from src.platform.auth.principal import Principal
from src.platform.errors import NotFound, RateLimited, Refusal, Unauthenticated, Unprocessable
from src.platform.http.clients import client_address
from src.platform.sse import channels, tickets
from src.platform.sse.following import ALL_PRODUCTS
from src.platform.sse.streams import Audience

EVENTS = re.compile(r"/api/v(?P<version>[12])/events(?:/(?P<topic>orders|products|uploads)(?:/(?P<product>[^/]+))?)?/?")
# Topics of the person who listens.
PERSONAL = {"orders": channels.customer, "notifications": channels.notifications, "uploads": channels.uploads}
NUMBER = re.compile(r"[0-9]{1,18}")
MOST_IDS, LARGEST_ID = 100, 2**63 - 1
# Open at once, in one process. RATE_LIMIT_SCALE multiplies them too.
PER_PERSON, PER_ADDRESS = 20, 1000
COME_AGAIN = 30
# An id that was never given: what was missed since cannot be known.
UNKNOWN_ID = -1


class MethodNotAllowed(Refusal):
    status, code, message = 405, "method_not_allowed", "This cannot be done here."

    @property
    def headers(self) -> dict[str, str]:
        return {"Allow": "GET, HEAD"}


@dataclass(frozen=True)
class Wish:
    """What a client wants to hear. `product_ids`: whose counts come first; `only_product`: 404 if there is none."""

    personal: frozenset[str]
    products: frozenset[str]
    product_ids: tuple[int, ...]
    only_product: bool
    last_event_id: int | None


@dataclass(frozen=True)
class Admission:
    """A wish that is granted. `pass_value`: the cookie's, if the client came with a ticket or a cookie."""

    wish: Wish
    channels: frozenset[str]
    principal: Principal | None
    address: str
    pass_value: str | None
    events_path: str


async def admit(request: ASGIRequest, audience: Audience, client: "AsyncRedis") -> Admission:
    """Let the client in. Raises a Refusal, or RedisError while a ticket cannot be checked."""
    wish = read(request)
    principal, pass_value = await _identify(request, client, needed=bool(wish.personal))
    address = client_address(request)
    _limit(audience, principal, address)
    return Admission(
        wish=wish,
        channels=wish.products | {_of(topic, principal) for topic in wish.personal if principal},
        principal=principal,
        address=address,
        pass_value=pass_value,
        events_path=request.path.partition("/events")[0] + "/events/",
    )


def read(request: ASGIRequest) -> Wish:
    """The wish in the address. Raises NotFound, MethodNotAllowed, Unprocessable."""
    address = EVENTS.fullmatch(request.path)
    if address is None:
        raise NotFound
    if request.method not in {"GET", "HEAD"}:
        raise MethodNotAllowed
    personal, products = _topics(request, **address.groupdict())
    everything = "" in products
    ids = tuple(sorted({_product_id(product) for product in products if product}))
    return Wish(
        personal=personal,
        products=frozenset({ALL_PRODUCTS} if everything and not ids else map(channels.product, ids)),
        product_ids=ids,
        only_product=address["product"] is not None,
        last_event_id=_last_event_id(request),
    )


def _topics(
    request: ASGIRequest, *, version: str, topic: str | None, product: str | None
) -> tuple[frozenset[str], list[str]]:
    """Which topics of a person, and which products: their ids as written, "" for all."""
    if topic in {"orders", "uploads"}:
        if product is not None:
            raise NotFound
        return frozenset({topic}), []
    if topic == "products":
        if product is not None and (not NUMBER.fullmatch(product) or int(product) > LARGEST_ID):
            raise NotFound
        return frozenset(), [product] if product is not None else _listed(request, "ids")
    if version == "1":
        raise NotFound
    return _mixed(request)


def _mixed(request: ASGIRequest) -> tuple[frozenset[str], list[str]]:
    personal, products = set(), []
    for topic in _listed(request, "topics"):
        name, _, product = topic.partition(":")
        if topic in PERSONAL:
            personal.add(topic)
        elif name == "products":
            products.append(product)
        else:
            raise Unprocessable.of(
                "topics", "unknown_topic", "Topics are orders, notifications, uploads, products, products:ID."
            )
    return frozenset(personal), products


def _listed(request: ASGIRequest, name: str) -> list[str]:
    """`?ids=1,2`; without it everything, which topics do not have."""
    written = [part.strip() for value in request.GET.getlist(name) for part in value.split(",")]
    if not any(written) and name == "topics":
        raise Unprocessable.of("topics", "missing", "Name the topics, such as orders,notifications,products:12.")
    if name in request.GET and not all(written):
        raise Unprocessable.of(name, "int_parsing", "Ids are whole numbers with commas between them.")
    if len(written) > MOST_IDS:
        raise Unprocessable.of(name, "too_long", f"At most {MOST_IDS}.")
    return written or [""]


def _product_id(written: str) -> int:
    if not NUMBER.fullmatch(written) or not 0 < int(written) <= LARGEST_ID:
        raise Unprocessable.of("ids", "int_parsing", "Ids are whole numbers with commas between them.")
    return int(written)


def _last_event_id(request: ASGIRequest) -> int | None:
    """The browser's own header goes before the parameter, which is that of the page's first call."""
    written = request.headers.get("Last-Event-ID") or request.GET.get("last_event_id")
    if not written:
        return None
    return int(written) if NUMBER.fullmatch(written) else UNKNOWN_ID


async def _identify(request: ASGIRequest, client: "AsyncRedis", *, needed: bool) -> tuple[Principal | None, str | None]:
    """Who is calling, and the value of the cookie for reconnects. Raises Unauthenticated."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme:
        return await _by_token(token.strip() if scheme.lower() == "bearer" else "", client), None
    if not needed:
        return None, None
    return await _by_ticket(request, client) or await _by_cookie(request, client)


async def _by_token(token: str, client: "AsyncRedis") -> Principal:
    principal = tokens.read(token)
    if principal is None or await client.exists(revocations.stored_key(principal.session_id)):
        raise Unauthenticated
    return principal


async def _by_ticket(request: ASGIRequest, client: "AsyncRedis") -> tuple[Principal, str] | None:
    ticket, peek = request.GET.get("ticket"), request.method == "HEAD"
    principal = await tickets.redeem(client, ticket, peek=peek) if ticket else None
    if principal is None:
        return None
    return principal, await tickets.give_pass(client, principal)


async def _by_cookie(request: ASGIRequest, client: "AsyncRedis") -> tuple[Principal, str]:
    value = request.COOKIES.get(tickets.COOKIE)
    principal = await tickets.read_pass(client, value) if value else None
    if principal is None or value is None:
        raise Unauthenticated
    await tickets.renew_pass(client, value)
    return principal, value


def _limit(audience: Audience, principal: Principal | None, address: str) -> None:
    scale = settings.RATE_LIMIT_SCALE
    by_person, by_address = audience.open_by(person=principal, address=address)
    if scale and (by_person >= max(1, PER_PERSON * scale) or by_address >= max(1, PER_ADDRESS * scale)):
        raise RateLimited(retry_after=COME_AGAIN)


def _of(topic: str, principal: Principal) -> str:
    return PERSONAL[topic](principal.user_id)
