"""A child named after the contact came: by a later version of it, or by somebody here who has found out."""

from collections.abc import Sequence
from datetime import datetime

from intake.commands import KnownChild, NameChild, SubmitContact
from intake.decider.arriving import identities
from intake.decider.household import joined_contact, named_after_all
from intake.decider.state import Contact, with_reason
from intake.events import ChildIdentified, ChildNamed, ContactEvent, JoinedContact
from intake.facts import NamedChild
from shared.access.actor import SYSTEM, Actor
from shared.decider import Refused

OVERTAKEN = "An earlier version of the contact, which came after a later one, names this child"


def name(command: NameChild, state: Contact) -> list[ContactEvent]:
    """An address, or an incident, has its child: it is decided about like one whom the sender named."""
    child = command.child
    if not (child.first_name or child.surname or child.dob or child.expected_dob):
        raise Refused("INT-50 NAMELESS", "Give the child's name, or when it was or will be born", "first_name")
    reason = with_reason(command.reason, "how it is known that the contact is about this child")
    return _named([child], state, command.known, command.by, command.at, reason, joined_contact(state))


def named_before(command: SubmitContact, state: Contact) -> list[ContactEvent]:
    """Whoever was named once is decided about, in whichever order the versions come."""
    missed = [child for child in command.account.children if child.temp_ref not in state.children]
    return _named(missed, state, command.known, SYSTEM, command.at, OVERTAKEN)


def _named(
    children: Sequence[NamedChild],
    state: Contact,
    known: Sequence[KnownChild],
    by: Actor,
    at: datetime,
    reason: str,
    joined: JoinedContact | None = None,
) -> list[ContactEvent]:
    named = [
        ChildNamed(
            contact_id=state.contact_id,
            child_ids=(*state.child_ids, child.child_id),
            child=child,
            reason=reason,
            by=by.user_id,
            joined=joined,
            reported_at=state.reported_at or state.received_at,
        )
        for child in {child.temp_ref: child for child in children}.values()
    ]
    return [*named, *identified(state, known, children, at)]


def identified(
    state: Contact, known: Sequence[KnownChild], newly_named: Sequence[NamedChild], at: datetime
) -> list[ContactEvent]:
    """Who the newly named are. One of them may be a child of the household that waited to be added."""
    events = identities(state.contact_id, known, newly_named)
    proven = [event for event in events if isinstance(event, ChildIdentified)]
    return [*events, *(done for event in proven for done in named_after_all(event, state, at))]
