"""Notifications, and how one wants to be told."""

from uuid import UUID

from django.db.models import QuerySet
from ninja import Body as FromBody
from ninja import Query, Router

from src.modules.notifications import selectors, services
from src.modules.notifications.api.schemas import ChoiceIn, ChoiceOut, InboxQuery, NotificationOut, ReadAllOut, by_name
from src.modules.notifications.contracts import Choice, Kind
from src.modules.notifications.models import Notification
from src.platform.auth.bearer import signed_in
from src.platform.auth.principal import SignedInRequest
from src.platform.http.lists import paged

notifications = Router(tags=["notifications"], auth=signed_in)


@notifications.get("/", response=list[NotificationOut])
@paged
def list_notifications(request: SignedInRequest, query: Query[InboxQuery]) -> "QuerySet[Notification]":
    """One's own notifications, newest first."""
    return selectors.inbox(request.principal.user_id, unread=query.unread)


@notifications.post("/read-all/", response=ReadAllOut)
def read_all_notifications(request: SignedInRequest) -> dict[str, int]:
    """Mark all as read."""
    return {"read": services.read_all(user_id=request.principal.user_id)}


@notifications.get("/preferences/", response=dict[str, ChoiceOut])
def show_notification_preferences(request: SignedInRequest) -> dict[str, Choice]:
    """How one is told, by kind: by mail, in the list, on the stream of notifications."""
    return by_name(selectors.choices_of(request.principal.user_id))


@notifications.patch("/preferences/", response=dict[str, ChoiceOut])
def change_notification_preferences(
    request: SignedInRequest, body: FromBody[dict[Kind, ChoiceIn]]
) -> dict[str, Choice]:
    """Change the named ways of the named kinds: `{"order.paid": {"mail": false}}`."""
    changes = {kind: choice.dict(exclude_none=True) for kind, choice in body.items()}
    services.choose(user_id=request.principal.user_id, changes=changes)
    return by_name(selectors.choices_of(request.principal.user_id))


@notifications.post("/{notification_id}/read/", response=NotificationOut)
def read_notification(request: SignedInRequest, notification_id: UUID) -> Notification:
    """Mark one as read."""
    return services.read(user_id=request.principal.user_id, notification_id=notification_id)
