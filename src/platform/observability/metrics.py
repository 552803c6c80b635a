"""What Prometheus may know. Every process of this machine writes into one folder, and any `web` tells for all of them.

(prometheus_client's multi-process mode: memory-mapped files, so that counting takes no lock of another process, and
counts of a process that died still count.)
"""

import os
from pathlib import Path

import psutil
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest, values
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead

from src.platform.observability.measured import Measured
from src.platform.process_id import process_id

FOLDER = Path(os.environ["PROMETHEUS_MULTIPROC_DIR"])
FOLDER.mkdir(parents=True, exist_ok=True)
# It looks before each count whether it was forked.
values.ValueClass = values.MultiProcessValue(process_id)  # type: ignore[no-untyped-call]  # it ships no types for this
# Seconds. The finer half is where the shop should be, 0.3 the promise.
BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.3, 1.0, 3.0)

requests = Histogram(
    "mercer_request_seconds", "Calls, by route and status.", ("method", "route", "status"), buckets=BUCKETS
)
statements = Counter("mercer_sql_statements", "Statements that calls sent to the database.", ("route",))
statement_seconds = Counter("mercer_sql_seconds", "Seconds that calls waited for the database.", ("route",))
cache_answers = Counter(
    "mercer_cache_answers", "Calls that could be answered from the cache, hit or miss.", ("outcome",)
)
refusals = Counter("mercer_refusals", "Calls refused, by the problem's code, such as insufficient_stock.", ("code",))
facts = Counter("mercer_facts", "Events told, by name, such as orders.OrderPlaced.", ("fact",))
tasks = Counter("mercer_tasks", "Tasks that came to an end.", ("task", "outcome"))


def exposition() -> bytes:
    """All metrics of this machine's processes, and what can only be asked for, in Prometheus' text format."""
    registry = CollectorRegistry()
    _forget_the_dead()
    MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    registry.register(Measured())
    return generate_latest(registry)


def _forget_the_dead() -> None:
    """What a killed process held open is open no more."""
    for file in FOLDER.glob("gauge_live*_*.db"):
        process = int(file.stem.rpartition("_")[2])
        if not psutil.pid_exists(process):
            mark_process_dead(process)  # type: ignore[no-untyped-call]
