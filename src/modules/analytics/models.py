"""Read tables: sums of orders, kept by events, so that a report need not read the orders.

All ids are plain values. `seller_id` None is the whole shop, but for products: there it is the house. Amounts in minor
units of `currency`, days those of the zone that `Keeping` names. Rows that say nothing are not there.
"""

from datetime import date

from django.db import models

# Before every order.
NEVER = date(1, 1, 1)


class Keeping(models.Model):
    """How the sums are kept: one row."""

    zone = models.CharField(max_length=64)

    def __str__(self) -> str:
        return self.zone


class ChangedOrder(models.Model):
    """An order that has to be counted anew. Only ever inserted and deleted: a change meanwhile is a row of its own."""

    order_id = models.UUIDField()

    def __str__(self) -> str:
        return str(self.order_id)


class CountedOrder(models.Model):
    """What an order adds to the sums, so that it can be taken off again when the order changes."""

    order_id = models.UUIDField(primary_key=True)
    entries = models.JSONField()

    def __str__(self) -> str:
        return str(self.order_id)


class DaySum(models.Model):
    """Orders by the day of their payment."""

    seller_id = models.UUIDField(null=True)
    currency = models.CharField(max_length=3)
    day = models.DateField()
    orders = models.IntegerField(default=0)
    revenue = models.BigIntegerField(default=0)
    units = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["seller_id", "currency", "day"], nulls_distinct=False, name="analytics_daysum_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.day}: {self.revenue} {self.currency}"


class StatusSum(models.Model):
    """Orders (of a seller: the own parts of them) by the day they were placed, and where they are now."""

    seller_id = models.UUIDField(null=True)
    currency = models.CharField(max_length=3)
    day = models.DateField()
    status = models.CharField(max_length=10)
    orders = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["seller_id", "currency", "day", "status"], nulls_distinct=False, name="analytics_statussum_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.day}: {self.orders} {self.status}"


class ProductSum(models.Model):
    """What a product sold, by when it was paid, in the span that begins on `day`."""

    seller_id = models.UUIDField(null=True)
    currency = models.CharField(max_length=3)
    day = models.DateField()
    product_id = models.BigIntegerField()
    units = models.IntegerField(default=0)
    revenue = models.BigIntegerField(default=0)

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(
                fields=["seller_id", "currency", "day", "product_id"],
                nulls_distinct=False,
                name="%(app_label)s_%(class)s_once",
            )
        ]
        indexes = [models.Index(fields=["currency", "day"], name="%(app_label)s_%(class)s_shop")]

    def __str__(self) -> str:
        return f"{self.day}: {self.units} of {self.product_id}"


class ProductDay(ProductSum):
    """Of a day."""


class ProductMonth(ProductSum):
    """Of a month, so that a long report reads few rows. A table of its own, so that they lie side by side."""


class ProductQuarter(ProductSum):
    """Of a quarter, likewise."""


class BuyerDay(models.Model):
    """A day on which somebody bought, and the one before it on which they did (NEVER: none).

    The buyers of a range of days are the rows in it whose previous day lies before it: each buyer has exactly one.
    """

    seller_id = models.UUIDField(null=True)
    currency = models.CharField(max_length=3)
    buyer_id = models.UUIDField()
    day = models.DateField()
    orders = models.IntegerField(default=0)
    previous = models.DateField(default=NEVER)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["buyer_id", "seller_id", "currency", "day"],
                nulls_distinct=False,
                name="analytics_buyerday_once",
            )
        ]
        indexes = [models.Index(fields=["seller_id", "currency", "day", "previous"], name="analytics_buyers")]

    def __str__(self) -> str:
        return f"{self.day}: {self.buyer_id}"
