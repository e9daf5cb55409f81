"""Whose reports the police in the hub work on: their own force's, and nothing of another's (brief §2.2)."""

from shared.access.actor import Actor, Role


def whose_reports(who: Actor) -> str | None:
    """The police of their own force, so that neither a child nor a small number of another's leaves; the authority of
    all: none."""
    return who.org_id if who.role is Role.POLICE_MASH else None


def may_know_of(who: Actor, org_id: str) -> bool:
    """Whether this person may work on what that organisation sent."""
    return whose_reports(who) in (None, org_id)
