"""What the sender of a contact is told of a decision."""

from collections.abc import Sequence
from datetime import datetime

from notifications.codes import HOLDING_DECISION, Profile, RecipientRole
from notifications.notification.commands import RequestNotification
from notifications.notification.facts import About
from notifications.owed.facts import KnownContact, Owed
from notifications.payloads import Payload, contact_ref, police_outcome, professional_outcome
from notifications.policy import Policy
from notifications.readings import ThresholdDecisionAuthorised
from shared.access.actor import SYSTEM
from shared.ids import derived_id
from shared.working_time import due_one_working_day


def outcome(owed: Owed, contact: KnownContact, policy: Policy, at: datetime) -> Sequence[RequestNotification]:
    """The police are told the code alone, a member of the public nothing (NOT-07), nobody a holding decision."""
    decision = ThresholdDecisionAuthorised.model_validate(owed.said)
    if decision.decision == HOLDING_DECISION or contact.is_public:
        return []
    is_police = contact.ppn_ref is not None
    return [
        RequestNotification(
            about=About(
                notification_id=derived_id("outcome", owed.event_id, decision.child_id),
                profile=Profile.POLICE_OUTCOME if is_police else Profile.OUTCOME_PRO,
                recipient_role=RecipientRole.POLICE if is_police else RecipientRole.PROFESSIONAL_REFERRER,
                recipient_org=contact.org_id,
                recipient_name=contact.agency_name,
                child_id=decision.child_id,
                contact_id=owed.contact_id,
                cause_event=owed.event_id,
            ),
            payload=_words(decision, owed.at, contact, policy),
            runs_from=owed.at,
            due_at=due_one_working_day(owed.at),
            by=SYSTEM,
            at=at,
        )
    ]


def _words(
    decision: ThresholdDecisionAuthorised, decided_at: datetime, contact: KnownContact, policy: Policy
) -> Payload:
    child_ref = contact.child_refs.get(decision.child_id, decision.child_id)
    if contact.ppn_ref is not None:
        return police_outcome(
            ppn_ref=contact.ppn_ref,
            child_ref=child_ref,
            outcome_code=decision.decision,
            decided_at=decided_at,
        )
    return professional_outcome(
        contact_ref=contact_ref(decision.contact_id),
        child_ref=child_ref,
        outcome_code=decision.decision,
        reason=decision.plain_reason or "",
        need_level=decision.need_level,
        quality_failed=contact.quality_failed,
        policy=policy,
    )
