"""The figures as a table, in the order of the performance issue, and as pictures: docs/performance.md."""

import os
import platform
import shutil
from pathlib import Path

import pygal

from scripts.bench.load import Measured
from scripts.bench.results import Results

DOCS = Path(__file__).resolve().parents[2] / "docs"
PAGE, PICTURES = DOCS / "performance.md", DOCS / "pictures"
# Between these lines the report is written anew by each run; what stands around it is written by people.
BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"
WARM = ("list", "detail", "search", "categories")


def table(results: Results) -> str:
    """What must be reached, and what was."""
    lines = ["| call, 16 connections | asked for | measured |", "|---|---|---|"]
    lines += [f"| {call} | {wanted} | {found} |" for call, wanted, found in _rows(results)]
    return "\n".join(lines)


def write(results: Results) -> None:
    """The measured part of docs/performance.md, and its pictures."""
    PICTURES.mkdir(exist_ok=True)
    _rates_picture(results)
    _latency_picture(results)
    before, _, rest = PAGE.read_text().partition(BEGIN)
    _, _, after = rest.partition(END)
    PAGE.write_text(f"{before}{BEGIN}\n{_measured(results)}\n{END}{after}")


def _rows(results: Results) -> list[tuple[str, str, str]]:
    beside_bare = "{:.2f} × the bare view, {:.0f} × DRF"
    cold = "{:.2f} × a bare view with the same statements, {:.1f} × DRF"
    return [
        ("list page of 20, warm, while 20 sales a second run", "0.8 × bare, 20 × DRF",
         beside_bare.format(results.against_bare("list"), results.against_drf("list"))),
        ("detail, warm", "0.8 × bare, 12 × DRF",
         beside_bare.format(results.against_bare("detail"), results.against_drf("detail"))),
        ("list page, cold (no short cut)", "0.8 × same statements, 4 × DRF",
         cold.format(results.against_same("list, cold"), results.against_drf("list, cold"))),
        ("search page, cold (no short cut)", "0.8 × same statements, 4 × DRF",
         cold.format(results.against_same("search, cold"), results.against_drf("search, cold"))),
        ("add to cart", "3 × DRF", f"{results.against_drf('add to cart'):.1f} × DRF"),
        ("whole purchase", "2 × DRF", _purchase(results)),
        ("stale answers in write-then-read pairs, two processes", "0", f"{results.stale} of {results.pairs:,}"),
    ]  # fmt: skip


def _purchase(results: Results) -> str:
    against = f"{results.against_drf('purchase'):.1f} × DRF; {results.cpu['purchase']:.1f} ms of CPU"
    return f"{against}; pgbench's minimum is {results.pgbench[16] / results.ours['purchase'][16].rate:.0f} × as fast"


def _measured(results: Results) -> str:
    client = "wrk" if shutil.which("wrk") else "the bench's own client"
    about = (
        f"{results.products:,} products, one web process of four threads, everything on {os.cpu_count()} cores of one"
        f" machine (Python {platform.python_version()}), client: {client}. Ratios are made within one run."
    )
    pictures = "![Answers a second](pictures/rates.svg)\n\n![How long answers take](pictures/latency.svg)"
    return "\n\n".join([about, table(results), pictures, _all_figures(results)])


def _all_figures(results: Results) -> str:
    counts = sorted(results.bare)
    heads = "".join(f" {count} conn. /s (p50, p99 ms) |" for count in counts)
    lines = [f"| call |{heads} web CPU ms | SQL |", "|---|" + "---|" * (len(counts) + 2)]
    for name, measured in {"bare view": results.bare, **results.ours}.items():
        cells = "".join(_cell(measured[count]) for count in counts)
        cpu = f"{results.cpu[name]:.2f}" if name in results.cpu else ""
        lines.append(f"| {name} |{cells} {cpu} | {results.statements.get(name.split(',')[0], '')} |")
    for name, one in results.drf.items():
        cells = "".join(_cell(one) if count == 16 else " |" for count in counts)
        lines.append(f"| DRF: {name} |{cells} | |")
    minimal = "".join(f" {results.pgbench[count]:,.0f} |" for count in counts)
    return "\n".join([*lines, f"| pgbench, minimal purchase |{minimal} | 4 |"])


def _cell(one: Measured) -> str:
    return f" {one.rate:,.0f} ({one.p50:.1f}, {one.p99:.1f}) |"


def _rates_picture(results: Results) -> None:
    chart = pygal.HorizontalBar(
        js=(), title="Answers a second, 16 connections", width=800, height=420, print_values=True
    )
    chart.add("bare Ninja view", round(results.bare[16].rate))
    for name in (*WARM, "list, cold", "search, cold", "add to cart", "purchase"):
        chart.add(name, round(results.ours[name][16].rate))
    for name, one in results.drf.items():
        chart.add(f"DRF: {name}", round(one.rate))
    chart.render_to_file(str(PICTURES / "rates.svg"))


def _latency_picture(results: Results) -> None:
    chart = pygal.Line(js=(), title="99 of 100 answers are faster than (ms)", width=800, height=420, logarithmic=True)
    chart.x_labels = [f"{count} connections" for count in sorted(results.bare)]
    for name, measured in {"bare view": results.bare, **results.ours}.items():
        chart.add(name, [round(measured[count].p99, 2) for count in sorted(measured)])
    chart.render_to_file(str(PICTURES / "latency.svg"))
