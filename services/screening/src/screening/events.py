"""Every event that this service may store, in one catalogue."""

from screening.case.events import CASE_EVENTS
from screening.escalation.events import ESCALATION_EVENTS
from shared.events import EventCatalogue

EVENTS = EventCatalogue()
EVENTS.include(CASE_EVENTS)
EVENTS.include(ESCALATION_EVENTS)
