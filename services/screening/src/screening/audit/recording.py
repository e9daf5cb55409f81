"""What an auditor finds in one case, and the actions that follow. Pure."""

from collections.abc import Sequence
from datetime import datetime

from screening.audit.commands import AgreeAuditAction, RecordAudit
from screening.audit.events import AuditActionAgreed, AuditCompleted, AuditEvent
from screening.audit.facts import Action, Answer
from screening.audit.questions import QUESTIONS, UNSAFE_NOW
from screening.audit.reading import of_sample, still_open
from screening.audit.state import Drawn
from screening.codes import AuditAnswer
from shared.access.actor import Actor
from shared.decider import Refused
from shared.working_time import in_london


def record(command: RecordAudit, drawn: Drawn) -> list[AuditEvent]:
    """Every question has an answer with its evidence, and a child at risk an action that somebody owns today."""
    case = of_sample(still_open(drawn, command.at), command.case, command.by)
    if case.number in drawn.completed:
        raise Refused(
            "AUD-07 NOT_AUDITED", "This case has been audited already. A second opinion moderates it.", "case"
        )
    _all_answered(command.answers)
    _risk_is_said(command)
    completed = AuditCompleted(
        audit_id=drawn.sample.audit_id,
        case=case.number,
        contact_id=case.contact_id,
        child_id=case.child_id,
        grade=command.grade,
        answers=command.answers,
        own_child=command.own_child,
        child_at_risk=command.child_at_risk,
        summary=command.summary,
        audited_by=command.by.user_id,
        audited_at=command.at,
    )
    if not command.child_at_risk:
        return [completed]
    return [completed, _agreed_today(command, drawn, case.child_id)]


def _all_answered(answers: Sequence[Answer]) -> None:
    given = {answer.question: answer for answer in answers}
    for question, words in QUESTIONS.items():
        if question not in given:
            raise Refused("AUD-04 UNANSWERED", f"Answer this: {words}", question)
        if not given[question].evidence:
            raise Refused("AUD-04 UNANSWERED", f"Say where you saw it: {words}", f"{question}_evidence")
    for question in given:
        if question not in QUESTIONS:
            raise Refused("AUD-04 UNANSWERED", "There is no such question.", question)


def _risk_is_said(command: RecordAudit) -> None:
    unsafe = next(answer.answer for answer in command.answers if answer.question == UNSAFE_NOW)
    if unsafe is not AuditAnswer.NO and not command.child_at_risk:
        raise Refused(
            "AUD-05 CHILD_AT_RISK",
            "You say that something is unsafe now. Say that the child is at risk, and who acts today.",
            "child_at_risk",
        )


def _agreed_today(command: RecordAudit, drawn: Drawn, child_id: str) -> AuditActionAgreed:
    action = command.action or Action(what="", owner="", due_at=None)
    due_at = _owned(action, command.at, "action_")
    if in_london(due_at).date() != in_london(command.at).date():
        raise Refused("AUD-05 CHILD_AT_RISK", "A child is at risk: the action is due today.", "action_due_at")
    return _agreed(
        command.by, command.at, drawn, command.action_id, action, due_at, command.case, (child_id,), urgent=True
    )


def _owned(action: Action, at: datetime, prefix: str = "") -> datetime:
    """When it is due. ``prefix`` is how the form of an audit names the fields of its action."""
    if not action.what:
        raise Refused("AUD-13 ACTION", "Say what has to be done.", f"{prefix}what")
    if not action.owner:
        raise Refused("AUD-13 ACTION", "Name the person who owns this action.", f"{prefix}owner")
    if action.due_at is None:
        raise Refused("AUD-13 ACTION", "Say by when it is done.", f"{prefix}due_at")
    if action.due_at < at:
        raise Refused("AUD-13 ACTION", "An action is due in the future.", f"{prefix}due_at")
    return action.due_at


def agree_action(command: AgreeAuditAction, drawn: Drawn) -> list[AuditEvent]:
    """About one case of the sample, or about what the whole sample teaches."""
    about: tuple[str, ...] = ()
    if command.case is not None:
        case = drawn.case(command.case)
        if case is None:
            raise Refused("AUD-02 NOT_SAMPLED", "There is no such case in this sample.", "case")
        about = (case.child_id,)
    due_at = _owned(command.action, command.at)
    return [
        _agreed(
            command.by, command.at, drawn, command.action_id, command.action, due_at, command.case, about, urgent=False
        )
    ]


def _agreed(
    by: Actor,
    at: datetime,
    drawn: Drawn,
    action_id: str,
    action: Action,
    due_at: datetime,
    case: int | None,
    child_ids: tuple[str, ...],
    *,
    urgent: bool,
) -> AuditActionAgreed:
    return AuditActionAgreed(
        audit_id=drawn.sample.audit_id,
        action_id=action_id,
        case=case,
        child_ids=child_ids,
        what=action.what,
        owner=action.owner,
        due_at=due_at,
        urgent=urgent,
        agreed_by=by.user_id,
        agreed_at=at,
    )
