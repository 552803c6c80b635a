"""Use cases of notifications."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models.functions import Now
from django.urls import reverse

from src.modules.identity import public as identity
from src.modules.notifications.contracts import MAILS, WORDS, Kind, News, TicketNews
from src.modules.notifications.errors import UnknownNotification
from src.modules.notifications.events import Notified
from src.modules.notifications.models import Notification, Preference
from src.modules.notifications.selectors import choices_of
from src.modules.orders import public as orders
from src.platform.db.transactions import atomic, inside_transaction
from src.platform.events.outbox import publish
from src.platform.mail.outgoing import post
from src.platform.money import to_decimal_string


@atomic
def tell(news: News, *, event_id: int) -> None:
    """Tell a person in the ways that the person wants; a guest by mail. Safe to repeat for one event."""
    if news.user_id is None:
        return _tell_guest(news, event_id)
    person = identity.people([news.user_id]).get(news.user_id)
    if person is None or not person.is_active:
        return None
    choice = choices_of(person.id)[news.kind]
    if choice.list:
        _write_down(news, person.id, event_id, aloud=choice.stream)
    if choice.mail and news.kind in MAILS:
        _mail(news, event_id, to=person.email, name=person.name)
    return None


def _tell_guest(news: News, event_id: int) -> None:
    (order,) = orders.summaries([news.order_id] if news.order_id else []).values()
    if news.kind in MAILS and order.email:
        _mail(news, event_id, to=order.email, guests_order=str(order.id))


def _write_down(news: News, user_id: UUID, event_id: int, *, aloud: bool) -> None:
    told = Notification.objects.filter(user_id=user_id, event_id=event_id, kind=news.kind)
    if told.exists():
        return
    title, body = (text.format(**_words(news)) for text in WORDS[news.kind])
    facts: dict[str, Any] = {
        "user_id": user_id,
        "kind": news.kind,
        "title": title,
        "body": body,
        "order_id": news.order_id,
    }
    notification = Notification.objects.create(event_id=event_id, **facts)
    if aloud:
        publish(Notified(notification_id=notification.pk, **facts))


def _words(news: News) -> dict[str, str]:
    ticket = news.ticket
    about = {"subject": ticket.subject, "status": ticket.status.replace("_", " ")} if ticket else {}
    return {"number": news.number, **about}


def _mail(news: News, event_id: int, *, to: str, name: str = "", guests_order: str = "") -> None:
    """One for each event; several people are told of one ticket.

    `guests_order`: the link to the order bears its token, which is made when the mail is.
    """
    about = _ticket_facts(news.ticket) if news.ticket else _order_facts(news)
    facts = {"name": name, "guests_order": guests_order, **about}
    cause = f"event {event_id} to {news.user_id}" if news.ticket else f"event {event_id}"
    post(f"notifications/{MAILS[news.kind]}", to=to, context=facts, cause=cause)


def _ticket_facts(ticket: TicketNews) -> dict[str, str]:
    return {
        "subject": ticket.subject,
        "body": ticket.body,
        "status": ticket.status.replace("_", " "),
        "ticket_url": f"{settings.FRONTEND_URL}/support/tickets/{ticket.id}/",
        "admin_url": f"{settings.PUBLIC_URL}{reverse('admin:support_ticket_change', args=[ticket.id])}",
    }


def _order_facts(news: News) -> dict[str, str]:
    (order,) = orders.summaries([news.order_id] if news.order_id else []).values()
    return {
        "number": news.number,
        "total": f"{to_decimal_string(order.total, order.currency)} {order.currency}",
        "tracking_number": news.tracking_number or order.tracking_number,
        "refunded": f"{to_decimal_string(news.refunded, news.currency)} {news.currency}" if news.refunded else "",
        "order_url": f"{settings.FRONTEND_URL}/orders/{news.order_id}/",
    }


@atomic
def read(*, user_id: UUID, notification_id: UUID) -> Notification:
    """Note that the person has read it; again is no change. Raises UnknownNotification."""
    mine = Notification.objects.of(user_id).filter(pk=notification_id)
    mine.unread().update(read_at=Now())
    found = mine.first()
    if found is None:
        raise UnknownNotification
    return found


@atomic
def read_all(*, user_id: UUID) -> int:
    """Note that the person has read everything: how many were unread."""
    return Notification.objects.of(user_id).unread().update(read_at=Now())


@atomic
def choose(*, user_id: UUID, changes: Mapping[Kind, Mapping[str, bool]]) -> None:
    """Set how the person wants to be told: the named ways of the named kinds."""
    present = choices_of(user_id)
    rows = []
    for kind, change in changes.items():
        choice = {**asdict(present[kind]), **change}
        rows.append(
            Preference(
                user_id=user_id, kind=kind, by_mail=choice["mail"], in_list=choice["list"], on_stream=choice["stream"]
            )
        )
    Preference.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["user", "kind"], update_fields=["by_mail", "in_list", "on_stream"]
    )


@inside_transaction
def forget(user_id: UUID) -> None:
    """Forget what a person who leaves was told."""
    Notification.objects.of(user_id).delete()
    Preference.objects.filter(user_id=user_id).delete()
