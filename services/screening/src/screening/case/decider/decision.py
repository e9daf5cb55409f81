"""What is proposed for each child, challenged, and let past a guard. Its law: a person proposes."""

from screening.case.applicability import (
    NAMES,
    NEVER_OVERRIDDEN,
    PROTECTION,
    SECOND_PAIR_OF_EYES,
    guards_before,
    refuse_unmet,
)
from screening.case.commands import (
    AuthoriseDecision,
    ChallengeDecision,
    OverrideGuard,
    ProposeDecision,
    RecordAssumptionsTested,
)
from screening.case.decider.asking import child_of, needed
from screening.case.events import (
    AssumptionsTested,
    DecisionChallenged,
    Event,
    GuardOverridden,
    TemplateRationaleNoticed,
    ThresholdDecisionProposed,
)
from screening.case.facts import HistorySeen, KnownOfChild, StrategyGrounds
from screening.case.guards import Question
from screening.case.state import Case, Child
from screening.codes import Decision
from screening.policy import POLICY
from shared.decider import Refused
from shared.overriding import refuse_unreasoned


def propose(command: ProposeDecision, case: Case) -> list[Event]:
    """A registered social worker says what should happen for one child, and why."""
    child = _undecided(child_of(case, command.child_id))
    proposal = ThresholdDecisionProposed(
        contact_id=case.contact.contact_id,
        child_id=child.child_id,
        decision=command.decision,
        need_level=command.need_level,
        rationale=command.rationale,
        harm_analysis=command.harm_analysis,
        what_if_wrong=command.what_if_wrong,
        assumptions_tested=command.assumptions_tested,
        info_gaps=command.info_gaps,
        consent=command.consent or case.consent,
        plain_reason=command.plain_reason,
        relies_on_safety_plan=command.relies_on_safety_plan,
        safety_plan=command.safety_plan,
        why_not_level_4=command.why_not_level_4,
        strategy=command.strategy,
        proposed_by=command.by.user_id,
        proposed_at=command.at,
        history=seen(child, command.known),
    )
    refuse_unmet(
        Question(
            case=case,
            child=child,
            decision=command.decision,
            proposal=proposal,
            asked_by=command.by,
            at=command.at,
            known=command.known,
        )
    )
    _complete(proposal, case)
    return [proposal, *template_noticed(command, proposal)]


def seen(child: Child, known: KnownOfChild | None) -> HistorySeen | None:
    """What the decision could rest on: our record at this moment, and what the reviewer opened of it."""
    if known is None:
        return None
    history = child.history
    return HistorySeen(
        position=known.position,
        items_available=known.items,
        items_opened=history.items_opened if history else (),
        timeline_read_at=history.timeline_read_at if history else None,
        entries_opened=history.entries_opened if history else (),
    )


def template_noticed(
    command: ProposeDecision | AuthoriseDecision, about: ThresholdDecisionProposed
) -> list[TemplateRationaleNoticed]:
    """SCR-19: words that one person writes for child after child are let through, noticed, and sampled."""
    if command.same_rationale <= POLICY.template_rationales:
        return []
    return [
        TemplateRationaleNoticed(
            contact_id=about.contact_id,
            child_id=about.child_id,
            written_by=command.by.user_id,
            times=command.same_rationale,
            days=POLICY.template_days,
        )
    ]


def _undecided(child: Child) -> Child:
    if child.is_decided:
        raise Refused(
            "SCREENING DECIDED",
            "This child's decision stands. Reopen the screening, with the reason, to decide again.",
            "child_id",
        )
    return child


