"""Every event that this service may store: the discussion's, the enquiry's and the register's, in one
catalogue."""

from shared.events import EventCatalogue
from strategy.discussion.events import DISCUSSION_EVENTS
from strategy.register.events import REGISTER_EVENTS
from strategy.s47.events import S47_EVENTS

EVENTS = EventCatalogue()
EVENTS.include(DISCUSSION_EVENTS)
EVENTS.include(S47_EVENTS)
EVENTS.include(REGISTER_EVENTS)
