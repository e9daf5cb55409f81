"""Every event that this service may store: the notification's and the recipient's, in one catalogue."""

from notifications.notification.events import NOTIFICATION_EVENTS
from notifications.recipient.events import RECIPIENT_EVENTS
from shared.events import EventCatalogue

EVENTS = EventCatalogue()
EVENTS.include(NOTIFICATION_EVENTS)
EVENTS.include(RECIPIENT_EVENTS)
