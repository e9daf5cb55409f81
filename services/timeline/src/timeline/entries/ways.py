"""What intake tells of where else a contact led, and of what became known of it after it came."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from pydantic import Field

from shared.contracts import Reading
from shared.disclosure import Sensitivity as S
from shared.subscriptions import Message
from timeline.entries.making import entry_of, part, sender_of
from timeline.facts import Fact, Kind, Lane, Part, Significance, Version
from timeline.words import phrase


class ConsentStatusRecorded(Reading):
    contact_id: str
    parents_informed: str = ""
    parental_agreement: str = ""
    child_view: str = ""
    reason: str = ""


class VictimAndPerpetratorClarified(Reading):
    victim_ref: str = ""
    perpetrator_ref: str = ""
    counter_allegation: bool = False
    reason: str = ""


class ContactGuardOverridden(Reading):
    guard: str = ""
    reason: str = ""


class DuplicateContactLinked(Reading):
    same_incident: bool = False
    reason: str = ""


class DuplicateContactUnlinked(Reading):
    reason: str = ""


class ContactMarkedNotAboutAChild(Reading):
    reason: str = ""
    why_not: dict[str, str] = Field(default_factory=dict[str, str])


class ContactRedirected(Reading):
    la: str = ""
    ack_ref: str = ""
    reason: str = ""


class LadoReferralRouted(Reading):
    lado: str = ""
    occurred_at: datetime | None = None


class PrivateFosteringRouted(Reading):
    team: str = ""


class PrivateFosteringVisited(Reading):
    child_seen: bool = False
    occurred_at: datetime | None = None


class MaracJudgementRecorded(Reading):
    reason: str = ""
    judged_at: datetime | None = None


class MaracReferralRecorded(Reading):
    by_agency: str = ""
    confirmed_at: datetime | None = None


def _entries(
    message: Message[Any],
    title: str,
    base: S,
    parts: Iterable[Part],
    *,
    kind: Kind = Kind.CONTACT,
    at: datetime | None = None,
    origin_org: str | None = None,
    significance: Significance = Significance.ROUTINE,
    said_in: Version | None = None,
) -> list[Fact]:
    parts = list(parts)
    return [
        entry_of(
            message,
            child_id,
            kind=kind,
            lane=Lane.CONTACT,
            title=title,
            base=base,
            parts=parts,
            at=at or message.meta.recorded_at,
            origin_org=origin_org,
            significance=significance,
            said_in=said_in,
        )
        for child_id in message.meta.child_ids
    ]


def consent_recorded(message: Message[ConsentStatusRecorded]) -> list[Fact]:
    """What we found out ourselves, and say how; without that, what a later version of the contact says."""
    found = message.data
    said_in = None if found.reason else Version(contact_id=found.contact_id)
    parts = [
        part(S.SUB, "Parents informed", phrase(found.parents_informed, "consent")),
        part(S.SUB, "Parents' agreement", phrase(found.parental_agreement, "consent")),
        part(S.SUB, "The child's view", found.child_view),
        part(S.SCR, "How we know", found.reason),
    ]
    return _entries(message, "What parents know and agree to, found out", S.SUB, parts, said_in=said_in)


def roles_clarified(message: Message[VictimAndPerpetratorClarified]) -> list[Fact]:
    """The police's own to say and to read. The adults stand by the references that the contact gave them."""
    said = message.data
    parts = [
        part(S.POL, "Victim (as the contact calls them)", said.victim_ref),
        part(S.POL, "Alleged perpetrator (as the contact calls them)", said.perpetrator_ref),
        part(S.POL, "Counter-allegation", "Each says that the other did it" if said.counter_allegation else ""),
        part(S.POL, "How the police know", said.reason),
    ]
    title = "Police said who did what to whom"
    return _entries(message, title, S.POL, parts, kind=Kind.DA_INCIDENT, origin_org=sender_of(message))


def let_past(message: Message[ContactGuardOverridden]) -> list[Fact]:
    """A manager answers for it by name."""
    parts = [part(S.SCR, "Rule", message.data.guard), part(S.SCR, "Because", message.data.reason)]
    return _entries(message, "Contact let past a rule by a manager", S.SCR, parts)


def duplicate_linked(message: Message[DuplicateContactLinked]) -> list[Fact]:
    """Linked, never merged: repetition is evidence (INT-09)."""
    linked = message.data
    title = "Linked to another contact: the same incident" if linked.same_incident else "Linked to an earlier contact"
    return _entries(message, title, S.SCR, [part(S.SCR, "Because", linked.reason)])


def duplicate_unlinked(message: Message[DuplicateContactUnlinked]) -> list[Fact]:
    """The link stays on the record, and so does that it was wrong."""
    parts = [part(S.SCR, "Because", message.data.reason)]
    return _entries(message, "Link to another contact undone", S.SCR, parts, kind=Kind.CORRECTION)


def not_about_a_child(message: Message[ContactMarkedNotAboutAChild]) -> list[Fact]:
    """A manager's finding, and one that somebody may have to answer for (INT-01)."""
    parts = [
        part(S.SCR, "Because", message.data.reason),
        part(S.SCR, "Of whom it named", "; ".join(message.data.why_not.values())),
    ]
    return _entries(message, "Contact found to be about no child", S.SCR, parts)


def redirected(message: Message[ContactRedirected]) -> list[Fact]:
    """From here on another authority answers for the child, and has said so."""
    sent_on = message.data
    parts = [
        part(S.SCR, "Authority", sent_on.la),
        part(S.SCR, "Their reference", sent_on.ack_ref),
        part(S.SCR, "Because", sent_on.reason),
    ]
    title = "Contact taken over by another authority"
    return _entries(message, title, S.SCR, parts, significance=Significance.CHRONOLOGY)


def lado_told(message: Message[LadoReferralRouted]) -> list[Fact]:
    told = message.data
    parts = [part(S.LADO, "Told", told.lado)]
    return _entries(message, "Designated officer told", S.LADO, parts, at=told.occurred_at)


def private_fostering_routed(message: Message[PrivateFosteringRouted]) -> list[Fact]:
    parts = [part(S.HIS, "To", message.data.team)]
    return _entries(message, "Private fostering: a visit is owed", S.HIS, parts, significance=Significance.CHRONOLOGY)


def private_fostering_visited(message: Message[PrivateFosteringVisited]) -> list[Fact]:
    visited = message.data
    parts = [part(S.HIS, "Child", "Seen" if visited.child_seen else "Not seen")]
    return _entries(
        message,
        "Private fostering: visited",
        S.HIS,
        parts,
        at=visited.occurred_at,
        significance=Significance.CHRONOLOGY,
    )


def marac_judged(message: Message[MaracJudgementRecorded]) -> list[Fact]:
    """Until MARAC confirms it, what a manager judges is screening's own word."""
    judged = message.data
    parts = [part(S.SCR, "Why", judged.reason)]
    return _entries(message, "To MARAC by a manager's professional judgement", S.SCR, parts, at=judged.judged_at)


def marac_referred(message: Message[MaracReferralRecorded]) -> list[Fact]:
    referred = message.data
    parts = [part(S.POL, "By", phrase(referred.by_agency, "agency"))]
    return _entries(
        message,
        "Referred to MARAC",
        S.POL,
        parts,
        kind=Kind.DA_INCIDENT,
        at=referred.confirmed_at,
        significance=Significance.CHRONOLOGY,
    )
