"""Events and handlers of the tests."""

from dataclasses import dataclass
from typing import ClassVar

from django.db import transaction

from src.platform.events.facts import Event
from src.platform.events.outbox import publish, subscribe
from src.platform.events.telling import event_id
from src.platform.observability.context import request_id
from src.platform.sse import channels

seen: list[tuple[str, int, str, int]] = []
broken = False


@dataclass(frozen=True, kw_only=True)
class Counted(Event):
    about: ClassVar[str] = "who"

    who: str
    number: int


@subscribe(Counted)
def note(event: Counted) -> None:
    seen.append((event.who, event.number, request_id(), event_id()))
    channels.push(channels.customer(event.who), "counted", {"number": event.number})


@subscribe(Counted)
def stumble(event: Counted) -> None:
    if broken:
        raise ValueError("broken")
    if event_id() and event.number < 0:
        channels.push(channels.customer(event.who), "stumbled", {"number": event.number})


def count(who: str, *numbers: int) -> None:
    with transaction.atomic():
        publish(*(Counted(who=who, number=number) for number in numbers))
