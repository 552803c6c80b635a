"""Metrics that are asked for rather than counted. Whoever knows one adds it here when its app is ready."""

from collections.abc import Callable, Iterator

from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

# Name, help, and a function that says how much. One that cannot be asked now is left out.
Question = tuple[str, str, Callable[[], float]]
QUESTIONS: list[Question] = []


class Measured(Collector):
    """Asks everything, at each scrape."""

    def collect(self) -> Iterator[Metric]:
        """One gauge a question."""
        for name, documentation, ask in QUESTIONS:
            gauge = GaugeMetricFamily(name, documentation)
            try:
                gauge.add_metric([], ask())
            except Exception:  # noqa: S112  a database that is away must not hide the metrics that say so
                continue
            yield gauge
