"""Orders as staff see them: to read, and to move on by the same services as the API does."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

import orjson
from django.contrib import admin, messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_POST
from unfold.admin import ModelAdmin, TabularInline

from src.modules.identity import public as identity
from src.modules.orders.contracts import GUEST, Status, Viewer
from src.modules.orders.models import Fulfilment, Order, OrderLine
from src.modules.orders.services import fulfilment, paying
from src.modules.payments import public as payments
from src.platform import money
from src.platform.admin.trail import WithTrail
from src.platform.errors import Refusal
from src.platform.idempotency.records import Key, fingerprint
from src.platform.ids import uuid7

# What the buttons say.
WORDS = {
    Status.SHIPPED: "Ship",
    Status.DELIVERED: "Deliver",
    Status.CANCELLED: "Cancel",
    Status.RETURNED: "Take back",
}
ADDRESS = ("full_name", "line1", "line2", "postal_code", "city", "region", "country", "phone")
BACK_AGAIN = "Stock and money go back."
WARNINGS = {Status.CANCELLED: f"Cancel this order? {BACK_AGAIN}", Status.RETURNED: f"Did all come back? {BACK_AGAIN}"}


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
    verbose_name_plural = "lines"
    hide_title = True
    fields = readonly_fields = ("sku", "name", "quantity", "price", "worth")

    def get_queryset(self, request: HttpRequest) -> QuerySet[OrderLine]:
        found: QuerySet[OrderLine] = super().get_queryset(request)
        return found.select_related("order").order_by("pk")

    @admin.display(description="unit price")
    def price(self, line: OrderLine) -> str:
        return _in_words(line.unit_price, line.order.currency)

    @admin.display(description="line total")
    def worth(self, line: OrderLine) -> str:
        return _in_words(line.line_total, line.order.currency)


class FulfilmentInline(ReadOnly, TabularInline):  # type: ignore[misc]
    model = Fulfilment
    verbose_name_plural = "fulfilments"
    hide_title = True
    fields = readonly_fields = ("shop", "status", "tracking_number")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Fulfilment]:
        found: QuerySet[Fulfilment] = super().get_queryset(request)
        return found.select_related("seller").order_by("pk")

    @admin.display(description="seller")
    def shop(self, part: Fulfilment) -> str:
        return (part.seller.shop_name or part.seller.email) if part.seller else "The house"


def _step(to: Status, label: str) -> Any:
    @admin.action(description=label)
    def act(model_admin: "OrderAdmin", request: HttpRequest, orders: QuerySet[Order]) -> None:
        for order in orders:
            model_admin.move(request, order, to)

    act.__name__ = f"{to}_orders"
    return act


@admin.register(Order)
class OrderAdmin(WithTrail, ReadOnly, ModelAdmin):  # type: ignore[misc]
    """Without the checkouts that never became orders. A list begins with its newest, and counts nothing."""

    list_display = ("number", "buyer", "status", "payment_status", "total_price", "created_at")
    list_filter = ("status", "payment_status")
    list_select_related = ("customer",)
    search_fields = ("number", "email")
    search_help_text = "The beginning of a number, a whole e-mail address, or an id"
    ordering = ("-created_at", "-id")
    sortable_by = ("created_at",)
    fieldsets = (
        (None, {"fields": (("number", "created_at"), ("status", "payment_status"), ("buyer", "payment_method"))}),
        ("Totals", {"fields": (("goods", "shipping"), ("tax", "total_price"))}),
        ("Where to", {"fields": ("address", "note")}),
    )
    readonly_fields = (
        *("number", "status", "payment_status", "buyer", "payment_method", "created_at"),
        *("goods", "shipping", "tax", "total_price", "address", "note"),
    )
    inlines = (LineInline, FulfilmentInline)
    change_form_template = "admin/orders/order.html"
    actions = tuple(_step(to, label) for to, label in WORDS.items())

    def get_queryset(self, request: HttpRequest) -> QuerySet[Order]:
        return Order.objects.placed()

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Order], search_term: str
    ) -> tuple[QuerySet[Order], bool]:
        """What an index finds."""
        term = search_term.strip()
        return (queryset.filter(_named(term)) if term else queryset), False

    @admin.display(description="total", ordering="total")
    def total_price(self, order: Order) -> str:
        return _in_words(order.total, order.currency)

    @admin.display
    def goods(self, order: Order) -> str:
        return _in_words(order.subtotal, order.currency)

    @admin.display
    def shipping(self, order: Order) -> str:
        return _in_words(order.shipping_total, order.currency)

    @admin.display
    def tax(self, order: Order) -> str:
        included = " (included)" if order.prices_include_tax else ""
        return _in_words(order.tax_total, order.currency) + included

    @admin.display
    def buyer(self, order: Order) -> str:
        return order.customer.email if order.customer else f"{order.email} (guest)"

    @admin.display
    def address(self, order: Order) -> str:
        return ", ".join(order.shipping_address[name] for name in ADDRESS if order.shipping_address.get(name))

    def get_urls(self) -> list[URLPattern]:
        """With what the buttons of an order's page post to."""
        own = [
            path(f"<uuid:order_id>/{name}/", self.admin_site.admin_view(view), name=f"orders_order_{name}")
            for name, view in {"move": require_POST(self.move_view), "refund": require_POST(self.refund_view)}.items()
        ]
        return [*own, *super().get_urls()]

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *view: Any, obj: Order | None = None, **named: Any
    ) -> HttpResponse:
        """With where the order can go, its money, and its history."""
        more = _page_of(obj) if obj else {}
        page: HttpResponse = super().render_change_form(request, {**context, **more}, *view, obj=obj, **named)
        return page

    def move_view(self, request: HttpRequest, order_id: UUID) -> HttpResponse:
        """Move the whole order on."""
        to = next((to for to in WORDS if to == request.POST.get("to")), None)
        if to is None:
            return HttpResponse("An order does not go there.", status=400)
        order = get_object_or_404(Order.objects.placed(), pk=order_id)
        self.move(request, order, to, request.POST.get("tracking_number", "").strip()[:100])
        return _back_to(order_id)

    def move(self, request: HttpRequest, order: Order, to: Status, tracking_number: str = "") -> None:
        """Move an order on, or say why not."""
        staff = _staff(request)
        step = fulfilment.Step(to, staff.actor, tracking_number)
        _try(request, order.number, f"{to}.", partial(fulfilment.move, staff, order.pk, step))

    def refund_view(self, request: HttpRequest, order_id: UUID) -> HttpResponse:
        """Give back so much; a form that is sent twice gives it once."""
        staff, amount, form = _staff(request), request.POST.get("amount", "").strip(), request.POST.get("form", "")
        said = fingerprint(orjson.dumps([order_id, amount]))
        key = Key(f"admin:{staff.actor}", "admin/refund", form[:255] or str(uuid7()), said)
        refund = partial(paying.refund_order, staff, order_id, amount, key)
        _try(request, "Refund", f"{amount} is given back.", refund)
        return _back_to(order_id)


