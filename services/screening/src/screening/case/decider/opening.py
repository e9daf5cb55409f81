"""How a screening begins: facts arrive from other services, a person rates the case and directs the work."""

from collections.abc import Sequence
from datetime import datetime
from typing import assert_never

from screening.case.commands import (
    AssignRag,
    Note,
    NoteAmendment,
    NoteIdentity,
    NoteIncidentLag,
    NoteOutcomeSent,
    NoteQuality,
    NoteSibling,
    NoteStrategyConvened,
    OpenScreening,
    RecordManagementDirection,
)
from screening.case.deadlines import CLOCK_OF_RAG, SEVERITY, decision_due, response_due, triage_due
from screening.case.decider.asking import machine_decides, needed
from screening.case.decider.ending import outcome_sent
from screening.case.events import (
    ChildIdentityNoted,
    ContactAmendmentNoted,
    ContactQualityNoted,
    Event,
    IncidentLagNoted,
    ManagementDirectionRecorded,
    RagAssigned,
    ScreeningOpened,
    SiblingNoted,
    StrategyConvenedNoted,
)
from screening.case.facts import NamedChild
from screening.case.state import Awaiting, Case, State
from screening.case.urgency import SAID_URGENT, urgent_facts
from screening.codes import Rag
from shared.access.actor import Role
from shared.decider import Refused


def open_screening(command: OpenScreening, state: State) -> list[Event]:
    """Every contact is screened (INT-02)."""
    if isinstance(state, Case):
        return []
    contact = command.contact
    return [
        ScreeningOpened(
            contact_id=contact.contact_id,
            child_ids=tuple(child.child_id for child in command.children),
            contact=contact,
            children=command.children,
            consent=command.consent,
            received_at=contact.received_at,
            response_due_at=response_due(contact.received_at),
            triage_due_at=triage_due(contact.received_at, urgent=bool(contact.urgent_facts)),
        )
    ]


def note(command: Note, state: State) -> list[Event]:
    """Never refused. What is told of a contact that we do not have says nothing to us."""
    if isinstance(state, Awaiting):
        return []
    child_ids = state.child_ids
    match command:
        case NoteAmendment():
            return _amended(command, state)
        case NoteSibling():
            return _sibling(command, state)
        case NoteQuality():
            return [
                ContactQualityNoted(
                    contact_id=command.contact_id,
                    child_ids=child_ids,
                    grade=command.grade,
                    failed=command.failed,
                )
            ]
        case NoteIdentity():
            return [
                ChildIdentityNoted(
                    contact_id=command.contact_id,
                    child_id=command.child_id,
                    temp_ref=command.temp_ref,
                    provisional_child_id=command.provisional_child_id,
                )
            ]
        case NoteIncidentLag():
            return [
                IncidentLagNoted(
                    contact_id=command.contact_id,
                    child_ids=child_ids,
                    lag_hours=command.lag_hours,
                    band=command.band,
                )
            ]
        case NoteStrategyConvened():
            return [_strategy_convened(command, state)]
        case NoteOutcomeSent():
            return outcome_sent(command, state)
    assert_never(command)


def _amended(command: NoteAmendment, case: Case) -> list[Event]:
    """New children, a new police grade: every fact that a guard asks about is the newest one."""
    if command.superseded:
        return []
    known = {child.temp_ref for child in case.children}
    added = tuple(child for child in command.children if child.temp_ref not in known)
    facts, until = _urgency(case, added, command.police_grade, command.at)
    return [
        ContactAmendmentNoted(
            contact_id=command.contact_id,
            child_ids=(*case.child_ids, *(child.child_id for child in added)),
            source_version=command.source_version,
            added=added,
            police_grade=command.police_grade,
            high_risk_factors=command.high_risk_factors,
            previous_incidents_12m=command.previous_incidents_12m,
            urgent_facts=facts,
            noted_at=command.at,
            response_due_at=response_due(command.at),
            urgent_until=until,
        )
    ]


