"""How what the police report is handled: nobody passes their intelligence on without them (domain brief §2.1, §2.2)."""

from intake.commands import MarkIntelligenceHandling
from intake.decider.state import Contact, only
from intake.events import IntelligenceHandlingMarked
from shared.access.actor import Role
from shared.decider import Refused


def mark(command: MarkIntelligenceHandling, state: Contact) -> IntelligenceHandlingMarked:
    """Said by the police in the hub, beside what an officer's report says of it."""
    only(command.by.role, (Role.POLICE_MASH,), "The police in the hub say how their intelligence is handled")
    if state.account is None or state.account.police is None:
        raise Refused("INT-53 NO_REPORT", "The police report nothing in this contact", "handling")
    handling = command.handling.strip()
    if not handling:
        raise Refused("INT-54 HANDLING", "Say who may be told what, and who has to be asked first", "handling")
    if handling == state.handling:
        raise Refused("INT-55 MARKED", "The hub has said this already", "handling")
    return IntelligenceHandlingMarked(
        contact_id=state.contact_id,
        child_ids=state.child_ids,
        handling=handling,
        previous=state.handling,
        by=command.by.user_id,
        marked_at=command.at,
    )
