"""That an agency disagrees with a decision, and that the disagreement has ended: the case does not close between."""

from dataclasses import dataclass
from datetime import datetime

from screening.case.events.catalogue import CASE_EVENTS, OfCase
from shared.disclosure import Sensitivity


@CASE_EVENTS.event("EscalationNoted", classes=(Sensitivity.SUB,))
@dataclass(frozen=True, slots=True, kw_only=True)
class EscalationNoted(OfCase):
    """``child_ids`` are the children whose decision is disagreed with."""

    escalation_id: str
    agency_org_id: str
    agency_name: str
    noted_at: datetime


@CASE_EVENTS.event("EscalationEndNoted", classes=(Sensitivity.SCR,))
@dataclass(frozen=True, slots=True, kw_only=True)
class EscalationEndNoted(OfCase):
    escalation_id: str
    how: str
    noted_at: datetime
