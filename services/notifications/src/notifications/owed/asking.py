"""From what is owed to the words that are asked for: each kind has its own module."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from notifications.notification.commands import RequestNotification
from notifications.owed.disagreements import disagreement_answer
from notifications.owed.facts import Kind, KnownContact, Owed
from notifications.owed.interviews import return_interview
from notifications.owed.leads import missed_clarification, quality_of_a_month
from notifications.owed.outcomes import outcome
from notifications.owed.pathways import allegation, fostering_visit, marac_referral
from notifications.owed.questions import clarification, information
from notifications.owed.step_downs import step_down_pack
from notifications.owed.step_ups import step_up_answer
from notifications.policy import Policy

Asking = Callable[[Owed, KnownContact, Policy, datetime], Sequence[RequestNotification]]

ASKING: Mapping[Kind, Asking] = {
    Kind.OUTCOME: outcome,
    Kind.CLARIFICATION: clarification,
    Kind.INFORMATION: information,
    Kind.STEP_DOWN: step_down_pack,
    Kind.ESCALATION_ANSWER: disagreement_answer,
    Kind.RETURN_INTERVIEW: return_interview,
    Kind.STEP_UP_ANSWER: step_up_answer,
    Kind.CLARIFICATION_MISSED: missed_clarification,
    Kind.QUALITY: quality_of_a_month,
    Kind.ALLEGATION: allegation,
    Kind.PRIVATE_FOSTERING: fostering_visit,
    Kind.MARAC: marac_referral,
}


def requests_for(
    owed: Owed, contact: KnownContact, policy: Policy, at: datetime, portal: str = ""
) -> Sequence[RequestNotification]:
    """What somebody must be told because of it; nothing when there is nobody to tell. ``portal`` is the address at
    which agencies find their pages."""
    if owed.kind is Kind.INFORMATION:
        return information(owed, contact, policy, at, portal)
    return ASKING[owed.kind](owed, contact, policy, at)
