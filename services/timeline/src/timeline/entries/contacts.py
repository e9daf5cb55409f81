"""What intake tells: contacts, amendments, quality, who the children are, missing episodes."""

from typing import Any

from shared.disclosure import Sensitivity as S
from shared.subscriptions import Message
from shared.web.words import lateness
from timeline.entries.contact_parts import ALLEGATION, missing_parts, partitioned, parts_of, police_parts
from timeline.entries.contact_readings import (
    ChildIdentified,
    ContactAmended,
    ContactQualityAssessed,
    ContactReceived,
    IncidentLagMeasured,
    IntelligenceHandlingMarked,
    NamedChild,
    PoliceRiskGradeAmended,
    ReferrerAcknowledged,
)
from timeline.entries.making import entry_of, fact_id, is_systems_own, part, sender_of
from timeline.facts import Description, Entry, Fact, Kind, Lane, Link, Needs, Part, Significance, Version
from timeline.words import listed, phrase, transport

TITLES = {
    "DOMESTIC_ABUSE": "Domestic abuse reported",
    "CHILD_CONCERN": "Concern about a child",
    "MISSING": "Reported missing",
    "MISSING_RETURN": "Return reported",
    "POLICE_PROTECTION": "Police protection reported",
    "PRE_BIRTH": "Concern before birth",
    ALLEGATION: "Allegation about a worker",
}
HUB = "MASH"
"""The police in the hub, as they stand behind a grade."""
KINDS = {"DOMESTIC_ABUSE": Kind.DA_INCIDENT, "MISSING": Kind.MISSING, "MISSING_RETURN": Kind.MISSING}


def contact_received(message: Message[ContactReceived]) -> list[Fact]:
    """An entry and a description for each child that the contact names."""
    told: list[Fact] = []
    for child in message.data.children:
        told.append(_contact_entry(message, child))
        told.append(_described(message, child, sender_of(message, message.data.agency.org_id)))
    return told


def _contact_entry(message: Message[ContactReceived], child: NamedChild) -> Entry:
    contact = message.data
    return entry_of(
        message,
        child.child_id,
        kind=KINDS.get(contact.contact_type, Kind.CONTACT),
        lane=Lane.CONTACT,
        title=TITLES.get(contact.contact_type, "Contact"),
        base=S.LADO if contact.contact_type == ALLEGATION else S.SUB,
        parts=parts_of(contact, child),
        significance=Significance.CHRONOLOGY,
        at=contact.incident.occurred_at,
        origin_org=sender_of(message, contact.agency.org_id),
        siblings=[other.child_id for other in contact.children],
        said_in=Version(contact_id=contact.contact_id, number=contact.source_version),
    )


def _described(message: Message[Any], child: NamedChild, told_by_org: str | None) -> Description:
    return Description(
        fact_id=fact_id(message, "description", child.child_id),
        child_id=child.child_id,
        known_at=message.meta.recorded_at,
        first_name=child.first_name or "",
        surname=child.surname or "",
        born_on=child.dob,
        sex=child.sex or "",
        school_urn=child.school_urn or "",
        told_by_org=told_by_org,
    )


def contact_amended(message: Message[ContactAmended]) -> list[Fact]:
    """The sender has said something more; what was said before stays beside it. A version that came late names nobody
    anew: whom nobody had named is told as added."""
    amended = message.data
    told: list[Fact] = []
    for child in amended.children:
        told.append(_amendment(message, child))
        if not amended.superseded:
            told.append(_described(message, child, sender_of(message)))
    return told


def _amendment(message: Message[ContactAmended], child: NamedChild) -> Entry:
    """What turns out to be of another kind stands where it happened, as if it had been said at first."""
    amended = message.data
    kind_now = amended.contact_type or ""
    turned = "contact_type" in amended.changes and kind_now in TITLES and not amended.superseded
    happened_at = amended.incident.occurred_at if turned and amended.incident else None
    parts = [
        part(S.SUB, "Changed", listed(change.replace("_", " ") for change in amended.changes)),
        part(S.SUB, "What worries the sender", amended.worries),
        *(police_parts(amended.police, child) if amended.police else ()),
        *(missing_parts(amended.missing) if amended.missing else ()),
    ]
    return entry_of(
        message,
        child.child_id,
        kind=KINDS.get(kind_now, Kind.CORRECTION) if turned else Kind.CORRECTION,
        lane=Lane.CONTACT,
        title=f"{TITLES[kind_now]} by a later version" if turned else amended_by_its_sender(amended),
        base=S.LADO if kind_now == ALLEGATION else S.SUB,
        parts=partitioned(kind_now, parts),
        significance=Significance.CHRONOLOGY if turned else Significance.ROUTINE,
        at=happened_at or message.meta.received_at,
        origin_org=sender_of(message),
        siblings=[other.child_id for other in amended.children],
        said_in=Version(contact_id=amended.contact_id, number=amended.source_version),
    )


