"""One trace from the request, through outbox and journal, to what the last service did."""

from collections.abc import AsyncIterator

import pytest_asyncio
from fastapi import FastAPI
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.sdk.trace.sampling import ALWAYS_ON

from shared.settings import Settings
from shared.testing.plugin import ServiceDatabase
from shared.testing.service import RunningService, running

from .conftest import PACKAGE
from .notebook import AUTHOR
from .notebook_app import build, build_copies
from .waiting import until

TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"
SPANS = InMemorySpanExporter()


def build_watched(settings: Settings) -> FastAPI:
    """The copying service, with its spans kept for the test."""
    app = build_copies(settings)
    provider = TracerProvider(ALWAYS_ON)
    provider.add_span_processor(SimpleSpanProcessor(SPANS))
    app.state.service.tracer = provider.get_tracer("test")
    return app


@pytest_asyncio.fixture
async def copying(service_database: ServiceDatabase, journal_url: str) -> AsyncIterator[RunningService]:
    async with running(build_watched, await service_database(PACKAGE), journal_url) as service:
        yield service


async def traces(service: RunningService) -> list[str]:
    """The traceparent of every record in the service's outbox."""
    rows = await service.service.pool.fetch("select headers->>'ce_traceparent' as parent from outbox")
    return [row["parent"] or "" for row in rows]


async def test_a_request_is_followed_to_the_last_projection_as_one_trace(
    book_database: str, journal_url: str, copying: RunningService
) -> None:
    SPANS.clear()
    async with running(build, book_database, journal_url) as service:
        header = {"traceparent": f"00-{TRACE}-00f067aa0ba902b7-01"}
        await service.client(AUTHOR).post("/api/v1/books/a/notes", json={"text": "x"}, headers=header)
        sent = await traces(service)

        async def was_copied() -> bool:
            return bool(await traces(copying))

        await until(was_copied)
    [taken] = [span for span in SPANS.get_finished_spans() if span.name == "take frontdoor.NoteAdded.v1"]
    assert {each.split("-")[1] for each in sent + await traces(copying)} == {TRACE}
    assert taken.context is not None
    assert f"{taken.context.trace_id:032x}" == TRACE
    assert taken.parent is not None
    assert f"{taken.parent.span_id:016x}" == sent[0].split("-")[2]


async def test_without_a_collector_the_trace_id_is_passed_on_and_nothing_traced(
    book_database: str, service_database: ServiceDatabase, journal_url: str
) -> None:
    async with (
        running(build, book_database, journal_url) as service,
        running(build_copies, await service_database(PACKAGE), journal_url) as copying,
    ):
        assert copying.service.tracer is None
        header = {"traceparent": f"00-{TRACE}-00f067aa0ba902b7-01"}
        await service.client(AUTHOR).post("/api/v1/books/a/notes", json={"text": "x"}, headers=header)

        async def was_copied() -> bool:
            return bool(await traces(copying))

        await until(was_copied)
        assert {each.split("-")[1] for each in await traces(copying)} == {TRACE}


async def test_a_span_says_nothing_about_anybody(book_database: str, journal_url: str, copying: RunningService) -> None:
    SPANS.clear()
    async with running(build, book_database, journal_url) as service:
        await service.client(AUTHOR).post("/api/v1/books/amara-osei/notes", json={"text": "Amara"})

        async def was_taken() -> bool:
            return bool(SPANS.get_finished_spans())

        await until(was_taken)
    told = " ".join(f"{span.name} {dict(span.attributes or {})} {span.events}" for span in SPANS.get_finished_spans())
    assert "mara" not in told
