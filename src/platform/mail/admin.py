"""What staff see of mails: that they went out, or why not. Not what is in them: it may open accounts."""

from django.contrib import admin
from django.http import HttpRequest
from unfold.admin import ModelAdmin

from src.platform.mail.models import OutgoingMail


@admin.register(OutgoingMail)
class OutgoingMailAdmin(ModelAdmin):  # type: ignore[misc]
    list_display = ("kind", "recipient", "created_at", "sent_at", "given_up_at", "attempts", "last_error")
    list_filter = ("kind", ("sent_at", admin.EmptyFieldListFilter), ("given_up_at", admin.EmptyFieldListFilter))
    search_fields = ("recipient", "cause")
    ordering = ("-created_at",)
    exclude = ("context",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: OutgoingMail | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: OutgoingMail | None = None) -> bool:
        return False
