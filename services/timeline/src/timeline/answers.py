"""A view as JSON for machines, and its digest: the same facts give the same bytes."""

import hashlib
from collections.abc import Sequence
from typing import Any

from shared.events import canonical
from timeline.clocks import Bar
from timeline.facts import Description, Entry
from timeline.views import View


def timeline_answer(view: View) -> dict[str, Any]:
    """The timeline in the order asked for."""
    return {
        "child_id": view.shown_id,
        "child": _child(view.description),
        "order": view.asked.order.value,
        "as_at": view.asked.as_at,
        "as_known_at": view.asked.as_known_at,
        "later_entries": view.later,
        "entries": [_entry(entry) for entry in view.entries],
        "clocks": [_clock(bar) for bar in view.bars],
    }


def digest_answer(view: View) -> dict[str, Any]:
    """The digest of what this reader sees, whatever order it was asked for in."""
    return {
        "child_id": view.shown_id,
        "as_known_at": view.asked.as_known_at,
        "entries": len(view.entries),
        "sha256": digest_of(view.entries, view.bars),
    }


def digest_of(entries: Sequence[Entry], bars: Sequence[Bar]) -> str:
    """SHA-256 over the canonical JSON of the set, in hexadecimal."""
    told = {
        "entries": [_entry(entry) for entry in sorted(entries, key=lambda entry: entry.entry_id)],
        "clocks": [_clock(bar) for bar in bars],
    }
    return hashlib.sha256(canonical(told)).hexdigest()


def _child(description: Description | None) -> dict[str, Any] | None:
    if description is None:
        return None
    return {
        "first_name": description.first_name,
        "surname": description.surname,
        "born_on": description.born_on,
        "sex": description.sex,
    }


def _entry(entry: Entry) -> dict[str, Any]:
    return {
        "entry_id": entry.entry_id,
        "at": entry.at,
        "known_at": entry.known_at,
        "received_at": entry.received_at,
        "kind": entry.kind.value,
        "lane": entry.lane.value,
        "title": entry.title,
        "significance": entry.significance.value,
        "source_event": entry.source_event,
        "source_type": entry.source_type,
        "class": entry.base.value,
        "by": entry.by,
        "parts": [{"class": part.cls.value, "label": part.label, "text": part.text} for part in entry.parts],
        "episode_id": entry.episode_id,
        "siblings_also": list(entry.siblings_also),
    }


def _clock(bar: Bar) -> dict[str, Any]:
    return {
        "code": bar.code,
        "lane": bar.lane.value,
        "started_at": bar.started_at,
        "due_at": bar.due_at,
        "status": bar.status,
        "stopped_at": bar.stopped_at,
    }
