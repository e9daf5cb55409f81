"""Where every event of screening is registered, and the two things that one can be about."""

from dataclasses import dataclass

from shared.events import EventCatalogue

CASE_EVENTS = EventCatalogue()


@dataclass(frozen=True, slots=True, kw_only=True)
class OfCase:
    """An event about the whole case: all its children."""

    contact_id: str
    child_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OfChild:
    """An event about one child of the case."""

    contact_id: str
    child_id: str
