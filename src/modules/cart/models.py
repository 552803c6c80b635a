"""What a person is about to buy. Prices are not kept: they are those of the moment."""

from django.db import models
from django.db.models import Q

from src.platform.db.models import Timestamped
from src.platform.ids import uuid7

LARGEST_QUANTITY = 999


class Cart(Timestamped):
    """Lines that will become one order. A person (or a guest's token) has one open cart; ordered ones stay, closed.

    `revision` moves with every change of the lines: a checkout sees whether the cart is still the one it priced.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    customer = models.ForeignKey("identity.User", on_delete=models.PROTECT, related_name="+", null=True)
    # SHA-256 of what a guest shows for it. The token itself is kept nowhere.
    token_hash = models.BinaryField(max_length=32, null=True, editable=False)
    is_open = models.BooleanField(default=True)
    currency = models.CharField(max_length=3, blank=True)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["customer"], condition=Q(is_open=True), name="cart_one_open_a_person"),
            models.UniqueConstraint(fields=["token_hash"], condition=Q(is_open=True), name="cart_one_open_a_token"),
            models.CheckConstraint(
                condition=Q(customer=None) ^ Q(token_hash=None), name="cart_is_a_persons_or_a_guests"
            ),
        ]
        indexes = [
            models.Index(
                fields=["updated_at"], name="cart_of_guests", condition=Q(is_open=True, token_hash__isnull=False)
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)


class CartLine(models.Model):
    """So many of a variant. What it was called when it was put in is kept for the day it leaves the catalogue."""

    cart = models.ForeignKey(Cart, on_delete=models.CASCADE, related_name="lines")
    # A plain value: goods may leave the catalogue while they lie in a cart; the line then shows as not available.
    variant_id = models.BigIntegerField()
    product_id = models.BigIntegerField()
    stock_item_id = models.BigIntegerField()
    quantity = models.PositiveSmallIntegerField()
    sku = models.CharField(max_length=255)
    name = models.CharField(max_length=255)
    slug = models.CharField(max_length=255)
    price = models.BigIntegerField()
    options = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cart", "variant_id"], name="cart_variant_once"),
            models.CheckConstraint(
                condition=Q(quantity__gte=1, quantity__lte=LARGEST_QUANTITY), name="cart_quantity_possible"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} of {self.sku}"
