"""The queue of those who need help, and the place where staff answer."""

from typing import Any, ClassVar, cast
from uuid import UUID

from django import forms
from django.contrib import admin
from django.db.models import Q, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from unfold.admin import ModelAdmin, TabularInline
from unfold.widgets import UnfoldAdminTextareaWidget, UnfoldBooleanSwitchWidget

from src.modules.identity import public as identity
from src.modules.support import services
from src.modules.support.contracts import ENDED, Change, Party, Status
from src.modules.support.models import LONGEST_BODY, Message, Ticket
from src.platform.admin.refusals import RefusalsAsMessages
from src.platform.admin.trail import WithTrail


class AnswerForm(forms.ModelForm):  # type: ignore[type-arg]  # no class to subscript at run time
    """What staff do with a ticket: answer, note, move on, hand over."""

    reply = forms.CharField(
        required=False, max_length=LONGEST_BODY, widget=UnfoldAdminTextareaWidget, help_text="Mailed to the customer."
    )
    internal = forms.BooleanField(
        required=False, widget=UnfoldBooleanSwitchWidget, help_text="A note among staff: the customer never sees it."
    )

    class Meta:
        model = Ticket
        fields = ("status", "assigned_to")


class ConversationInline(TabularInline):  # type: ignore[misc]
    """What was said stays said."""

    model = Message
    extra = 0
    can_delete = False
    fields = readonly_fields = ("created_at", "author", "from_staff", "internal", "body")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Message]:
        found: QuerySet[Message] = super().get_queryset(request)
        return found.select_related("author").order_by("pk")

    def has_add_permission(self, *_: Any) -> bool:
        return False


class Waiting(admin.SimpleListFilter):
    """What is left to do, whose it is."""

    title, parameter_name = "waiting", "waiting"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("all", "All that is left to do"), ("mine", "Mine"), ("nobodys", "Nobody's")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Ticket]) -> QuerySet[Ticket]:
        whose = {"all": Q(), "mine": Q(assigned_to=request.user.pk), "nobodys": Q(assigned_to=None)}
        chosen = self.value()
        left = [status for status in Status if status not in ENDED]
        return queryset.filter(whose[chosen], status__in=left) if chosen in whose else queryset


@admin.register(Ticket)
class TicketAdmin(WithTrail, RefusalsAsMessages, ModelAdmin):  # type: ignore[misc]
    """Answers go the same way as through the API: the customer is told, the ticket taken on."""

    form = AnswerForm
    list_display = ("subject", "status", "customer", "assigned_to", "updated_at", "created_at")
    list_filter = (Waiting, "status")
    list_select_related = ("customer", "assigned_to")
    search_fields = ("customer", "order")
    search_help_text = "The customer's e-mail address, or the id of a ticket or an order"
    ordering = ("-id",)
    readonly_fields = ("subject", "customer", "order", "created_at", "updated_at")
    fields = ("subject", "customer", "order", "reply", "internal", "status", "assigned_to", "created_at", "updated_at")
    inlines: ClassVar[list[type[TabularInline]]] = [ConversationInline]

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Ticket], search_term: str
    ) -> tuple[QuerySet[Ticket], bool]:
        """By ids, which have indexes."""
        term = search_term.strip()
        if not term:
            return queryset, False
        ids = [person.id for person in identity.people_by_email([term]).values()] or _ids(term)
        return queryset.filter(Q(customer__in=ids) | Q(order__in=ids) | Q(pk__in=ids)), False

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **options: Any) -> Any:
        """Only those who can open the admin can be given work there."""
        field = super().formfield_for_foreignkey(db_field, request, **options)
        if db_field.name == "assigned_to":
            field.queryset = field.queryset.filter(pk__in=identity.admins())
        return field

    def save_model(self, request: HttpRequest, obj: Ticket, form: "ModelForm[Ticket]", change: bool) -> None:
        """What was said first, then what is to become of it."""
        staff = Party(user_id=cast(UUID, request.user.pk), is_staff=True)
        reply = form.cleaned_data["reply"].strip()
        if reply:
            (services.note if form.cleaned_data["internal"] else services.write)(staff, obj.pk, body=reply)
        if form.changed_data:
            services.settle(staff, obj.pk, _change(form))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


def _change(form: "ModelForm[Ticket]") -> Change:
    """What staff changed by hand; the rest is as writing left it."""
    assignee = form.cleaned_data["assigned_to"]
    return Change(
        status=Status(form.cleaned_data["status"]) if "status" in form.changed_data else None,
        assign="assigned_to" in form.changed_data,
        assigned_to=assignee.pk if assignee else None,
    )


def _ids(term: str) -> list[UUID]:
    try:
        return [UUID(term)]
    except ValueError:
        return []
