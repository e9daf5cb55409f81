"""What screening finds out before it decides: history, what others answer, what the family and the child say."""

from datetime import datetime

from pydantic import Field

from shared.contracts import Reading
from shared.disclosure import Sensitivity as S
from shared.subscriptions import Message
from shared.web.words import day_and_time_words
from timeline.entries.making import part
from timeline.entries.screening import entries
from timeline.facts import Fact, Needs, Part, Significance
from timeline.words import listed, phrase


class HistoryReviewed(Reading):
    child_id: str
    summary: str | None = None
    contacts_12m: int | None = None
    care_status: str | None = None
    patterns: list[str] = Field(default_factory=list)


class CaseDiscussionRecorded(Reading):
    took_part: list[str] = Field(default_factory=list)
    history: str | None = None
    complicating_factors: list[str] = Field(default_factory=list)
    what_follows: str | None = None


class Questions(Reading):
    """What a sender or another agency is asked."""

    questions: list[str] = Field(default_factory=list)
    requested_at: datetime | None = None
    answer_due_at: datetime | None = None


class InformationRequested(Questions):
    agency: str = ""


class InjuryRecorded(Reading):
    injured_child_id: str | None = None
    text: str | None = None


class ClarificationAttempted(Reading):
    method: str = ""
    outcome: str | None = None
    attempted_at: datetime | None = None


class ClarificationReceived(Reading):
    text: str | None = None
    from_whom: str | None = None
    answered_at: datetime | None = None


class InformationReceived(Reading):
    agency: str = ""
    police: str | None = None
    health: str | None = None
    education: str | None = None
    others: str | None = None
    answered_at: datetime | None = None
    from_whom: str | None = None


class WithoutAnswer(Reading):
    """An agency declined to answer, or a manager lets the decision go on without it."""

    agency: str = ""
    reason: str | None = None
    answered_at: datetime | None = None
    from_whom: str | None = None


class FamilySpokenTo(Reading):
    who: str | None = None
    views: str | None = None
    parents_informed: str = ""
    parental_agreement: str = ""
    child_view: str | None = None
    occurred_at: datetime | None = None


class ChildVoiceRecorded(Reading):
    child_id: str
    source: str = ""
    words: str | None = None
    interpreted_by: str | None = None


class CumulativeRiskAnalysed(Reading):
    child_id: str
    window_months: int | None = None
    incidents: list[str] = Field(default_factory=list)
    themes: list[str] = Field(default_factory=list)
    trajectory: str = ""
    neglect_tool_used: str | None = None
    so_what: str | None = None


class OpenCaseAcknowledged(Reading):
    child_id: str
    team: str | None = None


def history_reviewed(message: Message[HistoryReviewed]) -> list[Fact]:
    history = message.data
    counted = "" if history.contacts_12m is None else f"{history.contacts_12m} in 12 months"
    parts = [
        part(S.HIS, "Summary", history.summary, Needs.ROLE_VIEW),
        part(S.HIS, "Contacts", counted),
        part(S.HIS, "Known to us as", phrase(history.care_status, "care_status")),
        part(S.HIS, "Patterns", listed(phrase(pattern) for pattern in history.patterns)),
    ]
    return entries(message, "History reviewed", parts, child_id=history.child_id, base=S.HIS)


def case_discussed(message: Message[CaseDiscussionRecorded]) -> list[Fact]:
    discussed = message.data
    parts = [
        part(S.SCR, "Took part", listed(discussed.took_part)),
        part(S.HIS, "History considered", discussed.history),
        part(S.HIS, "Complicating factors", listed(discussed.complicating_factors)),
        part(S.SCR, "What follows", discussed.what_follows),
    ]
    return entries(message, "Case discussed", parts)


def sender_asked(message: Message[Questions]) -> list[Fact]:
    return entries(message, "Sender asked to clarify", _asked(message.data), at=message.data.requested_at)


def agency_asked(message: Message[InformationRequested]) -> list[Fact]:
    asked = message.data
    parts = [part(S.SCR, "Asked", phrase(asked.agency, "agency")), *_asked(asked)]
    return entries(message, "Another agency asked what it knows", parts, at=asked.requested_at)


