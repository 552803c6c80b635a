"""How many products pass the filters: always exactly. What visitors ask for most is tallied, not counted."""

from django.db.models import QuerySet, Sum

from src.modules.catalog.models import Tally
from src.modules.catalog.selectors.categories import Meant
from src.modules.catalog.selectors.shelf import NEWEST, ShelfFilters, products_for

# Filters that a line of the tally can be asked.
TALLIED = {"currency", "categories", "seller", "ordering"}


def count_of(filters: ShelfFilters, meant: Meant) -> int:
    """The products of the whole shelf, at once where it is tallied, else counted. One statement."""
    if is_tallied(filters):
        return int(lines_of(filters, meant).aggregate(count=Sum("products", default=0))["count"])
    return products_for(filters, meant).order_by().count()


def is_tallied(filters: ShelfFilters) -> bool:
    """Whether the tally knows all that is asked for."""
    nothing = ShelfFilters(ordering=NEWEST)
    return all(getattr(filters, name) == getattr(nothing, name) for name in vars(nothing) if name not in TALLIED)


def lines_of(filters: ShelfFilters, meant: Meant) -> "QuerySet[Tally]":
    """The lines that add up to what is asked for."""
    asked = {"currency": filters.currency, "seller_id": filters.seller}
    lines = Tally.objects.filter(**{name: value for name, value in asked.items() if value is not None})
    return lines.filter(places__overlap=meant.chosen) if filters.categories else lines
