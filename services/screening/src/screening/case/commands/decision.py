"""What may be asked of a decision: propose, challenge, authorise, override, tell, close."""

from dataclasses import dataclass, field
from datetime import date, datetime

from screening.case.commands.asked import Asked
from screening.case.facts import Consent, InformationGap, KnownOfChild, LateReason, SafetyPlan, StrategyGrounds
from screening.codes import Decision, Method


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposeDecision(Asked):
    """Without ``consent`` it rests on what the case knows already. ``known`` comes from our own record, and so does
    ``same_rationale``: for how many other children this person wrote the same words lately.
    """

    child_id: str
    decision: Decision
    need_level: int
    rationale: str
    harm_analysis: str = ""
    what_if_wrong: str = ""
    assumptions_tested: tuple[str, ...] = ()
    info_gaps: tuple[InformationGap, ...] = ()
    consent: Consent | None = None
    plain_reason: str = ""
    relies_on_safety_plan: bool = False
    safety_plan: SafetyPlan = field(default_factory=SafetyPlan)
    why_not_level_4: str = ""
    strategy: StrategyGrounds | None = None
    same_rationale: int = 0
    known: KnownOfChild | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordAssumptionsTested(Asked):
    """Added to a proposal, or owed afterwards to a decision that protection did not let wait."""

    child_id: str
    assumptions_tested: tuple[str, ...]
    info_gaps: tuple[InformationGap, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ChallengeDecision(Asked):
    child_id: str
    points: tuple[str, ...]
    due_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthoriseDecision(Asked):
    """``change_to`` is what the manager puts in place of the proposed decision, with its own plain reason.

    ``known`` comes from our own record.
    """

    child_id: str
    manager_rationale: str
    change_to: Decision | None = None
    plain_reason: str = ""
    strategy: StrategyGrounds | None = None
    late_reason: LateReason | None = None
    same_rationale: int = 0
    known: KnownOfChild | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeferGuards(Asked):
    """A step-up that goes up for protection waits for none of them: ``guards`` are still owed, beside what the manager
    has tested already."""

    child_id: str
    guards: tuple[str, ...]
    assumptions_tested: tuple[str, ...]
    info_gaps: tuple[InformationGap, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewAuthorisation(Asked):
    """Another manager looks, afterwards, at a decision that one person proposed and authorised."""

    child_id: str
    agrees: bool
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OverrideGuard(Asked):
    child_id: str
    guard: str
    reason: str
    review_by: date


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordBreachReason(Asked):
    """Why something was late. ``ran_out`` is what our own record says of the clock, never whoever asks."""

    code: str
    subject: str
    reason: LateReason
    ran_out: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewOverride(Asked):
    """Another manager looks again at a guard that was let past, as the override promised."""

    child_id: str
    guard: str
    agrees: bool
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SendOutcomeFeedback(Asked):
    """Told by a person, or recorded as impossible or unsafe with the reason."""

    told_whom: str
    method: Method | None
    not_told_because: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseScreening(Asked):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class ReopenScreening(Asked):
    reason: str
    child_ids: tuple[str, ...] = ()
