"""Goods as rows, in our own columns or in Shopify's."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

from src.modules.catalog.selectors.goods import ShownProduct, ShownVariant
from src.modules.catalog.services.exports.labels import Labels, joined
from src.platform import money

Row = dict[str, str]


class Layout(Protocol):
    """A way of writing goods down."""

    @property
    def header(self) -> Sequence[str]:
        """The columns, in their order."""

    def rows(self, products: Iterable[ShownProduct]) -> Iterator[Row]:
        """A product's rows stand together; columns that a row leaves out are empty."""


class Native:
    """Our own columns. A product with options has a row of its own, above those of its variants."""

    def __init__(self, labels: Labels, option_names: Sequence[str]) -> None:
        self._labels = labels
        columns = ["name", "description", "price", "currency", "sku", "stock", "categories", "images", "slug"]
        self.header = [*columns, "parent_sku", *(f"option:{name}" for name in option_names)]

    def rows(self, products: Iterable[ShownProduct]) -> Iterator[Row]:
        for product in products:
            head = next((item for item in product.variants if item.sku == product.sku or not item.options), None)
            yield self._words(product) | (_offer(product, head) if head else {"sku": product.sku})
            for variant in product.variants:
                if variant is not head:
                    yield _offer(product, variant) | {"parent_sku": head.sku if head else product.sku}

    def _words(self, product: ShownProduct) -> Row:
        return {
            "name": product.name,
            "description": product.description,
            "currency": product.currency,
            "categories": joined(self._labels[pk] for pk in product.category_ids),
            "images": joined(f"{address} {alt}".rstrip() for address, alt in product.images),
            "slug": product.slug,
        }


def _offer(product: ShownProduct, variant: ShownVariant) -> Row:
    options = {f"option:{name}": value for name, value in variant.options.items()}
    return options | {
        "sku": variant.sku,
        "price": money.to_decimal_string(variant.price, product.currency),
        "currency": product.currency,
        "stock": str(variant.stock),
    }


class Shopify:
    """Shopify's columns, with one of ours for the categories, of which Shopify knows one.

    Products with more than the three options that Shopify has columns for stay out.
    """

    header: Sequence[str] = (
        *("Handle", "Title", "Body (HTML)", "Vendor", "Type", "Tags", "Published"),
        *("Option1 Name", "Option1 Value", "Option2 Name", "Option2 Value", "Option3 Name", "Option3 Value"),
        *("Variant SKU", "Variant Inventory Qty", "Variant Price"),
        *("Image Src", "Image Position", "Image Alt Text", "Status", "Categories"),
    )

    def __init__(self, labels: Labels) -> None:
        self._labels = labels

    def rows(self, products: Iterable[ShownProduct]) -> Iterator[Row]:
        for product in products:
            names = list(dict.fromkeys(name for variant in product.variants for name in variant.options))
            if len(names) > 3:
                continue
            offers = [_shopify_offer(product, variant, names) for variant in product.variants]
            pictures = [_shopify_picture(*parts) for parts in enumerate(product.images, start=1)]
            first, *others = (
                {"Handle": product.slug}
                | (offers[at] if at < len(offers) else {})
                | (pictures[at] if at < len(pictures) else {})
                for at in range(max(len(offers), len(pictures)))
            )
            yield first | self._words(product, names)
            yield from others

    def _words(self, product: ShownProduct, names: Sequence[str]) -> Row:
        categories = [self._labels[pk] for pk in product.category_ids]
        return {
            "Title": product.name,
            "Body (HTML)": product.description,
            "Type": categories[0].rpartition(" > ")[2] if categories else "",
            "Published": "TRUE",
            "Status": "active",
            "Categories": joined(categories),
            **{f"Option{number} Name": name for number, name in enumerate(names or ["Title"], start=1)},
        }


def _shopify_offer(product: ShownProduct, variant: ShownVariant, names: Sequence[str]) -> Row:
    values = [variant.options.get(name, "") for name in names] or ["Default Title"]
    return {
        **{f"Option{number} Value": value for number, value in enumerate(values, start=1)},
        "Variant SKU": variant.sku,
        "Variant Inventory Qty": str(variant.stock),
        "Variant Price": money.to_decimal_string(variant.price, product.currency),
    }


def _shopify_picture(position: int, image: tuple[str, str]) -> Row:
    return {"Image Src": image[0], "Image Position": str(position), "Image Alt Text": image[1]}
