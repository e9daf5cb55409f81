"""The rules of an audit. Its law: nobody audits their own decision, and a child at risk has an owner the same day."""

from typing import assert_never

from screening.audit.briefing import acknowledge, publish_briefing
from screening.audit.commands import (
    AcknowledgeBriefing,
    AgreeAuditAction,
    AuditCommand,
    CompleteAuditAction,
    ModerateAudit,
    PublishOneMinuteBriefing,
    RecordAudit,
    SelectDipSample,
)
from screening.audit.drawing import draw, population_of
from screening.audit.events import AuditActionCompleted, AuditEvent, AuditModerated, DipSampleDrawn
from screening.audit.reading import of_sample, still_open
from screening.audit.recording import agree_action, record
from screening.audit.state import AuditState, Drawn, NotDrawn, evolve
from screening.policy import POLICY
from shared.decider import Decider, Refused
from shared.working_time import add_working_days, close_of_service, in_london


def decide(command: AuditCommand, state: AuditState) -> list[AuditEvent]:
    if isinstance(command, SelectDipSample):
        return _select(command, state)
    drawn = _drawn(state)
    match command:
        case RecordAudit():
            return record(command, drawn)
        case ModerateAudit():
            return _moderate(command, drawn)
        case AgreeAuditAction():
            return agree_action(command, drawn)
        case CompleteAuditAction():
            return _complete(command, drawn)
        case PublishOneMinuteBriefing():
            return publish_briefing(command, drawn)
        case AcknowledgeBriefing():
            return acknowledge(command, drawn)
    assert_never(command)


def _drawn(state: AuditState) -> Drawn:
    if not isinstance(state, Drawn):
        raise Refused("AUD-02 NOT_SAMPLED", "There is no such sample.")
    return state


def _select(command: SelectDipSample, state: AuditState) -> list[AuditEvent]:
    if not isinstance(state, NotDrawn):
        raise Refused("AUD-08 DRAWN", "This sample was drawn already. A sample is never drawn anew: draw another one.")
    if not command.question:
        raise Refused("AUD-09 MISSING_WORDS", "Say what this sample is to answer.", "question")
    query = command.query
    if query.since >= query.until:
        raise Refused("AUD-10 PERIOD", "The period has to begin before it ends.", "until")
    cases = draw(command.population, query, command.seed, command.by.user_id)
    if not cases:
        raise Refused("AUD-11 NOTHING_TO_DRAW", "No decision of that period can be in your sample.", "since")
    closes_on = add_working_days(in_london(command.at).date(), POLICY.audit_open_wd)
    return [
        DipSampleDrawn(
            audit_id=command.audit_id,
            question=command.question,
            query=query,
            seed=command.seed,
            position=command.position,
            population=len(population_of(command.population, query, command.by.user_id)),
            cases=cases,
            child_ids=tuple(sorted({case.child_id for case in cases})),
            drawn_by=command.by.user_id,
            drawn_at=command.at,
            closes_at=close_of_service(closes_on),
        )
    ]


def _moderate(command: ModerateAudit, drawn: Drawn) -> list[AuditEvent]:
    case = of_sample(still_open(drawn, command.at), command.case, command.by)
    completed = drawn.completed.get(case.number)
    if completed is None:
        raise Refused("AUD-07 NOT_AUDITED", "This case has not been audited yet.", "case")
    if completed.audited_by == command.by.user_id:
        raise Refused("AUD-06 OWN_AUDIT", "You audited this case. Another auditor moderates it.", "case")
    if case.number in drawn.moderated:
        raise Refused("AUD-07 NOT_AUDITED", "This case has been moderated already.", "case")
    if not command.reason:
        raise Refused("AUD-09 MISSING_WORDS", "Say what you saw that confirms or changes the grade.", "reason")
    return [
        AuditModerated(
            audit_id=drawn.sample.audit_id,
            case=case.number,
            contact_id=case.contact_id,
            child_id=case.child_id,
            grade=command.grade,
            grade_changed=command.grade is not completed.grade,
            changed_from=completed.grade,
            reason=command.reason,
            moderated_by=command.by.user_id,
            moderated_at=command.at,
        )
    ]


def _complete(command: CompleteAuditAction, drawn: Drawn) -> list[AuditEvent]:
    action = drawn.actions.get(command.action_id)
    if action is None or command.action_id in drawn.done:
        raise Refused("AUD-12 NO_SUCH_ACTION", "This action is not owed, or was completed already.", "action_id")
    if not command.outcome:
        raise Refused("AUD-09 MISSING_WORDS", "Say what was done, and what is different now.", "outcome")
    return [
        AuditActionCompleted(
            audit_id=drawn.sample.audit_id,
            action_id=action.action_id,
            child_ids=action.child_ids,
            outcome=command.outcome,
            completed_by=command.by.user_id,
            completed_at=command.at,
            late=command.at > action.due_at,
        )
    ]


AUDIT: Decider[AuditCommand, AuditEvent, AuditState] = Decider(initial=NotDrawn(), decide=decide, evolve=evolve)
