"""The step-down pack, to the early help service that is asked to take over (domain brief §2.3)."""

from collections.abc import Sequence
from datetime import datetime

from notifications.codes import Profile, RecipientRole
from notifications.notification.commands import RequestNotification
from notifications.notification.facts import About
from notifications.owed.facts import KnownContact, Owed
from notifications.owed.household import member
from notifications.payloads import Payload, named_child
from notifications.policy import Policy
from notifications.readings import StepDownProposed
from shared.access.actor import SYSTEM
from shared.disclosure import build
from shared.ids import derived_id

LONGEST_LINE = 500
LONGEST_TEXT = 5000


def step_down_pack(owed: Owed, contact: KnownContact, policy: Policy, at: datetime) -> Sequence[RequestNotification]:
    """Due when it has to be accepted: until then early help has nothing to decide on."""
    offered = StepDownProposed.model_validate(owed.said)
    return [
        RequestNotification(
            about=About(
                notification_id=derived_id("step-down", offered.step_down_id),
                profile=Profile.STEPDOWN_PACK,
                recipient_role=RecipientRole.EARLY_HELP,
                recipient_org=offered.recipient_org,
                recipient_name=offered.recipient_name,
                child_id=offered.child_id,
                contact_id=owed.contact_id,
                cause_event=owed.event_id,
            ),
            payload=_words(offered, contact),
            runs_from=owed.at,
            due_at=offered.accept_by,
            by=SYSTEM,
            at=at,
        )
    ]


def _words(offered: StepDownProposed, contact: KnownContact) -> Payload:
    return build(
        Profile.STEPDOWN_PACK,
        child=named_child(contact.child(offered.child_id)),
        household=[member(adult) for adult in contact.adults],
        reason=_text(offered.reason),
        needs=_text(offered.needs),
        strengths=_text(offered.strengths),
        focus_for_intervention=_text("\n".join([offered.focus, *offered.goals])),
        risks=_text(offered.risks),
        step_up_triggers=[trigger[:LONGEST_LINE] for trigger in offered.triggers],
        agreement_evidence=_text(offered.agreement),
        lead_practitioner=offered.recipient_name[:LONGEST_LINE],
        joint_visit_on=offered.joint_visit_date.isoformat(),
    )


def _text(words: str) -> str:
    return words[:LONGEST_TEXT]
