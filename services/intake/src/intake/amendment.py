"""A contact that its sender opens again: the form as it would have been filled in, and what is sent over what was said.

What the form has no field for stays as it was. Pure.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from intake.facts import Account, NamedAdult, NamedChild, Referrer, Relationship, SafeContact
from intake.police_typed import by_references, police_over, typed_of_police
from intake.requests import SentContact
from intake.schools import in_words
from intake.telephone import ANSWERS, WORDS
from shared.web.forms import Typed, text
from shared.web.words import for_picker

OF_CHILD = ("first_name", "surname", "dob", "expected_dob", "address", "gp", "nhs", "upn", "child_words", "language")
CHOSEN_OF_CHILD = ("sex", "gender", "ethnicity", "present_at_incident", "seen_by_referrer", "education_status")
OF_ADULT = ("first_name", "surname", "dob", "address")
OF_THE_REFERRER = ("name", "role", "phone", "email")
CHOSEN_OF_ADULT = ("pr", "works_with_children")
"""What is chosen is put right by another choice; what was typed, and what an adult is to a child, also by nothing."""


def typed_of(account: Account, schools: Mapping[str, str]) -> Typed:
    """What the form's fields would hold."""
    safety, consent, incident = account.immediate_safety, account.consent, account.incident
    return {
        "is_child_safe_now": safety.is_child_safe_now,
        "where": safety.where,
        "with_whom": safety.with_whom,
        "injury_seen": account.injury_seen or "",
        "injury_note": account.injury_note,
        "occurred_at": for_picker(incident.occurred_at) if incident.occurred_at else "",
        "incident_address": incident.address or "",
        "location_type": incident.location_type or "",
        "contact_type": account.contact_type.value,
        "need_level": str(account.referrer_view_of_need_level or ""),
        "parents_informed": consent.parents_informed,
        "parental_agreement": consent.parental_agreement,
        "child_view": consent.child_view,
        "referrer_name": account.referrer.name,
        "referrer_role": account.referrer.role,
        "referrer_phone": account.referrer.phone,
        "referrer_email": account.referrer.email,
        **{name: getattr(account, name) for name in WORDS},
        **typed_of_police(account),
        **dict(_children(account, schools)),
        **dict(_adults(account)),
        **dict(_related(account)),
    }


def _children(account: Account, schools: Mapping[str, str]) -> Iterator[tuple[str, str | list[str]]]:
    for number, child in enumerate(account.children, 1):
        for name in (*OF_CHILD, *CHOSEN_OF_CHILD):
            yield f"child_{number}_{name}", str(getattr(child, name) or "")
        yield f"child_{number}_seen_at", for_picker(child.seen_at) if child.seen_at else ""
        yield f"child_{number}_school", in_words(child.school_urn, schools) or child.school_name or ""
        yield f"child_{number}_disability", list(child.disability)
        yield f"child_{number}_interpreter", next((said for said in ANSWERS if ANSWERS[said] is child.interpreter), "")


def _adults(account: Account) -> Iterator[tuple[str, str]]:
    for number, adult in enumerate(account.adults, 1):
        for name in (*OF_ADULT, *CHOSEN_OF_ADULT, "role"):
            yield f"adult_{number}_{name}", str(getattr(adult, name) or "")
        safe = adult.safe_contact or SafeContact()
        yield f"adult_{number}_safe_method", safe.method
        yield f"adult_{number}_safe_do_not", safe.do_not


def _related(account: Account) -> Iterator[tuple[str, str]]:
    """What each adult is to each child. Where a system said two things, the first of them."""
    adults = {adult.temp_ref: number for number, adult in enumerate(account.adults, 1)}
    for number, child in enumerate(account.children, 1):
        for relation in reversed(child.relationship_to_adults):
            if relation.adult in adults:
                yield f"adult_{adults[relation.adult]}_to_{number}", relation.rel


def without_emptied(account: Account, typed: Typed) -> Account:
    """What was said before, without what the form's fields no longer say that an adult is to a child."""
    children = (
        replace(child, relationship_to_adults=tuple(_still_said(account, child, number, typed)))
        for number, child in enumerate(account.children, 1)
    )
    return replace(account, children=tuple(children))


def _still_said(account: Account, child: NamedChild, number: int, typed: Typed) -> Iterator[Relationship]:
    fields = {adult.temp_ref: f"adult_{place}_to_{number}" for place, adult in enumerate(account.adults, 1)}
    for relation in child.relationship_to_adults:
        field = fields.get(relation.adult)
        if field is None or field not in typed or text(typed, field):
            yield relation


