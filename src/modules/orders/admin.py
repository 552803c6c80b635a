"""Orders as staff see them: to read, and to move on by the same services as the API does."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from unfold.admin import ModelAdmin, TabularInline

from src.modules.orders.contracts import Status, Viewer
from src.modules.orders.models import Fulfilment, Order, OrderLine, StatusChange
from src.modules.orders.services import fulfilment
from src.platform import money
from src.platform.admin.trail import WithTrail
from src.platform.errors import Refusal


class ReadOnly:
    """What the triggers would refuse is not offered."""

    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


class LineInline(ReadOnly, TabularInline):  # type: ignore[misc]
    model = OrderLine
    fields = readonly_fields = ("sku", "name", "quantity", "unit_price", "line_total")


class FulfilmentInline(ReadOnly, TabularInline):  # type: ignore[misc]
    model = Fulfilment
    fields = readonly_fields = ("seller", "status", "tracking_number")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Fulfilment]:
        found: QuerySet[Fulfilment] = super().get_queryset(request)
        return found.select_related("seller")


class HistoryInline(ReadOnly, TabularInline):  # type: ignore[misc]
    model = StatusChange
    fields = readonly_fields = ("at", "status", "fulfilment", "by")

    def get_queryset(self, request: HttpRequest) -> QuerySet[StatusChange]:
        found: QuerySet[StatusChange] = super().get_queryset(request)
        return found.select_related("fulfilment").order_by("pk")


def _step(to: Status, label: str) -> Any:
    @admin.action(description=label)
    def act(model_admin: "OrderAdmin", request: HttpRequest, orders: QuerySet[Order]) -> None:
        model_admin.move(request, orders, to)

    act.__name__ = f"{to}_orders"
    return act


@admin.register(Order)
class OrderAdmin(WithTrail, ReadOnly, ModelAdmin):  # type: ignore[misc]
    """Without the checkouts that never became orders."""

    list_display = ("number", "customer", "email", "status", "payment_status", "total_price", "created_at")
    list_filter = ("status", "payment_status", "payment_method", "currency")
    list_select_related = ("customer",)
    search_fields = ("number", "customer__email", "email", "lines__sku")
    show_full_result_count = False
    ordering = ("-created_at", "-id")
    inlines = (LineInline, FulfilmentInline, HistoryInline)
    actions = (
        _step(Status.SHIPPED, "Ship"),
        _step(Status.DELIVERED, "Mark as delivered"),
        _step(Status.CANCELLED, "Cancel: stock and money go back"),
        _step(Status.RETURNED, "Take back: stock and money go back"),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Order]:
        return Order.objects.placed()

    @admin.display(description="total", ordering="total")
    def total_price(self, order: Order) -> str:
        return f"{money.to_decimal_string(order.total, order.currency)} {order.currency}"

    def move(self, request: HttpRequest, orders: QuerySet[Order], to: Status) -> None:
        """Move each order on; say which could not be moved, and why."""
        staff = Viewer(user_id=request.user.pk, is_admin=True)
        for order in orders:
            try:
                fulfilment.move(staff, order.pk, fulfilment.Step(to, str(staff.user_id)))
                messages.success(request, f"{order.number}: {to}.")
            except Refusal as refusal:
                messages.error(request, f"{order.number}: {refusal}")
