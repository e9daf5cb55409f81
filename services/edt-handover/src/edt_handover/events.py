"""Every event that this service may store: shift's, item's and preparation's, in one catalogue."""

from edt_handover.item.events import ITEM_EVENTS
from edt_handover.prep.events import PREP_EVENTS
from edt_handover.shift.events import SHIFT_EVENTS
from shared.events import EventCatalogue

EVENTS = EventCatalogue()
EVENTS.include(SHIFT_EVENTS)
EVENTS.include(ITEM_EVENTS)
EVENTS.include(PREP_EVENTS)