def by_their_references(sent: SentContact, before: Account) -> SentContact:
    """The form counts children and adults (c1, a1); each gets the reference under which it was sent first, a new one a
    reference of its own."""
    children = _references("c", [child.temp_ref for child in before.children], [c.temp_ref for c in sent.children])
    adults = _references("a", [adult.temp_ref for adult in before.adults], [a.temp_ref for a in sent.adults])
    for child in sent.children:
        child.temp_ref = children[child.temp_ref]
        for relation in child.relationship_to_adults:
            relation.adult = adults[relation.adult]
    for adult in sent.adults:
        adult.temp_ref = adults[adult.temp_ref]
    by_references(sent, children, adults)
    return sent


def _references(letter: str, before: Sequence[str], typed: Sequence[str]) -> dict[str, str]:
    known = {f"{letter}{number}": ref for number, ref in enumerate(before, 1)}
    for ref in typed:
        if ref not in known:
            taken = {*known.values()}
            known[ref] = next(new for number in range(1, 1000) for new in [f"{letter}{number}"] if new not in taken)
    return known


def over(before: Account, said: Account, *, sender_again: bool = True) -> Account:
    """What is said now over what was said before. Nobody who was named is left out. ``sender_again``: the form asks
    again who they are."""
    return replace(
        before,
        channel=said.channel,
        contact_type=said.contact_type,
        urgent_flag=before.urgent_flag or said.urgent_flag,
        incident=replace(
            before.incident,
            occurred_at=said.incident.occurred_at,
            address=said.incident.address,
            location_type=said.incident.location_type or before.incident.location_type,
        ),
        children=_children_over(before.children, said.children),
        adults=_adults_over(before.adults, said.adults),
        referrer=_referrer_over(before.referrer, said.referrer) if sender_again else before.referrer,
        referrer_view_of_need_level=said.referrer_view_of_need_level or before.referrer_view_of_need_level,
        consent=said.consent,
        immediate_safety=said.immediate_safety,
        injury_seen=said.injury_seen or before.injury_seen,
        injury_note=said.injury_note,
        police=police_over(before.police, said.police),
        **{name: getattr(said, name) for name in WORDS},
    )


def _referrer_over(before: Referrer, said: Referrer) -> Referrer:
    return replace(before, **{name: getattr(said, name) for name in OF_THE_REFERRER})


def _children_over(before: Sequence[NamedChild], said: Sequence[NamedChild]) -> tuple[NamedChild, ...]:
    now = {child.temp_ref: child for child in said}
    known = {child.temp_ref for child in before}
    again = (_child_over(child, now[child.temp_ref]) if child.temp_ref in now else child for child in before)
    return (*again, *(child for child in said if child.temp_ref not in known))


def _child_over(before: NamedChild, said: NamedChild) -> NamedChild:
    related = _related_over(before.relationship_to_adults, said.relationship_to_adults)
    nothing_else = NamedChild(
        temp_ref=said.temp_ref, child_id=said.child_id, relationship_to_adults=said.relationship_to_adults
    )
    if said == nothing_else:
        return replace(before, relationship_to_adults=related)
    return replace(
        before,
        **{name: getattr(said, name) for name in (*OF_CHILD, "school_urn", "school_name", "disability")},
        **{name: getattr(said, name) or getattr(before, name) for name in (*CHOSEN_OF_CHILD, "seen_at")},
        interpreter=before.interpreter if said.interpreter is None else said.interpreter,
        relationship_to_adults=related,
    )


def _related_over(before: Sequence[Relationship], said: Sequence[Relationship]) -> tuple[Relationship, ...]:
    """Another choice puts right what an adult is to the child; whatever else a system said stays."""
    changed = {relation.adult for relation in said if relation not in before}
    kept = (relation for relation in before if relation.adult not in changed)
    return (*kept, *(relation for relation in said if relation.adult in changed))


def _adults_over(before: Sequence[NamedAdult], said: Sequence[NamedAdult]) -> tuple[NamedAdult, ...]:
    now = {adult.temp_ref: adult for adult in said}
    known = {adult.temp_ref for adult in before}
    again = (_adult_over(adult, now[adult.temp_ref]) if adult.temp_ref in now else adult for adult in before)
    return (*again, *(adult for adult in said if adult.temp_ref not in known))


def _adult_over(before: NamedAdult, said: NamedAdult) -> NamedAdult:
    if said == NamedAdult(temp_ref=said.temp_ref):
        return before
    return replace(
        before,
        **{name: getattr(said, name) for name in (*OF_ADULT, "role", "safe_contact")},
        **{name: getattr(said, name) or getattr(before, name) for name in CHOSEN_OF_ADULT},
    )
