"""The answer to a professional disagreement, to the agency that raised it and to nobody else."""

from collections.abc import Sequence
from datetime import datetime

from notifications.codes import Profile, RecipientRole
from notifications.notification.commands import RequestNotification
from notifications.notification.facts import About
from notifications.owed.facts import KnownContact, Owed, only
from notifications.payloads import contact_ref, local, reference
from notifications.policy import Policy
from notifications.readings import EscalationAnswered
from shared.access.actor import SYSTEM
from shared.disclosure import build
from shared.ids import derived_id
from shared.working_time import due_one_working_day

STILL_DISAGREE = "Say so on the page of the disagreement, or call {phone} and ask for the manager: it then goes one up."


def disagreement_answer(
    owed: Owed, contact: KnownContact, policy: Policy, at: datetime
) -> Sequence[RequestNotification]:
    answered = EscalationAnswered.model_validate(owed.said)
    return [
        RequestNotification(
            about=About(
                notification_id=derived_id("disagreement", owed.event_id),
                profile=Profile.ESCALATION_ANSWER,
                recipient_role=RecipientRole.DISAGREEING_AGENCY,
                recipient_org=answered.agency.org_id,
                recipient_name=answered.agency.name,
                child_id=only(answered.child_ids),
                child_ids=tuple(answered.child_ids),
                contact_id=owed.contact_id,
                cause_event=owed.event_id,
            ),
            payload=build(
                Profile.ESCALATION_ANSWER,
                escalation_ref=reference("D", answered.escalation_id),
                contact_ref=contact_ref(owed.contact_id),
                child_refs=_own_names(answered, contact),
                stage=answered.stage,
                upheld=answered.upheld,
                reason=answered.reason,
                answered_at=local(owed.at),
                if_you_still_disagree=STILL_DISAGREE.format(phone=policy.team_phone),
            ),
            runs_from=owed.at,
            due_at=due_one_working_day(owed.at),
            by=SYSTEM,
            at=at,
        )
    ]


def _own_names(answered: EscalationAnswered, contact: KnownContact) -> list[str]:
    """The children as the agency called them, when the contact is its own."""
    if contact.org_id != answered.agency.org_id:
        return []
    return [contact.child_refs[child] for child in answered.child_ids if child in contact.child_refs]
