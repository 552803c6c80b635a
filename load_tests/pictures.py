"""A run in two pictures: how long answers took over the load, and how many there were over time."""

import csv
from pathlib import Path

import pygal

PERCENTILES = ("50%", "90%", "95%", "99%")


def draw(results: Path) -> None:
    """`latency.svg` and `throughput.svg`, from the history that locust wrote. Nothing where it wrote none."""
    history = results / "run_stats_history.csv"
    if not history.exists():
        return
    with history.open(newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["Name"] == "Aggregated" and row["50%"] != "N/A"]
    latency = pygal.XY(
        js=(), title="Percentiles of all answers (ms) over people", width=900, height=420, show_dots=False
    )
    for percentile in PERCENTILES:
        latency.add(percentile, [(int(row["User Count"]), float(row[percentile])) for row in rows])
    latency.render_to_file(str(results / "latency.svg"))
    began = int(rows[0]["Timestamp"]) if rows else 0
    throughput = pygal.XY(
        js=(), title="Answers and failures a second over time (s)", width=900, height=420, show_dots=False
    )
    for name in ("Requests/s", "Failures/s"):
        throughput.add(name, [(int(row["Timestamp"]) - began, float(row[name])) for row in rows])
    throughput.render_to_file(str(results / "throughput.svg"))
