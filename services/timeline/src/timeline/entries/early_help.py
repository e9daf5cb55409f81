"""What screening tells of early help: a case stepped down to it, whom it has, and what it asks us to take up again.

What early help is told of a child travels as words that were sent to it (``sent``): it reads those and no others of
social care's, while social care reads the whole entry.
"""

from datetime import date, datetime

from pydantic import Field

from shared.disclosure import Sensitivity as S
from shared.subscriptions import Message
from shared.web.words import date_words
from timeline.entries.making import part
from timeline.entries.referrals import OfChild, entry
from timeline.facts import Fact, Kind
from timeline.words import listed, phrase


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
    return entry(message, Kind.STEP_DOWN, "Step-down proposed", parts, sent=pack, to=offered.recipient_org)


def step_down_agreed(message: Message[StepDownAgreed]) -> list[Fact]:
    parts = [part(S.SCR, "Because", message.data.rationale)]
    return entry(message, Kind.STEP_DOWN, "Second manager agreed to the step-down", parts)


def step_down_accepted(message: Message[StepDownAccepted]) -> list[Fact]:
    accepted = message.data
    words = [part(S.SCR, "Lead practitioner", accepted.lead_practitioner)]
    return entry(
        message, Kind.STEP_DOWN, "Step-down accepted by early help", words, sent=words, to=accepted.recipient_org
    )


def step_down_declined(message: Message[OfEarlyHelp]) -> list[Fact]:
    words = [part(S.SCR, "Because", message.data.reason)]
    return entry(
        message, Kind.STEP_DOWN, "Step-down declined by early help", words, sent=words, to=message.data.recipient_org
    )


def step_down_withdrawn(message: Message[OfEarlyHelp]) -> list[Fact]:
    words = [part(S.SCR, "Because", message.data.reason)]
    return entry(
        message, Kind.STEP_DOWN, "Step-down withdrawn by social care", words, sent=words, to=message.data.recipient_org
    )


def family_contacted(message: Message[StepDownFamilyContacted]) -> list[Fact]:
    met = message.data
    words = [part(S.SCR, "With the social worker", phrase(met.joint_visit_made, "yes_no"))]
    return entry(
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
    return entry(
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
    return entry(
        message, Kind.STEP_DOWN, "Early help ended", words, sent=words, to=closed.org_id, episode_id=closed.episode_id
    )


def step_up_requested(message: Message[StepUpRequested]) -> list[Fact]:
    asked = message.data
    words = [part(S.SCR, "Because", asked.reason), part(S.SCR, "Urgent", "Yes" if asked.urgent else "No")]
    return entry(message, Kind.STEP_UP, "Early help asks social care to look again", words, sent=words, to=asked.org_id)


def step_up_decided(message: Message[StepUpDecided]) -> list[Fact]:
    """Early help is told what was decided, and reads no reasoning of social care's."""
    decided = message.data
    outcome = part(S.SCR, "Outcome", phrase(decided.decision, "decision"))
    parts = [outcome, part(S.SCR, "Because", decided.rationale)]
    return entry(message, Kind.STEP_UP, "Step-up answered", parts, sent=[outcome], to=decided.org_id)
