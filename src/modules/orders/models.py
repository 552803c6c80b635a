"""Orders: what was bought, by whom, for how much, and how far it came."""

from typing import ClassVar, Self
from uuid import UUID

import pgtrigger
from django.db import models
from django.db.models import Case, F, Q, When
from django.db.models.functions import Now

from src.modules.orders import triggers
from src.modules.orders.contracts import UNSEEN, PaymentStatus, Status
from src.platform.ids import uuid7

STATUSES = [(status.value, status.value) for status in Status]
PAYMENT_STATUSES = [(status.value, status.value) for status in PaymentStatus]
FULFILMENT_STATUSES = [choice for choice in STATUSES if choice[0] not in UNSEEN]


class OrderQuerySet(models.QuerySet["Order"]):
    """Filters that are named as people speak."""

    def placed(self) -> Self:
        """Those that are orders: neither still in the checkout nor undone there."""
        return self.exclude(status__in=UNSEEN)

    def unpaid(self) -> Self:
        """Those that keep stock and brought no money yet."""
        return self.filter(status=Status.PENDING, payment_status__in=(PaymentStatus.UNPAID, PaymentStatus.FAILED))

    def bought_by(self, user_id: UUID) -> Self:
        return self.filter(customer_id=user_id)

    def bought_by_guest(self, email: str) -> Self:
        return self.filter(customer=None, email__iexact=email)

    def sold_by(self, user_id: UUID) -> Self:
        return self.filter(Q(pk__in=Fulfilment.objects.filter(seller_id=user_id).values("order_id")))

    def in_full(self) -> Self:
        """With all that a view of them needs, in four statements however many there are."""
        return self.prefetch_related("lines", "fulfilments", "history")


class Order(models.Model):
    """A purchase. Amounts in minor units of `currency`; their sum is the database's."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    number = models.CharField(max_length=16, unique=True, editable=False)
    customer = models.ForeignKey("identity.User", on_delete=models.PROTECT, related_name="+", null=True, db_index=False)
    # Where a guest is written to; empty for a customer, who has an account.
    email = models.EmailField(max_length=254, blank=True)
    cart = models.ForeignKey("cart.Cart", on_delete=models.PROTECT, related_name="+", null=True, db_index=False)
    # The cart's revision at which it was priced.
    cart_revision = models.PositiveIntegerField(default=0)
    status = models.CharField(max_length=10, choices=STATUSES, default=Status.OPENING)
    payment_status = models.CharField(max_length=18, choices=PAYMENT_STATUSES, default=PaymentStatus.UNPAID)
    payment_method = models.CharField(max_length=16, blank=True)
    currency = models.CharField(max_length=3)
    subtotal = models.BigIntegerField()
    discount_total = models.BigIntegerField(default=0)
    shipping_total = models.BigIntegerField(default=0)
    tax_total = models.BigIntegerField(default=0)
    prices_include_tax = models.BooleanField(default=True)
    total = models.GeneratedField(
        expression=F("subtotal") - F("discount_total") + F("shipping_total")
        + Case(When(prices_include_tax=True, then=0), default=F("tax_total"), output_field=models.BigIntegerField()),
        output_field=models.BigIntegerField(), db_persist=True,
    )  # fmt: skip
    shipping_address = models.JSONField(default=dict)
    note = models.TextField(blank=True)
    # Do the units of this order count as sold? (They do once it is paid, or to be paid on delivery.)
    counts_as_sold = models.BooleanField(default=False)
    # Who moved it last; the history's trigger reads it.
    moved_by = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    updated_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = OrderQuerySet.as_manager()

    class Meta:
        triggers: ClassVar[list[pgtrigger.Trigger]] = [
            triggers.order_status_is_derived,
            triggers.orders_keep_their_history,
            triggers.totals_are_the_lines,
        ]
        constraints = [
            # A declined buyer can try again: what was undone does not count.
            models.UniqueConstraint(fields=["cart"], condition=~Q(status=Status.UNDONE), name="orders_one_a_cart"),
            models.CheckConstraint(
                condition=(Q(customer=None) & ~Q(email="")) | Q(customer__isnull=False, email=""),
                name="orders_are_a_customers_or_a_guests",
            ),
            models.CheckConstraint(condition=Q(status__in=list(Status)), name="orders_status_known"),
            models.CheckConstraint(
                condition=Q(payment_status__in=list(PaymentStatus)), name="orders_payment_status_known"
            ),
            models.CheckConstraint(
                condition=Q(
                    subtotal__gte=0, discount_total__gte=0, shipping_total__gte=0, tax_total__gte=0, total__gte=0
                ),
                name="orders_amounts_positive",
            ),
        ]
        indexes = [
            models.Index(fields=["customer", "-created_at", "-id"], name="orders_of_customer"),
            models.Index(fields=["-created_at", "-id"], name="orders_newest"),
            models.Index(fields=["created_at"], name="orders_opening", condition=Q(status=Status.OPENING)),
            models.Index(
                fields=["created_at"], name="orders_unpaid",
                condition=Q(status=Status.PENDING, payment_status__in=(PaymentStatus.UNPAID, PaymentStatus.FAILED)),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.number


class Fulfilment(models.Model):
    """One seller's part of an order; without a seller, the house's own."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="fulfilments")
    seller = models.ForeignKey("identity.User", on_delete=models.PROTECT, related_name="+", null=True)
    status = models.CharField(max_length=10, choices=FULFILMENT_STATUSES, default=Status.PENDING)
    tracking_number = models.CharField(max_length=100, blank=True)
    moved_by = models.CharField(max_length=64, blank=True)

    class Meta:
        triggers: ClassVar[list[pgtrigger.Trigger]] = [
            triggers.fulfilments_move_along_edges,
            triggers.order_follows_fulfilments,
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["order", "seller"], nulls_distinct=False, name="orders_one_fulfilment_a_seller"
            )
        ]

    def __str__(self) -> str:
        return f"{self.order_id} {self.status}"


