"""What an agency answers to what it was asked: over its own inbox, or told to whoever screens."""

from datetime import datetime

from screening.case.commands import NoteInformationAnswered
from screening.case.events import InformationDeclined, InformationReceived
from screening.case.state import Case
from screening.codes import CheckedAgency


def agency_answered(command: NoteInformationAnswered, case: Case) -> InformationReceived | InformationDeclined:
    """A further answer stands beside the earlier ones: what the agency knows is all that it has said."""
    answered = declined if command.declined else received
    return answered(case, command.agency, command.words, command.answered_at, command.from_whom, org_id=command.org_id)


def received(
    case: Case, agency: CheckedAgency, summary: str, at: datetime, from_whom: str, *, org_id: str | None = None
) -> InformationReceived:
    return InformationReceived(
        contact_id=case.contact.contact_id,
        child_ids=case.child_ids,
        agency=agency,
        summary=summary,
        answered_at=at,
        from_whom=from_whom,
        org_id=org_id,
    )


def declined(
    case: Case, agency: CheckedAgency, reason: str, at: datetime, from_whom: str, *, org_id: str | None = None
) -> InformationDeclined:
    return InformationDeclined(
        contact_id=case.contact.contact_id,
        child_ids=case.child_ids,
        agency=agency,
        reason=reason,
        answered_at=at,
        from_whom=from_whom,
        org_id=org_id,
    )
