"""An event of the tests, and its handlers."""

from dataclasses import dataclass, field
from typing import ClassVar
from uuid import UUID

from django.db import transaction

from src.platform.auth.principal import Principal
from src.platform.events.facts import Event
from src.platform.events.outbox import publish, subscribe
from src.platform.sse import channels


@dataclass(frozen=True, kw_only=True)
class Happened(Event):
    about: ClassVar[str] = "to"

    to: str
    number: int
    sold: dict[int, int] = field(default_factory=dict)
    ends: bool = False


@subscribe(Happened)
def tell_the_person(event: Happened) -> None:
    if event.ends:
        channels.end_streams(UUID(event.to))
    elif event.to:
        channels.push(channels.customer(event.to), "order.placed", {"number": event.number})


@subscribe(Happened)
def tell_the_visitors(event: Happened) -> None:
    for product_id, sold in event.sold.items():
        channels.push(channels.product(product_id), "product.sold", {"product_id": product_id, "sold": sold})


def happen(to: Principal | None, *numbers: int, sold: dict[int, int] | None = None) -> None:
    with transaction.atomic():
        publish(*(Happened(to=str(to.user_id) if to else "", number=n, sold=sold or {}) for n in numbers))


def sell(product_id: int, sold: int) -> None:
    happen(None, 0, sold={product_id: sold})


def lock_out(person: Principal) -> None:
    with transaction.atomic():
        publish(Happened(to=str(person.session_id), number=0, ends=True))
