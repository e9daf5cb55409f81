"""What a contact says, in the words of our rules. Pure."""

from typing import TypeVar

from screening import readings
from screening.case.facts import Agency, Consent, ContactFacts, NamedChild
from screening.case.urgency import POLICE_PROTECTION, urgent_facts
from screening.codes import Agreement, CareStatus, ParentsInformed
from screening.readings import ContactReceived, Urgency
from shared.subscriptions import Message

PUBLIC_SOURCES = frozenset({"1A", "1B", "1C", "1D", "9", "10"})
"""Family, neighbours, the child, strangers, nobody known: they get no outcome (profile ACK_PUBLIC, NOT-07)."""

W = TypeVar("W", ParentsInformed, Agreement, CareStatus)


def named(child: readings.Child) -> NamedChild:
    return NamedChild(temp_ref=child.temp_ref, child_id=child.child_id, born_on=child.born_on)


def facts_of(message: Message[ContactReceived]) -> ContactFacts:
    contact = message.data
    received_at = message.meta.received_at or message.meta.recorded_at
    police = contact.police or readings.Police()
    return ContactFacts(
        contact_id=contact.contact_id,
        contact_type=contact.contact_type,
        source_code=contact.source_code,
        source_system=contact.source_system,
        source_ref=contact.source_ref,
        agency=Agency(org_id=contact.agency.org_id, name=contact.agency.name, urn=contact.agency.urn),
        professional_referrer=contact.source_code not in PUBLIC_SOURCES and not contact.referrer.anonymous,
        received_at=received_at,
        urgent_facts=urgent_facts(
            said_urgent=is_urgent(contact),
            injured=is_hurt(contact.injury_seen),
            police_protection=contact.contact_type == POLICE_PROTECTION,
            police_grade=police.grade,
            born_on=tuple(child.born_on for child in contact.children),
            received_at=received_at,
        ),
        police_grade=police.grade,
        high_risk_factors=contact.high_risk_factors,
        previous_incidents_12m=police.previous_incidents_12m or 0,
    )


def is_urgent(said: Urgency) -> bool:
    """Does the sender say so, or that the child is not safe now?"""
    return said.urgent_flag or said.immediate_safety.is_child_safe_now == "N"


def is_hurt(injury_seen: str | None) -> bool:
    """Does the sender say that somebody is hurt?"""
    return injury_seen == "Y"


def consent_of(said: readings.Consent) -> Consent:
    return Consent(
        parents_informed=known(ParentsInformed, said.parents_informed),
        parental_agreement=known(Agreement, said.parental_agreement),
        child_view=said.child_view,
    )


def known(words: type[W], said: str) -> W:
    """What a sender wrote that is no word of the set is unknown to us, and asked about later."""
    return words(said) if said in words.__members__ else words.UNKNOWN
