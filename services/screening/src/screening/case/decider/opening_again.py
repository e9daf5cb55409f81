"""Which facts, told of a contact, open its case again: for the children whom it lets go, once it has closed."""

from datetime import datetime

from screening.case.decider.ending import open_again
from screening.case.events import (
    CareStatusNoted,
    ChildIdentityNoted,
    ContactAmendmentNoted,
    Event,
    InformationReceived,
    MissingConcernNoted,
    PoliceGradeNoted,
    SiblingNoted,
)
from screening.case.state import Case
from screening.codes import MissingConcern

WHY_OF_THE_MISSING = {
    MissingConcern.HARM_TOLD: "In the return interview the child told of harm",
    MissingConcern.STRATEGY_WANTED: "After repeated missing episodes a strategy discussion is wanted",
}


def opened_again(event: Event, case: Case, at: datetime) -> list[Event]:
    """The reopening that follows from one event, if it has to."""
    let_go = [child.child_id for child in case.children if child.decision is None or child.decision.closes]
    match event:
        case ContactAmendmentNoted():
            added = [child.child_id for child in event.added]
            return open_again(case, [*let_go, *added], "The sender amended the contact after it had closed", at)
        case MissingConcernNoted():
            return open_again(case, _not_protected(case), WHY_OF_THE_MISSING[event.because], at)
        case PoliceGradeNoted(police_grade="HIGH") if case.contact.police_grade != "HIGH":
            return open_again(case, let_go, "The police grade the risk as high now", at)
        case InformationReceived():
            return open_again(case, let_go, "An agency answered after the screening had closed", at)
        case SiblingNoted():
            return open_again(case, [event.child.child_id], "A child of the household was added after closing", at)
        case ChildIdentityNoted():
            same = [child for child in case.children if child.child_id == event.child_id]
            again = [] if same else [c.child_id for c in case.children if c.temp_ref == event.temp_ref]
            again = [event.child_id] if set(again) & set(let_go) else []
            return open_again(case, again, "The child turned out to be somebody whom we know", at)
        case CareStatusNoted() if event.care_status.is_open:
            again = [event.child_id] if event.child_id in let_go else []
            return open_again(case, again, "The child turned out to be open to social care", at)
        case _:
            return []


def _not_protected(case: Case) -> list[str]:
    """Whoever is decided about without statutory help; in a closed case whoever was not decided about too."""
    return [
        child.child_id
        for child in case.children
        if (child.is_decided and child.decision is not None and not child.decision.goes_up)
        or (case.closed and not child.is_decided)
    ]
