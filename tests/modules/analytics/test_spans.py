"""Days, months and quarters put together again."""

import random
from datetime import date, timedelta

import pytest

from src.modules.analytics.selectors.spans import SPANS, after, begin, cover


@pytest.mark.parametrize(
    ("first", "last", "spans"),
    [
        ("2026-05-31", "2026-05-31", {0: ["2026-05-31"]}),
        ("2026-02-01", "2026-02-28", {1: ["2026-02-01"]}),
        ("2024-02-01", "2024-02-28", {0: [f"2024-02-{day:02}" for day in range(1, 29)]}),
        ("2025-10-01", "2026-03-31", {3: ["2025-10-01", "2026-01-01"]}),
        ("2025-11-30", "2026-04-30", {0: ["2025-11-30"], 1: ["2025-12-01", "2026-04-01"], 3: ["2026-01-01"]}),
        ("2025-12-01", "2026-01-02", {1: ["2025-12-01"], 0: ["2026-01-01", "2026-01-02"]}),
    ],
)  # fmt: skip
def test_a_range_is_made_of_the_longest_spans(first, last, spans):
    found = cover(date.fromisoformat(first), date.fromisoformat(last))

    assert {months: [day.isoformat() for day in days] for months, days in found.items()} == spans


def test_every_day_of_a_range_is_in_one_span_and_no_other_day_in_any():
    dice = random.Random(3)
    for _ in range(200):
        first = date(2023, 1, 1) + timedelta(days=dice.randrange(800))
        last = first + timedelta(days=dice.choice([0, 20, 95, 400]) + dice.randrange(60))

        found = cover(first, last)

        days = sorted(day for months, begins in found.items() for begun in begins for day in _days(begun, months))
        assert days == [first + timedelta(days=number) for number in range((last - first).days + 1)]


def _days(first: date, months: int) -> list[date]:
    return [first + timedelta(days=number) for number in range((after(first, months) - first).days)]


@pytest.mark.parametrize("months", SPANS)
def test_a_day_belongs_to_the_span_that_it_is_counted_in(months):
    for number in range(1000):
        day = date(2023, 12, 20) + timedelta(days=number)

        assert day in _days(begin(day, months), months)
