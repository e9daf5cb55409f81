"""The rules of a screening, from a contact to an authorised decision for each child.

``decide`` sends each command to the part of the work that it belongs to; ``evolving`` keeps the state.
"""

from screening.case.commands import (
    AcknowledgeOpenCase,
    AnalyseCumulative,
    AssignRag,
    AssignScreener,
    AuthoriseDecision,
    ChallengeDecision,
    CloseScreening,
    Command,
    DeferGuards,
    Note,
    NoteEscalation,
    NoteEscalationEnded,
    OpenScreening,
    OverrideGuard,
    ProposeDecision,
    ProposeRag,
    RecordAssumptionsTested,
    RecordBreachReason,
    RecordInjury,
    RecordManagementDirection,
    ReopenScreening,
    ReviewAuthorisation,
    ReviewHistory,
    ReviewOverride,
    SendOutcomeFeedback,
)
from screening.case.decider.asking import not_ended, opened, still_open
from screening.case.decider.authorisation import authorise, defer, review_authorisation, review_override
from screening.case.decider.becoming_urgent import record_injury
from screening.case.decider.decision import challenge, override, propose, record_assumptions
from screening.case.decider.ending import close, explain_breach, reopen, send_feedback
from screening.case.decider.enquiry import enquire
from screening.case.decider.escalating import note_escalation, note_escalation_ended
from screening.case.decider.evolving import evolve
from screening.case.decider.noting import note
from screening.case.decider.opening import assign_rag, assign_screener, open_screening, propose_rag, record_direction
from screening.case.events import Event
from screening.case.state import Awaiting, State
from shared.decider import Decider


def decide(command: Command, state: State) -> list[Event]:
    if isinstance(command, Note):
        return note(command, state)
    match command:
        case OpenScreening():
            return open_screening(command, state)
        case ReopenScreening():
            return reopen(command, opened(state))
        case NoteEscalation():
            return note_escalation(command, opened(state))
        case NoteEscalationEnded():
            return note_escalation_ended(command, opened(state))
        case RecordAssumptionsTested():
            return record_assumptions(command, opened(state))
        case DeferGuards():
            return defer(command, opened(state))
        case ReviewAuthorisation():
            return review_authorisation(command, opened(state))
        case RecordBreachReason():
            return explain_breach(command, opened(state))
        case ReviewOverride():
            return review_override(command, opened(state))
        case SendOutcomeFeedback():
            return send_feedback(command, opened(state))
        case AssignRag():
            return assign_rag(command, still_open(opened(state)))
        case AssignScreener():
            return assign_screener(command, still_open(opened(state)))
        case RecordInjury():
            return record_injury(command, still_open(opened(state)))
        case ProposeRag():
            return propose_rag(command, still_open(opened(state)))
        case RecordManagementDirection():
            return record_direction(command, still_open(opened(state)))
        case ProposeDecision():
            return propose(command, still_open(opened(state)))
        case ChallengeDecision():
            return challenge(command, still_open(opened(state)))
        case AuthoriseDecision():
            return authorise(command, still_open(opened(state)))
        case OverrideGuard():
            return override(command, not_ended(opened(state)))
        case CloseScreening():
            return close(command, still_open(opened(state)))
        case ReviewHistory() | AnalyseCumulative() | AcknowledgeOpenCase():
            return enquire(command, not_ended(opened(state)))
        case _:
            return enquire(command, still_open(opened(state)))


SCREENING: Decider[Command, Event, State] = Decider(initial=Awaiting(), decide=decide, evolve=evolve)
