"""Every event that this service may store, in one catalogue."""

from screening.audit.events import AUDIT_EVENTS
from screening.case.events import CASE_EVENTS
from screening.early_help.events import EARLY_HELP_EVENTS
from screening.escalation.events import ESCALATION_EVENTS
from screening.late_clock.events import LATE_CLOCK_EVENTS
from screening.referral.events import REFERRAL_EVENTS
from screening.referral.register import REGISTER_EVENTS
from shared.events import EventCatalogue

EVENTS = EventCatalogue()
EVENTS.include(CASE_EVENTS)
EVENTS.include(ESCALATION_EVENTS)
EVENTS.include(AUDIT_EVENTS)
EVENTS.include(REFERRAL_EVENTS)
EVENTS.include(REGISTER_EVENTS)
EVENTS.include(EARLY_HELP_EVENTS)
EVENTS.include(LATE_CLOCK_EVENTS)
