"""The sellers' own site: what staff see of the shop, cut down to what is theirs.

Modules say in `seller_admin.py` what sellers see of them. Nothing here rests on Django's permissions, which this shop
does not keep: the site lets sellers in and nobody else, and each list begins with the seller's own rows, so that what
belongs to somebody else is not found.
"""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern
from django.utils.module_loading import autodiscover_modules
from unfold.admin import ModelAdmin
from unfold.sites import UnfoldAdminSite

from src.platform.auth.roles import Role


class SellerSite(UnfoldAdminSite):  # type: ignore[misc]
    """For sellers whom an admin approved."""

    settings_name = "UNFOLD_SELLERS"
    index_title = "Your shop"

    def get_urls(self) -> list[URLPattern]:
        """With the modules' pages: they are looked for when the shop's addresses are made, the apps being there."""
        autodiscover_modules("seller_admin", register_to=self)
        return super().get_urls()  # type: ignore[no-any-return]

    def has_permission(self, request: HttpRequest) -> bool:
        return getattr(request.user, "acts_as", None) == Role.SELLER and request.user.is_active


seller_site = SellerSite(name="seller")


class OwnRows(ModelAdmin):  # type: ignore[misc]
    """To be looked at; changes are actions, which call services. `owner` is the path to the seller."""

    owner = "seller"

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Any]":
        """The seller's own: every page, action and search of the site begins here."""
        rows: QuerySet[Any] = super().get_queryset(request).filter(**{self.owner: request.user.pk})
        return rows

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.admin_site.has_permission(request)  # type: ignore[no-any-return]

    def has_view_permission(self, request: HttpRequest, obj: object | None = None) -> bool:
        return self.admin_site.has_permission(request)  # type: ignore[no-any-return]

    def has_add_permission(self, request: HttpRequest, obj: object | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object | None = None) -> bool:
        return False
