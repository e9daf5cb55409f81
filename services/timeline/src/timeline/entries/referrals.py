"""What screening tells of a referral: accepted, whose it is, handed over, assessed, ended; and early help beside it.

What early help is told of a child travels as words that were sent to it (``sent``): it reads those and no others of
social care's, while social care reads the whole entry.
"""

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


class AssessmentAuthorised(OfChild):
    authorised_on: date | None = None


class Ended(OfChild):
    """No further action, or closed for one of the census's reasons."""

    reason: str = ""
    closure_reason: str = ""


class OfEarlyHelp(OfChild):
    """``recipient_org`` is whom a step-down is offered to, ``org_id`` who has the child or asks."""

    recipient_org: str = ""
    org_id: str = ""
    episode_id: str | None = None
    reason: str = ""


class StepDownProposed(OfEarlyHelp):
    recipient_name: str = ""
    needs: str = ""
    strengths: str = ""
    focus: str = ""
    goals: list[str] = Field(default_factory=list)
    risks: str = ""
    triggers: list[str] = Field(default_factory=list)
    agreement: str = ""
    joint_visit_date: date | None = None


class StepDownAgreed(OfChild):
    rationale: str = ""


class StepDownAccepted(OfEarlyHelp):
    lead_practitioner: str = ""


class StepDownFamilyContacted(OfEarlyHelp):
    contacted_at: datetime | None = None
    joint_visit_made: str = ""


class EarlyHelpEpisode(OfEarlyHelp):
    lead_practitioner: str = ""


class StepUpRequested(OfEarlyHelp):
    urgent: bool = False


class StepUpDecided(OfEarlyHelp):
    decision: str = ""
    rationale: str = ""


