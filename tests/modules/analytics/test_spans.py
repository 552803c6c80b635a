"""Days, months and quarters put together again."""

import random
from datetime import date, timedelta

import pytest

from src.modules.analytics.selectors.spans import Span, after, begin, cover


@pytest.mark.parametrize(
    ("first", "last", "spans"),
    [
        ("2026-05-31", "2026-05-31", {"day": ["2026-05-31"]}),
        ("2026-02-01", "2026-02-28", {"month": ["2026-02-01"]}),
        ("2024-02-01", "2024-02-28", {"day": [f"2024-02-{day:02}" for day in range(1, 29)]}),
        ("2025-10-01", "2026-03-31", {"quarter": ["2025-10-01", "2026-01-01"]}),
        ("2025-11-30", "2026-03-31", {"day": ["2025-11-30"], "month": ["2025-12-01"], "quarter": ["2026-01-01"]}),
        ("2025-12-01", "2026-01-02", {"month": ["2025-12-01"], "day": ["2026-01-01", "2026-01-02"]}),
    ],
)  # fmt: skip
def test_a_range_is_made_of_the_longest_spans(first, last, spans):
    found = cover(date.fromisoformat(first), date.fromisoformat(last))

    assert {span: [day.isoformat() for day in days] for span, days in found.items()} == spans


def test_every_day_of_a_range_is_in_one_span_and_no_other_day_in_any():
    dice = random.Random(3)
    for _ in range(200):
        first = date(2023, 1, 1) + timedelta(days=dice.randrange(800))
        last = first + timedelta(days=dice.choice([0, 20, 95, 400]) + dice.randrange(60))

        found = cover(first, last)

        days = sorted(day for span, begins in found.items() for begun in begins for day in _days(begun, span))
        assert days == [first + timedelta(days=number) for number in range((last - first).days + 1)]


def _days(first: date, span: Span) -> list[date]:
    return [first + timedelta(days=number) for number in range((after(first, span) - first).days)]


@pytest.mark.parametrize("span", Span)
def test_a_day_belongs_to_the_span_that_it_is_counted_in(span):
    for number in range(1000):
        day = date(2023, 12, 20) + timedelta(days=number)

        assert day in _days(begin(day, span), span)