def _complete(proposal: ThresholdDecisionProposed, case: Case) -> None:
    """A decision that protects may be short; one that closes is argued, and put in words for the referrer."""
    if proposal.need_level not in proposal.decision.need_levels:
        levels = " or ".join(str(level) for level in proposal.decision.need_levels)
        raise Refused("SCREENING NEED_LEVEL", f"{proposal.decision} stands on level {levels}.", "need_level")
    if len(proposal.plain_reason) > POLICY.plain_reason_characters:
        raise Refused(
            "SCREENING PLAIN_REASON",
            f"Keep the words for the referrer within {POLICY.plain_reason_characters} characters.",
            "plain_reason",
        )
    if proposal.decision is Decision.REFERRAL_STRATEGY:
        grounds(proposal.strategy)
    if guards_before(proposal.decision, case.rag) == PROTECTION:
        return needed(proposal.rationale, "rationale", "Say why.")
    if len(proposal.rationale) < POLICY.rationale_characters:
        raise Refused(
            "SCREENING RATIONALE",
            f"Write the rationale in at least {POLICY.rationale_characters} characters: what you know, what "
            "it means for the child, and why this decision.",
            "rationale",
        )
    if not proposal.decision.holds:
        needed(proposal.harm_analysis.strip(), "harm_analysis", "Say what harm there is to this child, or likely.")
        needed(proposal.what_if_wrong.strip(), "what_if_wrong", "Say what happens to this child if you are wrong.")
        needed(proposal.plain_reason, "plain_reason", "Write, in plain words, what the referrer may be told.")
    return None


def grounds(strategy: StrategyGrounds | None) -> StrategyGrounds:
    if strategy is None or not strategy.grounds or not strategy.concern:
        raise Refused(
            "SCREENING STRATEGY_GROUNDS",
            "Say on what grounds a strategy discussion is needed, about which harm, and how soon.",
            "strategy",
        )
    return strategy


def record_assumptions(command: RecordAssumptionsTested, case: Case) -> list[Event]:
    child = child_of(case, command.child_id)
    if child.proposal is None and child.decided_on is None:
        raise nothing_proposed()
    needed(
        command.assumptions_tested,
        "assumptions_tested",
        "Say what you assumed, tested and found.",
    )
    return [
        AssumptionsTested(
            contact_id=case.contact.contact_id,
            child_id=child.child_id,
            assumptions_tested=command.assumptions_tested,
            info_gaps=command.info_gaps,
            tested_by=command.by.user_id,
        )
    ]


def challenge(command: ChallengeDecision, case: Case) -> list[Event]:
    """The case goes back to the screener, with the manager's points (S000 L58)."""
    child = child_of(case, command.child_id)
    if child.proposal is None:
        raise nothing_proposed()
    needed(command.points, "points", "Say what you want to know or to be thought about again.")
    if command.due_at is not None and command.due_at <= command.at:
        raise Refused("SCREENING CHALLENGE_DUE", "Say by when: a time that is still to come.", "due_at")
    return [
        DecisionChallenged(
            contact_id=case.contact.contact_id,
            child_id=child.child_id,
            points=command.points,
            due_at=command.due_at,
            challenged_by=command.by.user_id,
        )
    ]


def nothing_proposed() -> Refused:
    return Refused("SCREENING NOTHING_PROPOSED", "No decision has been proposed for this child.", "child_id")


def override(command: OverrideGuard, case: Case) -> list[Event]:
    """A named manager lets a decision pass a guard, with the reason and a date to look again."""
    child = child_of(case, command.child_id)
    if command.guard not in NAMES:
        raise Refused("SCREENING UNKNOWN_GUARD", "There is no such guard.", "guard")
    whole = f"{command.guard} {NAMES[command.guard]}"
    if command.guard in NEVER_OVERRIDDEN:
        raise Refused(whole, "Nobody can override this guard.", "guard")
    refuse_unreasoned(command.by, command.at, whole, command.reason, command.review_by, "SCREENING")
    proposer = child.proposal.proposed_by if child.proposal else None
    if command.guard in SECOND_PAIR_OF_EYES and proposer == command.by.user_id:
        raise Refused(whole, "Another manager has to override this guard.", "guard")
    return [
        GuardOverridden(
            contact_id=case.contact.contact_id,
            child_id=child.child_id,
            guard=command.guard,
            reason=command.reason,
            review_by=command.review_by,
            overridden_by=command.by.user_id,
            overridden_at=command.at,
        )
    ]
