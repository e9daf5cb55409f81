"""What passes between the front door and whoever told it after the contact came: an acknowledgement, and consent."""

from intake.commands import AcknowledgeReferrer, RecordConsentStatus
from intake.decider.state import Contact, with_reason
from intake.events import ConsentStatusRecorded, ReferrerAcknowledged
from shared.access.actor import SYSTEM
from shared.decider import Refused

MEANS = ("PHONE", "EMAIL", "LETTER", "PORTAL", "IN_PERSON")
PARENTS_INFORMED = ("YES", "NO", "NOT_SAFE", "UNKNOWN")
PARENTAL_AGREEMENT = ("AGREED", "REFUSED", "NOT_SOUGHT", "NOT_SAFE_TO_SEEK", "UNKNOWN")


def acknowledge(command: AcknowledgeReferrer, state: Contact) -> list[ReferrerAcknowledged]:
    """Whoever told us knows now that we have it (CK_ACK). A message that left after somebody rang says nothing new."""
    if state.acknowledged and command.by == SYSTEM:
        return []
    if state.acknowledged:
        raise Refused("INT-38 ACKNOWLEDGED", "The referrer has been told already that we have it")
    if command.by_means_of not in MEANS:
        raise Refused("INT-39 MEANS", f"Say how the referrer was told: {', '.join(MEANS)}", "by_means_of")
    return [
        ReferrerAcknowledged(
            contact_id=state.contact_id,
            child_ids=state.child_ids,
            org_id=state.account.agency.org_id if state.account else "",
            by_means_of=command.by_means_of,
            by=command.by.user_id,
            acknowledged_at=command.at,
        )
    ]


def record_consent(command: RecordConsentStatus, state: Contact) -> ConsentStatusRecorded:
    """Whether the parents know and agree, as far as it is known now. A refusal is information, not an exit."""
    if command.parents_informed not in PARENTS_INFORMED:
        raise Refused("INT-40 CONSENT", f"One of {', '.join(PARENTS_INFORMED)}", "parents_informed")
    if command.parental_agreement not in PARENTAL_AGREEMENT:
        raise Refused("INT-40 CONSENT", f"One of {', '.join(PARENTAL_AGREEMENT)}", "parental_agreement")
    return ConsentStatusRecorded(
        contact_id=state.contact_id,
        child_ids=state.child_ids,
        parents_informed=command.parents_informed,
        parental_agreement=command.parental_agreement,
        child_view=command.child_view.strip(),
        reason=with_reason(command.reason, "how it is known, and why not where they do not know or agree"),
        by=command.by.user_id,
    )
