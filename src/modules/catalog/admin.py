"""What staff see of the catalogue. New products come by the API or an import, which give them their stock."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from unfold.admin import ModelAdmin, TabularInline

from src.modules.catalog.models import Category, Product, ProductCategory, ProductImage, Variant


@admin.register(Category)
class CategoryAdmin(ModelAdmin):  # type: ignore[misc]
    """The tree of categories; the database refuses a cycle."""

    list_display = ("name", "slug", "parent", "updated_at")
    search_fields = ("name", "slug")
    autocomplete_fields = ("parent",)
    list_select_related = ("parent",)
    readonly_fields = ("created_at", "updated_at", "revision")


class VariantInline(TabularInline):  # type: ignore[misc]
    """Prices and SKUs of what can be bought. Stock is changed by movements, in the inventory."""

    model = Variant
    extra = 0
    can_delete = False
    fields = ("sku", "options", "price", "position", "archived_at")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class PlacementInline(TabularInline):  # type: ignore[misc]
    """Where the product stands; the first is its main category."""

    model = ProductCategory
    extra = 0
    autocomplete_fields = ("category",)


class ImageInline(TabularInline):  # type: ignore[misc]
    """The product's pictures."""

    model = ProductImage
    extra = 0
    fields = ("url", "file", "alt", "position")
    readonly_fields = ("file",)


@admin.register(Product)
class ProductAdmin(ModelAdmin):  # type: ignore[misc]
    """Products with all that belongs to them."""

    list_display = ("name", "sku", "price", "currency", "available", "seller", "archived_at", "created_at")
    list_filter = ("currency", "archived_at")
    search_fields = ("name", "sku", "slug", "variant_skus")
    raw_id_fields = ("seller",)
    list_select_related = ("seller", "stock_group")
    fields = ("name", "slug", "sku", "description", "currency", "seller", "option_names", "archived_at")
    readonly_fields = ("currency", "option_names")
    inlines: ClassVar[list[type[TabularInline]]] = [VariantInline, PlacementInline, ImageInline]
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Product]":
        """Without the vectors, which nobody reads."""
        found: QuerySet[Product] = super().get_queryset(request).defer("search", "name_search")
        return found

    @admin.display(ordering="stock_group__available")
    def available(self, product: Product) -> int:
        """Units that can still be sold."""
        return product.stock_group.available

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Products are archived, for orders refer to them."""
        return False
