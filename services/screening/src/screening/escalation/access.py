"""Whose an escalation is: an agency sees its own, and of others not even that there are any."""

from screening.authority import ESCALATING_AGENCIES
from shared.access.actor import Actor, Role
from shared.database import Row

EARLY_HELP = (Role.EARLY_HELP_WORKER, Role.EARLY_HELP_MANAGER)
EARLY_HELP_SOURCE = "5D"


def is_agencys(who: Actor) -> bool:
    return who.role in ESCALATING_AGENCIES


def own_source(who: Actor) -> str | None:
    """Early help shares its organisation with the front door, so its contacts are known by their source."""
    return EARLY_HELP_SOURCE if who.role in EARLY_HELP else None


def is_own_contact(who: Actor, contact: Row) -> bool:
    """Whether this person's agency sent the contact."""
    source = own_source(who)
    return contact["said"]["agency"]["org_id"] == who.org_id and source in (None, contact["source_code"])


def may_see(who: Actor, escalation: Row) -> bool:
    """Early help: of the contacts that it sent itself, not of those that others of its organisation sent."""
    own = own_source(who) in (None, escalation["source_code"])
    return not is_agencys(who) or (escalation["org_id"] == who.org_id and own)
