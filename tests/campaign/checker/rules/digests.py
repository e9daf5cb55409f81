"""Digests: what a timeline answers is what its journal says, entry by entry, and what a rebuild would answer.

Entries are folded from the journal a second time; the digest is computed anew from the answer.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, cast
from uuid import NAMESPACE_URL, uuid5

import orjson

from tests.campaign.checker.identities import Identities
from tests.campaign.checker.run import JournalRecord, Run, Timeline
from tests.campaign.checker.verdict import Kind, Violation

RULE = "digests"
OK = 200
BY_NAME = frozenset({"frontdoor.ContactReceived.v1", "frontdoor.ContactAmended.v1"})
BY_CHILD = frozenset(
    f"frontdoor.{name}.v1"
    for name in (
        *("ContactQualityAssessed", "ReferrerAcknowledged", "PoliceRiskGradeAmended", "ChildIdentified"),
        *("SiblingsFound", "ContactCompleted", "MissingEpisodeOpened", "MissingEpisodeClosed"),
        *("ScreeningOpened", "RagAssigned", "ManagementDirectionRecorded", "OutcomeFeedbackSent"),
        *("ThresholdDecisionProposed", "ThresholdDecisionAuthorised", "ReferralAccepted", "WorkerAllocated"),
        *("StrategyThresholdMet", "StrategyDiscussionConvened"),
        *("NotificationHeld", "NotificationSent"),
        *("HandoverItemAdded", "ManagerEntryRecorded", "HandoverPublished", "HandoverItemCarriedForward"),
        *("HandoverItemAccepted", "HandoverFollowUpRecorded", "HandoverItemClosed"),
    )
)
"""What each child that a record is about is told of it. A clock has no entry, nor what is said of no child."""
ZULU = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z")


def check(run: Run) -> Iterator[Violation]:
    if "timeline" not in run.stores:
        return
    if run.has_journal:
        yield from _as_folded(run)
    for timeline in run.timelines.values():
        yield from _digest(run, timeline)
        yield from _as_recorded(run, timeline)


def _digest(run: Run, timeline: Timeline) -> Iterator[Violation]:
    if timeline.status != OK:
        return
    live = timeline.live
    if timeline.digest is not None and timeline.digest != live:
        yield _broken(f"The digest of child {timeline.child_id} is not that of the timeline that was answered")
    if run.rebuilt is not None and run.rebuilt.get(timeline.child_id) != live:
        again = run.rebuilt.get(timeline.child_id)
        yield _broken(f"Rebuilt, the timeline of child {timeline.child_id} has the digest {again}, and live {live}")


def _as_folded(run: Run) -> Iterator[Violation]:
    identities = Identities(run.of("intake", "ChildIdentified"))
    owed: dict[str, dict[str, JournalRecord]] = {}
    for record in run.journal:
        for child in _about(record):
            owed.setdefault(identities.child_of(child), {})[_entry_id(record, child)] = record
    for child, timeline in run.timelines.items():
        yield from _same_entries(timeline, owed.get(identities.child_of(child), {}))


def _about(record: JournalRecord) -> tuple[str, ...]:
    if record.type in BY_NAME:
        return record.named
    return record.child_ids if record.type in BY_CHILD else ()


def _entry_id(record: JournalRecord, child: str) -> str:
    return str(uuid5(NAMESPACE_URL, f"frontdoor/timeline/{record.message_id}/entry/{child}"))


def _same_entries(timeline: Timeline, owed: Mapping[str, JournalRecord]) -> Iterator[Violation]:
    shown = [entry.entry_id for entry in timeline.entries if entry.source_type in BY_NAME | BY_CHILD]
    for entry_id in sorted(owed.keys() - set(shown)):
        record = owed[entry_id]
        text = f"Record {record.message_id} ({record.type}) is not on the timeline of child {timeline.child_id}."
        yield Violation(Kind.LOST, RULE, text)
    for entry_id in sorted(set(shown) - owed.keys()):
        text = f"Entry {entry_id} of child {timeline.child_id} follows from no record of the journal."
        yield Violation(Kind.PHANTOM, RULE, text)
    if len(shown) != len(set(shown)):
        yield Violation(Kind.DOUBLED, RULE, f"The timeline of child {timeline.child_id} shows an entry twice.")


def _as_recorded(run: Run, timeline: Timeline) -> Iterator[Violation]:
    """An entry has been known since its event was recorded, not since somebody happened to look at a clock."""
    for entry in timeline.entries:
        event = run.events.get(entry.source_event)
        if event is not None and datetime.fromisoformat(entry.known_at) != event.recorded_at:
            yield _broken(f"{event} was recorded at {event.recorded_at}, its entry says {entry.known_at}")


def digest_of(answer: Mapping[str, Any]) -> str:
    """SHA-256 over the canonical JSON of what was answered, whatever its order."""
    entries = sorted(answer["entries"], key=lambda entry: entry["entry_id"])
    told = _instants({"entries": entries, "clocks": answer["clocks"]})
    return hashlib.sha256(orjson.dumps(told, option=orjson.OPT_SORT_KEYS)).hexdigest()


def _instants(value: Any) -> Any:
    """Instants as they are hashed: an answer ends them with a Z, canonical JSON with +00:00."""
    if isinstance(value, dict):
        return {name: _instants(member) for name, member in cast(dict[str, Any], value).items()}
    if isinstance(value, list):
        return [_instants(member) for member in cast(list[Any], value)]
    return f"{value[:-1]}+00:00" if isinstance(value, str) and ZULU.fullmatch(value) else value


def _broken(text: str) -> Violation:
    return Violation(Kind.BROKEN, RULE, f"{text}.")
