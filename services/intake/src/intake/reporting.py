"""Whose reports somebody reads in numbers."""

from shared.access.actor import Actor, Role


def whose_reports(who: Actor) -> str | None:
    """The police of their own force, so that no small number of another's leaves; the authority of all: none."""
    return who.org_id if who.role is Role.POLICE_MASH else None
