"""The words of a contact, each in the class that the need-to-know matrix gives it (domain brief §2.2)."""

from collections.abc import Iterable
from dataclasses import replace

from shared.disclosure import Sensitivity as S
from shared.web.words import date_words
from timeline.entries.contact_readings import (
    Adult,
    Consent,
    ContactReceived,
    ImmediateSafety,
    Missing,
    NamedChild,
    Police,
)
from timeline.entries.making import part
from timeline.facts import Needs, Part
from timeline.words import flagged, listed, phrase

ALLEGATION = "LADO"
PUBLIC_SOURCES = frozenset({"1A", "1B", "1C", "1D", "9"})
"""Source codes of members of the public, whose identity is a class of its own."""


def parts_of(contact: ContactReceived, child: NamedChild) -> list[Part]:
    """Everything that the contact says, as it concerns this child."""
    parts = [
        part(S.SUB, "What worries the sender", contact.worries),
        part(S.SUB, "The child's own words", child.child_words),
        *_from_whom(contact),
        *_about(child),
        part(S.SUB, "What this means for the child", contact.impact_on_child),
        part(S.SUB, "What is working well", contact.working_well),
        part(S.SUB, "The sender's analysis", contact.analysis),
        part(S.SUB, "Done so far", contact.actions_taken),
        part(S.SUB, "What the sender asks for", contact.requested_outcome),
        part(S.SUB, "Safe now?", _safety(contact.immediate_safety)),
        part(S.SUB, "Hurt", (contact.injury_note or "Somebody is") if contact.injury_seen == "Y" else ""),
        part(S.SUB, "Agreement", _agreement(contact.consent)),
        part(S.HH, "Adults", "; ".join(_adult(adult) for adult in contact.adults)),
        *_where(contact, child),
        *(police_parts(contact.police, child) if contact.police else ()),
        *(missing_parts(contact.missing) if contact.missing else ()),
    ]
    return partitioned(contact.contact_type, parts)


def partitioned(contact_type: str, parts: list[Part]) -> list[Part]:
    """An allegation about somebody who works with children is read by the designated officer alone."""
    return in_partition(parts) if contact_type == ALLEGATION else parts


def in_partition(parts: Iterable[Part]) -> list[Part]:
    """The sender's words as the designated officer's; what else is said stays in its class."""
    return [replace(each, cls=S.LADO) if each.cls is S.SUB else each for each in parts]


def _from_whom(contact: ContactReceived) -> list[Part]:
    referrer = contact.referrer
    public = contact.source_code in PUBLIC_SOURCES
    who = "" if referrer.anonymous else listed([referrer.name, referrer.role, referrer.phone])
    return [
        part(S.SUB, "From", "A member of the public" if public else contact.agency.name),
        part(S.REF, "Who told us", who),
    ]


def _about(child: NamedChild) -> list[Part]:
    born = f"born {date_words(child.dob)}" if child.dob else "date of birth not given"
    seen = {"Y": "seen by the sender", "N": "not seen by the sender"}.get(child.seen_by_referrer or "", "")
    there = {"Y": "present", "N": "not present"}.get(child.present_at_incident or "", "")
    return [
        part(S.ID, "Child named", f"{child.name or 'Name not given'}, {born}"),
        part(S.SUB, "At the incident", listed([there, seen])),
        part(S.EDU, "School", f"URN {child.school_urn}" if child.school_urn else ""),
        part(S.HLT, "Disability", listed(child.disability)),
    ]


def _where(contact: ContactReceived, child: NamedChild) -> list[Part]:
    contacts = [
        listed([adult.first_name or "", adult.safe_contact.method, adult.safe_contact.do_not])
        for adult in contact.adults
        if adult.safe_contact
    ]
    return [
        part(S.ADR, "Address", child.address or contact.incident.address),
        part(S.ADR, "Safe contact", "; ".join(contacts)),
    ]


def _adult(adult: Adult) -> str:
    name = " ".join(word for word in (adult.first_name, adult.surname) if word) or "Name not given"
    responsible = "has parental responsibility" if adult.pr == "Y" else ""
    about = "; ".join(word for word in (phrase(adult.role).lower(), responsible) if word)
    return f"{name} ({about})" if about else name


def _safety(safety: ImmediateSafety) -> str:
    return listed([phrase(safety.is_child_safe_now, "yes_no"), safety.where, safety.with_whom])


def _agreement(consent: Consent) -> str:
    return listed(
        [
            consent.parents_informed and f"parents informed: {phrase(consent.parents_informed, 'consent').lower()}",
            consent.parental_agreement and f"agreement: {phrase(consent.parental_agreement, 'consent').lower()}",
            consent.child_view,
        ]
    )


def police_parts(police: Police, child: NamedChild) -> list[Part]:
    """What the police report says beyond the worries. Only the fact and the grade go further than the class."""
    spoken = [talk for talk in police.children_spoken_to if talk.temp_ref == child.temp_ref]
    grade = f"Domestic abuse incident, graded {police.grade} for the adult victim" if police.grade else ""
    factors = listed([phrase(factor).lower() for factor in police.high_risk_factors])
    before = police.previous_incidents_12m
    return [
        part(S.POL, "Police grade", grade, Needs.ROLE_VIEW),
        part(S.POL, "Police risk factors", factors),
        part(S.POL, "Earlier incidents", "" if before is None else f"{before} in 12 months"),
        part(S.POL, "Police narrative", police.narrative),
        part(S.POL, "Home conditions", police.home_conditions),
        part(S.POL, "Protective orders", "; ".join(police.protective_orders)),
        part(S.POL, "Officer's view of the children", phrase(police.officer_vulnerability_grade)),
        part(S.POL, "Handling of intelligence", police.intelligence_handling),
        *(
            part(S.POL, "Police spoke to the child", listed([talk.demeanour, talk.words]))
            for talk in spoken
            if talk.spoken == "Y"
        ),
    ]


def missing_parts(missing: Missing) -> list[Part]:
    """What a report says of a child's absence; whatever is not said of itself is the police's to read."""
    return [
        part(S.SUB, "Missing from", phrase(missing.missing_from)),
        part(S.HIS, "Placement", missing.placement),
        part(S.POL, "Police risk", phrase(missing.police_risk)),
        part(S.POL, "Circumstances", missing.circumstances),
        part(S.POL, "Exploitation", flagged(missing.exploitation_flags)),
        part(S.POL, "Known associates", listed(missing.known_associates)),
    ]
