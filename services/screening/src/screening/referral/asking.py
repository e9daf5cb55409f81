"""What every rule of a referral asks first: is it open, is anything said, may this person end it at all. Pure."""

from typing import assert_never

from screening.referral.state import Ended, NotAccepted, Open, State
from shared.access.actor import Actor, Role
from shared.decider import Refused

OUT_OF_ORDER = "REFERRAL OUT_OF_ORDER"


def still_open(state: State) -> Open:
    match state:
        case Open():
            return state
        case NotAccepted():
            raise Refused(OUT_OF_ORDER, "This referral has not been accepted.")
        case Ended():
            raise Refused(OUT_OF_ORDER, "This referral has ended. A new contact leads to a new one.")
    assert_never(state)


def needed(value: str, field: str, reason: str, code: str = "REFERRAL NEEDED") -> str:
    """What was written. Raises Refused with the reason when nothing was."""
    if not value.strip():
        raise Refused(code, reason, field)
    return value


def refuse_during_enquiry(*, under_way: bool) -> None:
    """A child about whom it is being asked whether it suffers significant harm is not found in no need meanwhile."""
    if under_way:
        raise Refused(
            "REFERRAL ENQUIRY_OPEN",
            "A section 47 enquiry about this child is under way. Record its outcome first.",
        )


def refuse_to_end_out_of_hours(by: Actor) -> None:
    """Out of hours a child is kept safe, and nobody is let go (domain brief §2.1)."""
    if by.role is Role.EDT_MANAGER:
        raise Refused("EDT-04 NO_NFA_OUT_OF_HOURS", "A day manager ends a referral. Tell them what you have found.")
