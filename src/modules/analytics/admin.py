"""The front page of the admin, and of the sellers' own: how the business goes."""

import json
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from src.modules.analytics.contracts import Dashboard, Granularity, PeriodFigures, Question
from src.modules.analytics.selectors.figures import average
from src.modules.analytics.services.overview import dashboard
from src.platform.money import UnknownCurrency, minor_digits

RANGES = {7: Granularity.DAY, 30: Granularity.DAY, 90: Granularity.WEEK, 365: Granularity.MONTH}
DEFAULT = 30
# The lists that figures lead to, by site: the orders of a seller are the own parts of them.
ORDERS = {"admin": "orders_order", "seller": "orders_fulfilment"}
# Chart.js: in place of the theme's own, which show no scale.
CHART_OPTIONS = {
    "responsive": True,
    "maintainAspectRatio": False,
    "animation": False,
    "barPercentage": 0.9,
    "datasets": {"line": {"borderWidth": 2, "pointRadius": 0, "pointHitRadius": 12}},
    "plugins": {"legend": {"display": True, "align": "end", "labels": {"boxHeight": 8, "boxWidth": 8}}},
    "scales": {
        "x": {"grid": {"display": False}, "ticks": {"maxRotation": 0, "autoSkipPadding": 12}},
        "y": {"beginAtZero": True, "ticks": {"precision": 0, "maxTicksLimit": 6}},
    },
}


def shop_dashboard(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """The whole shop's. Unfold calls it for the index of the admin."""
    return {**context, **_front_page(request, "admin", None)}


def seller_dashboard(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """The seller's own."""
    return {**context, **_front_page(request, "seller", request.user.pk)}


def _front_page(request: HttpRequest, site: str, seller_id: UUID | None) -> dict[str, Any]:
    asked = _question(request, seller_id)
    found = dashboard(asked)
    return {
        "cards": _cards(found, site),
        "revenue_chart": _chart(found, lambda one: one.revenue.amount / 10 ** minor_digits(asked.currency), "revenue"),
        "orders_chart": _chart(found, lambda one: one.orders, "orders"),
        "chart_options": json.dumps(CHART_OPTIONS),
        "top_products": [
            (_link(site, "catalog_product", one.product_id), one.name, one.units, str(one.revenue))
            for one in found.top_products
        ],
        "top_categories": [
            (_link(site, "catalog_category", one.category_id), one.name or "Elsewhere", one.units, str(one.revenue))
            for one in found.top_categories
        ],
        "low_stock": [
            (_link(site, "catalog_product", one.product_id), one.name, one.sku, one.stock) for one in found.low_stock
        ],
        "statuses": [
            (_list(site, ORDERS[site], status__exact=status), status, n) for status, n in found.by_status.items()
        ],
        "ranges": [_choice(asked, days=days, granularity=RANGES[days]) for days in RANGES],
        "granularities": [_choice(asked, days=asked.days, granularity=one) for one in Granularity],
        "asked": asked,
    }


def _question(request: HttpRequest, seller_id: UUID | None) -> Question:
    """What does not parse is the default: this is an address that people edit."""
    given = request.GET
    days = int(given["days"]) if given.get("days", "").isdecimal() and len(given["days"]) < 5 else DEFAULT
    days = min(max(days, 1), 3660)
    granularity = given.get("granularity", "")
    last = timezone.now().astimezone(ZoneInfo(settings.SHOP_TIME_ZONE)).date()
    return Question(
        first=last - timedelta(days=days - 1), last=last, currency=_currency(given.get("currency", "")),
        granularity=Granularity(granularity) if granularity in set(Granularity) else RANGES.get(days, Granularity.DAY),
        seller_id=seller_id,
    )  # fmt: skip


def _currency(code: str) -> str:
    try:
        minor_digits(code)
    except UnknownCurrency:
        return str(settings.DEFAULT_CURRENCY)
    return code


def _choice(asked: Question, *, days: int, granularity: Granularity) -> dict[str, Any]:
    query = urlencode({"days": days, "granularity": granularity.value, "currency": asked.currency})
    return {
        "url": f"?{query}", "days": days, "granularity": granularity.value,
        "current": days == asked.days if granularity is RANGES.get(days) else granularity is asked.granularity,
    }  # fmt: skip


def _cards(found: Dashboard, site: str) -> list[dict[str, Any]]:
    now, before, asked = found.now, found.before, found.question
    paid = {"payment_status__exact": "paid"} if site == "admin" else {}
    orders = _list(site, ORDERS[site], **paid)
    cards = [
        _card("Revenue", str(now.revenue), now.revenue.amount, before.revenue.amount, orders),
        _card("Orders", now.orders, now.orders, before.orders, orders),
        _card("Average order", str(average(now)), average(now).amount, average(before).amount, orders),
        _card("Units sold", now.units, now.units, before.units, _list(site, "inventory_stockmovement")),
        _card(
            "Customers", *found.customers[:1], *found.customers, _list(site, "identity_user", role__exact="customer")
        ),
    ]
    if found.carts is not None:
        cards.append(_conversion(found.carts, _list(site, "cart_cart")))
    returned = found.by_status["returned"]
    cards.append(
        {"name": "Returns", "value": returned, "url": _list(site, ORDERS[site], status__exact="returned"),
         "note": f"of the orders since {asked.first:%-d %B}"}
    )  # fmt: skip
    return cards


def _card(name: str, shown: object, now: int, before: int, url: str) -> dict[str, Any]:
    """A figure, and by how much it moved."""
    change = None if before == 0 else round(100 * (now - before) / before)
    direction = "" if not change else "up" if change > 0 else "down"
    note = "nothing before" if change is None else f"{change:+d} % against before"
    return {"name": name, "value": shown, "url": url, "note": note, "direction": direction}


def _conversion(carts: tuple[int, int], url: str) -> dict[str, Any]:
    begun, ordered = carts
    share = f"{100 * ordered / begun:.0f} %" if begun else "none"
    return {"name": "Carts that became orders", "value": share, "url": url, "note": f"{ordered} of {begun}"}


def _chart(found: Dashboard, value: Any, name: str) -> str:
    """Chart.js data; the range before lies under the present one, period by period."""
    labels = [_label(one.period, found.question.granularity) for one in found.series]
    now = _dataset(name, found.series, value, "var(--color-primary-600)")
    before = _dataset("before", found.series_before[-len(labels) :], value, "#9ca3af")
    return json.dumps({"labels": labels, "datasets": [now, {**before, "borderDash": [4, 4]}]})


def _dataset(name: str, series: list[PeriodFigures], value: Any, colour: str) -> dict[str, Any]:
    return {"label": name, "data": [value(one) for one in series], "borderColor": colour, "backgroundColor": colour}


def _label(period: date, granularity: Granularity) -> str:
    return period.strftime("%b %Y" if granularity is Granularity.MONTH else "%-d %b")


def _list(site: str, model: str, **filters: str) -> str:
    """The list that a figure is counted from; nowhere, if the site does not show it."""
    try:
        address = reverse(f"{site}:{model}_changelist")
    except NoReverseMatch:
        return ""
    return f"{address}?{urlencode(filters)}" if filters else address


def _link(site: str, model: str, pk: int | None) -> str:
    try:
        return reverse(f"{site}:{model}_change", args=[pk]) if pk is not None else ""
    except NoReverseMatch:
        return ""
