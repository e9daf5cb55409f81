"""Which guards a manager may let a contact past, and which nobody may (decision 23)."""

from collections.abc import Sequence

from intake.commands import OverrideGuard, ReviewOverride
from intake.decider.state import ROLES, SCREENED_FIRST, SIBLINGS, Contact
from intake.events import ContactCompleted, ContactEvent, ContactGuardOverridden, ContactOverrideReviewed
from shared.decider import Refused
from shared.overriding import refuse_own_look, refuse_unreasoned

NAMES = {
    "INT-01": "NO_DISCARD",
    SCREENED_FIRST: "NO_BYPASS",
    "INT-03": "TIME_ORDER",
    SIBLINGS: "SIBLINGS",
    "INT-05": "OPEN_CASE",
    "INT-06": "UNBORN",
    ROLES: "VICTIM_PERP_SWAP",
    "INT-09": "MERGE",
    "INT-11": "NOT_SW",
    "INT-16": "SEALED",
}
"""The guards that a person may meet at a contact. INT-08 refuses nobody."""

NEVER = {
    "INT-01": "No contact is ever discarded. Mark it as not about a child, or redirect it, with the reason.",
    "INT-03": "Nothing is recorded as done before it was done. Record it when it has been.",
    "INT-05": "Their worker's acknowledgement is what can be let past, where it is screened (SCR-11).",
    "INT-06": "A child is born or expected. Give one date, or say that it is estimated.",
    "INT-09": "Contacts are linked, never merged: repetition is the evidence.",
    "INT-11": "Who a child is, is confirmed by a registered social worker.",
    "INT-16": "No link may lead to a sealed record. Ask the information governance lead.",
}
"""Why nobody lets anything past these, and what to do instead."""


def in_the_way(state: Contact, *, screened: bool) -> tuple[str, ...]:
    """The guards that hold this contact back now, and that a manager may let it past."""
    stands = {
        SCREENED_FIRST: not screened,
        SIBLINGS: bool(state.undecided),
        ROLES: state.roles_unclear,
    }
    return tuple(guard for guard, holds in stands.items() if holds and not state.let_past(guard))


def override(command: OverrideGuard, state: Contact) -> Sequence[ContactEvent]:
    """A named manager answers for letting the contact past a guard, and another looks again by the day given."""
    if command.guard not in NAMES:
        raise Refused("INT-46 NO_SUCH_GUARD", "There is no such guard", "guard")
    whole = f"{command.guard} {NAMES[command.guard]}"
    if command.guard in NEVER:
        raise Refused(whole, NEVER[command.guard], "guard")
    refuse_unreasoned(command.by, command.at, whole, command.reason, command.review_by, "INTAKE")
    if command.guard not in in_the_way(state, screened=command.screened):
        raise Refused("INT-47 NOTHING_TO_PASS", "This rule does not stand in the way of the contact now", "guard")
    overridden = ContactGuardOverridden(
        contact_id=state.contact_id,
        child_ids=state.child_ids,
        guard=command.guard,
        reason=command.reason.strip(),
        review_by=command.review_by,
        overridden_by=command.by.user_id,
    )
    return [overridden, *_completed(command, state)]


def _completed(command: OverrideGuard, state: Contact) -> list[ContactEvent]:
    """INT-04 passed: the contact counts as whole. Each child of the household can still be added or left out."""
    if command.guard != SIBLINGS:
        return []
    return [ContactCompleted(contact_id=state.contact_id, child_ids=state.child_ids, completed_at=command.at)]


def review(command: ReviewOverride, state: Contact) -> ContactOverrideReviewed:
    """The look that an override promised, by another manager."""
    refuse_own_look(command.by, state.to_look_at.get(command.guard), command.text, "INTAKE")
    return ContactOverrideReviewed(
        contact_id=state.contact_id,
        child_ids=state.child_ids,
        guard=command.guard,
        agrees=command.agrees,
        text=command.text.strip(),
        reviewed_by=command.by.user_id,
    )
