"""Payments as staff see them: to read. What happened to money is not edited."""

from django.contrib import admin
from django.http import HttpRequest
from unfold.admin import ModelAdmin

from src.modules.payments.models import PaymentRecord


@admin.register(PaymentRecord)
class PaymentRecordAdmin(ModelAdmin):  # type: ignore[misc]
    list_display = ("at", "reference", "gateway", "kind", "amount", "currency", "code")
    list_filter = ("kind", "gateway", "currency")
    search_fields = ("reference", "operation", "gateway_id")
    ordering = ("-at",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False
