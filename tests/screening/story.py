"""The brief's §6.1 to §6.3 as commands: Maisie and Alfie on the Sunday, Jay's thin contact, Noor's good one."""

from dataclasses import replace
from datetime import date
from typing import Any

from screening.case.commands import (
    AnalyseCumulative,
    AssignRag,
    AuthoriseDecision,
    Command,
    NoteQuality,
    OpenScreening,
    ProposeDecision,
    RecordClarificationAttempt,
    RecordInformation,
    RecordManagementDirection,
    ReviewHistory,
)
from screening.case.facts import Agency, Consent, ContactFacts, NamedChild, StrategyGrounds
from screening.case.urgency import POLICE_GRADE_HIGH, SAID_URGENT
from screening.codes import (
    Agreement,
    CheckedAgency,
    Concern,
    Decision,
    HistorySource,
    Immediacy,
    Method,
    ParentsInformed,
    Rag,
    Theme,
    Trajectory,
)
from shared.access.actor import SYSTEM

from .people import ADEYEMI, BROOK, REYES, may

CONTACT = "019df6a0-0000-7000-8000-000000000001"
MAISIE = "019df6a0-0000-7000-8000-00000000000a"
ALFIE = "019df6a0-0000-7000-8000-00000000000b"
JAY = "019df6a0-0000-7000-8000-00000000000c"
NOOR = "019df6a0-0000-7000-8000-00000000000d"
ZED = "019df6a0-0000-7000-8000-00000000000e"
EARLIER = ("019df6a0-0000-7000-8000-0000000000e1", "019df6a0-0000-7000-8000-0000000000e2")

CLEAR = Consent(parents_informed=ParentsInformed.YES, parental_agreement=Agreement.AGREED, child_view="Help Dad")
WORDS = "The facts are these, tested against the history and what the school and the health visitor say. " * 3
ANALYSIS = {
    "harm_analysis": "She is tired and hungry, and takes an adult's place for her brother.",
    "what_if_wrong": "A baby is alone for hours, and nobody hears of it before September.",
}
PLAIN = "We have listened to what you told us and this is what happens next."
GROUNDS = StrategyGrounds(
    grounds="Non-fatal strangulation seen by Maisie", concern=(Concern.EMO,), immediacy=Immediacy.IMMEDIATE
)

SUNDAY = may(3, 1, 5)
THURSDAY = may(7, 16, 5)
WEDNESDAY = may(13, 9, 40)

POLICE_CONTACT = ContactFacts(
    contact_id=CONTACT,
    contact_type="DOMESTIC_ABUSE",
    source_code="6",
    source_system="EXPOL-RMS",
    source_ref="PPN-2026-0418823",
    agency=Agency(org_id="force-example", name="Example Police"),
    professional_referrer=True,
    received_at=SUNDAY,
    urgent_facts=(SAID_URGENT, POLICE_GRADE_HIGH),
    police_grade="HIGH",
    high_risk_factors=("STRANGULATION", "SEPARATION"),
    previous_incidents_12m=3,
)
SCHOOL_CONTACT = ContactFacts(
    contact_id=CONTACT,
    contact_type="CHILD_CONCERN",
    source_code="2A",
    source_system="SCHOOL-PORTAL",
    source_ref="SP-10301",
    agency=Agency(org_id="sch-999001", name="Larkfield Primary", urn="999001"),
    professional_referrer=True,
    received_at=WEDNESDAY,
    urgent_facts=(),
    police_grade=None,
    high_risk_factors=(),
    previous_incidents_12m=0,
)
THIN_CONTACT = replace(SCHOOL_CONTACT, source_ref="SP-10233", received_at=THURSDAY)