def amended_by_its_sender(amended: ContactAmended) -> str:
    return "An earlier version of the contact came late" if amended.superseded else "Contact amended by its sender"


LATE_BY_BAND = {
    "LATE": "Later than police and authority have agreed for this grade",
    "STALE": "More than 7 days after it happened",
}


def reported_late(message: Message[IncidentLagMeasured]) -> list[Fact]:
    """Beside the incident, when it happened. What came in time is told by the two times of the incident's own entry."""
    lag = message.data
    if not lag.domestic_abuse or lag.band not in LATE_BY_BAND or lag.occurred_at is None or lag.received_at is None:
        return []
    parts = [
        part(S.SUB, "Reached us", lateness(lag.occurred_at, lag.received_at)),
        part(S.SUB, "Which is", LATE_BY_BAND[lag.band]),
        part(S.POL, "Grade for the adult victim", phrase(lag.grade), Needs.ROLE_VIEW),
    ]
    return [
        entry_of(
            message,
            child_id,
            kind=Kind.DA_INCIDENT,
            lane=Lane.CONTACT,
            title="Domestic abuse reported late",
            base=S.SUB,
            parts=parts,
            at=lag.occurred_at,
            origin_org=sender_of(message),
            systems_own=True,
        )
        for child_id in message.meta.child_ids
    ]


def grade_amended(message: Message[PoliceRiskGradeAmended]) -> list[Fact]:
    """The police grade the adult victim's risk anew; the child's own rating is separate."""
    grade = message.data
    before = f" (was {phrase(grade.previous)})" if grade.previous and grade.previous != grade.grade else ""
    title = "Police grade confirmed" if grade.previous == grade.grade else "Police grade changed"
    if grade.graded_by == HUB:
        title += " by the hub"
    parts = [
        part(S.POL, "Grade for the adult victim", f"{phrase(grade.grade)}{before}", Needs.ROLE_VIEW),
        part(S.POL, "What it rests on", grade.reason),
    ]
    return _said_by_police(message, Kind.DA_INCIDENT, title, parts)


def handling_marked(message: Message[IntelligenceHandlingMarked]) -> list[Fact]:
    """The police in the hub say who may be told what of their report."""
    marked = message.data
    parts = [
        part(S.POL, "Handling of intelligence", marked.handling),
        part(S.POL, "Before", marked.previous),
    ]
    return _said_by_police(message, Kind.CONTACT, "Handling of intelligence said by the hub", parts)


def _said_by_police(message: Message[Any], kind: Kind, title: str, parts: list[Part]) -> list[Fact]:
    """What the police say of their report later, once for each of its children."""
    return [
        entry_of(
            message,
            child_id,
            kind=kind,
            lane=Lane.CONTACT,
            title=title,
            base=S.POL,
            parts=parts,
            at=message.meta.recorded_at,
            origin_org=sender_of(message),
        )
        for child_id in message.meta.child_ids
    ]


def quality_assessed(message: Message[ContactQualityAssessed]) -> list[Fact]:
    """How good the contact is as information: our judgement, not the sender's words."""
    quality = message.data
    return [
        entry_of(
            message,
            child_id,
            kind=Kind.CONTACT,
            lane=Lane.SCREENING,
            title="Quality of the contact assessed",
            base=S.SCR,
            parts=[
                part(S.SCR, "Quality", phrase(quality.grade)),
                part(S.SCR, "Tests not met", listed([test.upper() for test in quality.failed])),
            ],
            at=message.meta.recorded_at,
            systems_own=is_systems_own(message, quality.by),
        )
        for child_id in message.meta.child_ids
    ]


def child_identified(message: Message[ChildIdentified]) -> list[Fact]:
    """The provisional identity of a contact is this child: everything told about either is told about
    both."""
    data = message.data
    link = Link(
        fact_id=fact_id(message, "link"),
        identity=data.provisional_child_id,
        child_id=data.child_id,
        known_at=message.meta.recorded_at,
    )
    confirmed = entry_of(
        message,
        data.child_id,
        kind=Kind.CONTACT,
        lane=Lane.CONTACT,
        title="Identity confirmed",
        base=S.SCR,
        parts=[part(S.HIS, "How", phrase(data.method))],
        at=message.meta.recorded_at,
        systems_own=is_systems_own(message, data.by),
    )
    return [link, confirmed]


def referrer_acknowledged(message: Message[ReferrerAcknowledged]) -> list[Fact]:
    """The sender has been told that we have it."""
    receipt = message.data
    return [
        entry_of(
            message,
            child_id,
            kind=Kind.NOTIFICATION,
            lane=Lane.NOTIFICATIONS,
            title="Receipt sent",
            base=S.SCR,
            parts=[part(S.SCR, "How", transport(receipt.by_means_of))],
            sent=[part(S.PUBLIC, "What", "We have your contact")],
            at=message.meta.recorded_at,
            systems_own=is_systems_own(message, receipt.by),
            recipient_org=receipt.org_id,
        )
        for child_id in message.meta.child_ids
    ]
