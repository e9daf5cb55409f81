"""The bodies of a shift's commands."""

from typing import Annotated

from pydantic import Field, StringConstraints

from edt_handover.codes import OohDecision, Safety, YesNo
from shared.inputs import Asked, Id, Ids, Instant, Needed, Text

ShiftId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9-]{1,60}$")]


class OpenBody(Asked):
    """``shift_id`` may be left out: then it is the day of opening, numbered."""

    shift_id: ShiftId | None = None
    opened_at: Instant
    closes_at: Instant
    workers: Ids
    manager_on_call: Id
    meeting_at: Instant | None = None


class ManagerEntryBody(Asked):
    item_id: Id
    text: Needed


class VisitBody(Asked):
    visited_at: Instant
    children_seen: Ids
    alone: YesNo
    words: Text = ""
    conditions: Text = ""
    is_child_safe_now: Safety


class DecisionBody(Asked):
    contact_id: Id | None = None
    child_ids: Annotated[tuple[Id, ...], Field(max_length=50)] = ()
    decision: OohDecision
    rationale: Needed
    manager_consulted: Text = ""
    misdirected: bool = False


class PublishBody(Asked):
    """``item_ids`` are the items that the person saw; left out, it is all that the shift has not handed over."""

    item_ids: Annotated[tuple[Id, ...] | None, Field(max_length=500)] = None
    meeting_at: Instant | None = None


class MeetingBody(Asked):
    held_at: Instant
    attendees: Ids
    items_discussed: Annotated[tuple[Id, ...], Field(max_length=500)] = ()


class CloseBody(Asked):
    safety_statement: Needed
