"""What an agency that was asked to come is told beforehand: the profile STRATEGY_INVITE, and nothing else."""

from collections.abc import Sequence

from shared.access.actor import Actor
from shared.disclosure import build
from shared.events import instant
from strategy.discussion.guards import SECTION_OF_ROLE
from strategy.read_models.children import Child
from strategy.read_models.record import Record

BRING = "What your agency knows of each child, their family and how they are now"


def invitation_of(record: Record, known: Sequence[Child], reader: Actor) -> dict[str, object]:
    """The invitation to the latest sitting. A discussion that was not convened has invited nobody."""
    meeting = record.meeting
    if meeting is None:
        raise ValueError("only a discussion that was convened has invitations")
    return build(
        "STRATEGY_INVITE",
        children=[
            {
                "first_name": child.first_name,
                "surname": child.surname,
                "date_of_birth": child.dob.isoformat() if child.dob else None,
            }
            for child in known
        ],
        held_at=instant(meeting.held_at),
        link=None,
        concern=list(map(str, record.concern)),
        information_to_bring=BRING,
        quorum_role=SECTION_OF_ROLE[reader.role].value,
    )
