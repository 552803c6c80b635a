"""Goods that the shop has already: only what differs is written, so that the same file again changes nothing."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import F
from django.db.models.functions import JSONObject
from django.utils.timezone import now

from src.modules.catalog.contracts import ImportReport
from src.modules.catalog.importing import Goods, RowError
from src.modules.catalog.importing import Variant as Offered
from src.modules.catalog.models import Product, ProductCategory, Variant
from src.modules.catalog.services.imports.importer import Importer, NotTaken, refusal
from src.modules.catalog.services.imports.looks import Looks
from src.modules.catalog.services.imports.places import Places, places_for
from src.modules.catalog.services.imports.standing import Standing, standing
from src.modules.inventory import public as inventory
from src.platform.db.transactions import atomic

REASON = "import"


@dataclass(slots=True)
class Changes:
    """What a batch changes, collected to be written kind by kind."""

    products: list[Product] = field(default_factory=list)
    variants: list[Variant] = field(default_factory=list)
    # Ids of variants whose options change.
    moving: list[int] = field(default_factory=list)
    new_variants: list[Variant] = field(default_factory=list)
    new_stock: list[int] = field(default_factory=list)
    stock: dict[int, int] = field(default_factory=dict)
    unplaced: list[int] = field(default_factory=list)
    placements: list[ProductCategory] = field(default_factory=list)
    looks: Looks = field(default_factory=Looks)

    @property
    def size(self) -> int:
        """Grows with every change."""
        rows = len(self.products) + len(self.variants) + len(self.new_variants) + len(self.stock)
        return rows + len(self.unplaced) + len(self.placements) + self.looks.size


@atomic
def update(batch: Mapping[int, Sequence[Goods]], importer: Importer) -> ImportReport:
    """Bring products, by id, to what the file says of them. Raises UnknownProduct if one is gone meanwhile."""
    known = standing(batch.keys())
    placed = [goods for pk, several in batch.items() for goods in several if _is_placed(known[pk], goods)]
    places = places_for(placed, importer)
    report, changes = ImportReport(categories=places.made), Changes()
    for product_id, several in batch.items():
        report.add(_compare(known[product_id], several, places, changes))
    _write(changes, importer)
    return importer.finish(report)


def _is_placed(known: Standing, goods: Goods) -> bool:
    """A file that names no category leaves a product where it stands."""
    return not (goods.is_uncategorised and known.placements)


def _compare(known: Standing, several: Sequence[Goods], places: Places, changes: Changes) -> ImportReport:
    report, before = ImportReport(), changes.size
    taken = 0
    for goods in several:
        try:
            offered = _Meeting(known, goods, places, changes).settle(report.errors)
        except NotTaken as refused:
            report.errors += refused.errors
            continue
        taken += 1
        report.variants += len(offered)
        report.units += sum(variant.stock or 0 for variant in offered)
    if taken:
        report.updated, report.unchanged = (1, 0) if changes.size > before else (0, 1)
    return report


@dataclass(frozen=True, slots=True)
class _Meeting:
    """What a file says of a product, beside what the shop has."""

    known: Standing
    goods: Goods
    places: Places
    changes: Changes

    def settle(self, errors: list[RowError]) -> list[Offered]:
        """Collect the differences. Returns the variants that could be taken. Raises NotTaken."""
        category_ids = self.places.of(self.goods) if _is_placed(self.known, self.goods) else self._standing_in
        self._same_currency()
        offered = list(self._acceptable(errors))
        if not offered:
            raise NotTaken([])
        if self._is_described:
            self._describe(offered)
            self._place(category_ids)
            self.changes.looks.compare(self.known.product.pk, self.known.images, self.goods.images)
        self._replace_the_plain_one(offered)
        for variant in offered:
            self._offer(variant)
        return offered

    @property
    def _standing_in(self) -> list[int]:
        return [placement.category_id for placement in self.known.placements]

    @property
    def _is_described(self) -> bool:
        """A row that only names a variant of a product with several says nothing of the product itself."""
        product = self.known.product
        return self.goods.sku == product.sku or self.goods.slug == product.slug or self.known.is_plain

    def _same_currency(self) -> None:
        """Prices in the file's currency beside others in the shop's would be one product in two currencies."""
        others = set(self.known.variants) - {variant.sku for variant in self.goods.variants}
        if self.goods.currency != self.known.product.currency and (others or not self._is_described):
            message = f"The product is sold in {self.known.product.currency}."
            raise refusal(self.goods, "currency", "currency_mismatch", message, self.goods.currency)

    def _acceptable(self, errors: list[RowError]) -> Iterator[Offered]:
        """Variants that can stand beside each other and the others of the product; two may swap their options."""
        clashing = self._clashing()
        skus = {*self.known.variants, *(offered.sku for offered in self.goods.variants)}
        for offered in self.goods.variants:
            options = self._options(offered)
            if offered.sku in clashing:
                value = ", ".join(options.values())
                errors.append(RowError(offered.row, "options", "variant_exists", "Another variant has these.", value))
            elif not options and skus != {offered.sku}:
                errors.append(RowError(offered.row, "options", "required", "The product has several variants."))
            else:
                yield offered

    def _clashing(self) -> set[str]:
        """SKUs whose wanted options another one keeps. Who is refused keeps its own, and may be in somebody's way."""
        clashing: set[str] = set()
        offered = {item.sku for item in self.goods.variants}
        while True:
            staying = clashing | (self.known.variants.keys() - offered)
            taken = {_comparable(self.known.variants[sku].options) for sku in staying & self.known.variants.keys()}
            more = {item.sku for item in self.goods.variants if _comparable(self._options(item)) in taken} - clashing
            if not more:
                return clashing
            clashing |= more

    def _options(self, offered: Offered) -> dict[str, str]:
        """A file that names none leaves those that there are."""
        known = self.known.variants.get(offered.sku)
        return dict(offered.options or (known.options if known else {}))

    def _describe(self, offered: Sequence[Offered]) -> None:
        product, goods = self.known.product, self.goods
        names = [*product.option_names, *(name for variant in offered for name in variant.options)]
        wanted = {
            # A file's cells are single lines: that is no reason to rename what has two spaces.
            "name": product.name if " ".join(product.name.split()) == goods.name else goods.name,
            "description": goods.description or product.description,
            "currency": goods.currency,
            "option_names": list(dict.fromkeys(names)),
        }
        if any(getattr(product, name) != value for name, value in wanted.items()):
            for name, value in wanted.items():
                setattr(product, name, value)
            self.changes.products.append(product)

    def _place(self, category_ids: list[int]) -> None:
        if category_ids == self._standing_in:
            return
        pk = self.known.product.pk
        self.changes.unplaced.append(pk)
        self.changes.placements += [
            ProductCategory(product_id=pk, category_id=category, position=position)
            for position, category in enumerate(category_ids)
        ]

    def _replace_the_plain_one(self, offered: Sequence[Offered]) -> None:
        """The first variant with options takes the place of the one without."""
        if self.known.is_plain and any(variant.options for variant in offered):
            (plain,) = self.known.variants.values()
            if plain.sku not in {variant.sku for variant in offered}:
                plain.archived_at = now()
                self.changes.variants.append(plain)
                self.changes.stock[plain.stock_item_id] = 0
                del self.known.variants[plain.sku]

    def _offer(self, offered: Offered) -> None:
        variant = self.known.variants.get(offered.sku)
        if variant is None:
            self._add(offered)
            return
        options = self._options(offered)
        if variant.options != options:
            self.changes.moving.append(variant.pk)
        if (variant.price, variant.options) != (offered.price, options):
            variant.price, variant.options = offered.price, options
            self.changes.variants.append(variant)
        if offered.stock is not None and offered.stock != self.known.available[variant.stock_item_id]:
            self.changes.stock[variant.stock_item_id] = offered.stock

    def _add(self, offered: Offered) -> None:
        positions = [variant.position for variant in self.known.variants.values()]
        variant = Variant(
            product=self.known.product,
            sku=offered.sku,
            options=dict(offered.options),
            price=offered.price,
            position=max(positions, default=-1) + 1,
        )
        self.known.variants[offered.sku] = variant
        self.changes.new_variants.append(variant)
        self.changes.new_stock.append(offered.stock or 0)


def _comparable(options: Mapping[str, str]) -> frozenset[tuple[str, str]]:
    return frozenset(options.items())


def _write(changes: Changes, importer: Importer) -> None:
    """Stock last: its rows are the hottest, and locked for the shortest time."""
    Product.objects.bulk_update(changes.products, ["name", "description", "currency", "option_names"], batch_size=500)
    # What makes room goes first: variants may swap their options, and a new one have those of one that is archived.
    Variant.objects.filter(pk__in=changes.moving).update(options=JSONObject(**{"": F("sku")}))
    Variant.objects.bulk_update(changes.variants, ["price", "options", "archived_at"], batch_size=500)
    ProductCategory.objects.filter(product_id__in=changes.unplaced).delete()
    ProductCategory.objects.bulk_create(changes.placements)
    changes.looks.write()
    items = inventory.open_items([variant.product.stock_group_id for variant in changes.new_variants])
    for variant, item in zip(changes.new_variants, items, strict=True):
        variant.stock_item_id = item
    Variant.objects.bulk_create(changes.new_variants)
    targets = changes.stock | dict(zip(items, changes.new_stock, strict=True))
    inventory.set_available(targets, actor=importer.actor, reason=REASON)
