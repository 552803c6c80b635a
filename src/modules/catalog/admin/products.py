"""Products with all that belongs to them. Every change is made by the services that the API calls."""

from collections.abc import Sequence
from typing import Any, ClassVar, cast
from uuid import UUID

from django.contrib import admin, messages
from django.contrib.postgres.search import SearchQuery
from django.db.models import Q, QuerySet
from django.http import HttpRequest, StreamingHttpResponse
from unfold.admin import ModelAdmin, TabularInline
from unfold.decorators import action

from src.modules.catalog.admin.forms import NewProductForm
from src.modules.catalog.admin.parts import ImageInline, PlacementInline, VariantInline
from src.modules.catalog.models import Product, ProductImage, Variant
from src.modules.catalog.selectors.words import beginning_of
from src.modules.catalog.services.creation import create_products
from src.modules.catalog.services.exports.files import MEDIA_TYPES, FileFormat, LayoutName, export_products
from src.modules.catalog.services.images import remove_images
from src.modules.catalog.services.ownership import Merchant
from src.modules.catalog.services.products import archive_product
from src.modules.catalog.services.variants import keep_variants, remove_variant
from src.platform import money
from src.platform.admin.refusals import RefusalsAsMessages
from src.platform.admin.trail import WithTrail
from src.platform.errors import Refusal


class OnSaleFilter(admin.SimpleListFilter):
    """Two answers that are known beforehand: asking the table which there are would read all of it."""

    title = "on sale"
    parameter_name = "on_sale"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("yes", "On sale"), ("no", "Archived")]

    def queryset(self, request: HttpRequest, queryset: "QuerySet[Product]") -> "QuerySet[Product]":
        archived = {"yes": False, "no": True}.get(self.value() or "")
        return queryset if archived is None else queryset.exclude(archived_at__isnull=archived)


