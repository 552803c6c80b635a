"""Did the run hold what every route must hold?"""

import csv
from pathlib import Path

from load_tests.thresholds import ERRORS, limits


def broken(stats: Path) -> list[str]:
    """A line for each threshold that does not hold, from locust's own figures; one line if there are no figures."""
    if not stats.exists():
        return ["the run left no figures"]
    with stats.open(newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["Name"] != "Aggregated"]
    return [line for row in rows for line in _broken(row)] if rows else ["nobody called anything"]


def _broken(row: dict[str, str]) -> list[str]:
    p95, p99 = limits(row["Name"])
    failed = 100 * int(row["Failure Count"]) / max(1, int(row["Request Count"]))
    found = [
        ("p95", float(row["95%"]), p95, "ms"),
        ("p99", float(row["99%"]), p99, "ms"),
        ("errors", failed, ERRORS, "%"),
    ]
    return [
        f"{row['Name']}: {what} {is_:.0f} {unit}, at most {limit:.0f}"
        for what, is_, limit, unit in found
        if is_ > limit
    ]
