"""Files that bring goods in."""

from typing import Any, cast
from uuid import UUID

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from unfold.admin import ModelAdmin
from unfold.widgets import UnfoldAdminFileFieldWidget, UnfoldAdminSelectWidget, UnfoldBooleanSwitchWidget

from src.modules.catalog.importing import FORMATS
from src.modules.catalog.models import BulkUpload
from src.modules.catalog.selectors.uploads import first_errors
from src.modules.catalog.services.exports.files import MEDIA_TYPES
from src.modules.catalog.services.exports.refusals import refused_rows
from src.modules.catalog.services.imports.uploads import accept_upload, goes_on
from src.modules.catalog.services.ownership import Merchant
from src.platform.errors import Unprocessable


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
