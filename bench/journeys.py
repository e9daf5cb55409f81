"""A journal full of children's journeys: the published contracts' own examples, about made-up children, seeded.

Each contact brings the events that follow from it; some children come back, a few families very often.
"""

import random
import uuid
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import orjson

from bench.figures import Size
from shared.journal.port import Record
from shared.journal.postgres import partition_of

GOLDEN = Path(__file__).parents[1] / "contracts" / "golden"
EVENTS: dict[Size, int] = {"quick": 50_000, "full": 1_000_000}
EXAMPLE_CHILD = b"0198a1f0-0000-7000-8000-0000000000d1"
EXAMPLE_CONTACT = b"0198a1f0-0000-7000-8000-0000000000c1"
EXAMPLE_EVENT = b"f5565df8-8b3b-5bd5-b27a-f9ca8ede0ef2"
EXAMPLE_STREAM = b"Screening-0198a1f0-0000-7000-8000-0000000000c1"
COPIED_AT_ONCE = 20_000

ALWAYS = (
    ("contacts", "Contact", "ContactReceived"),
    ("contacts", "Contact", "ContactQualityAssessed"),
    ("contacts", "Contact", "ChildIdentified"),
    ("contacts", "Contact", "ReferrerAcknowledged"),
    ("threshold-decisions", "Screening", "ScreeningOpened"),
    ("threshold-decisions", "Clock-CK_RED-Screening", "ClockStarted"),
    ("threshold-decisions", "Screening", "RagAssigned"),
    ("threshold-decisions", "Screening", "ManagementDirectionRecorded"),
    ("threshold-decisions", "Screening", "HistoryReviewed"),
    ("threshold-decisions", "Screening", "ThresholdDecisionProposed"),
    ("threshold-decisions", "Screening", "ThresholdDecisionAuthorised"),
    ("threshold-decisions", "Clock-CK_RED-Screening", "ClockStopped"),
    ("notifications", "Notification", "NotificationSent"),
    ("notifications", "Notification", "NotificationDelivered"),
    ("threshold-decisions", "Screening", "OutcomeFeedbackSent"),
    ("threshold-decisions", "Screening", "ScreeningClosed"),
)
SOMETIMES = (
    ("contacts", "Contact", "ContactAmended"),
    ("threshold-decisions", "Clock-CK_RED-Screening", "ClockWarned"),
    ("strategy-meetings", "Strategy", "StrategyThresholdMet"),
    ("strategy-meetings", "Strategy", "StrategyDiscussionConvened"),
    ("strategy-meetings", "Strategy", "AttendanceRecorded"),
    ("strategy-meetings", "Strategy", "StrategyDecisionRecorded"),
    ("strategy-meetings", "Strategy", "S47Started"),
    ("strategy-meetings", "Strategy", "S47OutcomeRecorded"),
    ("handovers", "Handover", "HandoverItemAdded"),
    ("handovers", "Handover", "HandoverPublished"),
    ("handovers", "Handover", "HandoverItemAccepted"),
)
SHARE_OF_SERIOUS = 0.15
TOPICS = sorted({topic for topic, _, _ in (*ALWAYS, *SOMETIMES)})


def records(count: int, seed: int = 812) -> Iterator[Record]:
    """So many records, the same for the same seed."""
    chance = random.Random(seed)
    bodies = {name: _example(name) for _, _, name in (*ALWAYS, *SOMETIMES)}
    made = 0
    while True:
        contact, child = _new(chance), _child(chance, made)
        serious = chance.random() < SHARE_OF_SERIOUS
        versions: dict[str, int] = {}
        for topic, kind, name in (*ALWAYS, *SOMETIMES) if serious else ALWAYS:
            if made == count:
                return
            made += 1
            stream = f"{kind}-{contact.decode()}"
            versions[stream] = versions.get(stream, 0) + 1
            yield _record(topic, name, stream, versions[stream], bodies[name], contact, child, _new(chance))


def _example(name: str) -> bytes:
    document = orjson.loads((GOLDEN / f"frontdoor.{name}.v1.json").read_bytes())
    return orjson.dumps(document, option=orjson.OPT_SORT_KEYS)


def _new(chance: random.Random) -> bytes:
    return str(uuid.UUID(int=chance.getrandbits(128))).encode()


def _child(chance: random.Random, made: int) -> bytes:
    """A new child, one that is known, or one of the few that everybody writes about."""
    which = chance.random()
    if which < 0.5:
        return _new(chance)
    known = chance.randrange(1 + made // 40) if which < 0.9 else chance.randrange(20)
    return _new(random.Random(f"child {known}"))


def _record(
    topic: str, name: str, stream: str, version: int, body: bytes, contact: bytes, child: bytes, event: bytes
) -> Record:
    value = (
        body.replace(EXAMPLE_STREAM, stream.encode())
        .replace(EXAMPLE_CHILD, child)
        .replace(EXAMPLE_CONTACT, contact)
        .replace(EXAMPLE_EVENT, event)
        .replace(b'"version":1', b'"version":%d' % version)
    )
    headers = {
        "ce_specversion": "1.0",
        "ce_id": str(uuid.uuid5(uuid.NAMESPACE_URL, f"bench/{event.decode()}")),
        "ce_type": f"frontdoor.{name}.v1",
        "ce_source": "/bench",
        "ce_subject": stream,
        "ce_time": "2026-05-02T22:41:00Z",
        "ce_partitionkey": stream,
        "content-type": "application/json",
    }
    return Record(topic=topic, key=stream, value=value, headers=headers)


async def fill(journal_url: str, count: int) -> None:
    """Copies so many records into a Postgres journal that has its tables and topics, as publishing would leave them."""
    ends: dict[tuple[str, int], int] = {}
    connection = await asyncpg.connect(journal_url)
    try:
        rows: list[tuple[str, int, int, str, str, bytes]] = []
        for record in records(count):
            place = record.topic, partition_of(record.key)
            offset = ends[place] = ends.get(place, -1) + 1
            rows.append((*place, offset, record.key, orjson.dumps(dict(record.headers)).decode(), record.value))
            if len(rows) == COPIED_AT_ONCE:
                await _copy(connection, rows)
                rows.clear()
        await _copy(connection, rows)
        await connection.execute("vacuum analyze records")
    finally:
        await connection.close()


async def _copy(
    connection: "asyncpg.Connection[asyncpg.Record]", rows: list[tuple[str, int, int, str, str, bytes]]
) -> None:
    columns = ["topic", "partition", "record_offset", "key", "headers", "value"]
    await connection.copy_records_to_table("records", records=rows, columns=columns)
