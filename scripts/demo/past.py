"""Lets the demo's past happen: real carts, real checkouts, real parcels, then dated back.

Dating back is the one thing that the shop itself cannot do: its books are append-only and its role may not change
them. So it is done as the owner of the tables, with their triggers off, in one transaction.
"""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from uuid import UUID

import psycopg
from django.conf import settings
from django.db import connection
from django.utils import timezone
from psycopg import sql

from scripts.demo import content
from scripts.demo.history import Fate, PlannedOrder, plan_orders
from src.modules.cart import services as cart
from src.modules.cart.contracts import Holder
from src.modules.catalog import public as catalog
from src.modules.orders import selectors
from src.modules.orders.contracts import PaymentChoice, Status, Viewer
from src.modules.orders.services import checkout, fulfilment
from src.modules.orders.services.checkout import Wish
from src.modules.orders.services.fulfilment import Step
from src.modules.reviews import services as reviews

PAID = PaymentChoice(method="test", token="tok_ok")  # noqa: S106  a test card, no secret
ROADS = {
    Fate.PENDING: (),
    Fate.SHIPPED: (Status.SHIPPED,),
    Fate.DELIVERED: (Status.SHIPPED, Status.DELIVERED),
    Fate.RETURNED: (Status.SHIPPED, Status.DELIVERED, Status.RETURNED),
    Fate.CANCELLED: (Status.CANCELLED,),
}

BOOKS = ("orders_order", "orders_statuschange", "payments_paymentrecord", "inventory_stockmovement", "reviews_review")
# How long after it was placed an order is shipped, and so on.
DATE_BACK = (
    """
    UPDATE orders_statuschange SET at = %(placed)s + CASE status
        WHEN 'shipped' THEN interval '1 day' WHEN 'delivered' THEN interval '4 days'
        WHEN 'returned' THEN interval '11 days' WHEN 'cancelled' THEN interval '40 minutes' ELSE interval '0' END
    WHERE order_id = %(order)s
    """,
    """
    UPDATE orders_order SET created_at = %(placed)s, updated_at =
        (SELECT max(at) FROM orders_statuschange WHERE order_id = %(order)s) WHERE id = %(order)s
    """,
    "UPDATE payments_paymentrecord SET at = %(placed)s + (at - (SELECT min(at) FROM payments_paymentrecord"
    " WHERE reference = %(order)s::text)) WHERE reference = %(order)s::text",
    "UPDATE inventory_stockmovement SET at = %(placed)s WHERE reference = %(order)s::text",
    """
    UPDATE reviews_review review SET created_at = moment.at, updated_at = moment.at
    FROM (SELECT %(placed)s + interval '8 days' AS at) moment, orders_order o, orders_orderline line
    WHERE o.id = %(order)s AND line.order_id = o.id
      AND review.author_id = o.customer_id AND review.product_id = line.product_id AND moment.at < review.created_at
    """,
    # Nobody is told today of what happened long ago.
    "DELETE FROM outbox_event WHERE subject = %(order)s::text",
)


def is_there(admin: UUID) -> bool:
    """Were there orders before?"""
    return selectors.listed(Viewer(user_id=admin, is_admin=True), selectors.Filters()).exists()


def happen(people: dict[str, UUID], *, admin: UUID) -> None:
    """About 120 orders of the last 90 days, oldest first."""
    emails = [customer.email for customer in content.customers()]
    planned = plan_orders(content.goods(), emails)
    variants = catalog.variants_by_sku({line.sku for order in planned for line in order.lines})
    products = _products(variants.values())
    addresses = {customer.email: _address(customer) for customer in content.customers()}
    now = timezone.now()
    placed = []
    for order in planned:
        order_id = _place(order, people[order.customer_email], variants, addresses[order.customer_email])
        _follow(order, order_id, admin)
        _say(order, people[order.customer_email], products)
        placed.append((order_id, now - order.age))
    date_back(placed)


def _address(customer: content.Customer) -> dict[str, str]:
    return {"full_name": customer.name, "phone": customer.phone, **asdict(customer.address)}


def _place(order: PlannedOrder, customer_id: UUID, variants: dict[str, int], address: dict[str, str]) -> UUID:
    for line in order.lines:
        cart.add(Holder(customer_id=customer_id), variant_id=variants[line.sku], quantity=line.quantity)
    return checkout.place_order(Wish(customer_id=customer_id, address=address, payment=PAID)).id


def _follow(order: PlannedOrder, order_id: UUID, admin: UUID) -> None:
    viewer = Viewer(user_id=admin, is_admin=True)
    for status in ROADS[order.fate]:
        tracking = order.tracking_number if status is Status.SHIPPED else ""
        fulfilment.move(viewer, order_id, Step(status, str(admin), tracking))


def _products(variants: Iterable[int]) -> dict[str, int]:
    """Products by their own SKU."""
    ids = {sellable.product_id for sellable in catalog.sellables(variants).values()}
    return {product.sku: product.product_id for product in catalog.names(ids).values()}


def _say(order: PlannedOrder, customer_id: UUID, products: dict[str, int]) -> None:
    for planned in order.reviews:
        opinion = reviews.Opinion(**asdict(planned.opinion))
        reviews.post_review(author_id=customer_id, product_id=products[planned.product_sku], opinion=opinion)


def date_back(placed: Iterable[tuple[UUID, datetime]]) -> None:
    """Make these orders, their history, money and parcels as old as they are meant to be."""
    database = connection.settings_dict["NAME"]
    with psycopg.connect(settings.DATABASE_OWNER_URL, dbname=database) as owner, owner.cursor() as cursor:
        for table in BOOKS:
            cursor.execute(sql.SQL("ALTER TABLE {} DISABLE TRIGGER USER").format(sql.Identifier(table)))
        for order_id, at in placed:
            for statement in DATE_BACK:
                cursor.execute(statement, {"order": order_id, "placed": at})
        for table in BOOKS:
            cursor.execute(sql.SQL("ALTER TABLE {} ENABLE TRIGGER USER").format(sql.Identifier(table)))
