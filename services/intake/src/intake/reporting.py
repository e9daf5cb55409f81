"""Whose reports the police in the hub work on, and who reads what is alleged (domain brief §2.2)."""

from intake.facts import Account, ContactType
from shared.access.actor import Actor, Role
from shared.disclosure import Sensitivity
from shared.disclosure.matrix import may_read


def whose_reports(who: Actor) -> str | None:
    """The police of their own force, so that neither a child nor a small number of another's leaves; the authority of
    all: none."""
    return who.org_id if who.role is Role.POLICE_MASH else None


def may_read_words(who: Actor, account: Account) -> bool:
    """What is said in an allegation about somebody who works with children is the designated officer's, and its
    sender's (§2.2, LADO)."""
    if account.contact_type is not ContactType.LADO:
        return True
    return may_read(who.role, Sensitivity.LADO, account.agency.org_id == who.org_id)


def may_know_of(who: Actor, org_id: str) -> bool:
    """Whether this person may work on what that organisation sent."""
    return whose_reports(who) in (None, org_id)
