"""Products from their records: each with the variants that could be taken, and the reasons for the others."""

from collections.abc import Iterator, Sequence

from src.modules.catalog.importing.fields import LONGEST_SKU, unique_images
from src.modules.catalog.importing.goods import MOST_VARIANTS, Goods, Image, Refused, RowError, Variant
from src.modules.catalog.importing.layouts import Draft, Layout
from src.modules.catalog.importing.records import Record


class Assembly:
    """Remembers the SKUs of one file, of which each may name one thing: the first wins, the next are reported."""

    def __init__(self, layout: Layout, currency: str) -> None:
        self._layout, self._currency = layout, currency
        self._skus: set[str] = set()

    def goods(self, head: Record, members: Sequence[Record]) -> Iterator[Goods | RowError]:
        """The product that `head` describes, after the errors of its rows: one a row."""
        errors: dict[int, RowError] = {}
        try:
            yield from self._taken(head, members, errors)
        except Refused as refusal:
            errors.setdefault(head.row, refusal.at(head.row))
            for member in members:
                errors.setdefault(member.row, _with_its_product(member, head))
        yield from errors.values()

    def adopted(self, key: str, orphans: Sequence[Record]) -> Iterator[Goods | RowError]:
        """What the layout makes of records whose head is missing."""
        try:
            head, members = self._layout.adopted(key, orphans)
        except Refused as refusal:
            yield from (refusal.at(orphan.row) for orphan in orphans)
        else:
            yield from self.goods(head, members)

    def _taken(self, head: Record, members: Sequence[Record], errors: dict[int, RowError]) -> Iterator[Goods]:
        draft = self._layout.draft(head, members, self._currency)
        pictures = self._layout.pictures(head)
        variants: list[Variant] = []
        for offer in self._layout.offers(head, members, draft.currency):
            try:
                if isinstance(offer, RowError):
                    errors[offer.row] = offer
                    continue
                shown = self._layout.pictures(offer) if offer.row != head.row else []
                if self._layout.sells(offer):
                    variants.append(self._variant(draft, head, offer, variants))
                pictures += shown
            except Refused as refusal:
                errors[offer.row] = refusal.at(offer.row)
        yield self._complete(draft, head, variants, pictures)

    def _variant(self, draft: Draft, head: Record, offer: Record, others: Sequence[Variant]) -> Variant:
        variant = self._layout.variant(head, offer, draft.currency)
        if variant.sku in self._skus or any(variant.sku == other.sku for other in others):
            raise Refused("sku", "duplicate_sku", "An earlier row of the file has this SKU.", variant.sku)
        if any(variant.options == other.options for other in others):
            value = ", ".join(variant.options.values())
            raise Refused("options", "duplicate_options", "An earlier row of this product has the same options.", value)
        if len(others) >= MOST_VARIANTS:
            raise Refused("sku", "too_many_variants", f"A product has at most {MOST_VARIANTS} variants.", variant.sku)
        return variant

    def _complete(self, draft: Draft, head: Record, variants: Sequence[Variant], pictures: Sequence[Image]) -> Goods:
        sku = self._sku(draft, variants)
        self._skus.update([sku, *(variant.sku for variant in variants)])
        return Goods(
            row=head.row,
            sku=sku,
            slug=draft.slug,
            name=draft.name,
            description=draft.description,
            categories=draft.categories,
            currency=draft.currency,
            images=unique_images(pictures),
            variants=tuple(variants),
            published=draft.published,
        )

    def _sku(self, draft: Draft, variants: Sequence[Variant]) -> str:
        """What names the product. One with options has a name beside its variants', which some shops give twice."""
        if not variants:
            raise Refused("", "no_variants", "None of its rows can be sold.", draft.sku)
        if not variants[0].options:
            return variants[0].sku
        for candidate in (draft.sku, draft.slug[:LONGEST_SKU]):
            if candidate and candidate not in self._skus:
                return candidate
        raise Refused("sku", "duplicate_sku", "An earlier row of the file has this SKU.", draft.sku)


def _with_its_product(member: Record, head: Record) -> RowError:
    return RowError(member.row, "", "product_refused", f"Its product, in row {head.row}, was refused.")
