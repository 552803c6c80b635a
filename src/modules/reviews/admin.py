"""What staff see of reviews: to read, and to hide what has no place in the shop."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from unfold.admin import ModelAdmin

from src.modules.catalog import public as catalog
from src.modules.identity import public as identity
from src.modules.reviews import services
from src.modules.reviews.models import Review
from src.platform.admin.trail import WithTrail


@admin.register(Review)
class ReviewAdmin(WithTrail, ModelAdmin):  # type: ignore[misc]
    """What people wrote is theirs: staff hide and show it, and change none of it."""

    list_display = ("product", "rating", "title", "author", "hidden", "created_at")
    list_filter = ("hidden", "rating")
    list_select_related = ("author",)
    search_fields = ("product", "author")
    search_help_text = "A SKU, the number of a product, or the author's e-mail address"
    ordering = ("-id",)
    fields = ("product", "author", "rating", "title", "body", "hidden", "created_at", "updated_at")
    readonly_fields = fields
    actions = ("hide", "show")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Review]:
        """With what a product is called, and not its search vectors."""
        found: QuerySet[Review] = super().get_queryset(request)
        return found.select_related("product", "author").only(
            "product__name", "author__email", *(field.name for field in Review._meta.concrete_fields)
        )

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Review], search_term: str
    ) -> tuple[QuerySet[Review], bool]:
        """By ids that are looked up first: a condition across three tables would be answered by reading all of them."""
        term = search_term.strip()
        if not term:
            return queryset, False
        authors = [person.id for person in identity.people_by_email([term]).values()]
        products = [sold.product_id for sold in catalog.sellables(catalog.variants_by_sku([term]).values()).values()]
        products += [int(term)] if term.isdigit() and len(term) < 19 else []
        return queryset.filter(Q(author__in=authors) | Q(product__in=products)), False

    @admin.action(description="Hide: seen by nobody, counted no more")
    def hide(self, request: HttpRequest, reviews: QuerySet[Review]) -> None:
        self._moderate(request, reviews, hidden=True)

    @admin.action(description="Show again")
    def show(self, request: HttpRequest, reviews: QuerySet[Review]) -> None:
        self._moderate(request, reviews, hidden=False)

    def _moderate(self, request: HttpRequest, reviews: QuerySet[Review], *, hidden: bool) -> None:
        changed = services.moderate(reviews.values_list("pk", flat=True), hidden=hidden)
        messages.success(request, f"{changed} {'hidden' if hidden else 'shown again'}.")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Opens the list's actions, but no form: every field is read-only."""
        return obj is None

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
