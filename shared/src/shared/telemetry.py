"""Traces from a request through outbox and journal to the last projection, as one trace.

No personal data: span names and attributes are ours (routes, types, codes), never a body, a name or a message key.
"""

from collections.abc import Generator
from contextlib import contextmanager

from opentelemetry import trace
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.sdk.trace.sampling import ALWAYS_OFF, ALWAYS_ON, ParentBased
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

_PROPAGATOR = TraceContextTextMapPropagator()


def trace_to(service: str, endpoint: str | None) -> TracerProvider:
    """The tracer provider of one service. Without an endpoint, trace ids are still made and passed on, nothing more."""
    sampler = ALWAYS_ON if endpoint else ParentBased(ALWAYS_OFF)
    provider = TracerProvider(sampler, Resource.create({"service.name": service}))
    if endpoint:
        provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(endpoint=f"{endpoint}/v1/traces")))
    return provider


@contextmanager
def span(tracer: trace.Tracer, name: str, parent: str | None = None, **attributes: str | int) -> Generator[None]:
    """A span below the W3C ``traceparent`` given, or below the current one."""
    context = _PROPAGATOR.extract({"traceparent": parent}) if parent else None
    with tracer.start_as_current_span(
        name, context=context, attributes=attributes, record_exception=False, set_status_on_exception=False
    ):
        yield


def traceparent() -> str | None:
    """The W3C header of the current span, to be kept with what it leads to."""
    carrier: dict[str, str] = {}
    _PROPAGATOR.inject(carrier)
    return carrier.get("traceparent")
