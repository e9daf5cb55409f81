"""An agency's answer to what it was asked, in its own words, given over its own inbox."""

from screening.case.commands import NoteInformationAnswered
from screening.case.events import InformationDeclined, InformationReceived
from screening.case.state import Case


def agency_answered(command: NoteInformationAnswered, case: Case) -> InformationReceived | InformationDeclined:
    """A further answer stands beside the earlier ones: what the agency knows is all that it has said."""
    if command.declined:
        return InformationDeclined(
            contact_id=command.contact_id,
            child_ids=case.child_ids,
            agency=command.agency,
            reason=command.words,
            answered_at=command.answered_at,
            from_whom=command.from_whom,
            org_id=command.org_id,
        )
    return InformationReceived(
        contact_id=command.contact_id,
        child_ids=case.child_ids,
        agency=command.agency,
        summary=command.words,
        answered_at=command.answered_at,
        from_whom=command.from_whom,
        org_id=command.org_id,
    )