def _named(term: str) -> Q:
    if "@" in term:
        found = identity.people_by_email([term]).values()
        return Q(customer_id__in=[person.id for person in found]) | Q(customer=None, email__iexact=term)
    try:
        return Q(pk=UUID(term))
    except ValueError:
        return Q(number__startswith=term.upper())


def _page_of(order: Order) -> dict[str, Any]:
    attempts = payments.attempts(str(order.pk))
    refundable = payments.balances([str(order.pk)])[str(order.pk)].refundable
    return {
        "ways_on": [
            {"to": to, "label": WORDS[to], "asks": WARNINGS.get(to, ""), "tracked": to is Status.SHIPPED}
            for to in fulfilment.ways_on(order)
        ],
        "currency": order.currency,
        "refundable": money.to_decimal_string(refundable, order.currency) if refundable > 0 else "",
        "form": uuid7(),
        "payments": {
            "headers": ["when", "what", "method", "status", "amount", "why"],
            "rows": [
                [one.created_at, one.type, one.method, one.status, _in_words(one.amount.amount, one.currency), one.code]
                for one in attempts
            ],
        },
        "history": {"headers": ["when", "what", "status", "by"], "rows": _history(order)},
    }


def _history(order: Order) -> list[list[Any]]:
    """Each move of the order and of its parts, with the e-mail address of who made it."""
    moves = list(order.history.select_related("fulfilment__seller").order_by("pk"))
    people = identity.people(UUID(move.by) for move in moves if move.by not in ("", GUEST))
    names = {str(pk): person.email for pk, person in people.items()} | {"": "the shop"}
    return [[move.at, _whose(move.fulfilment), move.status, names.get(move.by, move.by)] for move in moves]


def _whose(part: Fulfilment | None) -> str:
    if part is None:
        return "order"
    return f"part of {part.seller.shop_name or part.seller.email}" if part.seller else "part of the house"


def _in_words(amount: int, currency: str) -> str:
    return f"{money.to_decimal_string(amount, currency)} {currency}"


def _staff(request: HttpRequest) -> Viewer:
    return Viewer(user_id=UUID(str(request.user.pk)), is_admin=True)


def _try(request: HttpRequest, what: str, done: str, act: Callable[[], object]) -> None:
    """Do it, and say that, or why not."""
    try:
        act()
        messages.success(request, f"{what}: {done}")
    except Refusal as refusal:
        messages.error(request, f"{what}: {refusal}")


def _back_to(order_id: UUID) -> HttpResponse:
    return HttpResponseRedirect(reverse("admin:orders_order_change", args=[order_id]))
