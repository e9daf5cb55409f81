"""What the rules remember of a screening: nothing that no rule asks for."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from screening.case.events import (
    ClarificationRequested,
    EscalationNoted,
    GuardOverridden,
    HistoryReviewed,
    RagProposed,
    ThresholdDecisionProposed,
)
from screening.case.facts import ClockOf, Consent, ContactFacts
from screening.codes import CareStatus, CheckedAgency, Decision, Ending, Method, Rag


@dataclass(frozen=True, slots=True, kw_only=True)
class Child:
    """One child of the case. Without ``response_due_at`` the rating's clock is all that runs: it was opened again.

    ``history_current`` falls when the contact is amended, or when the child turns out to be somebody we knew.
    """

    temp_ref: str
    child_id: str
    provisional_child_id: str
    born_on: date | None
    response_due_at: datetime | None
    history: HistoryReviewed | None = None
    history_current: bool = False
    cumulative_analysed: bool = False
    open_case_acknowledged: bool = False
    open_case_acknowledged_at: datetime | None = None
    care_status_at_contact: CareStatus | None = None
    proposal: ThresholdDecisionProposed | None = None
    challenged: bool = False
    first_manager: str | None = None
    decision: Decision | None = None
    decided_on: ThresholdDecisionProposed | None = None
    deferred_guards: tuple[str, ...] = ()
    review_owed_by_other_than: str | None = None
    referrer_told: bool = False
    template_rationale: bool = False
    decided_past: tuple[GuardOverridden, ...] = ()

    @property
    def is_open_to_social_care(self) -> bool:
        """By the reviewer's reading or by what intake recorded: whoever knows of an open case is believed."""
        return self.care_status.is_open

    @property
    def care_status(self) -> CareStatus:
        reviewed = self.history.care_status if self.history else CareStatus.UNKNOWN
        at_contact = self.care_status_at_contact or CareStatus.UNKNOWN
        if at_contact.is_open and not reviewed.is_open:
            return at_contact
        return at_contact if reviewed is CareStatus.UNKNOWN else reviewed

    @property
    def is_decided(self) -> bool:
        return self.decision is not None and not self.decision.holds


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """``clock_rag`` is the rating whose clock runs: the strictest one since ``counts_from``, receipt or reopening.

    ``asked_sender`` is the question that the sender has not answered; with ``attempt_owed`` it is overdue and nobody
    has tried again. ``owed`` is when what each clock waits for is due, ``late`` what came later, unexplained.
    """

    contact: ContactFacts
    children: tuple[Child, ...]
    consent: Consent
    counts_from: datetime
    quality: str | None = None
    quality_failed: tuple[str, ...] = ()
    quality_told: bool = False
    rag: Rag | None = None
    rag_proposed: RagProposed | None = None
    clock_rag: Rag | None = None
    decision_due_at: datetime | None = None
    directed: bool = False
    screener_id: str | None = None
    checks_required: frozenset[CheckedAgency] = frozenset()
    checks_received: frozenset[CheckedAgency] = frozenset()
    checks_declined: frozenset[CheckedAgency] = frozenset()
    proceeded_without: frozenset[CheckedAgency] = frozenset()
    clarified: bool = False
    asked_sender: ClarificationRequested | None = None
    tried_since_asking: bool = False
    attempt_owed: bool = False
    attempts: tuple[tuple[date, Method], ...] = ()
    overrides: tuple[GuardOverridden, ...] = ()
    siblings_waiting: frozenset[str] = frozenset()
    marac_confirmed: bool = False
    graded_by_hub: bool = False
    let_past_before: bool = False
    had_a_part: frozenset[str] = frozenset()
    owed: Mapping[ClockOf, datetime] = field(default_factory=dict[ClockOf, datetime])
    late: frozenset[ClockOf] = frozenset()
    explained: frozenset[ClockOf] = frozenset()
    closed: bool = False
    escalations: tuple[EscalationNoted, ...] = ()
    ended: Ending | None = None

    @property
    def triaged(self) -> bool:
        return self.rag is not None and self.directed

    @property
    def child_ids(self) -> tuple[str, ...]:
        return tuple(child.child_id for child in self.children)

    @property
    def is_waited_for(self) -> bool:
        """A child of this case waits for a decision."""
        return not self.closed and not self.all_decided

    @property
    def all_decided(self) -> bool:
        """Of a contact that names no child nothing is decided."""
        return bool(self.children) and all(child.is_decided for child in self.children)

    def find(self, child_id: str) -> Child | None:
        """The child of this id, also by the provisional one that a page or script may still hold."""
        for child in self.children:
            if child_id in (child.child_id, child.provisional_child_id):
                return child
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Awaiting:
    """The contact has not reached us. Its events come in order, so nothing comes before it but word of a discussion."""


State = Awaiting | Case
