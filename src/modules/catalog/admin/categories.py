"""The tree of categories."""

from django.contrib import admin
from unfold.admin import ModelAdmin

from src.modules.catalog.models import Category
from src.platform.admin.refusals import RefusalsAsMessages


@admin.register(Category)
class CategoryAdmin(RefusalsAsMessages, ModelAdmin):  # type: ignore[misc]
    """The tree of categories; the database refuses a cycle."""

    list_display = ("name", "slug", "parent", "updated_at")
    search_fields = ("name", "slug")
    autocomplete_fields = ("parent",)
    list_select_related = ("parent",)
    fields = ("name", "slug", "description", "parent", "created_at", "updated_at", "revision")
    readonly_fields = ("created_at", "updated_at", "revision")
    prepopulated_fields = {"slug": ("name",)}
