"""What screening lets the other services read, whichever stream it happened in."""

from collections.abc import Sequence

from screening.audit.publishing import publish as publish_of_audit
from screening.case.publishing import publish as publish_of_case
from screening.early_help.publishing import publish as publish_of_early_help
from screening.escalation.publishing import publish as publish_of_escalation
from screening.referral.publishing import publish as publish_of_referral
from screening.streams import TOPIC
from shared.contracts import Contract
from shared.events import Recorded

__all__ = ["TOPIC", "publish"]


def publish(recorded: Recorded[object]) -> Sequence[Contract]:
    """The contracts that follow from one of our events."""
    every = (publish_of_case, publish_of_escalation, publish_of_audit, publish_of_referral, publish_of_early_help)
    return [contract for publish_of in every for contract in publish_of(recorded)]