def _asked(asked: Questions) -> list[Part]:
    return [
        part(S.SCR, "Questions", "; ".join(asked.questions)),
        part(S.SCR, "Answer by", day_and_time_words(asked.answer_due_at) if asked.answer_due_at else ""),
    ]


def injury_recorded(message: Message[InjuryRecorded]) -> list[Fact]:
    """On the injured child's own timeline; an adult's injury on that of every child of the contact."""
    return entries(
        message,
        "Somebody is hurt",
        [part(S.SCR, "Injury", message.data.text)],
        child_id=message.data.injured_child_id,
        significance=Significance.CHRONOLOGY,
    )


def sender_tried(message: Message[ClarificationAttempted]) -> list[Fact]:
    tried = message.data
    parts = [part(S.SCR, "By", phrase(tried.method)), part(S.SCR, "Outcome", tried.outcome)]
    return entries(message, "Tried to reach the sender", parts, at=tried.attempted_at)


def sender_answered(message: Message[ClarificationReceived]) -> list[Fact]:
    answer = message.data
    parts = [part(S.SUB, "Answer", answer.text), part(S.SCR, "From", answer.from_whom)]
    return entries(message, "Sender answered", parts, at=answer.answered_at)


def agency_answered(message: Message[InformationReceived]) -> list[Fact]:
    answer = message.data
    parts = [
        part(S.SCR, "Answered", phrase(answer.agency, "agency")),
        part(S.SCR, "From", answer.from_whom),
        part(S.POL, "Answer", answer.police),
        part(S.HLT, "Answer", answer.health),
        part(S.EDU, "Answer", answer.education),
        part(S.HIS, "Answer", answer.others),
    ]
    return entries(message, "Another agency answered", parts, at=answer.answered_at)


def agency_declined(message: Message[WithoutAnswer]) -> list[Fact]:
    return entries(message, "Another agency did not share", _without(message.data), at=message.data.answered_at)


def gone_on_without(message: Message[WithoutAnswer]) -> list[Fact]:
    return entries(message, "Manager lets the decision go on without an answer", _without(message.data))


def _without(answer: WithoutAnswer) -> list[Part]:
    return [
        part(S.SCR, "Asked", phrase(answer.agency, "agency")),
        part(S.SCR, "From", answer.from_whom),
        part(S.SCR, "Because", answer.reason),
    ]


def family_spoken_to(message: Message[FamilySpokenTo]) -> list[Fact]:
    spoken = message.data
    parts = [
        part(S.HH, "Spoken to", spoken.who),
        part(S.SCR, "Views", spoken.views),
        part(S.SCR, "Parents know", phrase(spoken.parents_informed, "consent")),
        part(S.SCR, "Parents agree", phrase(spoken.parental_agreement, "consent")),
        part(S.SCR, "The child wants", spoken.child_view),
    ]
    return entries(message, "Family spoken to", parts, at=spoken.occurred_at)


def child_heard(message: Message[ChildVoiceRecorded]) -> list[Fact]:
    heard = message.data
    parts = [
        part(S.SCR, "The child said or showed", heard.words),
        part(S.SCR, "Heard by", phrase(heard.source)),
        part(S.SCR, "Interpreted by", heard.interpreted_by),
    ]
    return entries(message, "The child's voice", parts, child_id=heard.child_id, significance=Significance.CHRONOLOGY)


def cumulative_analysed(message: Message[CumulativeRiskAnalysed]) -> list[Fact]:
    analysed = message.data
    parts = [
        part(S.SCR, "Together they mean", analysed.so_what),
        part(S.HIS, "Incidents", "; ".join(analysed.incidents)),
        part(S.HIS, "Over", f"{analysed.window_months} months" if analysed.window_months else ""),
        part(S.HIS, "Themes", listed(phrase(theme) for theme in analysed.themes)),
        part(S.HIS, "It is", phrase(analysed.trajectory)),
        part(S.HIS, "Neglect tool", analysed.neglect_tool_used),
    ]
    return entries(
        message,
        "Incidents analysed together",
        parts,
        child_id=analysed.child_id,
        significance=Significance.CHRONOLOGY,
    )


def open_case_acknowledged(message: Message[OpenCaseAcknowledged]) -> list[Fact]:
    taken = message.data
    return entries(
        message, "Open case's team has the contact", [part(S.HIS, "Team", taken.team)], child_id=taken.child_id
    )
