"""Which products of the shop a file speaks of: SKUs say so."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from src.modules.catalog.importing import Goods, RowError, Variant
from src.modules.catalog.models import ON_SALE, Product
from src.modules.catalog.models import Variant as SoldVariant
from src.modules.catalog.services.imports.importer import Importer, refusal
from src.platform.db.bulk import each_of


@dataclass(frozen=True, slots=True)
class Owner:
    """The product that has a SKU, and whose it is."""

    product_id: int
    seller_id: UUID | None


@dataclass(frozen=True, slots=True)
class Matching:
    """What of the shop has the SKUs of a batch: as products, and as variants."""

    products: dict[str, Owner]
    variants: dict[str, Owner]

    @classmethod
    def of(cls, batch: Sequence[Goods]) -> "Matching":
        """In two statements, however many."""
        skus = {goods.sku for goods in batch}
        variant_skus = {variant.sku for goods in batch for variant in goods.variants}
        products = Product.objects.filter(ON_SALE).values_list("sku", "pk", "seller_id")
        on_sale = SoldVariant.objects.filter(ON_SALE, product__archived_at=None)
        variants = on_sale.values_list("sku", "product_id", "product__seller_id")
        return cls(
            {sku: Owner(pk, seller) for sku, pk, seller in each_of(skus, products, "sku")},
            {sku: Owner(pk, seller) for sku, pk, seller in each_of(variant_skus, variants, "sku")},
        )

    def place(self, goods: Goods, importer: Importer) -> tuple[int | None, Goods, list[RowError]]:
        """The product to change (None: a new one), what of the goods may go there, and errors for the rest.

        The product with the goods' own SKU is meant, else that of the first variant known. Raises NotTaken.
        """
        owner = self.products.get(goods.sku) or next(self._owners(goods, importer), None)
        if owner and not importer.may_change(owner.seller_id):
            raise refusal(goods, "sku", "sku_taken", "Another seller's product has this SKU.", goods.sku)
        own, foreign = _parted(goods.variants, self.variants, owner.product_id if owner else None)
        if not own:
            raise refusal(goods, "sku", "sku_taken", "Another product has this SKU.", foreign[0].sku)
        errors = [
            RowError(variant.row, "sku", "sku_taken", "Another product has this SKU.", variant.sku)
            for variant in foreign
        ]
        return owner.product_id if owner else None, replace(goods, variants=tuple(own)), errors

    def _owners(self, goods: Goods, importer: Importer) -> Iterator[Owner]:
        known = (self.variants.get(variant.sku) for variant in goods.variants)
        return (owner for owner in known if owner and importer.may_change(owner.seller_id))


def _parted(
    variants: Sequence[Variant], owners: dict[str, Owner], product_id: int | None
) -> tuple[list[Variant], list[Variant]]:
    """Those that may go to the product, and those whose SKU is another's."""
    own: list[Variant] = []
    foreign: list[Variant] = []
    for variant in variants:
        owner = owners.get(variant.sku)
        (own if owner is None or owner.product_id == product_id else foreign).append(variant)
    return own, foreign
