"""What an asked agency answers over its own inbox, which notifications keeps for it: a note on the screening."""

from datetime import datetime

from screening.case.commands import NoteInformationAnswered
from screening.case.decider import SCREENING
from screening.codes import CheckedAgency
from screening.streams import screening_of
from shared.access.actor import SYSTEM
from shared.contracts import Reading
from shared.handling import Step
from shared.subscriptions import Message, Subscriptions


class InformationRequestAnswered(Reading):
    contact_id: str
    agency: str
    recipient_org: str | None = None
    recipient_name: str | None = None
    police: str = ""
    health: str = ""
    education: str = ""
    others: str = ""
    declined_because: str = ""
    answered_by: str
    answered_at: datetime

    @property
    def words(self) -> str:
        return self.declined_because or self.police or self.health or self.education or self.others

    @property
    def from_whom(self) -> str:
        """Who said so, and for which organisation."""
        return ", ".join(part for part in (self.answered_by, self.recipient_name) if part)


def listen_to_answers(subscriptions: Subscriptions) -> None:
    subscriptions.on("notifications", "frontdoor.InformationRequestAnswered.v1", InformationRequestAnswered)(
        note_information_answered
    )


def note_information_answered(message: Message[InformationRequestAnswered]) -> list[Step]:
    """Never refused, late or not: the agency was told that its answer is with us."""
    answer = message.data
    command = NoteInformationAnswered(
        by=SYSTEM,
        at=message.meta.recorded_at,
        contact_id=answer.contact_id,
        agency=CheckedAgency(answer.agency),
        words=answer.words,
        declined=bool(answer.declined_because),
        from_whom=answer.from_whom,
        org_id=answer.recipient_org,
        answered_at=answer.answered_at,
    )
    return [Step(stream=screening_of(answer.contact_id), decider=SCREENING, command=command)]
