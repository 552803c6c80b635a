"""What sellers see of the catalogue: their own products, and how many there are of each variant."""

from typing import Any, cast
from uuid import UUID

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from unfold.decorators import action
from unfold.widgets import UnfoldAdminIntegerFieldWidget, UnfoldAdminTextInputWidget

from src.modules.catalog.models import Product, Variant
from src.modules.catalog.services.ownership import Merchant
from src.modules.catalog.services.stock import correct_stock
from src.platform.admin.sellers import OwnRows, seller_site
from src.platform.errors import Refusal
from src.platform.money import to_decimal_string

MOST_UNITS = 1_000_000


@admin.register(Product, site=seller_site)
class OwnProductAdmin(OwnRows):
    """The seller's goods. They are changed by the API or an import."""

    list_display = ("name", "sku", "lowest_price", "available", "archived_at", "created_at")
    search_fields = ("name", "sku")
    list_select_related = ("stock_group",)
    ordering = ("-created_at", "-id")
    fields = ("name", "sku", "slug", "lowest_price", "available", "description", "created_at", "archived_at")
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Product]":
        """Without the vectors, which nobody reads."""
        return super().get_queryset(request).select_related("stock_group").defer("search", "name_search")

    @admin.display(description="price")
    def lowest_price(self, product: Product) -> str:
        return f"{to_decimal_string(product.price, product.currency)} {product.currency}"

    @admin.display(description="available", ordering="stock_group__available")
    def available(self, product: Product) -> int:
        """Units that can still be sold."""
        return product.stock_group.available


class CountForm(forms.Form):
    """Somebody counted."""

    set_to = forms.IntegerField(
        label="So many can be sold now", min_value=0, max_value=MOST_UNITS, widget=UnfoldAdminIntegerFieldWidget
    )
    reason = forms.CharField(max_length=200, widget=UnfoldAdminTextInputWidget)


@admin.register(Variant, site=seller_site)
class OwnVariantAdmin(OwnRows):
    """The stock of the seller's goods, variant by variant."""

    owner = "product__seller"
    list_display = ("sku", "product", "available", "on_hand", "reserved")
    search_fields = ("sku", "product__name")
    ordering = ("-id",)
    fields = ("sku", "product", "options", "available", "on_hand", "reserved", "archived_at")
    readonly_fields = fields
    actions_detail = ("count_stock",)

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Variant]":
        """With the counts, in one statement."""
        found: QuerySet[Variant] = super().get_queryset(request).select_related("product", "stock_item")
        return found.defer("product__search", "product__name_search", "product__description")

    @admin.display
    def available(self, variant: Variant) -> int:
        return variant.stock_item.on_hand - variant.stock_item.reserved

    @admin.display(ordering="stock_item__on_hand")
    def on_hand(self, variant: Variant) -> int:
        return variant.stock_item.on_hand

    @admin.display(ordering="stock_item__reserved")
    def reserved(self, variant: Variant) -> int:
        return variant.stock_item.reserved

    @action(description="Set the stock", url_path="count")  # type: ignore[untyped-decorator]
    def count_stock(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Ask how many there are, and why; the service checks once more whose goods they are."""
        variant = self.get_object(request, object_id)
        address = reverse("seller:catalog_variant_changelist")
        if variant is None:
            return HttpResponseRedirect(address)
        form = CountForm(request.POST or None)
        if request.method == "POST" and form.is_valid() and self._counted(request, variant, form):
            return HttpResponseRedirect(address)
        context: dict[str, Any] = {**self.admin_site.each_context(request), "opts": self.opts, "form": form}
        title = f"Set the stock of {variant.sku}"
        return TemplateResponse(request, "admin/catalog/count.html", {**context, "title": title})

    def _counted(self, request: HttpRequest, variant: Variant, form: CountForm) -> bool:
        merchant = Merchant(id=cast(UUID, request.user.pk), is_admin=False)
        try:
            correct_stock(merchant, variant.product_id, variant_id=variant.pk, delta=None, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error("set_to", str(refusal))
            return False
        messages.success(request, f"{variant.sku}: {form.cleaned_data['set_to']} can be sold.")
        return True
