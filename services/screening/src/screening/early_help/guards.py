"""What stands before a step-down: every guard before a decision that closes, and SCR-16 of its own (S000 L68).

Two guards are asked in other words. SCR-11 wants open children left to their team: it is that team which proposes.
SCR-14 wants a red rating taken back with reasons: the rating of a contact that is long closed is answered by what
has changed since. A manager lets a step-down past a guard where a decision is let past it: in the child's screening.
"""

from screening.case.applicability import NAMES, Unmet, let_past, step_down_wants
from screening.case.events import ThresholdDecisionProposed
from screening.case.guards import Missing, Question
from screening.codes import Decision, Rag
from screening.early_help.commands import StepDown

FORM = "step-down"
EARLY_HELP_NEED_LEVEL = 2


def unmet(command: StepDown) -> list[Unmet]:
    """The guards that are neither satisfied nor overridden, in the order in which they are asked."""
    question = question_of(command)
    return [one for one in _wanted(command, question) if not _is_let_past(question, one)]


def overridden(command: StepDown) -> tuple[str, ...]:
    """The guards that would have refused this step-down, had a manager not let it past them."""
    question = question_of(command)
    return tuple(dict.fromkeys(one.code for one in _wanted(command, question) if _is_let_past(question, one)))


def _is_let_past(question: Question | None, wanted: Unmet) -> bool:
    return question is not None and let_past(question, wanted.code)


def _wanted(command: StepDown, question: Question | None) -> list[Unmet]:
    if question is None:
        unknown = _missing("SCR-02", NAMES["SCR-02"], "This contact does not name the child.", "child_id")
        return [unknown, *_of_a_step_down(command)]
    return [*step_down_wants(question), *_of_a_step_down(command)]


def question_of(command: StepDown) -> Question | None:
    """The step-down as the guards are asked about it; none where the contact does not name the child."""
    if command.screened is None:
        return None
    return Question(
        case=command.screening,
        child=command.screened,
        decision=Decision.EARLY_HELP,
        proposal=_as_proposal(command),
        asked_by=command.by,
        at=command.at,
        known=command.known,
    )


def _as_proposal(command: StepDown) -> ThresholdDecisionProposed:
    """The step-down as the guards read a decision for early help."""
    return ThresholdDecisionProposed(
        contact_id=command.screening.contact.contact_id,
        child_id=command.child_id,
        decision=Decision.EARLY_HELP,
        need_level=EARLY_HELP_NEED_LEVEL,
        rationale=command.reason,
        harm_analysis=command.risks,
        what_if_wrong="",
        assumptions_tested=command.assumptions_tested,
        info_gaps=command.info_gaps,
        consent=command.consent,
        plain_reason="",
        relies_on_safety_plan=command.relies_on_safety_plan,
        safety_plan=command.safety_plan,
        why_not_level_4=command.reason,
        strategy=None,
        proposed_by=command.by.user_id,
        proposed_at=command.at,
    )


def _of_a_step_down(command: StepDown) -> list[Unmet]:
    red = command.screening.rag is Rag.RED and not command.changed_since_red.strip()
    tests = (
        (red, "SCR-14", NAMES["SCR-14"], "The contact was rated RED: say what has changed since.", "changed_since_red"),
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
    return [_missing(code, name, reason, field) for applies, code, name, reason, field in tests if applies]


VAGUE = ("SCR-16", NAMES["SCR-16"])
NO_ORGANISATION = "Name the organisation that takes over."
"""Wanted by SCR-16, and whoever lets that pass: what is offered to nobody, nobody can accept."""


def _missing(code: str, name: str, reason: str, field: str) -> Unmet:
    return Unmet(code=code, name=name, missing=Missing(reason=reason, form=FORM, field=field))
