"""Goods that the shop does not have yet."""

from collections.abc import Sequence

from src.modules.catalog.contracts import ImageDraft, ImportReport, ProductDraft, VariantDraft
from src.modules.catalog.importing import Goods
from src.modules.catalog.models import ON_SALE, Product
from src.modules.catalog.services.creation import create_products
from src.modules.catalog.services.imports.importer import Importer, NotTaken
from src.modules.catalog.services.imports.places import places_for
from src.modules.catalog.services.naming import slug_of
from src.platform.db.bulk import each_of
from src.platform.db.transactions import atomic


@atomic
def create(batch: Sequence[Goods], importer: Importer) -> ImportReport:
    """Put new goods on the shelves. Raises SkuTaken if somebody else was faster."""
    places = places_for(batch, importer)
    report = ImportReport(categories=places.made)
    drafts = []
    for goods, slug in zip(batch, _slugs(batch), strict=True):
        try:
            drafts.append(_draft(goods, slug, places.of(goods), importer))
        except NotTaken as refused:
            report.errors += refused.errors
    create_products(drafts, actor=importer.actor)
    report.created = len(drafts)
    report.variants = sum(len(draft.variants) for draft in drafts)
    report.units = sum(variant.stock for draft in drafts for variant in draft.variants)
    return importer.finish(report)


def _slugs(batch: Sequence[Goods]) -> list[str]:
    """The other shop's addresses where they are free, else with the SKU: numbers would need a search for each."""
    wanted = [slug_of(goods.slug or goods.name) for goods in batch]
    taken = {slug for (slug,) in each_of(wanted, Product.objects.filter(ON_SALE).values_list("slug"), "slug")}
    slugs = []
    for goods, slug in zip(batch, wanted, strict=True):
        slugs.append(f"{slug}-{goods.sku}" if slug in taken else slug)
        taken.add(slug)
    return slugs


def _draft(goods: Goods, slug: str, category_ids: list[int], importer: Importer) -> ProductDraft:
    return ProductDraft(
        seller_id=importer.seller_id,
        name=goods.name,
        sku=goods.sku,
        slug=slug,
        description=goods.description,
        currency=goods.currency,
        category_ids=category_ids,
        images=[ImageDraft(url=image.url, alt=image.alt) for image in goods.images],
        variants=[
            VariantDraft(price=variant.price, sku=variant.sku, stock=variant.stock or 0, options=variant.options)
            for variant in goods.variants
        ],
    )
