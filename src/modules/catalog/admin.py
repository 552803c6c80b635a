"""What staff see of the catalogue. New products come by the API or an import, which give them their stock."""

from typing import Any, ClassVar, cast
from uuid import UUID

from django import forms
from django.contrib import admin, messages
from django.contrib.postgres.search import SearchQuery
from django.db.models import Q, QuerySet, URLField
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from unfold.admin import ModelAdmin, TabularInline
from unfold.decorators import action
from unfold.widgets import UnfoldAdminFileFieldWidget, UnfoldAdminSelectWidget, UnfoldBooleanSwitchWidget

from src.modules.catalog.importing import FORMATS
from src.modules.catalog.models import BulkUpload, Category, Product, ProductCategory, ProductImage, Variant
from src.modules.catalog.selectors.uploads import first_errors
from src.modules.catalog.selectors.words import beginning_of
from src.modules.catalog.services.exports.files import MEDIA_TYPES, FileFormat, LayoutName, export_products
from src.modules.catalog.services.imports.uploads import accept_upload
from src.modules.catalog.services.ownership import Merchant
from src.platform.admin.trail import WithTrail
from src.platform.errors import Unprocessable


@admin.register(Category)
class CategoryAdmin(WithTrail, ModelAdmin):  # type: ignore[misc]
    """The tree of categories; the database refuses a cycle."""

    list_display = ("name", "slug", "parent", "updated_at")
    search_fields = ("name", "slug")
    autocomplete_fields = ("parent",)
    list_select_related = ("parent",)
    readonly_fields = ("created_at", "updated_at", "revision")

    def get_readonly_fields(self, request: HttpRequest, obj: Category | None = None) -> tuple[str, ...]:
        """What the database fills in is nothing yet where a category is new."""
        return self.readonly_fields if obj else ()


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

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **options: Any) -> Any:
        """An address without its scheme is one of today, not of 1999."""
        secure = {"assume_scheme": "https"} if isinstance(db_field, URLField) else {}
        return super().formfield_for_dbfield(db_field, request, **options, **secure)


@admin.register(Product)
class ProductAdmin(WithTrail, ModelAdmin):  # type: ignore[misc]
    """Products with all that belongs to them."""

    list_display = ("name", "sku", "price", "currency", "available", "seller", "archived_at", "created_at")
    list_filter = ("currency", "archived_at")
    search_fields = ("name", "sku", "slug", "variant_skus")
    autocomplete_fields = ("seller",)
    list_select_related = ("seller", "stock_group")
    fields = ("name", "slug", "sku", "description", "currency", "seller", "option_names", "archived_at")
    readonly_fields = ("currency", "option_names")
    inlines: ClassVar[list[type[TabularInline]]] = [VariantInline, PlacementInline, ImageInline]
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

    @admin.display(ordering="stock_group__available")
    def available(self, product: Product) -> int:
        """Units that can still be sold."""
        return product.stock_group.available

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Products are archived, for orders refer to them."""
        return False


def _download(format: FileFormat, layout: LayoutName = "native") -> StreamingHttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="products.{format}"'}
    pieces = export_products(format=format, layout=layout)
    return StreamingHttpResponse(pieces, content_type=MEDIA_TYPES[format], headers=headers)


class ImportForm(forms.Form):
    """A merchant's file, into the house's own shop."""

    file = forms.FileField(widget=UnfoldAdminFileFieldWidget, help_text=".csv, .jsonl or .xlsx")
    format = forms.ChoiceField(choices=[(name, name) for name in FORMATS], widget=UnfoldAdminSelectWidget)
    dry_run = forms.BooleanField(
        required=False, widget=UnfoldBooleanSwitchWidget, help_text="Report what would happen, and change nothing."
    )


@admin.register(BulkUpload)
class BulkUploadAdmin(ModelAdmin):  # type: ignore[misc]
    """Files that merchants sent, how far they are, and what could not be taken. Adding one imports it."""

    list_display = ("name", "owner", "status", "total", "processed", "created", "failed", "created_at")
    list_filter = ("status", "dry_run")
    list_select_related = ("owner",)
    fields = (
        *("name", "owner", "format", "dry_run", "status", "reason", "total", "processed"),
        *("created", "changed", "failed", "first_refused_rows", "created_at", "started_at", "finished_at"),
    )
    readonly_fields = fields
    MOST_ERRORS = 100

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Take a file in, and show how it goes. Outside the transaction that Django's own view would open."""
        form = ImportForm(request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid():
            try:
                return self._accepted(request, **form.cleaned_data)
            except Unprocessable as refusal:
                form.add_error("file", refusal.details["errors"][0]["message"])
        context = {**self.admin_site.each_context(request), "form": form, "title": "Import products", "opts": self.opts}
        return TemplateResponse(request, "admin/catalog/import.html", context)

    def _accepted(self, request: HttpRequest, *, file: Any, format: str, dry_run: bool) -> HttpResponse:
        merchant = Merchant(id=cast(UUID, request.user.pk), is_admin=True)
        upload = accept_upload(merchant, file, name=file.name, format=format, dry_run=dry_run)
        messages.success(request, f"{upload.name} is being imported. Reload to see how far it is.")
        return HttpResponseRedirect(reverse("admin:catalog_bulkupload_change", args=[upload.pk]))

    @admin.display
    def first_refused_rows(self, upload: BulkUpload) -> str:
        """Each with the reason; the API has all of them."""
        return "\n".join(
            f"{error.row}: {error.field} {error.message}" for error in first_errors(upload.pk, self.MOST_ERRORS)
        )

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
