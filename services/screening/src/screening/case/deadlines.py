"""When things are owed, by the clock register of the domain brief (§3.0). Pure; nothing here reads a clock.

Its one law: every deadline of a contact counts from ``received_at``. A late rating buys no time.
"""

from datetime import datetime

from screening.codes import Rag
from screening.policy import POLICY
from shared.working_time import (
    add_working_days,
    close_of_service,
    due_one_working_day,
    elapsed,
    in_london,
    working_hours_after,
)

SEVERITY = {Rag.RED: 3, Rag.AMBER: 2, Rag.GREEN: 1, Rag.BLUE: 0}
"""Which rating is the stricter."""

CLOCK_OF_RAG = {Rag.RED: "CK_RED", Rag.AMBER: "CK_AMBER", Rag.GREEN: "CK_GREEN", Rag.BLUE: "CK_GREEN"}


def triage_due(received_at: datetime, *, urgent: bool) -> datetime:
    """CK_TRIAGE: 15 minutes round the clock when urgent, otherwise one hour of service time."""
    if urgent:
        return elapsed(received_at, minutes=POLICY.urgent_triage_minutes)
    return working_hours_after(received_at, hours=POLICY.triage_working_hours)


def response_due(received_at: datetime) -> datetime:
    """CK_1WD: a social worker decides the type of response within one working day (Working Together)."""
    return due_one_working_day(received_at)


def decision_due(rag: Rag, counted_from: datetime) -> datetime:
    """CK_RED, CK_AMBER and CK_GREEN: RED is four elapsed hours, 24/7; the others are working days.

    Whenever it is rated, the brief's §6.1 has a contact of Sunday 01:05 due at 05:05: counting from the rating
    would reward rating late. A case that turns RED after those four hours is due at once.
    """
    match rag:
        case Rag.RED:
            return elapsed(counted_from, hours=POLICY.red_hours)
        case Rag.AMBER:
            return due_one_working_day(counted_from)
        case Rag.GREEN | Rag.BLUE:
            return close_of_service(add_working_days(in_london(counted_from).date(), POLICY.green_wd))


def clarification_due(rag: Rag | None, asked_at: datetime) -> datetime:
    """CK_CLARIFY: an unrated case is treated as AMBER until somebody has rated it."""
    match rag:
        case Rag.RED:
            return elapsed(asked_at, hours=POLICY.clarify_red_hours)
        case Rag.GREEN | Rag.BLUE:
            return due_one_working_day(asked_at)
        case _:
            return working_hours_after(asked_at, hours=POLICY.clarify_amber_working_hours)


def partner_due(rag: Rag | None, asked_at: datetime) -> datetime:
    """CK_PARTNER: elapsed hours; an unrated case is treated as AMBER."""
    match rag:
        case Rag.RED:
            return elapsed(asked_at, hours=POLICY.partner_red_hours)
        case Rag.GREEN | Rag.BLUE:
            return elapsed(asked_at, hours=POLICY.partner_green_hours)
        case _:
            return elapsed(asked_at, hours=POLICY.partner_amber_hours)


def deferred_guards_due(decided_at: datetime) -> datetime:
    """What protection overtook is owed within four hours (§3.2, applicability of the guards)."""
    return elapsed(decided_at, hours=POLICY.deferred_guards_hours)


def next_working_day_due(at: datetime) -> datetime:
    """Close of service on the next working day: the manager's look at a decision made alone."""
    return close_of_service(add_working_days(in_london(at).date(), 1))


def feedback_due(decided_at: datetime) -> datetime:
    """CK_FEEDBACK: the professional who referred is told within one working day."""
    return due_one_working_day(decided_at)
