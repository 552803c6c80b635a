"""Use cases of notifications."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models.functions import Now
from django.urls import reverse

from src.modules.identity import public as identity
from src.modules.identity.contracts import Person
from src.modules.notifications.contracts import MAILS, WORDS, Choice, Kind, News, TicketNews
from src.modules.notifications.errors import UnknownNotification
from src.modules.notifications.events import Notified
from src.modules.notifications.models import Notification, Preference
from src.modules.notifications.selectors import choices_of, choices_of_all, told_before
from src.modules.orders import public as orders
from src.modules.orders.contracts import OrderSummary
from src.platform.db.transactions import atomic, inside_transaction
from src.platform.events.outbox import publish_all
from src.platform.mail.outgoing import Letter, post_all
from src.platform.money import to_decimal_string
from src.platform.observability.context import caused_by, request_id

# A guest has no list and no stream.
BY_MAIL = Choice(list=False, stream=False)


@dataclass(frozen=True)
class Told:
    """A piece of news and who hears it: a person in some ways, or (None) the guest of its order, by mail."""

    news: News
    person: Person | None = None
    choice: Choice = BY_MAIL


@atomic
def tell(*news: News) -> None:
    """Tell people in the ways that they want; guests by mail. Safe to repeat for an event. Many cost little more."""
    told = _told(news)
    _write_down([one for one in told if one.choice.list])
    _mail([one for one in told if one.choice.mail and one.news.kind in MAILS])


def _told(news: Sequence[News]) -> list[Told]:
    people = identity.people(one.user_id for one in news if one.user_id)
    choices = choices_of_all(people)
    guests = [Told(one) for one in news if one.user_id is None]
    reached = [(one, people[one.user_id]) for one in news if one.user_id in people]
    return guests + [
        Told(one, person, choices.get((person.id, one.kind), Choice())) for one, person in reached if person.is_active
    ]


def _write_down(told: Sequence[Told]) -> None:
    people = {one.person.id for one in told if one.person}
    known = told_before(people, {one.news.event_id for one in told})
    new = [one for one in told if (one.news.user_id, one.news.event_id, one.news.kind) not in known]
    rows = Notification.objects.bulk_create([_notification(one.news) for one in new])
    publish_all(_aloud(zip(new, rows, strict=True)))


def _notification(news: News) -> Notification:
    title, body = (text.format(**_words(news)) for text in WORDS[news.kind])
    facts: dict[str, Any] = {"user_id": news.user_id, "event_id": news.event_id, "order_id": news.order_id}
    return Notification(kind=news.kind, title=title, body=body, **facts)


def _aloud(written: Iterable[tuple[Told, Notification]]) -> Iterator[Notified]:
    for told, row in written:
        if told.choice.stream:
            with caused_by(told.news.request_id or request_id()):
                yield Notified(
                    notification_id=row.pk, user_id=row.user_id, kind=told.news.kind, title=row.title, body=row.body,
                    order_id=row.order_id,
                )  # fmt: skip


def _words(news: News) -> dict[str, str]:
    ticket = news.ticket
    about = {"subject": ticket.subject, "status": ticket.status.replace("_", " ")} if ticket else {}
    return {"number": news.number, **about}


def _mail(told: Sequence[Told]) -> None:
    about_orders = [one.news.order_id for one in told if one.news.order_id and one.news.ticket is None]
    found: dict[UUID | None, OrderSummary] = dict(orders.summaries(about_orders).items())
    letters = (_letter(one, found) for one in told)
    post_all(letter for letter in letters if letter.to)


def _letter(told: Told, found: Mapping[UUID | None, OrderSummary]) -> Letter:
    """One for each event; of a ticket several people are told.

    `guests_order`: the link to the order bears its token, which is made when the mail is.
    """
    news, person = told.news, told.person
    if news.ticket is not None:
        about, guest, cause = _ticket_facts(news.ticket), "", f"event {news.event_id} to {news.user_id}"
    else:
        order = found[news.order_id]
        about, guest, cause = _order_facts(news, order), order.email, f"event {news.event_id}"
    whose = {"name": person.name, "guests_order": ""} if person else {"name": "", "guests_order": str(news.order_id)}
    to = person.email if person else guest
    return Letter(f"notifications/{MAILS[news.kind]}", to, {**whose, **about}, cause, news.request_id)


def _ticket_facts(ticket: TicketNews) -> dict[str, str]:
    return {
        "subject": ticket.subject,
        "body": ticket.body,
        "status": ticket.status.replace("_", " "),
        "ticket_url": f"{settings.FRONTEND_URL}/support/tickets/{ticket.id}/",
        "admin_url": f"{settings.PUBLIC_URL}{reverse('admin:support_ticket_change', args=[ticket.id])}",
    }


def _order_facts(news: News, order: OrderSummary) -> dict[str, str]:
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