def _entry(
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
    return _entry(message, Kind.REFERRAL, "Referral accepted", parts)


def worker_allocated(message: Message[WorkerAllocated]) -> list[Fact]:
    allocated = message.data
    parts = [part(S.SCR, "Social worker", allocated.worker), part(S.SCR, "Team", allocated.team)]
    return _entry(message, Kind.ALLOCATION, "Social worker named", parts)


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
    return _entry(message, Kind.ALLOCATION, "Case handed over", parts)


def still_unallocated(message: Message[ReferralUnallocated]) -> list[Fact]:
    parts = [part(S.SCR, "Since it was accepted", f"{message.data.hours:g} hours")]
    return _entry(message, Kind.ALLOCATION, "Still no social worker", parts)


def referred_child_seen(message: Message[ReferredChildSeen]) -> list[Fact]:
    seen = message.data
    parts = [
        part(S.SCR, "Alone", phrase(seen.alone, "yes_no")),
        part(S.SCR, "Not alone, because", seen.why_not_alone),
        part(S.SCR, "Home seen", phrase(seen.home_seen, "yes_no")),
        part(S.SCR, "The child's own words", seen.words),
        part(S.SCR, "Agreement to be assessed", phrase(seen.parental_agreement, "consent")),
    ]
    return _entry(message, Kind.ASSESSMENT, "Child seen", parts, at=seen.seen_at)


def assessment_authorised(message: Message[AssessmentAuthorised]) -> list[Fact]:
    on = message.data.authorised_on
    parts = [part(S.SCR, "Authorised on", date_words(on) if on else "")]
    return _entry(message, Kind.ASSESSMENT, "Assessment authorised", parts)


def no_further_action(message: Message[Ended]) -> list[Fact]:
    return _entry(message, Kind.REFERRAL, "Not assessed after all", [part(S.SCR, "Because", message.data.reason)])


def referral_closed(message: Message[Ended]) -> list[Fact]:
    closed = message.data
    parts = [part(S.SCR, "Reason of closure", closed.closure_reason), part(S.SCR, "Because", closed.reason)]
    return _entry(message, Kind.REFERRAL, "Referral closed", parts)


def step_down_proposed(message: Message[StepDownProposed]) -> list[Fact]:
    """Early help reads the pack (profile STEPDOWN_PACK); who is asked there is for social care."""
    offered = message.data
    pack = [
        part(S.SCR, "Why early help is enough now", offered.reason),
        part(S.SCR, "Focus", offered.focus),
        part(S.SCR, "Goals", listed(offered.goals)),
        part(S.SCR, "Needs", offered.needs),
        part(S.SCR, "What goes well", offered.strengths),
        part(S.SCR, "Risks", offered.risks),
        part(S.SCR, "What would bring the child back", listed(offered.triggers)),
        part(S.SCR, "Agreed by the family", offered.agreement),
        part(S.PUBLIC, "Joint visit", date_words(offered.joint_visit_date) if offered.joint_visit_date else ""),
    ]
    parts = [*pack, part(S.SCR, "Offered to", offered.recipient_name)]
    return _entry(message, Kind.STEP_DOWN, "Step-down proposed", parts, sent=pack, to=offered.recipient_org)


def step_down_agreed(message: Message[StepDownAgreed]) -> list[Fact]:
    parts = [part(S.SCR, "Because", message.data.rationale)]
    return _entry(message, Kind.STEP_DOWN, "Second manager agreed to the step-down", parts)


def step_down_accepted(message: Message[StepDownAccepted]) -> list[Fact]:
    accepted = message.data
    words = [part(S.SCR, "Lead practitioner", accepted.lead_practitioner)]
    return _entry(
        message, Kind.STEP_DOWN, "Step-down accepted by early help", words, sent=words, to=accepted.recipient_org
    )


def step_down_declined(message: Message[OfEarlyHelp]) -> list[Fact]:
    words = [part(S.SCR, "Because", message.data.reason)]
    return _entry(
        message, Kind.STEP_DOWN, "Step-down declined by early help", words, sent=words, to=message.data.recipient_org
    )


def step_down_withdrawn(message: Message[OfEarlyHelp]) -> list[Fact]:
    words = [part(S.SCR, "Because", message.data.reason)]
    return _entry(
        message, Kind.STEP_DOWN, "Step-down withdrawn by social care", words, sent=words, to=message.data.recipient_org
    )


def family_contacted(message: Message[StepDownFamilyContacted]) -> list[Fact]:
    met = message.data
    words = [part(S.SCR, "With the social worker", phrase(met.joint_visit_made, "yes_no"))]
    return _entry(
        message,
        Kind.STEP_DOWN,
        "Early help met the family",
        words,
        sent=words,
        to=met.recipient_org,
        at=met.contacted_at,
    )


def early_help_opened(message: Message[EarlyHelpEpisode]) -> list[Fact]:
    opened = message.data
    words = [part(S.SCR, "Lead practitioner", opened.lead_practitioner)]
    return _entry(
        message,
        Kind.STEP_DOWN,
        "Early help began",
        words,
        sent=words,
        to=opened.org_id,
        episode_id=opened.episode_id,
    )


def early_help_closed(message: Message[EarlyHelpEpisode]) -> list[Fact]:
    closed = message.data
    words = [part(S.SCR, "Because", closed.reason)]
    return _entry(
        message, Kind.STEP_DOWN, "Early help ended", words, sent=words, to=closed.org_id, episode_id=closed.episode_id
    )


def step_up_requested(message: Message[StepUpRequested]) -> list[Fact]:
    asked = message.data
    words = [part(S.SCR, "Because", asked.reason), part(S.SCR, "Urgent", "Yes" if asked.urgent else "No")]
    return _entry(
        message, Kind.STEP_UP, "Early help asks social care to look again", words, sent=words, to=asked.org_id
    )


def step_up_decided(message: Message[StepUpDecided]) -> list[Fact]:
    """Early help is told what was decided, and reads no reasoning of social care's."""
    decided = message.data
    outcome = part(S.SCR, "Outcome", phrase(decided.decision, "decision"))
    parts = [outcome, part(S.SCR, "Because", decided.rationale)]
    return _entry(message, Kind.STEP_UP, "Step-up answered", parts, sent=[outcome], to=decided.org_id)
