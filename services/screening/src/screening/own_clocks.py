"""Our own clocks, heard as everybody hears them: what running out does to a disagreement, a referral, a question."""

from screening.case.commands import NoteClarificationMissed
from screening.case.decider import SCREENING
from screening.clock_readings import ClockBreached
from screening.escalation.commands import MoveEscalationUp
from screening.escalation.decider import ESCALATION
from screening.referral.clocks import ALLOC
from screening.referral.commands import FlagUnallocated
from screening.referral.decider import REFERRAL
from screening.streams import TOPIC, contact_of, escalation_of, screening_of, stage_of_subject
from shared.access.actor import SYSTEM
from shared.handling import Step
from shared.subscriptions import Message, Subscriptions


def move_escalation_up(message: Message[ClockBreached]) -> list[Step]:
    """Our own clock, heard as everybody hears it: a tier that did not answer in time loses the question to the next."""
    breached = message.data
    missed = stage_of_subject(breached.subject) if breached.code == "CK_ESC" else None
    if missed is None:
        return []
    escalation_id, stage = missed
    command = MoveEscalationUp(by=SYSTEM, at=message.meta.recorded_at, stage=stage, due_at=breached.at)
    return [Step(stream=escalation_of(escalation_id), decider=ESCALATION, command=command)]


def flag_unallocated(message: Message[ClockBreached]) -> list[Step]:
    """Our own clock has run out: a child still has nobody, and that is written on the child's record."""
    breached = message.data
    if breached.code != ALLOC:
        return []
    command = FlagUnallocated(by=SYSTEM, at=breached.fired_at, due_at=breached.at)
    return [Step(stream=breached.subject, decider=REFERRAL, command=command)]


def note_clarification_missed(message: Message[ClockBreached]) -> list[Step]:
    """The sender has not answered in time: somebody tries again, and the lead of their agency is told."""
    breached = message.data
    contact_id = contact_of(breached.subject)
    if breached.code != "CK_CLARIFY" or contact_id is None:
        return []
    command = NoteClarificationMissed(by=SYSTEM, at=breached.fired_at, contact_id=contact_id, due_at=breached.at)
    return [Step(stream=screening_of(contact_id), decider=SCREENING, command=command)]


def listen_to_own_clocks(subscriptions: Subscriptions) -> None:
    for reaction in (move_escalation_up, flag_unallocated, note_clarification_missed):
        subscriptions.on(TOPIC, "frontdoor.ClockBreached.v1", ClockBreached)(reaction)
