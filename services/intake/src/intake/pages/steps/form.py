"""What one step is: its address, who takes it, when it is called for, and the command that its form asks for."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from intake.access import FRONT_DOOR
from intake.commands import ContactCommand
from intake.decider import Contact
from intake.facts import MISSING, Account, ContactType
from intake.reporting import may_know_of
from shared.access.actor import Actor, Role
from shared.decider import Refused
from shared.problems import NotFound
from shared.web.forms import Typed, instant


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """One person's filled-in form. ``screened``: screening has taken the contact up (INT-02). ``schools``: whose names
    a person may give, by number."""

    by: Actor
    at: datetime
    typed: Typed
    screened: bool
    schools: Mapping[str, str]

    def when(self, name: str) -> datetime:
        """The time that was typed. Refused at its field when there is none."""
        moment = instant(self.typed, name)
        if moment is None:
            raise Refused("FORM-02 TIME", "Give the day and the time", name)
        return moment


@dataclass(frozen=True, slots=True, kw_only=True)
class StepForm:
    """``name`` is its address and its template. ``clock`` is the deadline that it stops, if any does."""

    name: str
    words: str
    roles: tuple[Role, ...]
    command: Callable[[Asking], ContactCommand]
    called_for: Callable[[Contact], bool] = lambda contact: True
    clock: str | None = None


def is_of(*kinds: ContactType) -> Callable[[Contact], bool]:
    """Called for in contacts of these kinds."""
    return lambda contact: contact.account is not None and contact.account.contact_type in kinds


def must_be_theirs(who: Actor, contact: Contact) -> Account:
    """What the contact says, for somebody whose work it is: a specialist sees the contacts of that speciality alone,
    the police in the hub those of their own force."""
    account = contact.account
    if account is None or not _is_theirs(who.role, account) or not may_know_of(who, account.agency.org_id):
        raise NotFound("contact")
    return account


def _is_theirs(role: Role, account: Account) -> bool:
    match role:
        case Role.LADO:
            return account.contact_type is ContactType.LADO
        case Role.MISSING_COORDINATOR:
            return account.contact_type in MISSING
        case Role.ASSESSMENT_SW | Role.ASSESSMENT_MANAGER:
            return account.contact_type is ContactType.PRIVATE_FOSTERING
        case Role.POLICE_MASH:
            return account.police is not None
        case _:
            return role in FRONT_DOOR
