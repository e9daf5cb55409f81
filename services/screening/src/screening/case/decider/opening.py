"""How a screening begins: the contact opens it, a person rates the case and directs the work."""

from screening.case.commands import (
    AssignRag,
    AssignScreener,
    OpenScreening,
    ProposeRag,
    RecordManagementDirection,
)
from screening.case.deadlines import CLOCK_OF_RAG, SEVERITY, decision_due, response_due, triage_due
from screening.case.decider.asking import machine_decides, needed
from screening.case.events import (
    Event,
    ManagementDirectionRecorded,
    RagAssigned,
    RagProposed,
    ScreenerAssigned,
    ScreeningOpened,
)
from screening.case.state import Case, State
from screening.codes import Rag
from screening.unlisted import refuse_unlisted
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


def propose_rag(command: ProposeRag, case: Case) -> list[Event]:
    """A social worker may propose; the clock waits for whoever rates."""
    if command.by.role is Role.SYSTEM:
        raise machine_decides()
    needed(command.reasons, "reasons", "Give at least one reason for this rating.")
    return [
        RagProposed(
            contact_id=case.contact.contact_id,
            child_ids=case.child_ids,
            rag=command.rag,
            reasons=command.reasons,
            proposed_by=command.by.user_id,
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
    if command.on_call is not None and command.on_call.manager == command.by.user_id:
        raise Refused("SCR-01 NO_DIRECTION", "Nobody directs themselves: name the manager whom you rang.", "on_call")
    if command.on_call is not None and command.on_call.called_at > command.at:
        raise Refused("SCR-01 NO_DIRECTION", "The call cannot be in the future. Say when it was.", "on_call.called_at")
    refuse_unlisted("on_call", unlisted=command.on_call_unlisted, new_here=command.on_call_new_here)
    needed(command.text, "text", "Write what the manager directs.")
    refuse_unlisted("screener_id", unlisted=command.unlisted, new_here=command.new_here)
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


def assign_screener(command: AssignScreener, case: Case) -> list[Event]:
    """Taken freely while nobody has it; whoever takes or gives it on says what the next one has to know."""
    needed(command.screener_id, "screener_id", "Say who screens it.")
    if command.screener_id == case.screener_id:
        return []
    refuse_unlisted("screener_id", unlisted=command.unlisted, new_here=command.new_here)
    if case.screener_id is not None:
        needed(
            command.handover_note,
            "handover_note",
            "Somebody has this contact already. Say what the next one has to know.",
        )
    return [
        ScreenerAssigned(
            contact_id=case.contact.contact_id,
            child_ids=case.child_ids,
            screener_id=command.screener_id,
            previous=case.screener_id,
            handover_note=command.handover_note,
            assigned_by=command.by.user_id,
            assigned_at=command.at,
        )
    ]