@admin.register(Product)
class ProductAdmin(RefusalsAsMessages, WithTrail, ModelAdmin):  # type: ignore[misc]
    """Products with all that belongs to them."""

    list_display = ("name", "sku", "lowest_price", "available", "seller", "archived_at", "created_at")
    list_filter = (OnSaleFilter,)
    search_fields = ("name", "sku", "slug", "variant_skus")
    autocomplete_fields = ("seller",)
    list_select_related = ("seller", "stock_group")
    fields = ("name", "slug", "sku", "description", "currency", "seller", "archived_at")
    readonly_fields = ("sku", "currency", "archived_at")
    inlines: ClassVar[list[type[TabularInline]]] = [VariantInline, PlacementInline, ImageInline]
    ordering = ("-created_at", "-id")
    actions = ("take_off_the_shelves",)
    actions_list = ("export_csv", "export_workbook", "export_for_shopify")

    @action(description="Export as CSV", url_path="export-csv")  # type: ignore[untyped-decorator]
    def export_csv(self, request: HttpRequest) -> StreamingHttpResponse:
        """All goods on sale, as a file that imports again."""
        return _download("csv")

    @action(description="Export as workbook", url_path="export-workbook")  # type: ignore[untyped-decorator]
    def export_workbook(self, request: HttpRequest) -> StreamingHttpResponse:
        """The same for spreadsheets."""
        return _download("xlsx")

    @action(description="Export for Shopify", url_path="export-shopify")  # type: ignore[untyped-decorator]
    def export_for_shopify(self, request: HttpRequest) -> StreamingHttpResponse:
        """What is sold in the shop's own currency, in Shopify's columns."""
        return _download("csv", "shopify")

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Product]":
        """Without the vectors, which nobody reads."""
        found: QuerySet[Product] = super().get_queryset(request).defer("search", "name_search")
        return found

    def get_search_results(
        self, request: HttpRequest, queryset: "QuerySet[Product]", search_term: str
    ) -> tuple["QuerySet[Product]", bool]:
        """By the words that customers would use, the last of which may be a beginning, or by the whole SKU."""
        text, words = search_term.strip(), beginning_of(search_term)
        if not text:
            return queryset, False
        found = Q(search=SearchQuery(words, config="english", search_type="raw")) if words else Q(sku=text)
        return queryset.filter(Q(sku=text) | found), False

    def get_form(self, request: HttpRequest, obj: Product | None = None, change: bool = False, **named: Any) -> Any:
        """A new product needs a price, a stock and a category at once."""
        if obj is None:
            named |= {"form": NewProductForm, "fields": NewProductForm.Meta.fields}
        return super().get_form(request, obj, change, **named)

    def get_fields(self, request: HttpRequest, obj: Product | None = None) -> Sequence[str]:
        new = ("name", "description", "categories", "price", "currency", "stock", "sku", "seller", "picture")
        return self.fields if obj else new

    def get_readonly_fields(self, request: HttpRequest, obj: Product | None = None) -> Sequence[str]:
        """What is archived is history, and stays as it is."""
        if obj is None:
            return ()
        return self.readonly_fields if obj.archived_at is None else self.fields

    def get_inlines(self, request: HttpRequest, obj: Product | None) -> list[type[TabularInline]]:
        return self.inlines if obj else []

    def save_model(self, request: HttpRequest, obj: Product, form: Any, change: bool) -> None:
        """By column: what follows from the variants is the database's own."""
        if change:
            obj.save(update_fields=form.changed_data)
            return
        (obj.pk,) = create_products([form.draft()], actor=str(request.user.pk))
        obj.refresh_from_db()

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """Variants and their stock by the service, pictures with their files."""
        if formset.model is Variant:
            _keep_variants(_merchant(request), formset)
            return
        super().save_formset(request, form, formset, change)
        if formset.model is ProductImage:
            remove_images(formset.deleted_objects)

    @admin.action(description="Take off the shelves")
    def take_off_the_shelves(self, request: HttpRequest, queryset: "QuerySet[Product]") -> None:
        """Orders that name them keep what they say."""
        for pk in queryset.values_list("pk", flat=True):
            try:
                archive_product(_merchant(request), pk)
            except Refusal as refusal:
                messages.error(request, f"{pk}: {refusal}")

    @admin.display(description="price", ordering="price")
    def lowest_price(self, product: Product) -> str:
        """Of all its variants."""
        return f"{money.to_decimal_string(product.price, product.currency)} {product.currency}"

    @admin.display(ordering="stock_group__available")
    def available(self, product: Product) -> int:
        """Units that can still be sold."""
        return product.stock_group.available

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Products are archived, for orders refer to them."""
        return False


@admin.register(Variant)
class VariantAdmin(RefusalsAsMessages, ModelAdmin):  # type: ignore[misc]
    """One thing that can be bought: looked up by its SKU, taken off sale. It is changed with its product."""

    list_display = ("sku", "product", "archived_at")
    list_select_related = ("product",)
    search_fields = ("=sku",)
    search_help_text = "A SKU"
    fields = readonly_fields = ("product", "sku", "options", "archived_at")
    ordering = ("-id",)
    actions = ("take_off_sale",)

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Variant]":
        rows: QuerySet[Variant] = super().get_queryset(request).defer("product__search", "product__name_search")
        return rows

    @admin.action(description="Take off sale")
    def take_off_sale(self, request: HttpRequest, queryset: "QuerySet[Variant]") -> None:
        """With what is left of them."""
        for variant in queryset:
            try:
                remove_variant(_merchant(request), variant.product_id, variant.pk)
            except Refusal as refusal:
                messages.error(request, f"{variant.sku}: {refusal}")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


def _merchant(request: HttpRequest) -> Merchant:
    return Merchant(id=cast(UUID, request.user.pk), is_admin=True)


def _keep_variants(merchant: Merchant, formset: Any) -> None:
    # Django asks a formset that was saved for these.
    formset.new_objects, formset.changed_objects, formset.deleted_objects = [], [], []
    changes = {row.instance.pk: row.change() for row in formset.initial_forms if row.has_changed()}
    new = [row.draft() for row in formset.extra_forms if row.has_changed()]
    if changes or new:
        keep_variants(merchant, formset.instance.pk, changes=changes, new=new)


def _download(format: FileFormat, layout: LayoutName = "native") -> StreamingHttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="products.{format}"'}
    pieces = export_products(format=format, layout=layout)
    return StreamingHttpResponse(pieces, content_type=MEDIA_TYPES[format], headers=headers)
