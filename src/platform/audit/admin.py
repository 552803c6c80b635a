"""The trail as staff read it."""

import json
from typing import Any

import pgtrigger
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from unfold.admin import ModelAdmin

from src.platform.audit.models import Entry
from src.platform.audit.triggers import Audit


class ObjectType(admin.SimpleListFilter):
    """Of what kind the thing is. The kinds are known: nothing is counted to offer them."""

    title, parameter_name = "kind of thing", "object_type"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(name, name.replace(".", ": ")) for name in _types()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Entry]) -> QuerySet[Entry]:
        return queryset.filter(object_type=self.value()) if self.value() else queryset


@admin.register(Entry)
class EntryAdmin(ModelAdmin):  # type: ignore[misc]
    """Who did what, the latest first."""

    list_display = ("at", "what", "action", "change", "who", "channel", "request_id")
    list_display_links = None
    list_filter = (ObjectType, "action", "channel", "at")
    search_fields = ("object_id", "actor")
    search_help_text = "The id of a thing, or the e-mail address of who did it"
    ordering = ("-id",)
    list_per_page = 50

    def get_queryset(self, request: HttpRequest) -> QuerySet[Entry]:
        """With the address of who did it, if they are still there."""
        people = get_user_model().objects.filter(pk=OuterRef("actor")).values("email")
        return Entry.objects.annotate(email=Subquery(people))

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Entry], search_term: str
    ) -> tuple[QuerySet[Entry], bool]:
        term = search_term.strip()
        if not term:
            return queryset, False
        if "@" in term:
            actors = list(get_user_model().objects.filter(email__iexact=term).values_list("pk", flat=True))
            return queryset.filter(actor__in=actors), False
        return queryset.filter(object_type__in=_types(), object_id=term), False

    @admin.display(ordering="object_id")
    def what(self, entry: Entry) -> str:
        """The thing, and the way to it."""
        name = " ".join(filter(None, [entry.object_type.replace(".", ": "), entry.object_id, entry.part]))
        try:
            address = reverse(f"admin:{entry.object_type.replace('.', '_')}_change", args=[entry.object_id])
        except NoReverseMatch:
            return name
        return format_html('<a href="{}">{}</a>', address, name)

    @admin.display(description="changes")
    def change(self, entry: Entry) -> str:
        """Old and new values."""
        return "; ".join(f"{field}: {_shown(was)} → {_shown(became)}" for field, (was, became) in entry.changes.items())

    @admin.display(description="by", ordering="actor")
    def who(self, entry: Entry) -> str:
        return getattr(entry, "email", None) or str(entry.actor or "")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object | None = None) -> bool:
        return False


def _types() -> list[str]:
    return sorted(
        {trigger.subject(model).type for model, trigger in pgtrigger.registered() if isinstance(trigger, Audit)}
    )


def _shown(value: Any) -> str:
    """A value as one reads it in a line."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 80 else f"{text[:79]}…"
