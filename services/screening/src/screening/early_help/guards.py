"""What stands before a step-down, and before each answer to a step-up (domain brief §3.2, applicability).

Before a child is with early help alone: every guard before a decision that closes, and SCR-16 before a step-down (S000
L68). A step-up that goes up, or is linked to an open case, is asked what any such decision is asked, and protection
waits for nothing. Some guards are asked in other words. SCR-11 wants open children left to their team: of a step-down
it is that team which proposes. SCR-14 wants a red rating taken back with reasons: the rating of a contact that is long
closed is answered by what has changed since. What early help tells when it asks for a step-up is read beside the
history (SCR-02), and the team that holds an open case says that it has it since (SCR-11). A manager lets either past a
guard where a decision is let past it: in the child's screening, for that one decision.
"""

from screening.case.applicability import (
    NAMES,
    PROTECTION,
    Unmet,
    deferred,
    guards_before_step_up,
    let_past,
    step_down_wants,
    step_up_wants,
)
from screening.case.events import GuardOverridden, ThresholdDecisionProposed
from screening.case.facts import KnownOfChild
from screening.case.guards import STATUTORY, Missing, Question, is_open
from screening.case.state import Case, Child
from screening.codes import Decision, Rag
from screening.early_help.commands import DecideStepUp, StepDown
from screening.early_help.state import EarlyHelp

FORM = "step-down"
EARLY_HELP_NEED_LEVEL = 2


def unmet(command: StepDown | DecideStepUp, state: EarlyHelp) -> list[Unmet]:
    """The guards that are neither satisfied nor overridden, in the order in which they are asked."""
    question = question_of(command, state)
    return [one for one in _wanted(command, state, question) if not _is_let_past(question, one)]


def overridden(command: StepDown | DecideStepUp, state: EarlyHelp) -> tuple[str, ...]:
    """The guards that would have refused this, had a manager not let it past them."""
    question = question_of(command, state)
    let = (one.code for one in _wanted(command, state, question) if _is_let_past(question, one))
    return tuple(dict.fromkeys(let))


def _is_let_past(question: Question | None, wanted: Unmet) -> bool:
    return question is not None and let_past(question, wanted.code)


def _wanted(command: StepDown | DecideStepUp, state: EarlyHelp, question: Question | None) -> list[Unmet]:
    of_its_own = _of_a_step_down(command) if isinstance(command, StepDown) else _of_a_step_up(command, state)
    if question is None:
        unnamed = _missing("SCR-02", NAMES["SCR-02"], "This contact does not name the child.", "child_id")
        return of_its_own if is_protection(command) else [unnamed, *of_its_own]
    wants = step_down_wants if isinstance(command, StepDown) else step_up_wants
    return [*wants(question), *of_its_own]


def is_protection(command: StepDown | DecideStepUp) -> bool:
    """Does the answer go up so that nothing may slow it?"""
    if isinstance(command, StepDown):
        return False
    return guards_before_step_up(command.decision, command.screening.rag) == PROTECTION


def owed_afterwards(command: DecideStepUp, state: EarlyHelp) -> tuple[str, ...]:
    """The guards that an answer which protects did not wait for, and that are not met."""
    question = question_of(command, state)
    if question is None or not is_protection(command):
        return ()
    wanted = [*deferred(question), *_unread(question.child, state)]
    return tuple(dict.fromkeys(one.code for one in wanted if not _is_let_past(question, one)))


def question_of(command: StepDown | DecideStepUp, state: EarlyHelp) -> Question | None:
    """What is asked, as the guards are asked about it; none where the contact does not name the child."""
    if command.screened is None:
        return None
    return Question(
        case=command.screening,
        child=command.screened,
        decision=_decision_of(command),
        proposal=_as_proposal(command),
        asked_by=command.by,
        at=command.at,
        known=command.known,
        spent=_spent(command.screening, command.screened, state),
    )


def _decision_of(command: StepDown | DecideStepUp) -> Decision:
    return Decision.EARLY_HELP if isinstance(command, StepDown) else command.decision


def still_to_do(
    decision: Decision, case: Case, child: Child | None, known: KnownOfChild | None, state: EarlyHelp
) -> list[Unmet]:
    """What this answer to a step-up wants, but for what its own form asks. Who is not open is linked to nothing."""
    if child is None:
        return []
    spent = _spent(case, child, state)
    question = Question(case=case, child=child, decision=decision, known=known, spent=spent)
    if decision is Decision.LINK_OPEN_CASE and not is_open(question):
        return []
    wanted = [*step_up_wants(question), *_since_asked(decision, case, child, state)]
    return [one for one in wanted if one.code != "SCR-09" and not let_past(question, one.code)]


def _spent(case: Case, child: Child, state: EarlyHelp) -> tuple[GuardOverridden, ...]:
    """An override is for one decision: the screening's own, or an earlier one about early help, has had these."""
    decided_at = state.last_decided_at
    if decided_at is None:
        return child.decided_past
    earlier = (one for one in case.overrides if not one.overridden_at or one.overridden_at <= decided_at)
    return (*child.decided_past, *earlier)


