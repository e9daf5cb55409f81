"""What intake tells of a child beside the contact's own words: who lives there, and whether they are open to us."""

from datetime import datetime
from typing import Any

from pydantic import Field

from shared.contracts import Reading
from shared.disclosure import Sensitivity as S
from shared.subscriptions import Message
from timeline.entries.contact_readings import NamedChild
from timeline.entries.making import entry_of, fact_id, is_systems_own, part
from timeline.facts import Description, Fact, Kind, Lane, Needs, Part, Significance
from timeline.words import listed, phrase

WHY = {"HOME": "at the home", "ADULT": "with an adult whom the contact names"}


class FoundSibling(Reading):
    child_id: str
    why: list[str] = Field(default_factory=list)


class SiblingsFound(Reading):
    found: list[FoundSibling] = Field(default_factory=list[FoundSibling])


class ContactCompleted(Reading):
    completed_at: datetime | None = None


class SiblingAdded(Reading):
    child: NamedChild


class SiblingExcluded(Reading):
    child_id: str
    reason: str = ""


class IdentityLinkCorrected(Reading):
    child_id: str
    reason: str = ""


class CareStatusAtContactRecorded(Reading):
    child_id: str
    care_status: str = ""
    allocated_worker: str | None = None
    team: str | None = None
    plan_type: str | None = None
    by: str = ""


class OpenCaseContactRouted(Reading):
    child_id: str
    team: str | None = None
    worker: str | None = None
    manager: str | None = None


def _one(
    message: Message[Any],
    child_id: str,
    title: str,
    base: S,
    parts: list[Part],
    *,
    kind: Kind = Kind.CONTACT,
    significance: Significance = Significance.ROUTINE,
    at: datetime | None = None,
    systems_own: bool = False,
) -> Fact:
    return entry_of(
        message,
        child_id,
        kind=kind,
        lane=Lane.CONTACT,
        title=title,
        base=base,
        parts=parts,
        significance=significance,
        at=at or message.meta.recorded_at,
        systems_own=systems_own,
    )


def siblings_found(message: Message[SiblingsFound]) -> list[Fact]:
    """Found by the system, so screening's own work: who they are stands here once a person has added them (TL-03)."""
    found = message.data.found
    reasons = sorted({WHY.get(why, phrase(why)) for sibling in found for why in sibling.why})
    parts = [
        part(S.HH, "Found", "1 child" if len(found) == 1 else f"{len(found)} children"),
        part(S.HH, "Known to us", listed(reasons)),
    ]
    title = "Other children of the household found, whom the sender did not name"
    return [_one(message, child_id, title, S.SCR, parts, systems_own=True) for child_id in message.meta.child_ids]


def contact_completed(message: Message[ContactCompleted]) -> list[Fact]:
    """Nobody of the household is left of whom it is not known whether the contact is about them (INT-04)."""
    title = "Every child of the household added or left out"
    by_itself = is_systems_own(message)
    return [
        _one(message, child_id, title, S.SCR, [], at=message.data.completed_at, systems_own=by_itself)
        for child_id in message.meta.child_ids
    ]


def sibling_added(message: Message[SiblingAdded]) -> list[Fact]:
    """A child whom the sender did not name, so it is no part of the sender's own submission."""
    child = message.data.child
    parts = [part(S.ID, "Child named", child.name)]
    joined = _one(
        message,
        child.child_id,
        "Added to a contact about the household",
        S.SUB,
        parts,
        significance=Significance.CHRONOLOGY,
    )
    described = Description(
        fact_id=fact_id(message, "description", child.child_id),
        child_id=child.child_id,
        known_at=message.meta.recorded_at,
        first_name=child.first_name or "",
        surname=child.surname or "",
        born_on=child.dob,
        sex=child.sex or "",
        school_urn=child.school_urn or "",
    )
    return [joined, described]


def sibling_excluded(message: Message[SiblingExcluded]) -> list[Fact]:
    """Thought of and left out: somebody may ask later why."""
    left_out = message.data
    because = [part(S.SCR, "Because", left_out.reason)]
    return [_one(message, left_out.child_id, "Left out of a contact about the household", S.SCR, because)]


def link_corrected(message: Message[IdentityLinkCorrected]) -> list[Fact]:
    """Told on the right child alone: of whom it was taken for nothing stays on that child's own timeline (TL-04)."""
    corrected = message.data
    because = [part(S.SCR, "Because", corrected.reason)]
    title = "A contact had been filed under another child"
    return [_one(message, corrected.child_id, title, S.SCR, because, kind=Kind.CORRECTION)]


def care_status_recorded(message: Message[CareStatusAtContactRecorded]) -> list[Fact]:
    """Whether the child is known and open is the one thing of the history that a call handler reads."""
    known = message.data
    parts = [
        part(S.HIS, "Known to us as", phrase(known.care_status, "care_status"), Needs.MINIMUM),
        part(S.HIS, "With", listed([known.allocated_worker, known.team])),
        part(S.HIS, "Plan", phrase(known.plan_type)),
    ]
    title = "Checked whether the child is open to us"
    by_itself = is_systems_own(message, known.by)
    return [_one(message, known.child_id, title, S.HIS, parts, systems_own=by_itself)]


def open_case_routed(message: Message[OpenCaseContactRouted]) -> list[Fact]:
    told = message.data
    parts = [part(S.HIS, "Told", listed([told.worker, told.manager, told.team]))]
    title = "Allocated worker and manager told of the contact"
    return [_one(message, told.child_id, title, S.HIS, parts, systems_own=is_systems_own(message))]
