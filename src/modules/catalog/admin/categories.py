"""The tree of categories."""

from django.contrib import admin
from django.http import HttpRequest
from unfold.admin import ModelAdmin

from src.modules.catalog.models import Category
from src.platform.admin.refusals import RefusalsAsMessages
from src.platform.admin.trail import WithTrail


@admin.register(Category)
class CategoryAdmin(RefusalsAsMessages, WithTrail, ModelAdmin):  # type: ignore[misc]
    """The tree of categories; the database refuses a cycle."""

    list_display = ("name", "slug", "parent", "updated_at")
    search_fields = ("name", "slug")
    autocomplete_fields = ("parent",)
    list_select_related = ("parent",)
    readonly_fields = ("created_at", "updated_at", "revision")
    prepopulated_fields = {"slug": ("name",)}

    def get_readonly_fields(self, request: HttpRequest, obj: Category | None = None) -> tuple[str, ...]:
        """What the database fills in is nothing yet where a category is new."""
        return self.readonly_fields if obj else ()

    def get_fields(self, request: HttpRequest, obj: Category | None = None) -> tuple[str, ...]:
        return ("name", "slug", "description", "parent", *self.get_readonly_fields(request, obj))
