"""The catalogue of everything that can happen in intake. Stored for ever under these names."""

from shared.events import EventCatalogue

EVENTS = EventCatalogue()
