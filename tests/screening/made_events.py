"""What happens in a made-up record, as events to be projected. Each says only what is counted of it."""

from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import datetime
from types import SimpleNamespace
from typing import Any

from screening.case.facts import NamedChild
from screening.codes import Decision, Rag
from screening.read_models import measuring
from shared.access.actor import SYSTEM
from shared.database import Connection
from shared.events import Meta, Recorded

KIND = {kind.__name__: kind for kind in measuring.KINDS}
TOGETHER = 60
"""How many commit in one transaction of the store."""


async def happen(connection: Connection, told: Iterable[Mapping[str, Any]]) -> None:
    """All of it, in its order."""
    events = [_recorded(row) for row in told]
    for start in range(0, len(events), TOGETHER):
        async with connection.transaction():
            await measuring.project(connection, events[start : start + TOGETHER])


def _recorded(row: Mapping[str, Any]) -> Recorded[object]:
    return Recorded(
        position=row["position"],
        stream=row["contact_id"],
        version=1,
        event_id="019df6a0-0000-7000-8000-0000000000ff",
        type=row["what"],
        schema_version=1,
        data=_event(KIND[row["what"]], _said(row)),
        meta=Meta(recorded_at=row["at"], actor=SYSTEM, correlation_id="c", causation_id="c"),
    )


def _event(kind: type[Any], said: Mapping[str, object]) -> object:
    event = object.__new__(kind)
    for each in fields(kind):
        if each.name in said:
            object.__setattr__(event, each.name, said[each.name])
    return event


def _said(row: Mapping[str, Any]) -> Mapping[str, object]:
    said, at, ids = dict(row["said"]), row["at"], tuple(row["children"])
    named = tuple(NamedChild(temp_ref=ref, child_id=child_id) for ref, child_id in zip(row["about"], ids, strict=True))
    for due in ("response_due_at", "decision_due_at"):
        said |= {due: datetime.fromisoformat(said[due])} if due in said else {}
    said |= {"decision": Decision(said["decision"])} if "decision" in said else {}
    said |= {"rag": Rag(said["rag"])} if "rag" in said else {}
    return said | {
        "contact_id": row["contact_id"],
        "child_ids": ids,
        "child_id": ids[0] if ids else "",
        "temp_ref": row["about"][0] if ids else "",
        "children": named,
        "added": named,
        "child": named[0] if named else None,
        "history": _history(said),
        "not_told_because": "" if said.get("told") else "They have moved.",
        "authorised_by": row["who"],
        **dict.fromkeys(("proposed_at", "decided_at", "held_at", "told_at", "reopened_at"), at),
    }


def _history(said: Mapping[str, Any]) -> SimpleNamespace | None:
    if said.get("available") is None:
        return None
    return SimpleNamespace(
        items_available=["item"] * said["available"], items_opened=["item"] * said["opened"], entries_opened=[]
    )
