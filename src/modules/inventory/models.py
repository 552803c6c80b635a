"""Units: how many there are, how many are set aside, and every movement that made it so."""

from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import Case, F, Q, When
from django.db.models.functions import Now

from src.modules.inventory import triggers
from src.modules.inventory.contracts import Kind


def _delta(*, plus: list[Kind], minus: list[Kind]) -> models.GeneratedField:
    """What a movement does to one of the counts, computed and kept by the database."""
    change = Case(When(kind__in=plus, then=F("quantity")), When(kind__in=minus, then=-F("quantity")), default=0)
    return models.GeneratedField(expression=change, output_field=models.IntegerField(), db_persist=True)


KINDS = [(kind.value, kind.value) for kind in Kind]


class StockGroup(models.Model):
    """Totals of the items that belong together (what the catalogue calls a product): kept by the ledger's trigger."""

    available = models.BigIntegerField(default=0)
    sold = models.BigIntegerField(default=0)

    class Meta:
        triggers: ClassVar[list[pgtrigger.Trigger]] = [triggers.totals_follow_the_ledger, triggers.groups_begin_empty]
        indexes = [
            models.Index(F("sold").desc(), F("id").desc(), name="inventory_best_sold"),
            models.Index(fields=["id"], name="inventory_group_in_stock", condition=Q(available__gt=0)),
        ]

    def __str__(self) -> str:
        return f"{self.pk}: {self.available}"


class StockItem(models.Model):
    """One kind of thing on the shelf. Its counts change by movements alone."""

    group = models.ForeignKey(StockGroup, on_delete=models.PROTECT, related_name="items")
    on_hand = models.IntegerField(default=0)
    reserved = models.IntegerField(default=0)
    sold = models.IntegerField(default=0)

    class Meta:
        triggers: ClassVar[list[pgtrigger.Trigger]] = [triggers.counts_follow_the_ledger, triggers.items_begin_empty]
        constraints = [
            models.CheckConstraint(
                condition=Q(on_hand__gte=0, reserved__gte=0, reserved__lte=F("on_hand"), sold__gte=0),
                name="inventory_counts_possible",
            )
        ]

    def __str__(self) -> str:
        return f"{self.pk}: {self.on_hand - self.reserved}"


class StockMovement(models.Model):
    """A line of the ledger. `quantity` is in units, positive but for adjustments; `reference` says what for."""

    append_only = True

    item = models.ForeignKey(StockItem, on_delete=models.PROTECT, related_name="movements", db_index=False)
    kind = models.CharField(max_length=8, choices=KINDS)
    quantity = models.IntegerField()
    on_hand_delta = _delta(plus=[Kind.RECEIVED, Kind.ADJUSTED, Kind.RETURNED], minus=[Kind.SHIPPED])
    reserved_delta = _delta(plus=[Kind.RESERVED], minus=[Kind.RELEASED, Kind.SHIPPED])
    sold_delta = _delta(plus=[Kind.SOLD], minus=[Kind.UNSOLD])
    reference = models.CharField(max_length=64, blank=True)
    # Who did it (a user's id), a plain value: the ledger outlives people. Empty: the shop itself.
    actor = models.CharField(max_length=64, blank=True)
    reason = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        triggers: ClassVar[list[pgtrigger.Trigger]] = [triggers.ledger_is_append_only, triggers.ledger_moves_stock]
        indexes = [
            models.Index(F("item"), F("id").desc(), name="inventory_item_history"),
            models.Index(fields=["reference"], name="inventory_reference", condition=~Q(reference="")),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=list(Kind)), name="inventory_kind_known"),
            models.CheckConstraint(
                condition=Q(quantity__gt=0) | Q(kind=Kind.ADJUSTED, quantity__lt=0), name="inventory_quantity_positive"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.quantity} of {self.item_id}"
