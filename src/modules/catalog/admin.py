"""What staff see of the catalogue. New products come by the API or an import, which give them their stock."""

from typing import Any, ClassVar, cast
from uuid import UUID

from django import forms
from django.contrib import admin, messages
from django.contrib.postgres.search import SearchQuery
from django.db.models import Q, QuerySet, URLField
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from unfold.admin import ModelAdmin, TabularInline
from unfold.decorators import action
from unfold.widgets import UnfoldAdminFileFieldWidget, UnfoldAdminSelectWidget, UnfoldBooleanSwitchWidget

from src.modules.catalog.importing import FORMATS
from src.modules.catalog.models import BulkUpload, Category, Product, ProductCategory, ProductImage, Variant
from src.modules.catalog.selectors.uploads import first_errors
from src.modules.catalog.selectors.words import beginning_of
from src.modules.catalog.services.exports.files import MEDIA_TYPES, FileFormat, LayoutName, export_products
from src.modules.catalog.services.exports.refusals import refused_rows
from src.modules.catalog.services.imports.uploads import accept_upload, goes_on
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

    file = forms.FileField(widget=UnfoldAdminFileFieldWidget, help_text=".csv, .jsonl or .xlsx; also .gz")
    format = forms.ChoiceField(choices=[(name, name) for name in FORMATS], widget=UnfoldAdminSelectWidget)
    dry_run = forms.BooleanField(
        required=False, widget=UnfoldBooleanSwitchWidget, help_text="Report what would happen, and change nothing."
    )


def _said(upload: BulkUpload) -> str:
    rows = f"{upload.processed:,} of {upload.total:,} rows" if upload.total else f"{upload.processed:,} rows"
    return f"{rows}: {upload.created:,} products created, {upload.changed:,} changed, {upload.failed:,} rows refused"


@admin.register(BulkUpload)
class BulkUploadAdmin(ModelAdmin):  # type: ignore[misc]
    """Files that merchants sent, how far they are, and what could not be taken. Adding one imports it."""

    list_display = ("name", "owner", "status", "total", "processed", "created", "failed", "created_at")
    list_filter = ("status", "dry_run")
    list_select_related = ("owner",)
    fields = (
        *("name", "owner", "format", "dry_run", "status", "reason", "progress"),
        *("all_refused_rows", "first_refused_rows", "created_at", "started_at", "finished_at"),
    )
    readonly_fields = fields
    MOST_ERRORS = 100

    class Media:
        """Moves the progress bar."""

        js = ("catalog/upload.js",)

    def get_urls(self) -> list[URLPattern]:
        """Beside the pages: how far an upload is, and what was refused."""
        return [
            path("<uuid:pk>/progress/", self.admin_site.admin_view(self.show_progress), name="upload_progress"),
            path("<uuid:pk>/errors.csv", self.admin_site.admin_view(self.download_errors), name="upload_errors"),
            *super().get_urls(),
        ]

    def show_progress(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """For the page's progress bar."""
        upload = get_object_or_404(BulkUpload, pk=pk)
        return JsonResponse(
            {"going_on": goes_on(upload), "rows": upload.processed, "total": upload.total, "said": _said(upload)}
        )

    def download_errors(self, request: HttpRequest, pk: UUID) -> StreamingHttpResponse:
        """As the API gives them."""
        upload = get_object_or_404(BulkUpload, pk=pk)
        headers = {"Content-Disposition": f'attachment; filename="errors-{upload.pk}.csv"'}
        return StreamingHttpResponse(refused_rows(upload.pk), content_type=MEDIA_TYPES["csv"], headers=headers)

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
        messages.success(request, f"{upload.name} is being imported.")
        return HttpResponseRedirect(reverse("admin:catalog_bulkupload_change", args=[upload.pk]))

    @admin.display
    def progress(self, upload: BulkUpload) -> str:
        """Moves by itself while there is more to come."""
        url = reverse("admin:upload_progress", args=[upload.pk]) if goes_on(upload) else ""
        return format_html(
            '<progress style="appearance: auto" max="{}" value="{}" {}></progress> <span>{}</span>',
            upload.total or 1,
            upload.processed,
            format_html('data-progress="{}"', url) if url else "",
            _said(upload),
        )

    @admin.display
    def all_refused_rows(self, upload: BulkUpload) -> str:
        """As a sheet."""
        url = reverse("admin:upload_errors", args=[upload.pk])
        return format_html('<a href="{}">errors.csv</a>', url) if upload.failed else ""

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
