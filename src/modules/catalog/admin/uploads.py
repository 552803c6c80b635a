"""Files that bring goods in."""

from typing import Any, cast
from uuid import UUID

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from unfold.admin import ModelAdmin
from unfold.widgets import UnfoldAdminFileFieldWidget, UnfoldAdminSelectWidget, UnfoldBooleanSwitchWidget

from src.modules.catalog.importing import FORMATS
from src.modules.catalog.models import BulkUpload
from src.modules.catalog.selectors.uploads import first_errors
from src.modules.catalog.services.imports.uploads import accept_upload
from src.modules.catalog.services.ownership import Merchant
from src.platform.admin.paging import CappedPaginator
from src.platform.errors import Unprocessable


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
    show_full_result_count = False
    paginator = CappedPaginator
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
