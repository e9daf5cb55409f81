"""What is proposed, challenged, authorised and told, for each child, until the case closes."""

from dataclasses import dataclass
from datetime import date, datetime

from screening.case.events.catalogue import CASE_EVENTS, OfCase, OfChild
from screening.case.facts import (
    ClockOf,
    Consent,
    ContactFacts,
    HistorySeen,
    InformationGap,
    LateReason,
    SafetyPlan,
    StrategyGrounds,
)
from screening.codes import Decision, Ending, Method, Rag, Stratum
from screening.ssd import ContactFlag, contact_flags
from shared.disclosure import Sensitivity


@CASE_EVENTS.event("ThresholdDecisionProposed", classes=(Sensitivity.SCR,))
@dataclass(frozen=True, slots=True, kw_only=True)
class ThresholdDecisionProposed(OfChild):
    decision: Decision
    need_level: int
    rationale: str
    harm_analysis: str
    what_if_wrong: str
    assumptions_tested: tuple[str, ...]
    info_gaps: tuple[InformationGap, ...]
    consent: Consent
    plain_reason: str
    relies_on_safety_plan: bool
    safety_plan: SafetyPlan
    why_not_level_4: str
    strategy: StrategyGrounds | None
    proposed_by: str
    proposed_at: datetime
    history: HistorySeen | None = None


@CASE_EVENTS.event("AssumptionsTested", classes=(Sensitivity.SCR,))
@dataclass(frozen=True, slots=True, kw_only=True)
class AssumptionsTested(OfChild):
    assumptions_tested: tuple[str, ...]
    info_gaps: tuple[InformationGap, ...]
    tested_by: str


@CASE_EVENTS.event("DecisionChallenged", classes=(Sensitivity.SCR,))
@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionChallenged(OfChild):
    points: tuple[str, ...]
    due_at: datetime | None
    challenged_by: str


@CASE_EVENTS.event("SecondManagerSought", classes=(Sensitivity.SCR,))
@dataclass(frozen=True, slots=True, kw_only=True)
class SecondManagerSought(OfChild):
    """One manager agrees; a high-risk domestic abuse contact closes only when a second one does (SCR-10)."""

    first_manager: str
    manager_rationale: str


@CASE_EVENTS.event("ThresholdDecisionAuthorised", classes=(Sensitivity.SCR,))
@dataclass(frozen=True, slots=True, kw_only=True)
class ThresholdDecisionAuthorised(OfChild):
    """``without_response`` and ``without_decision`` count the children of the case who still wait; ``strata`` are why a
    dip sample may want to look at it.

    ``guards_overridden`` would have refused this decision, had a manager not let it past them. ``is_open``: the child
    was open to social care when it was decided. ``had_a_part`` are those who rated, directed, read or challenged before
    it: none of them audits it.
    """

    decision: Decision
    need_level: int
    agrees: bool
    changed_from: Decision | None
    manager_rationale: str
    plain_reason: str
    strategy: StrategyGrounds | None
    proposed_by: str
    authorised_by: str
    first_manager: str | None
    decided_at: datetime
    late: bool
    late_reason: LateReason | None
    contact: ContactFacts
    without_response: int
    without_decision: int
    history: HistorySeen | None = None
    guards_overridden: tuple[str, ...] = ()
    strata: tuple[Stratum, ...] = ()
    is_open: bool = False
    had_a_part: tuple[str, ...] = ()

    @property
    def ssd_flags(self) -> tuple[ContactFlag, ...]:
        return contact_flags(self.decision, is_open=self.is_open)


@CASE_EVENTS.event("TemplateRationaleNoticed", classes=(Sensitivity.SCR,))
@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateRationaleNoticed(OfChild):
    """The same person wrote the same words for ``times`` other children in ``days`` days (SCR-19)."""

    written_by: str
    times: int
    days: int


