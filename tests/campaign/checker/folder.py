"""A run's folder, read back: the history, then every file of the final reads.

What is missing or cut short is told as an end that was not reached, never passed over.
"""

import base64
import hashlib
import sys
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, cast

import orjson

from tests.campaign.checker.history import history_of
from tests.campaign.checker.rules.digests import digest_of
from tests.campaign.checker.run import End, Event, JournalRecord, KeyRow, OutboxRow, Run, Shown, Sight, Store, Timeline

HISTORY = "history.jsonl"
FINAL = "final"
SETTLED = "settled.json"
GENESIS = b""
DEFINITE = (200, 404)
NAMED_IN = ("frontdoor.ContactReceived.v1", "frontdoor.ContactAmended.v1")

Json = dict[str, Any]


def read_run(folder: Path) -> Run:
    """The run that this folder holds."""
    commands, faults = history_of(folder / HISTORY)
    final = folder / FINAL
    ends = [End(**each) for each in _document(final / "ends.json", [])]
    told: Json = _document(final / "journal-ends.json", {})
    sights = [Sight(**line) for line in _lines(final / "sights.jsonl")]
    looked_at = {sight.child_id for sight in sights}
    stores = {path.name.partition(".")[0]: path for path in sorted(final.glob("*.events.jsonl"))}
    return Run(
        commands=commands,
        faults=faults,
        stores={service: _store(final, service) for service in stores},
        journal=[_record(line) for line in _lines(final / "journal.jsonl")],
        journal_ends={(each["topic"], each["partition"]): each["end"] for each in told.get("ends", [])},
        journal_identity=told.get("identity", ""),
        timelines={
            line["child_id"]: _timeline(line, whole=line["child_id"] in looked_at)
            for line in _lines(final / "timelines.jsonl")
            if line["status"] in DEFINITE
        },
        sights=sights,
        lists={line["list"]: line["rows"] for line in _lines(final / "lists.jsonl")},
        chains={line["service"]: line for line in _lines(final / "chains.jsonl")},
        rebuilt=_rebuilt(final / "rebuilt.jsonl"),
        settled=_document(folder / SETTLED, None),
        clocks_at={
            name: datetime.fromisoformat(moment) for name, moment in _document(final / "clocks.json", {}).items()
        },
        ends=[*ends, *_missing_ends(final, ends)],
    )


def _missing_ends(final: Path, ends: list[End]) -> list[End]:
    if ends:
        return []
    return [End(what=f"the final reads in {final.name}/", read=0, complete=False, why="there are none")]


def _document(path: Path, otherwise: Any) -> Any:
    return orjson.loads(path.read_bytes()) if path.exists() else otherwise


def _lines(path: Path) -> Iterator[Json]:
    if path.exists():
        with path.open("rb") as lines:
            for line in lines:
                yield orjson.loads(line)


def _rebuilt(path: Path) -> Mapping[str, str] | None:
    return {line["child_id"]: line["sha256"] for line in _lines(path)} if path.exists() else None


def _timeline(line: Json, *, whole: bool) -> Timeline:
    """Of thousands of children, thousands of words: what no rule goes by is let go at once."""
    answer: Json = line["answer"]
    return Timeline(
        child_id=line["child_id"],
        status=line["status"],
        digest=line["digest"],
        live=digest_of(answer) if answer else "",
        entries=[_shown(entry) for entry in answer.get("entries", ())],
        answer=answer if whole else {},
    )


def _shown(entry: Json) -> Shown:
    source = (sys.intern(entry["source_type"]), sys.intern(entry["source_event"]))
    return Shown(entry["entry_id"], *source, sys.intern(entry["known_at"]))


def _store(final: Path, service: str) -> Store:
    def rows(what: str) -> Iterator[Json]:
        return _lines(final / f"{service}.{what}.jsonl")

    events, broken = _events(service, rows("events"), _document(final / f"{service}.head.json", None))
    return Store(
        service=service,
        events=events,
        broken=broken,
        outbox=[OutboxRow(**row) for row in rows("outbox")],
        keys=[KeyRow(**row) for row in rows("keys")],
        inbox=[row["message_id"] for row in rows("inbox")],
        parked=list(rows("parked")),
        clocks=list(rows("clocks")),
        audit=list(rows("audit")),
        places=list(rows("places")),
    )


def _events(service: str, rows: Iterator[Json], head: Json | None) -> tuple[list[Event], list[str]]:
    """The events, and where columns, bytes and chain disagree: a hash is the SHA-256 of the last one and the bytes."""
    events: list[Event] = []
    broken: list[str] = []
    previous = GENESIS
    for row in rows:
        content = base64.b64decode(row["content"])
        if hashlib.sha256(previous + content).hexdigest() != row["hash"]:
            broken.append(f"the hash of position {row['position']} in {service} is not that of what is stored there")
        event = _event(service, orjson.loads(content))
        broken += [f"{event}: column {name} says otherwise than its bytes" for name in _disagreeing(event, row)]
        events.append(event)
        previous = bytes.fromhex(row["hash"])
    if head is not None and events and (head["position"], head["hash"]) != (events[-1].position, previous.hex()):
        broken.append(f"the head of {service} is not its last event")
    return events, broken


def _event(service: str, stored: Json) -> Event:
    meta = stored["meta"]
    actor = meta["actor"]
    return Event(
        service=service,
        position=stored["position"],
        stream=stored["stream"],
        version=stored["version"],
        event_id=stored["event_id"],
        type=stored["type"],
        child_ids=tuple(meta.get("child_ids", ())),
        recorded_at=datetime.fromisoformat(meta["recorded_at"]),
        user_id=actor["user_id"],
        role=actor["role"],
        org_id=actor["org_id"],
        correlation_id=meta["correlation_id"],
        causation_id=meta["causation_id"],
        key=meta.get("idempotency_key"),
        data=stored["data"],
    )


def _disagreeing(event: Event, row: Json) -> list[str]:
    same = {name: getattr(event, name) for name in ("position", "stream", "version", "event_id", "type")}
    same |= {"child_ids": list(event.child_ids)}
    columns = [name for name, value in same.items() if row[name] != value]
    return columns + (["recorded_at"] if datetime.fromisoformat(row["recorded_at"]) != event.recorded_at else [])


def _record(line: Json) -> JournalRecord:
    value = base64.b64decode(line["value"])
    body = _body(value)
    meta = body.get("meta", {})
    named: list[Json] = body.get("children", []) if line["type"] in NAMED_IN else []
    return JournalRecord(
        topic=line["topic"],
        partition=line["partition"],
        offset=line["offset"],
        key=line["key"],
        message_id=line["message_id"],
        type=line["type"],
        value_sha256=hashlib.sha256(value).hexdigest(),
        event_id=meta.get("event_id", ""),
        child_ids=tuple(meta.get("child_ids", ())),
        named=tuple(child["child_id"] for child in named),
    )


def _body(value: bytes) -> Json:
    try:
        body = orjson.loads(value)
    except orjson.JSONDecodeError:
        return {}
    return cast(Json, body) if isinstance(body, dict) else {}
