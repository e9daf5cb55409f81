"""What intake tells of a missing child who is back: harm that it tells of, and a pattern, are screened again."""

from screening.case.commands import NoteMissingConcern
from screening.case.decider import SCREENING
from screening.codes import MissingConcern
from screening.missing_readings import MissingEpisodeClosed, MissingPatternConsidered, RhiCompleted
from screening.read_models import contacts
from screening.streams import screening_of
from shared.access.actor import SYSTEM
from shared.database import Connection
from shared.handling import Step
from shared.subscriptions import Message, Subscriptions


def listen_to_missing(subscriptions: Subscriptions) -> None:
    subscriptions.on("contacts", "frontdoor.RhiCompleted.v1", RhiCompleted)(note_interview)
    subscriptions.on("contacts", "frontdoor.MissingPatternConsidered.v1", MissingPatternConsidered)(note_pattern)
    subscriptions.project("contacts", "frontdoor.MissingEpisodeClosed.v1", MissingEpisodeClosed)(_back)


def note_interview(message: Message[RhiCompleted]) -> list[Step]:
    """An interview in which no harm was told of is read on the timeline."""
    held = message.data
    if not held.harm_disclosed:
        return []
    return _noted(message, held.contact_id, MissingConcern.HARM_TOLD, held.child_words, held.safety_needs)


def note_pattern(message: Message[MissingPatternConsidered]) -> list[Step]:
    considered = message.data
    if not considered.strategy_discussion:
        return []
    return _noted(message, considered.contact_id, MissingConcern.STRATEGY_WANTED, considered.reason)


def _noted(
    message: Message[RhiCompleted] | Message[MissingPatternConsidered],
    contact_id: str,
    because: MissingConcern,
    *words: str,
) -> list[Step]:
    said = " ".join(part for part in words if part)
    command = NoteMissingConcern(
        by=SYSTEM, at=message.meta.recorded_at, contact_id=contact_id, because=because, words=said
    )
    return [Step(stream=screening_of(contact_id), decider=SCREENING, command=command)]


async def _back(connection: Connection, message: Message[MissingEpisodeClosed]) -> None:
    found_at = message.meta.occurred_at or message.meta.recorded_at
    await contacts.is_back(connection, message.data, found_at)
