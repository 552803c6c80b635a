"""What staff see of the stock: how it stands, and every movement that made it so. Nothing is changed here."""

from django.contrib import admin
from django.http import HttpRequest
from unfold.admin import ModelAdmin

from src.modules.inventory.models import StockItem, StockMovement


class ReadOnly(ModelAdmin):  # type: ignore[misc]
    """The ledger alone moves stock, and the ledger is written by services."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object | None = None) -> bool:
        return False


@admin.register(StockItem)
class StockItemAdmin(ReadOnly):
    list_display = ("id", "on_hand", "reserved", "sold")
    search_fields = ("=id",)
    search_help_text = "The number of a stock item"
    ordering = ("-id",)
    show_full_result_count = False


@admin.register(StockMovement)
class StockMovementAdmin(ReadOnly):
    list_display = ("id", "item_id", "kind", "quantity", "reference", "actor", "reason", "at")
    search_fields = ("=item__id", "=reference")
    search_help_text = "The number of a stock item, or what it was for (an order's id)"
    ordering = ("-id",)
    show_full_result_count = False