def _sibling(command: NoteSibling, case: Case) -> list[Event]:
    """Another child to be decided about, with the same clock as one whom the sender had named."""
    if command.child.temp_ref in {child.temp_ref for child in case.children}:
        return []
    facts, until = _urgency(case, (command.child,), case.contact.police_grade, command.at)
    return [
        SiblingNoted(
            contact_id=command.contact_id,
            child_ids=(*case.child_ids, command.child.child_id),
            child=command.child,
            urgent_facts=facts,
            noted_at=command.at,
            response_due_at=response_due(command.at),
            urgent_until=until,
        )
    ]


def _urgency(
    case: Case, added: Sequence[NamedChild], police_grade: str | None, at: datetime
) -> tuple[tuple[str, ...], datetime | None]:
    """What makes the case urgent now and, where that is new, when its triage is due."""
    facts = urgent_facts(
        said_urgent=SAID_URGENT in case.contact.urgent_facts,
        contact_type=case.contact.contact_type,
        police_grade=police_grade,
        born_on=tuple(child.born_on for child in (*case.children, *added)),
        received_at=case.contact.received_at,
    )
    is_new = bool(facts) and not case.contact.urgent_facts and not case.triaged
    return facts, triage_due(at, urgent=True) if is_new else None


def _strategy_convened(command: NoteStrategyConvened, case: Case) -> StrategyConvenedNoted:
    discussed = frozenset(command.child_ids)
    answers_all = all(child.is_decided or child.child_id in discussed for child in case.children)
    return StrategyConvenedNoted(
        contact_id=command.contact_id,
        child_ids=command.child_ids,
        strategy_id=command.strategy_id,
        held_at=command.held_at,
        answers_all=answers_all,
    )


def assign_rag(command: AssignRag, case: Case) -> list[Event]:
    """A person rates. The same rating again changes nothing; a new one may shorten a clock only."""
    if command.by.role is Role.SYSTEM:
        raise machine_decides()
    if command.rag is case.rag:
        return []
    if case.rag is not None and not command.reasons:
        raise Refused("SCREENING RAG_REASONS", "Give the reasons for changing the rating.", "reasons")
    stricter = _is_stricter(command.rag, case.clock_rag)
    due = decision_due(command.rag, case.counts_from)
    running = case.decision_due_at
    return [
        RagAssigned(
            contact_id=case.contact.contact_id,
            child_ids=case.child_ids,
            rag=command.rag,
            previous=case.rag,
            reasons=command.reasons,
            assigned_by=command.by.user_id,
            assigned_at=command.at,
            starts_from=case.counts_from if stricter else None,
            decision_due_at=due if running is None else min(due, running),
            replaces=case.clock_rag if stricter else None,
            completes_triage=case.directed and case.rag is None,
        )
    ]


def _is_stricter(rag: Rag, running: Rag | None) -> bool:
    if running is None:
        return True
    return CLOCK_OF_RAG[rag] != CLOCK_OF_RAG[running] and SEVERITY[rag] > SEVERITY[running]


def record_direction(command: RecordManagementDirection, case: Case) -> list[Event]:
    """A manager's steer; out of hours a worker may write down what the on-call manager said by telephone."""
    if command.by.role is Role.EDT_WORKER and command.on_call is None:
        raise Refused(
            "SCR-01 NO_DIRECTION",
            "Record which on-call manager gave this direction by telephone, and when.",
            "on_call",
        )
    needed(command.text, "text", "Write what the manager directs.")
    return [
        ManagementDirectionRecorded(
            contact_id=case.contact.contact_id,
            child_ids=case.child_ids,
            text=command.text,
            questions_to_answer=command.questions_to_answer,
            checks_required=command.checks_required,
            people_to_speak_to=command.people_to_speak_to,
            due_at=command.due_at,
            screener_id=command.screener_id,
            on_call=command.on_call,
            directed_by=command.by.user_id,
            directed_at=command.at,
            completes_triage=case.rag is not None and not case.directed,
        )
    ]
