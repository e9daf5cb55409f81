"""A named manager lets something past a guard (domain brief §3.0): with a reason that another manager can weigh, and a
day by which another looks again. Which guards nobody may pass, each service says."""

from datetime import date, datetime

from shared.access.actor import Actor, Role
from shared.decider import Refused
from shared.working_time import in_london

MANAGERS = (Role.FRONT_DOOR_MANAGER, Role.EDT_MANAGER)
LEAST_REASON = 40
"""Characters (domain brief §3.0)."""


def refuse_unreasoned(by: Actor, at: datetime, guard: str, reason: str, review_by: date, service: str) -> None:
    """Raises Refused unless a manager gives a reason and a day. ``guard`` is its whole code, ``service`` stands before
    the codes of these refusals."""
    if by.role not in MANAGERS:
        raise Refused(guard, "Only a manager lets something past a rule.", "guard")
    if len(reason.strip()) < LEAST_REASON:
        raise Refused(f"{service} OVERRIDE_REASON", f"Give the reason in at least {LEAST_REASON} characters.", "reason")
    if review_by < in_london(at).date():
        raise Refused(f"{service} OVERRIDE_REVIEW", "Give a day to look at this again.", "review_by")


def refuse_own_look(by: Actor, overridden_by: str | None, text: str, service: str) -> None:
    """Raises Refused unless another manager than the one who let it past looks, and says at what."""
    if overridden_by is None:
        raise Refused(f"{service} NOTHING_TO_REVIEW", "No such override waits for a look.", "guard")
    if overridden_by == by.user_id:
        raise Refused(f"{service} OVERRIDE_SELF_REVIEW", "Another manager than the one who let it past has to look.")
    if not text.strip():
        raise Refused(f"{service} MISSING_WORDS", "Say what you looked at.", "text")
