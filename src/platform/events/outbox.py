"""Tell the others, and listen."""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from pydantic import TypeAdapter

from src.platform.db.bulk import Row, insert_rows
from src.platform.db.transactions import inside_transaction
from src.platform.events.facts import Event
from src.platform.events.models import OutboxEvent
from src.platform.observability.context import request_id

E = TypeVar("E", bound=Event)
Handler = Callable[[Any], None]

_kinds: dict[str, type[Event]] = {}
_handlers: dict[str, list[Handler]] = {}


@inside_transaction
def publish(*events: Event) -> None:
    """Write facts into the outbox, in the transaction that makes them true: told if it commits, else never.

    The caller holds the lock of each event's subject, so that facts about one subject are told in order.
    """
    publish_all(events)


@inside_transaction
def publish_all(events: Iterable[Event]) -> None:
    """As `publish`. Each fact is what that request led to which is at hand (`caused_by`) when the fact comes."""
    insert_rows(OutboxEvent, [_row(event) for event in events])


def _row(event: Event) -> Row:
    facts = _adapter(type(event)).dump_python(event, mode="json")
    return {"name": event.name(), "subject": event.subject, "payload": facts, "request_id": request_id()}


def untold_subjects(*kinds: type[Event], most: int) -> list[str]:
    """What the facts of these kinds are about that are committed and not yet told, at most so many, oldest first."""
    untold = OutboxEvent.objects.filter(seq=None, name__in=[kind.name() for kind in kinds]).order_by("id")
    return list(untold.values_list("subject", flat=True)[:most])


def subscribe(kind: type[E]) -> Callable[[Callable[[E], None]], Callable[[E], None]]:
    """Call the function with every `kind` of event, in the relay, after the commit, at least once."""

    def register(handler: Callable[[E], None]) -> Callable[[E], None]:
        _kinds[kind.name()] = kind
        _handlers.setdefault(kind.name(), []).append(handler)
        return handler

    return register


def handlers_of(name: str) -> list[Handler]:
    """Who listens to events of this name."""
    return _handlers.get(name, [])


def event_from(row: OutboxEvent) -> Event:
    """The fact as it was published. Only for names that somebody subscribed to."""
    event: Event = _adapter(_kinds[row.name]).validate_python(row.payload)
    return event


def _adapter(kind: type[Event]) -> TypeAdapter[Any]:
    if kind not in _adapters:
        _adapters[kind] = TypeAdapter(kind)
    return _adapters[kind]


_adapters: dict[type[Event], TypeAdapter[Any]] = {}