def _as_proposal(command: StepDown | DecideStepUp) -> ThresholdDecisionProposed:
    """As the guards read a decision."""
    step_down = isinstance(command, StepDown)
    decision = _decision_of(command)
    reason = command.reason if step_down else command.rationale
    return ThresholdDecisionProposed(
        contact_id=command.screening.contact.contact_id,
        child_id=command.child_id,
        decision=decision,
        need_level=STATUTORY if decision.goes_up else EARLY_HELP_NEED_LEVEL,
        rationale=reason,
        harm_analysis=command.risks if step_down else "",
        what_if_wrong="",
        assumptions_tested=command.assumptions_tested,
        info_gaps=command.info_gaps,
        consent=command.consent,
        plain_reason="",
        relies_on_safety_plan=command.relies_on_safety_plan,
        safety_plan=command.safety_plan,
        why_not_level_4=reason,
        strategy=None,
        proposed_by=command.by.user_id,
        proposed_at=command.at,
    )


def _of_a_step_up(command: DecideStepUp, state: EarlyHelp) -> list[Unmet]:
    child, decision = command.screened, command.decision
    since = _since_asked(decision, command.screening, child, state) if child else []
    return [*since, *(_red(command) if decision is Decision.EARLY_HELP else ())]


def _since_asked(decision: Decision, case: Case, child: Child, state: EarlyHelp) -> list[Unmet]:
    """What was done for the contact has to be done again, beside what early help says now."""
    before = guards_before_step_up(decision, case.rag)
    linked = decision is Decision.LINK_OPEN_CASE
    return [
        *(_unread(child, state) if "SCR-02" in before else ()),
        *(_unacknowledged(child, state) if linked else ()),
    ]


def _unacknowledged(child: Child, state: EarlyHelp) -> list[Unmet]:
    """The team that holds the child has said so since early help asked; that nobody has is told by SCR-11 itself."""
    asked, at = state.step_up, child.open_case_acknowledged_at
    if asked is None or not child.open_case_acknowledged or (at is not None and at >= asked.requested_at):
        return []
    return [UNACKNOWLEDGED_SINCE]


def _unread(child: Child, state: EarlyHelp) -> list[Unmet]:
    """The history is read beside what early help has said."""
    asked, history = state.step_up, child.history
    read = asked is None or (history is not None and history.reviewed_at >= asked.requested_at)
    return [] if read else [UNREAD_SINCE]


def _red(command: StepDown | DecideStepUp) -> list[Unmet]:
    if command.screening.rag is not Rag.RED or command.changed_since_red.strip():
        return []
    reason = "The contact was rated RED: say what has changed since."
    return [_missing("SCR-14", NAMES["SCR-14"], reason, "changed_since_red")]


def _of_a_step_down(command: StepDown) -> list[Unmet]:
    tests = (
        (not command.focus.strip(), *VAGUE, "Say what early help is to concentrate on.", "focus"),
        (
            not any(goal.is_specific for goal in command.goals),
            *VAGUE,
            "Give at least one specific goal: what will be different, a colon, how anybody will see it.",
            "goals",
        ),
        (not any(command.triggers), *VAGUE, "Say what would bring the child back to social care.", "triggers"),
        (
            not command.agreement_evidence.strip(),
            *VAGUE,
            "Say who of the family agreed to what, and when.",
            "agreement_evidence",
        ),
        (not command.recipient.org_id.strip(), *VAGUE, NO_ORGANISATION, "recipient_org"),
        (
            not command.recipient.name.strip(),
            *VAGUE,
            "Name the person who takes over: a team inbox is nobody.",
            "recipient_name",
        ),
        (not command.recipient.org_id.strip(), "STEPDOWN", "RECIPIENT", NO_ORGANISATION, "recipient_org"),
        (
            command.joint_visit_date is None,
            "STEPDOWN",
            "JOINT_VISIT",
            "Plan the day on which both visit the family.",
            "joint_visit_date",
        ),
    )
    wanted = [_missing(code, name, reason, field) for applies, code, name, reason, field in tests if applies]
    return [*_red(command), *wanted]


VAGUE = ("SCR-16", NAMES["SCR-16"])
NO_ORGANISATION = "Name the organisation that takes over."
"""Wanted by SCR-16, and whoever lets that pass: what is offered to nobody, nobody can accept."""


def _missing(code: str, name: str, reason: str, field: str) -> Unmet:
    return Unmet(code=code, name=name, missing=Missing(reason=reason, form=FORM, field=field))


UNREAD_SINCE = Unmet(
    code="SCR-02",
    name=NAMES["SCR-02"],
    missing=Missing(
        reason="Early help has said something new: review the child's history beside it first.",
        form="history",
        field="history",
    ),
)

UNACKNOWLEDGED_SINCE = Unmet(
    code="SCR-11",
    name=NAMES["SCR-11"],
    missing=Missing(
        reason="Early help has said something new: the manager of the team that holds the case has to acknowledge it.",
        form="acknowledge",
    ),
)
