"""What sellers see of orders: their own parts of them, to be shipped, delivered or cancelled."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from unfold.admin import TabularInline

from src.modules.orders.contracts import UNSEEN, Status, Viewer
from src.modules.orders.models import Fulfilment, OrderLine
from src.modules.orders.services import fulfilment
from src.platform.admin.sellers import OwnRows, seller_site
from src.platform.errors import Refusal
from src.platform.money import to_decimal_string


class OwnLineInline(TabularInline):  # type: ignore[misc]
    """What has to go into the parcel."""

    model = OrderLine
    extra = 0
    can_delete = False
    fields = readonly_fields = ("sku", "name", "quantity")

    def has_add_permission(self, *_: Any) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return seller_site.has_permission(request)


def _step(to: Status, label: str) -> Any:
    @admin.action(description=label)
    def act(model_admin: "OwnPartAdmin", request: HttpRequest, parts: "QuerySet[Fulfilment]") -> None:
        model_admin.move(request, parts, to)

    act.__name__ = f"{to}_parts"
    return act


@admin.register(Fulfilment, site=seller_site)
class OwnPartAdmin(OwnRows):
    """The seller's parts of orders; of the payment and of other sellers' parts nothing is shown."""

    list_display = ("number", "placed", "status", "tracking_number", "subtotal")
    list_filter = ("status",)
    search_fields = ("order__number",)
    ordering = ("-id",)
    fields = ("number", "placed", "status", "tracking_number", "subtotal", "address")
    readonly_fields = fields
    inlines = (OwnLineInline,)
    actions = (
        _step(Status.SHIPPED, "Ship"),
        _step(Status.DELIVERED, "Mark as delivered"),
        _step(Status.CANCELLED, "Cancel: stock and money go back"),
        _step(Status.RETURNED, "Take back: stock and money go back"),
    )

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Fulfilment]":
        """Without the checkouts that never became orders."""
        found: QuerySet[Fulfilment] = super().get_queryset(request).exclude(order__status__in=UNSEEN)
        return found.select_related("order").prefetch_related("lines")

    @admin.display(ordering="order__number")
    def number(self, part: Fulfilment) -> str:
        return part.order.number

    @admin.display(ordering="order__created_at")
    def placed(self, part: Fulfilment) -> Any:
        return part.order.created_at

    @admin.display
    def subtotal(self, part: Fulfilment) -> str:
        worth = sum(line.unit_price * line.quantity for line in part.lines.all())
        return f"{to_decimal_string(worth, part.order.currency)} {part.order.currency}"

    @admin.display
    def address(self, part: Fulfilment) -> str:
        return "\n".join(str(line) for line in part.order.shipping_address.values() if line)

    def move(self, request: HttpRequest, parts: "QuerySet[Fulfilment]", to: Status) -> None:
        """Move each part on; say which could not be moved, and why."""
        seller = Viewer(user_id=request.user.pk, is_seller=True)
        for part in parts:
            try:
                fulfilment.move(seller, part.order_id, fulfilment.Step(to, str(seller.user_id)))
                messages.success(request, f"{part.order.number}: {to}.")
            except Refusal as refusal:
                messages.error(request, f"{part.order.number}: {refusal}")
