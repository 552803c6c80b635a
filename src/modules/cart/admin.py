"""Carts as staff see them: to read, because a person's cart is that person's."""

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from unfold.admin import ModelAdmin, TabularInline

from src.modules.cart.models import Cart, CartLine


class LineInline(TabularInline):  # type: ignore[misc]
    model = CartLine
    fields = readonly_fields = ("sku", "name", "quantity", "price")
    extra, can_delete = 0, False

    def has_add_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


@admin.register(Cart)
class CartAdmin(ModelAdmin):  # type: ignore[misc]
    list_display = ("id", "customer", "is_open", "line_count", "currency", "updated_at")
    list_filter = ("is_open", "currency")
    list_select_related = ("customer",)
    search_fields = ("id", "customer__email")
    ordering = ("-updated_at",)
    inlines = (LineInline,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Cart]:
        return Cart.objects.annotate(line_count=Count("lines"))

    @admin.display(description="lines", ordering="line_count")
    def line_count(self, cart: Cart) -> int:
        return int(getattr(cart, "line_count", 0))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False
