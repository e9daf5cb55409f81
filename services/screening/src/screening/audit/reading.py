"""Who may read a sampled case, and until when: the sample's cases, for its time, never one's own decision."""

from datetime import datetime

from screening.audit.facts import SampledCase
from screening.audit.state import Drawn
from shared.access.actor import Actor
from shared.decider import Refused

SHUT = frozenset({"AUD-01 OWN_DECISION", "AUD-03 TIME_BOX"})
"""What somebody is told for whom the record of a sampled case does not open, or no longer."""


def of_sample(drawn: Drawn, number: int, who: Actor) -> SampledCase:
    """The case of this number, for somebody who had no part in its decision."""
    case = drawn.case(number)
    if case is None:
        raise Refused("AUD-02 NOT_SAMPLED", "There is no such case in this sample.", "case")
    if who.user_id in case.deciders:
        raise Refused("AUD-01 OWN_DECISION", "You had a part in this decision, so another auditor takes it.", "case")
    return case


def still_open(drawn: Drawn, at: datetime) -> Drawn:
    if at > drawn.sample.closes_at:
        raise Refused("AUD-03 TIME_BOX", "The time of this audit is over. Draw another sample to go on reading.")
    return drawn
