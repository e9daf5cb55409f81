"""The request for a return home interview, to whoever the authority has made responsible for them (CK_RHI)."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from notifications.codes import Profile, RecipientRole, YesNoNotKnown
from notifications.notification.commands import RequestNotification
from notifications.notification.facts import About
from notifications.owed.facts import KnownContact, Owed
from notifications.payloads import Payload, local, named_child, reference, ring_us
from notifications.policy import Policy
from notifications.readings import MissingEpisodeClosed
from shared.access.actor import SYSTEM
from shared.disclosure import build
from shared.ids import derived_id

OFFERED_WITHIN = timedelta(hours=24)
HELD_WITHIN = timedelta(hours=72)


def return_interview(owed: Owed, contact: KnownContact, policy: Policy, at: datetime) -> Sequence[RequestNotification]:
    """One a child and episode, however often the return is reported. Due by when the interview must be offered."""
    returned = MissingEpisodeClosed.model_validate(owed.said)
    notification_id = derived_id("return-interview", returned.episode_id)
    return [
        RequestNotification(
            about=About(
                notification_id=notification_id,
                profile=Profile.RHI_REQUEST,
                recipient_role=RecipientRole.RETURN_INTERVIEWER,
                recipient_org=policy.return_interviews_org,
                recipient_name=policy.return_interviews_name,
                child_id=returned.child_id,
                contact_id=owed.contact_id,
                cause_event=owed.event_id,
            ),
            payload=_words(reference("RHI", notification_id), returned, owed.at, contact, policy),
            runs_from=owed.at,
            due_at=owed.at + OFFERED_WITHIN,
            by=SYSTEM,
            at=at,
        )
    ]


def _words(
    request_ref: str, returned: MissingEpisodeClosed, returned_at: datetime, contact: KnownContact, policy: Policy
) -> Payload:
    """Where the child is and who it was with are asked for by phone: an inbox is no place for either."""
    missing, prevented = contact.missing, returned.prevention_interview_done
    return build(
        Profile.RHI_REQUEST,
        request_ref=request_ref,
        child=named_child(contact.child(returned.child_id)),
        missing_from=missing.missing_from,
        missing_since=local(missing.last_seen_at) if missing.last_seen_at else None,
        returned_at=local(returned_at),
        prevention_interview_done=prevented if prevented in set(YesNoNotKnown) else YesNoNotKnown.NK.value,
        episode_no_90d=missing.episode_no_90d,
        offer_by=local(returned_at + OFFERED_WITHIN),
        complete_by=local(returned_at + HELD_WITHIN),
        arrange_through=ring_us(policy),
    )
