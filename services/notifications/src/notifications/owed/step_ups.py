"""The answer to a step-up, to the early help that asked."""

from collections.abc import Sequence
from datetime import datetime

from notifications.codes import Profile, RecipientRole
from notifications.notification.commands import RequestNotification
from notifications.notification.facts import About
from notifications.owed.facts import KnownContact, Owed
from notifications.payloads import ESCALATION_ROUTE, local, named_child, reference
from notifications.policy import Policy
from notifications.readings import StepUpDecided
from shared.access.actor import SYSTEM
from shared.disclosure import build
from shared.ids import derived_id
from shared.working_time import due_one_working_day

NEXT = {
    "REFERRAL_S17": "A social worker will call you. Stay with the family: your own work goes on.",
    "REFERRAL_STRATEGY": "You may be asked to a strategy discussion. Stay with the family, and keep your records safe.",
    "LINK_OPEN_CASE": "The child's allocated social worker has been told and will call you. Your own work goes on.",
    "EARLY_HELP": "Early help goes on alone. Ask again if what worries you changes.",
}
OTHERWISE = "Your own work with the family goes on. Call {phone} if you are worried."


def step_up_answer(owed: Owed, contact: KnownContact, policy: Policy, at: datetime) -> Sequence[RequestNotification]:
    """The decision and what to do; a manager's reasons may hold what the police or health told."""
    decided = StepUpDecided.model_validate(owed.said)
    return [
        RequestNotification(
            about=About(
                notification_id=derived_id("step-up", decided.step_up_id),
                profile=Profile.STEP_UP_ANSWER,
                recipient_role=RecipientRole.STEP_UP_ASKER,
                recipient_org=decided.org_id,
                recipient_name="Early help",
                child_id=decided.child_id,
                contact_id=owed.contact_id,
                cause_event=owed.event_id,
            ),
            payload=build(
                Profile.STEP_UP_ANSWER,
                request_ref=reference("SU", decided.step_up_id),
                child=named_child(contact.child(decided.child_id)),
                outcome_code=decided.decision,
                answered_at=local(owed.at),
                what_happens_next=NEXT.get(decided.decision, OTHERWISE.format(phone=policy.team_phone)),
                escalation_route=ESCALATION_ROUTE,
            ),
            runs_from=owed.at,
            due_at=due_one_working_day(owed.at),
            by=SYSTEM,
            at=at,
        )
    ]