@CASE_EVENTS.event("BreachReasonRecorded", classes=(Sensitivity.SCR,))
@dataclass(frozen=True, slots=True, kw_only=True)
class BreachReasonRecorded(OfCase):
    """Why what the clock ``code`` of ``subject`` waited for came late. Said by a manager; the clock is never paused."""

    code: str
    subject: str
    reason: LateReason
    recorded_by: str


@CASE_EVENTS.event("GuardsDeferred", classes=(Sensitivity.SCR,))
@dataclass(frozen=True, slots=True, kw_only=True)
class GuardsDeferred(OfChild):
    """Protection went first; what these guards ask for is owed by ``due_at``.

    ``after_step_up``: early help had asked again, so history is read again beside what it said; what had been tested
    for the answer is all that is tested.
    """

    guards: tuple[str, ...]
    due_at: datetime
    after_step_up: bool = False
    assumptions_tested: tuple[str, ...] = ()
    info_gaps: tuple[InformationGap, ...] = ()


@CASE_EVENTS.event("AuthorisationReviewOwed", classes=(Sensitivity.SCR,))
@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorisationReviewOwed(OfChild):
    """One person proposed and authorised; another manager owes a look by ``due_at`` (SCR-05)."""

    authorised_by: str
    due_at: datetime


@CASE_EVENTS.event("AuthorisationReviewed", classes=(Sensitivity.SCR,))
@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorisationReviewed(OfChild):
    agrees: bool
    text: str
    reviewed_by: str


@CASE_EVENTS.event("GuardOverridden", classes=(Sensitivity.SCR,))
@dataclass(frozen=True, slots=True, kw_only=True)
class GuardOverridden(OfChild):
    guard: str
    reason: str
    review_by: date
    overridden_by: str
    overridden_at: datetime | None = None


@CASE_EVENTS.event("OverrideReviewed", classes=(Sensitivity.SCR,))
@dataclass(frozen=True, slots=True, kw_only=True)
class OverrideReviewed(OfChild):
    guard: str
    agrees: bool
    text: str
    reviewed_by: str


@CASE_EVENTS.event("OutcomeFeedbackSent", classes=(Sensitivity.SCR,))
@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeFeedbackSent(OfCase):
    """``not_told_because`` is the recorded reason why telling the referrer is unsafe or impossible."""

    profile: str
    told_whom: str
    method: Method | None
    notification_id: str | None
    not_told_because: str
    told_at: datetime
    complete: bool


@CASE_EVENTS.event("QualityFeedbackGiven", classes=(Sensitivity.SUB,))
@dataclass(frozen=True, slots=True, kw_only=True)
class QualityFeedbackGiven(OfCase):
    criteria_failed: tuple[str, ...]


@CASE_EVENTS.event("ScreeningClosed", classes=(Sensitivity.SCR,))
@dataclass(frozen=True, slots=True, kw_only=True)
class ScreeningClosed(OfCase):
    """``unanswered`` are the clocks that waited for somebody else's answer, which is not needed any more."""

    closed_by: str
    closed_at: datetime
    unanswered: tuple[ClockOf, ...] = ()


@CASE_EVENTS.event("ScreeningEnded", classes=(Sensitivity.SCR,))
@dataclass(frozen=True, slots=True, kw_only=True)
class ScreeningEnded(OfCase):
    """A manager ended the contact itself: it is another authority's, or about no child. ``clocks`` are cancelled."""

    because: Ending
    reason: str
    ended_by: str
    ended_at: datetime
    clocks: tuple[ClockOf, ...]


@CASE_EVENTS.event("ScreeningReopened", classes=(Sensitivity.SCR,))
@dataclass(frozen=True, slots=True, kw_only=True)
class ScreeningReopened(OfCase):
    """``decision_due_at`` is the new deadline of the case's rating, where it has one; where nobody had rated it,
    ``response_due_at`` is owed anew, and ``triage_due_at`` where it was not triaged."""

    reason: str
    rag: Rag | None
    reopened_at: datetime
    decision_due_at: datetime | None
    response_due_at: datetime | None = None
    triage_due_at: datetime | None = None