class OrderLine(models.Model):
    """What was bought, named and priced as of that day. Ids of the catalogue are plain values: orders outlive goods."""

    append_only = True

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="lines")
    fulfilment = models.ForeignKey(Fulfilment, on_delete=models.PROTECT, related_name="lines", db_index=False)
    product_id = models.BigIntegerField(db_index=True)
    variant_id = models.BigIntegerField()
    stock_item = models.ForeignKey("inventory.StockItem", on_delete=models.PROTECT, related_name="+", db_index=False)
    sku = models.CharField(max_length=255)
    name = models.CharField(max_length=255)
    options = models.JSONField(default=dict)
    unit_price = models.BigIntegerField()
    quantity = models.PositiveSmallIntegerField()
    line_total = models.GeneratedField(
        expression=F("unit_price") * F("quantity"), output_field=models.BigIntegerField(), db_persist=True
    )

    class Meta:
        triggers: ClassVar[list[pgtrigger.Trigger]] = [
            triggers.lines_come_at_once,
            triggers.never_rewritten("lines_are_of_their_day"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gte=1, unit_price__gte=0), name="orders_line_possible")
        ]

    def __str__(self) -> str:
        return f"{self.quantity} of {self.sku}"


class StatusChange(models.Model):
    """A line of history, written by the triggers: of the order, or (with `fulfilment`) of one seller's part."""

    append_only = True

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="history")
    fulfilment = models.ForeignKey(
        Fulfilment, on_delete=models.PROTECT, related_name="history", null=True, db_index=False
    )
    status = models.CharField(max_length=10)
    by = models.CharField(max_length=64, blank=True, db_default="")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        triggers: ClassVar[list[pgtrigger.Trigger]] = [triggers.never_rewritten("history_is_append_only")]

    def __str__(self) -> str:
        return f"{self.order_id} {self.status}"
