"""What belongs to a product, on the product's own page."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from unfold.admin import TabularInline

from src.modules.catalog.admin.forms import ImageForm, VariantForm
from src.modules.catalog.models import Product, ProductCategory, ProductImage, Variant
from src.modules.catalog.selectors.offers import address_of
from src.modules.catalog.services.images import MOST_IMAGES
from src.modules.catalog.services.variants import MOST_VARIANTS


class WhileOnSale:
    """What is archived is history, and stays as it is."""

    extra = 0

    def has_add_permission(self, request: HttpRequest, obj: Product | None = None) -> bool:
        return obj is not None and obj.archived_at is None

    has_change_permission = has_delete_permission = has_add_permission


class VariantInline(WhileOnSale, TabularInline):  # type: ignore[misc]
    """What can be bought of the product. Variants are taken off sale in a list of their own."""

    model = Variant
    form = VariantForm
    fields = ("sku", "options", "price", "stock")
    can_delete = False
    max_num = MOST_VARIANTS
    verbose_name_plural = "variants on sale"

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Variant]":
        rows: QuerySet[Variant] = super().get_queryset(request).filter(archived_at__isnull=True)
        return rows.select_related("stock_item", "product").defer("product__search", "product__name_search")


class PlacementInline(WhileOnSale, TabularInline):  # type: ignore[misc]
    """Where the product stands; the first is its main one."""

    model = ProductCategory
    autocomplete_fields = ("category",)

    def get_queryset(self, request: HttpRequest) -> "QuerySet[ProductCategory]":
        rows: QuerySet[ProductCategory] = super().get_queryset(request).select_related("category")
        return rows

    def get_formset(self, request: HttpRequest, obj: Product | None = None, **named: Any) -> Any:
        """A product stands somewhere, always."""
        return super().get_formset(request, obj, min_num=1, validate_min=True, **named)


class ImageInline(WhileOnSale, TabularInline):  # type: ignore[misc]
    """The product's pictures."""

    model = ProductImage
    form = ImageForm
    fields = ("preview", "picture", "url", "alt", "position")
    readonly_fields = ("preview",)
    max_num = MOST_IMAGES

    @admin.display
    def preview(self, image: ProductImage) -> str:
        """As it is shown; addresses elsewhere are not fetched."""
        return format_html('<img src="{}" alt="" height="48">', address_of(image)) if image.file else ""
