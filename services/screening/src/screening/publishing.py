"""What screening lets the other services read, whichever stream it happened in."""

from collections.abc import Sequence

from screening.case.publishing import publish as publish_of_case
from screening.escalation.publishing import publish as publish_of_escalation
from screening.referral.publishing import publish as publish_of_referral
from screening.streams import TOPIC
from shared.contracts import Contract
from shared.events import Recorded

__all__ = ["TOPIC", "publish"]


def publish(recorded: Recorded[object]) -> Sequence[Contract]:
    """The contracts that follow from one of our events."""
    return [*publish_of_case(recorded), *publish_of_escalation(recorded), *publish_of_referral(recorded)]
