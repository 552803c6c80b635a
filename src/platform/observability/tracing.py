"""One span a call for an OpenTelemetry collector, where one is configured; else no exporter is even loaded."""

import time
from typing import Any

from src.platform.observability.context import caller_trace, cost

_tracer: Any = None


def configure(*, endpoint: str) -> None:
    """Send spans to `<endpoint>/v1/traces` (OTLP over HTTP), in batches, beside the calls. Empty: nowhere."""
    global _tracer
    if not endpoint:
        return
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    from opentelemetry.sdk.resources import SERVICE_NAME, Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor

    provider = TracerProvider(resource=Resource.create({SERVICE_NAME: "mercer"}))
    exporter = OTLPSpanExporter(endpoint=f"{endpoint.rstrip('/')}/v1/traces")
    provider.add_span_processor(BatchSpanProcessor(exporter, schedule_delay_millis=1000))
    _tracer = provider.get_tracer("mercer")


def note_call(*, method: str, route: str, status: int, seconds: float, request_id: str, user: str | None) -> None:
    """A span of a call that has just ended, below the caller's own if it sent a `traceparent` (W3C Trace Context)."""
    if _tracer is None:
        return
    from opentelemetry.trace import SpanKind
    from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

    ended = time.time_ns()
    facts: dict[str, Any] = {
        "http.request.method": method, "http.route": route, "http.response.status_code": status,
        "mercer.request_id": request_id, "mercer.sql_statements": cost.statements, "mercer.sql_seconds": cost.seconds,
    }  # fmt: skip
    span = _tracer.start_span(
        f"{method} {route}".strip(), kind=SpanKind.SERVER, start_time=ended - int(seconds * 1e9),
        context=TraceContextTextMapPropagator().extract({"traceparent": caller_trace()}),
        attributes=facts | ({"user.id": user} if user else {}),
    )  # fmt: skip
    span.end(end_time=ended)
