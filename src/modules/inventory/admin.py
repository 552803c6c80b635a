"""What staff see of the stock: how it stands, and every movement that made it so. Corrections are movements too."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from unfold.admin import ModelAdmin
from unfold.decorators import action
from unfold.widgets import UnfoldAdminIntegerFieldWidget, UnfoldAdminTextInputWidget

from src.modules.inventory import services
from src.modules.inventory.models import StockItem, StockMovement
from src.platform.errors import Refusal

MOST_UNITS = 1_000_000


class ReadOnly(ModelAdmin):  # type: ignore[misc]
    """The ledger alone moves stock, and the ledger is written by services."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object | None = None) -> bool:
        return False


class CorrectionForm(forms.Form):
    """Somebody counted."""

    delta = forms.IntegerField(
        label="Units more or less", min_value=-MOST_UNITS, max_value=MOST_UNITS,
        widget=UnfoldAdminIntegerFieldWidget, help_text="12 came to light, -3 were broken.",
    )  # fmt: skip
    reason = forms.CharField(max_length=200, widget=UnfoldAdminTextInputWidget)


@admin.register(StockItem)
class StockItemAdmin(ReadOnly):
    """How each item stands."""

    list_display = ("id", "on_hand", "reserved", "sold")
    search_fields = ("=id",)
    search_help_text = "The number of a stock item"
    ordering = ("-id",)
    actions_detail = ("correct", "movements")

    @action(description="Correct the count", url_path="correct")  # type: ignore[untyped-decorator]
    def correct(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Ask by how much, and why; what comes of it stands in the ledger."""
        form = CorrectionForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            try:
                services.correct(object_id, actor=str(request.user.pk), **form.cleaned_data)
                messages.success(request, f"Corrected by {form.cleaned_data['delta']:+d}.")
                return HttpResponseRedirect(reverse("admin:inventory_stockitem_change", args=[object_id]))
            except Refusal as refusal:
                form.add_error("delta", str(refusal))
        context: dict[str, Any] = {**self.admin_site.each_context(request), "opts": self.opts, "form": form}
        title = f"Correct the count of stock item {object_id}"
        return TemplateResponse(request, "admin/inventory/correct.html", {**context, "title": title})

    @action(description="Its movements", url_path="movements")  # type: ignore[untyped-decorator]
    def movements(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """The ledger of this item."""
        return HttpResponseRedirect(f"{reverse('admin:inventory_stockmovement_changelist')}?q={int(object_id)}")


@admin.register(StockMovement)
class StockMovementAdmin(ReadOnly):
    """The ledger, newest first."""

    list_display = ("id", "item_id", "kind", "quantity", "reference", "actor", "reason", "at")
    search_fields = ("=item__id", "=reference")
    search_help_text = "The number of a stock item, or what it was for (an order's id)"
    ordering = ("-id",)