THE_WEEKEND = OpenScreening(
    by=SYSTEM,
    at=SUNDAY,
    contact=POLICE_CONTACT,
    children=(
        NamedChild(temp_ref="c1", child_id=MAISIE, born_on=date(2017, 9, 14)),
        NamedChild(temp_ref="c2", child_id=ALFIE, born_on=date(2023, 12, 2)),
    ),
    consent=CLEAR,
)
JAYS_CONTACT = OpenScreening(
    by=SYSTEM,
    at=THURSDAY,
    contact=THIN_CONTACT,
    children=(NamedChild(temp_ref="c1", child_id=JAY, born_on=date(2013, 1, 21)),),
    consent=Consent(),
)
NOORS_CONTACT = OpenScreening(
    by=SYSTEM,
    at=WEDNESDAY,
    contact=SCHOOL_CONTACT,
    children=(
        NamedChild(temp_ref="c1", child_id=NOOR, born_on=date(2018, 6, 3)),
        NamedChild(temp_ref="c2", child_id=ZED, born_on=date(2025, 3, 19)),
    ),
    consent=CLEAR,
)
THIN = NoteQuality(by=SYSTEM, at=THURSDAY, contact_id=CONTACT, grade="INADEQUATE", failed=("q2", "q5"))

RED = AssignRag(by=REYES, at=SUNDAY, rag=Rag.RED)
AMBER = AssignRag(by=REYES, at=WEDNESDAY, rag=Rag.AMBER)
GREEN = AssignRag(by=REYES, at=WEDNESDAY, rag=Rag.GREEN)
DIRECTION = RecordManagementDirection(
    by=REYES, at=WEDNESDAY, text="Read the history, ring the school, speak to the family."
)


def reviewed(child_id: str, **changes: Any) -> ReviewHistory:
    """A history review of a child about whom nothing was known."""
    review = ReviewHistory(
        by=ADEYEMI,
        at=WEDNESDAY,
        child_id=child_id,
        sources=(HistorySource.LCS, HistorySource.EHM),
        summary="Nothing earlier is known about this child.",
    )
    return replace(review, **changes)


def analysed(child_id: str) -> AnalyseCumulative:
    return AnalyseCumulative(
        by=ADEYEMI,
        at=WEDNESDAY,
        child_id=child_id,
        window_months=12,
        incidents=("Three police notifications",),
        themes=(Theme.DA,),
        trajectory=Trajectory.WORSENING,
        so_what="Each was closed alone; together they show a pattern that is getting worse.",
    )


def proposed(child_id: str, decision: Decision, **changes: Any) -> ProposeDecision:
    """A proposal with everything that a careful screener gives."""
    proposal = ProposeDecision(
        by=ADEYEMI,
        at=WEDNESDAY,
        child_id=child_id,
        decision=decision,
        need_level=decision.need_levels[0],
        rationale=WORDS,
        harm_analysis=ANALYSIS["harm_analysis"],
        what_if_wrong=ANALYSIS["what_if_wrong"],
        assumptions_tested=("That the children slept through it: Maisie saw it",),
        consent=CLEAR,
        plain_reason=PLAIN,
        strategy=GROUNDS if decision is Decision.REFERRAL_STRATEGY else None,
    )
    return replace(proposal, **changes)


def authorised(child_id: str, **changes: Any) -> AuthoriseDecision:
    authorisation = AuthoriseDecision(
        by=BROOK,
        at=WEDNESDAY,
        child_id=child_id,
        manager_rationale="I asked what happens if we are wrong; the answer holds.",
    )
    return replace(authorisation, **changes)


def answered(agency: CheckedAgency) -> RecordInformation:
    return RecordInformation(by=ADEYEMI, at=WEDNESDAY, agency=agency, summary="Nothing known to them.")


def attempted(method: Method, day: int = 13) -> RecordClarificationAttempt:
    return RecordClarificationAttempt(by=ADEYEMI, at=may(day, 10), method=method, outcome="No answer")


NOOR_READY: tuple[Command, ...] = (NOORS_CONTACT, AMBER, DIRECTION, reviewed(NOOR), reviewed(ZED))
"""Everything that a decision for Noor and Zed needs before it is proposed."""

WEEKEND_READY: tuple[Command, ...] = (
    THE_WEEKEND,
    replace(RED, at=may(3, 1, 20)),
    replace(DIRECTION, at=may(3, 1, 25)),
    reviewed(MAISIE, at=may(3, 1, 40), contacts_counted_12m=4, items_available=EARLIER, items_opened=EARLIER),
    reviewed(ALFIE, at=may(3, 1, 45), contacts_counted_12m=4),
)
