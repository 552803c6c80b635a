"""The products that a batch changes, as they stand: locked, with all that belongs to them, in five statements."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field

from src.modules.catalog.errors import UnknownProduct
from src.modules.catalog.models import ON_SALE, Product, ProductCategory, ProductImage, Variant
from src.modules.inventory import public as inventory
from src.platform.db.transactions import inside_transaction


@dataclass(slots=True)
class Standing:
    """One product of the shop and its parts on sale."""

    product: Product
    variants: dict[str, Variant] = field(default_factory=dict)
    placements: list[ProductCategory] = field(default_factory=list)
    images: list[ProductImage] = field(default_factory=list)
    available: dict[int, int] = field(default_factory=dict)

    @property
    def is_plain(self) -> bool:
        """Nothing to choose: one variant, without options."""
        return [variant.options for variant in self.variants.values()] == [{}]


@inside_transaction
def standing(product_ids: Collection[int]) -> dict[int, Standing]:
    """By id. Raises UnknownProduct if one is gone from the shelves meanwhile."""
    locked = Product.objects.filter(ON_SALE, pk__in=product_ids).order_by("pk").defer("search", "name_search")
    found = {product.pk: Standing(product) for product in locked.select_for_update(no_key=True)}
    if len(found) != len(product_ids):
        raise UnknownProduct
    for variant in Variant.objects.filter(ON_SALE, product_id__in=product_ids).order_by("position", "pk"):
        found[variant.product_id].variants[variant.sku] = variant
    for placement in ProductCategory.objects.filter(product_id__in=product_ids).order_by("position", "pk"):
        found[placement.product_id].placements.append(placement)
    for image in ProductImage.objects.filter(product_id__in=product_ids).order_by("position", "pk"):
        found[image.product_id].images.append(image)
    _count(found)
    return found


def _count(found: dict[int, Standing]) -> None:
    items = {variant.stock_item_id: pk for pk, known in found.items() for variant in known.variants.values()}
    available: defaultdict[int, dict[int, int]] = defaultdict(dict)
    for item, level in inventory.levels(items).items():
        available[items[item]][item] = level.available
    for pk, known in found.items():
        known.available = available[pk]
