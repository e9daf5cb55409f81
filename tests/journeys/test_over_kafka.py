"""The same weekend over a real Kafka broker, in one process and in one process a service."""

import asyncio
from collections import defaultdict
from pathlib import Path

import pytest

from frontdoor.kafka import KafkaBroker
from frontdoor.story.clock import BEGINNING
from frontdoor.story.play import tell
from frontdoor.story.teller import Teller
from shared.journal import Delivered, JournalUnavailable, open_journal
from shared.time import StoryClock

from .conftest import assert_whole, journey, system, visiting

REPUBLISHED_SECONDS = 90
TOPICS = ("contacts", "threshold-decisions", "strategy-meetings", "handovers", "notifications")
pytestmark = [pytest.mark.kafka, pytest.mark.timeout(400)]


async def records_of(broker: KafkaBroker) -> list[Delivered]:
    """Everything that the broker holds."""
    journal = open_journal(broker.url, "test")
    records = [delivered async for delivered in journal.read(TOPICS)]
    await journal.close()
    return records


def assert_cloud_events_by_stream(records: list[Delivered]) -> None:
    assert {delivered.record.topic for delivered in records} == set(TOPICS)
    for delivered in records:
        headers = delivered.record.headers
        assert headers["ce_specversion"] == "1.0"
        assert headers["ce_type"].startswith("frontdoor.")
        assert delivered.record.key == headers["ce_subject"]


def topics_by_trace(records: list[Delivered]) -> dict[str, set[str]]:
    traces = defaultdict[str, set[str]](set)
    for delivered in records:
        if traceparent := delivered.record.headers.get("ce_traceparent"):
            traces[traceparent.split("-")[1]].add(delivered.record.topic)
    return traces


async def digests(teller: Teller, places: dict[str, str]) -> dict[str, str]:
    """The digest of each child's timeline."""
    return {
        child: (await teller.get("fdm.reyes", f"/timeline/api/v1/children/{places[child]}/digest"))["sha256"]
        for child in ("maisie", "alfie", "corey", "jay", "noor")
    }


async def test_the_journal_holds_cloud_events_and_can_be_lost(broker: KafkaBroker, open_folder: Path) -> None:
    with system(["demo"], open_folder, JOURNAL_URL=broker.url) as demo:
        demo.until_told()
        async with visiting(demo.address) as visitor:
            await assert_whole(visitor)
            records = await records_of(broker)
            assert_cloud_events_by_stream(records)
            assert any({"contacts", "notifications"} <= topics for topics in topics_by_trace(records).values())
            ids = {delivered.record.headers["ce_id"] for delivered in records}
            before = await digests(visitor, demo.places())
            await broker.wipe()
            await until_republished(broker, ids)
            await assert_whole(visitor)
            assert await digests(visitor, demo.places()) == before


async def until_republished(broker: KafkaBroker, ids: set[str]) -> None:
    """Waits until the broker, whose data was deleted, holds everything again."""
    async with asyncio.timeout(REPUBLISHED_SECONDS):
        while not ids <= {delivered.record.headers["ce_id"] for delivered in await _records_so_far(broker)}:
            await asyncio.sleep(1)


async def _records_so_far(broker: KafkaBroker) -> list[Delivered]:
    try:
        return await records_of(broker)
    except JournalUnavailable:
        return []


async def test_one_process_a_service_tells_the_same_story(open_folder: Path) -> None:
    clock = StoryClock(open_folder / "clock.json")
    clock.set(BEGINNING)
    with system(["processes"], open_folder, CLOCK_FILE=str(open_folder / "clock.json")) as processes:
        processes.command.until_ready()
        async with visiting(processes.address, clock) as teller:
            telling = await tell(teller, Path("examples"), lambda *_: None)
            await assert_whole(teller)
            seen = await journey(teller, telling.places["maisie"])
    assert {kind for kind, _ in seen} >= {"CONTACT", "DECISION", "STRATEGY", "S47", "HANDOVER", "NOTIFICATION"}
