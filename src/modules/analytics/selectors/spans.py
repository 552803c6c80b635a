"""How days make up months, and months quarters: a long report reads sums of these, not of days.

A million order lines, 730 days from the middle of a month to that of another: 125,000 rows of products instead of
264,000 with months alone (docs/decisions/0034).
"""

from collections import defaultdict
from datetime import date, timedelta
from enum import StrEnum


class Span(StrEnum):
    """The longest first."""

    QUARTER = "quarter"
    MONTH = "month"
    DAY = "day"


MONTHS = {Span.QUARTER: 3, Span.MONTH: 1}


def begin(day: date, span: Span) -> date:
    """The first day of the span that a day belongs to."""
    if span is Span.DAY:
        return day
    return day.replace(month=day.month - (day.month - 1) % MONTHS[span], day=1)


def after(first: date, span: Span) -> date:
    """The first day of the next span."""
    if span is Span.DAY:
        return first + timedelta(days=1)
    years, month = divmod(first.month - 1 + MONTHS[span], 12)
    return first.replace(year=first.year + years, month=month + 1)


def cover(first: date, last: date) -> dict[Span, list[date]]:
    """The fewest spans that are these days and no others, by their first days."""
    found: dict[Span, list[date]] = defaultdict(list)
    day, end = first, last + timedelta(days=1)
    while day < end:
        span = next(one for one in Span if begin(day, one) == day and after(day, one) <= end)
        found[span].append(day)
        day = after(day, span)
    return found
