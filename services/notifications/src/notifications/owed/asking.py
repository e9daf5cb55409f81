"""From what is owed to the words that are asked for: each kind has its own module."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from notifications.notification.commands import RequestNotification
from notifications.owed.disagreements import disagreement_answer
from notifications.owed.facts import Kind, KnownContact, Owed
from notifications.owed.interviews import return_interview
from notifications.owed.outcomes import outcome
from notifications.owed.questions import clarification, information
from notifications.owed.step_downs import step_down_pack
from notifications.policy import Policy

Asking = Callable[[Owed, KnownContact, Policy, datetime], Sequence[RequestNotification]]

ASKING: Mapping[Kind, Asking] = {
    Kind.OUTCOME: outcome,
    Kind.CLARIFICATION: clarification,
    Kind.INFORMATION: information,
    Kind.STEP_DOWN: step_down_pack,
    Kind.ESCALATION_ANSWER: disagreement_answer,
    Kind.RETURN_INTERVIEW: return_interview,
}


def requests_for(owed: Owed, contact: KnownContact, policy: Policy, at: datetime) -> Sequence[RequestNotification]:
    """What somebody must be told because of it; nothing when there is nobody to tell."""
    return ASKING[owed.kind](owed, contact, policy, at)
