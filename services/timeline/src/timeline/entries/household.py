"""What intake tells of a child beside the contact's own words: who lives there, and whether they are open to us."""

from typing import Any

from shared.contracts import Reading
from shared.disclosure import Sensitivity as S
from shared.subscriptions import Message
from timeline.entries.contact_readings import NamedChild
from timeline.entries.making import entry_of, fact_id, part
from timeline.facts import Description, Fact, Kind, Lane, Needs, Part, Significance
from timeline.words import CARE_STATUS, listed, phrase


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
        at=message.meta.recorded_at,
    )


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
        part(S.HIS, "Known to us as", CARE_STATUS.get(known.care_status, phrase(known.care_status)), Needs.MINIMUM),
        part(S.HIS, "With", listed([known.allocated_worker, known.team])),
        part(S.HIS, "Plan", phrase(known.plan_type)),
    ]
    return [_one(message, known.child_id, "Checked whether the child is open to us", S.HIS, parts)]


def open_case_routed(message: Message[OpenCaseContactRouted]) -> list[Fact]:
    told = message.data
    parts = [part(S.HIS, "Told", listed([told.worker, told.manager, told.team]))]
    return [_one(message, told.child_id, "Allocated worker and manager told of the contact", S.HIS, parts)]
