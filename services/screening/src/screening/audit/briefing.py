"""The one-minute briefing: what a sample taught, in 300 words and three expectations, naming nobody. Pure."""

from screening.audit.commands import AcknowledgeBriefing, PublishOneMinuteBriefing
from screening.audit.events import AuditEvent, BriefingAcknowledged, BriefingPublished
from screening.audit.identifiers import identifier_in
from screening.audit.state import Drawn
from screening.policy import POLICY
from shared.decider import Refused
from shared.working_time import add_working_days, close_of_service, in_london

EXPECTATIONS = 3
NEEDED = {
    "title": "Give the briefing a title.",
    "looked_at": "Say what you looked at.",
    "good": "Say what good looked like.",
    "change": "Say what has to change.",
    "standard": "Say where the standard is to be found.",
}


def publish_briefing(command: PublishOneMinuteBriefing, drawn: Drawn) -> list[AuditEvent]:
    said = {name: str(getattr(command, name)) for name in NEEDED} | {"messages": "\n".join(command.messages)}
    for name, reason in NEEDED.items():
        if not said[name]:
            raise Refused("BRF-04 MISSING_WORDS", reason, name)
    if len(command.messages) != EXPECTATIONS:
        raise Refused("BRF-02 THREE_MESSAGES", "Give three basic expectations, no more and no fewer.", "messages")
    words = sum(len(text.split()) for text in said.values())
    if words > POLICY.briefing_words:
        raise Refused(
            "BRF-01 TOO_LONG", f"It has {words} words. One minute is {POLICY.briefing_words} at most.", "looked_at"
        )
    for name, text in said.items():
        found = identifier_in(text, command.names, command.birthdays)
        if found is not None:
            raise Refused("BRF-03 IDENTIFIER", f"“{found}” could name a child of this sample. Take it out.", name)
    acknowledge_on = add_working_days(in_london(command.at).date(), POLICY.briefing_acknowledged_wd)
    return [
        BriefingPublished(
            audit_id=drawn.sample.audit_id,
            briefing_id=command.briefing_id,
            title=command.title,
            looked_at=command.looked_at,
            good=command.good,
            change=command.change,
            messages=command.messages,
            standard=command.standard,
            published_by=command.by.user_id,
            published_at=command.at,
            acknowledge_by=close_of_service(acknowledge_on),
        )
    ]


def acknowledge(command: AcknowledgeBriefing, drawn: Drawn) -> list[AuditEvent]:
    """Once is enough: whoever has read it already is not asked again."""
    briefing = drawn.briefings.get(command.briefing_id)
    if briefing is None:
        raise Refused("BRF-05 NO_SUCH_BRIEFING", "There is no such briefing.", "briefing_id")
    if (command.briefing_id, command.by.user_id) in drawn.acknowledged:
        return []
    return [
        BriefingAcknowledged(
            audit_id=drawn.sample.audit_id,
            briefing_id=command.briefing_id,
            user=command.by.user_id,
            acknowledged_at=command.at,
            late=command.at > briefing.acknowledge_by,
        )
    ]
