"""What every rule asks first: is the case open, is the child in it, is anything said at all."""

from collections.abc import Sequence

from screening.case.applicability import GUARDS
from screening.case.state import Case, Child, State
from shared.decider import Refused


def opened(state: State) -> Case:
    """The case that the contact opened. A command never reaches a screening that nothing opened."""
    if not isinstance(state, Case):
        raise Refused("SCREENING NOT_OPENED", "There is no screening of this contact yet.")
    return state


def not_ended(case: Case) -> Case:
    """The case of a contact that is ours: it may be closed, and still be what a step-down rests on."""
    if case.ended is not None:
        raise Refused("SCREENING ENDED", "A manager ended this contact. Reopen the screening, with the reason, first.")
    return case


def still_open(case: Case) -> Case:
    if not_ended(case).closed:
        raise Refused("SCREENING CLOSED", "This screening is closed. Reopen it, with the reason, first.")
    return case


def child_of(case: Case, child_id: str) -> Child:
    child = case.find(child_id)
    if child is None:
        raise Refused("SCREENING UNKNOWN_CHILD", "This contact names no such child.", "child_id")
    return child


def needed(said: str | Sequence[str], field: str, reason: str) -> None:
    """Refuses silence where words are wanted."""
    if not said:
        raise Refused("SCREENING MISSING_WORDS", reason, field)


def machine_decides() -> Refused:
    return Refused(f"SCR-20 {GUARDS['SCR-20'][0]}", "A rating and a threshold are decided by a person.")
