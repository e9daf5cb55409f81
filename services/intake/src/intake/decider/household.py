"""Who else lives there, and who is already open to us: a contact about one child is seldom about one child."""

from collections.abc import Collection
from datetime import datetime

from intake.commands import AddSibling, ExcludeSibling, RecordCareStatus, SubmitContact
from intake.decider.state import ROLES, Contact, ids_of, with_reason
from intake.events import (
    CareStatusAtContactRecorded,
    ChildIdentified,
    ContactCompleted,
    ContactEvent,
    JoinedContact,
    OpenCaseContactRouted,
    SiblingAdded,
    SiblingExcluded,
    SiblingsFound,
)
from intake.facts import ContactType
from intake.flags import ROLES_UNCLEAR
from shared.access.actor import SYSTEM
from shared.decider import Refused

ASKED_FOR = (
    ContactType.DOMESTIC_ABUSE,
    ContactType.CHILD_CONCERN,
    ContactType.POLICE_PROTECTION,
    ContactType.OTHER,
)
"""INT-04: the kinds under which domestic abuse, neglect and physical harm arrive. An unknown kind may be any."""
OPEN = ("CP", "CIN", "CLA")
CARE_STATUSES = (*OPEN, "EH", "CLOSED", "UNKNOWN")


def siblings(
    command: SubmitContact, child_ids: tuple[str, ...], asked_before: Collection[str] = ()
) -> list[ContactEvent]:
    """INT-04: other children of the household whom we know, who are not named and about whom nobody was asked yet."""
    found = tuple(sibling for sibling in command.household if sibling.child_id not in asked_before)
    if command.account.contact_type not in ASKED_FOR or not found:
        return []
    return [SiblingsFound(contact_id=command.contact_id, child_ids=child_ids, found=found)]


def named_after_all(identified: ChildIdentified, state: Contact, at: datetime) -> list[ContactEvent]:
    """A child that waited to be added turns out to be one whom the contact names: nothing is left to ask of it."""
    if identified.child_id not in state.undecided or set(state.undecided) - {identified.child_id}:
        return []
    return [ContactCompleted(contact_id=state.contact_id, child_ids=state.child_ids, completed_at=at)]


def looked_after(command: SubmitContact) -> list[ContactEvent]:
    """INT-05: the police say that a missing child is looked after, so somebody here is its worker."""
    missing = command.account.absence
    if missing is None or missing.cla != "Y":
        return []
    child_ids = ids_of(command.account.children)
    return [
        event
        for child_id in child_ids
        for event in _status(
            RecordCareStatus(by=SYSTEM, at=command.at, temp_ref="", care_status="CLA"),
            command.contact_id,
            child_ids,
            child_id,
        )
    ]


def add(command: AddSibling, state: Contact) -> list[ContactEvent]:
    """The child joins the contact and gets a decision of its own."""
    child = command.child
    _must_wait(state, child.child_id)
    added = SiblingAdded(
        contact_id=state.contact_id,
        child_ids=(*state.child_ids, child.child_id),
        child=child,
        by=command.by.user_id,
        joined=joined_contact(state),
        reported_at=state.reported_at or state.received_at,
    )
    return [added, *_completed(command, state, child.child_id)]


def joined_contact(state: Contact) -> JoinedContact | None:
    """What the contact is about now, for whoever has to tell of a child who joins it."""
    account = state.account
    if account is None:
        return None
    unclear = state.roles_unclear and not state.let_past(ROLES)
    return JoinedContact(
        contact_type=account.contact_type.value,
        from_police=state.from_police,
        source_code=account.source_code,
        source_ref=state.source_ref,
        agency=account.agency,
        incident=account.incident,
        adults=account.adults,
        flags=(ROLES_UNCLEAR,) if unclear else (),
    )


def exclude(command: ExcludeSibling, state: Contact) -> list[ContactEvent]:
    """The child stays out of this contact, for a reason."""
    _must_wait(state, command.child_id)
    excluded = SiblingExcluded(
        contact_id=state.contact_id,
        child_ids=state.child_ids,
        child_id=command.child_id,
        reason=with_reason(command.reason, "why this child is not part of the contact"),
        by=command.by.user_id,
    )
    return [excluded, *_completed(command, state, command.child_id)]


def _must_wait(state: Contact, child_id: str) -> None:
    if child_id not in state.undecided:
        raise Refused("INT-04 SIBLINGS", "This child is not one that waits to be added or excluded", "child_id")


def _completed(command: AddSibling | ExcludeSibling, state: Contact, child_id: str) -> list[ContactEvent]:
    if set(state.undecided) - {child_id}:
        return []
    return [ContactCompleted(contact_id=state.contact_id, child_ids=state.child_ids, completed_at=command.at)]


def record_care_status(command: RecordCareStatus, state: Contact) -> list[ContactEvent]:
    """INT-05: an open child's worker and manager get the contact too, and the front door may not close it."""
    if command.temp_ref not in state.children:
        raise Refused("INT-10 NO_SUCH_CHILD", "This contact names no child by that reference", "temp_ref")
    if command.care_status not in CARE_STATUSES:
        raise Refused("INT-27 CARE_STATUS", f"One of {', '.join(CARE_STATUSES)}", "care_status")
    child_id = state.who.get(command.temp_ref, state.children[command.temp_ref])
    return _status(command, state.contact_id, state.child_ids, child_id)


def _status(
    command: RecordCareStatus, contact_id: str, child_ids: tuple[str, ...], child_id: str
) -> list[ContactEvent]:
    recorded = CareStatusAtContactRecorded(
        contact_id=contact_id,
        child_ids=child_ids,
        child_id=child_id,
        care_status=command.care_status,
        allocated_worker=command.allocated_worker,
        team=command.team,
        plan_type=command.plan_type,
        by=command.by.user_id,
        manager=command.manager,
    )
    if command.care_status not in OPEN:
        return [recorded]
    return [
        recorded,
        OpenCaseContactRouted(
            contact_id=contact_id,
            child_ids=child_ids,
            child_id=child_id,
            care_status=command.care_status,
            team=command.team,
            worker=command.allocated_worker,
            manager=command.manager,
        ),
    ]
