"""What screening tells of a referral: accepted, whose it is, handed over, assessed, ended."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from pydantic import Field

from shared.contracts import Reading
from shared.disclosure import Sensitivity as S
from shared.subscriptions import Message
from shared.web.words import date_words
from timeline.entries.making import entry_of, part
from timeline.facts import Fact, Kind, Lane, Needs, Part, Significance
from timeline.words import listed, phrase


class OfChild(Reading):
    child_id: str


class ReferralAccepted(OfChild):
    decision: str = ""
    primary_need: str = ""
    re_referral: bool = False
    previous_start: date | None = None


class WorkerAllocated(OfChild):
    worker: str = ""
    team: str = ""


class CaseTransferred(OfChild):
    from_worker: str = ""
    from_team: str = ""
    to_worker: str = ""
    to_team: str = ""
    reason: str = ""
    handover_note: str = ""
    introduced_to_family: str = ""
    handover_count: int = 0
    social_worker_count: int = 0


class ReferralUnallocated(OfChild):
    hours: float = 0


class ReferredChildSeen(OfChild):
    seen_at: datetime | None = None
    alone: str = ""
    why_not_alone: str = ""
    home_seen: str = ""
    words: str = ""
    parental_agreement: str = ""


class ReferredChildNotSeen(OfChild):
    attempted_at: datetime | None = None
    because: str = ""
    found: str = ""
    next_step: str = ""


class AssessmentAuthorised(OfChild):
    authorised_on: date | None = None
    factors: list[str] = Field(default_factory=list)


class Ended(OfChild):
    """No further action, or closed for one of the census's reasons."""

    reason: str = ""
    closure_reason: str = ""
    why_unseen: str = ""


def entry(
    message: Message[Any],
    kind: Kind,
    title: str,
    parts: Iterable[Part] = (),
    *,
    sent: Sequence[Part] = (),
    to: str | None = None,
    at: datetime | None = None,
    episode_id: str | None = None,
    significance: Significance = Significance.CHRONOLOGY,
) -> list[Fact]:
    """It happens when it is recorded: the contact's own times are not the social worker's."""
    return [
        entry_of(
            message,
            message.data.child_id,
            kind=kind,
            lane=Lane.SCREENING,
            title=title,
            base=S.SCR,
            parts=parts,
            sent=sent,
            recipient_org=to or None,
            at=at or message.meta.occurred_at or message.meta.recorded_at,
            episode_id=episode_id,
            significance=significance,
        )
    ]


def referral_accepted(message: Message[ReferralAccepted]) -> list[Fact]:
    accepted = message.data
    before = date_words(accepted.previous_start) if accepted.previous_start else ""
    parts = [
        part(S.SCR, "Decision", phrase(accepted.decision, "decision"), Needs.ROLE_VIEW),
        part(S.SCR, "Primary need", phrase(accepted.primary_need, "primary_need")),
        part(S.HIS, "Referred within 12 months before", f"Yes, on {before}" if accepted.re_referral else ""),
    ]
    return entry(message, Kind.REFERRAL, "Referral accepted", parts)


def worker_allocated(message: Message[WorkerAllocated]) -> list[Fact]:
    allocated = message.data
    parts = [part(S.SCR, "Social worker", allocated.worker), part(S.SCR, "Team", allocated.team)]
    return entry(message, Kind.ALLOCATION, "Social worker named", parts)


def case_transferred(message: Message[CaseTransferred]) -> list[Fact]:
    moved = message.data
    parts = [
        part(S.SCR, "From", listed((moved.from_worker, moved.from_team))),
        part(S.SCR, "To", listed((moved.to_worker, moved.to_team))),
        part(S.SCR, "Because", moved.reason),
        part(S.SCR, "Introduced to the family", phrase(moved.introduced_to_family, "yes_no")),
        part(S.HIS, "What the next worker has to know", moved.handover_note),
        part(S.HIS, "Handovers so far", moved.handover_count or ""),
        part(S.HIS, "Social workers so far", moved.social_worker_count or ""),
    ]
    return entry(message, Kind.ALLOCATION, "Case handed over", parts)


def still_unallocated(message: Message[ReferralUnallocated]) -> list[Fact]:
    parts = [part(S.SCR, "Since it was accepted", f"{message.data.hours:g} hours")]
    return entry(message, Kind.ALLOCATION, "Still no social worker", parts)


def referred_child_seen(message: Message[ReferredChildSeen]) -> list[Fact]:
    seen = message.data
    parts = [
        part(S.SCR, "Alone", phrase(seen.alone, "yes_no")),
        part(S.SCR, "Not alone, because", seen.why_not_alone),
        part(S.SCR, "Home seen", phrase(seen.home_seen, "yes_no")),
        part(S.SCR, "The child's own words", seen.words),
        part(S.SCR, "Agreement to be assessed", phrase(seen.parental_agreement, "consent")),
    ]
    return entry(message, Kind.ASSESSMENT, "Child seen", parts, at=seen.seen_at)


def referred_child_not_seen(message: Message[ReferredChildNotSeen]) -> list[Fact]:
    missed = message.data
    parts = [
        part(S.SCR, "Because", phrase(missed.because)),
        part(S.SCR, "What the worker found", missed.found),
        part(S.SCR, "What is done next", missed.next_step),
    ]
    return entry(message, Kind.ASSESSMENT, "Visited, and the child was not seen", parts, at=missed.attempted_at)


def assessment_authorised(message: Message[AssessmentAuthorised]) -> list[Fact]:
    on = message.data.authorised_on
    parts = [
        part(S.SCR, "Authorised on", date_words(on) if on else ""),
        part(S.HIS, "Factors", ", ".join(message.data.factors)),
    ]
    return entry(message, Kind.ASSESSMENT, "Assessment authorised", parts)


def no_further_action(message: Message[Ended]) -> list[Fact]:
    return entry(message, Kind.REFERRAL, "Not assessed after all", _why(message.data))


def referral_closed(message: Message[Ended]) -> list[Fact]:
    closed = message.data
    parts = [part(S.SCR, "Reason of closure", closed.closure_reason), *_why(closed)]
    return entry(message, Kind.REFERRAL, "Referral closed", parts)


def _why(ended: Ended) -> list[Part]:
    return [
        part(S.SCR, "Because", ended.reason),
        part(S.SCR, "Nobody had seen the child, because", ended.why_unseen),
    ]
