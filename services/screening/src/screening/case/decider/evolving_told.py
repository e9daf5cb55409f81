"""How what intake tells of a contact changes what the rules remember of it. Pure."""

from dataclasses import replace
from datetime import datetime
from typing import assert_never

from screening.case.decider.evolving_enquiry import each, with_child
from screening.case.events import (
    CareStatusNoted,
    ChildIdentityNoted,
    ConsentStatusNoted,
    ContactAmendmentNoted,
    ContactCompletionNoted,
    ContactLetPastNoted,
    ContactQualityNoted,
    MaracReferralNoted,
    MissingConcernNoted,
    PoliceGradeNoted,
    SiblingExclusionNoted,
    SiblingNoted,
    SiblingsFoundNoted,
)
from screening.case.facts import NamedChild
from screening.case.state import Case, Child

Told = (
    ContactAmendmentNoted
    | PoliceGradeNoted
    | SiblingNoted
    | SiblingsFoundNoted
    | SiblingExclusionNoted
    | ContactCompletionNoted
    | ConsentStatusNoted
    | CareStatusNoted
    | MaracReferralNoted
    | MissingConcernNoted
    | ContactLetPastNoted
    | ContactQualityNoted
    | ChildIdentityNoted
)


def told(case: Case, event: Told) -> Case:
    match event:
        case ContactAmendmentNoted():
            return _amended(case, event)
        case PoliceGradeNoted():
            contact = replace(case.contact, police_grade=event.police_grade, urgent_facts=event.urgent_facts)
            return replace(case, contact=contact, graded_by_hub=event.by_hub)
        case SiblingNoted():
            return _joined(case, event)
        case SiblingsFoundNoted() | SiblingExclusionNoted() | ContactCompletionNoted():
            return replace(case, siblings_waiting=_still_waiting(case, event))
        case ConsentStatusNoted():
            return replace(case, consent=event.consent)
        case CareStatusNoted():
            return with_child(case, event.child_id, care_status_at_contact=event.care_status)
        case ContactLetPastNoted():
            return replace(case, let_past_before=True)
        case MissingConcernNoted():
            contact = replace(case.contact, urgent_facts=event.urgent_facts)
            return each(replace(case, contact=contact), lambda child: replace(child, history_current=False))
        case MaracReferralNoted():
            return replace(case, marac_confirmed=True)
        case ContactQualityNoted():
            return replace(case, quality=event.grade, quality_failed=event.failed)
        case ChildIdentityNoted():
            return _identified(case, event)
    assert_never(event)


def named(child: NamedChild, response_due_at: datetime) -> Child:
    return Child(
        temp_ref=child.temp_ref,
        child_id=child.child_id,
        provisional_child_id=child.child_id,
        born_on=child.born_on,
        response_due_at=response_due_at,
    )


def _amended(case: Case, event: ContactAmendmentNoted) -> Case:
    contact = replace(
        case.contact,
        contact_type=event.contact_type or case.contact.contact_type,
        police_grade=event.police_grade,
        high_risk_factors=event.high_risk_factors,
        previous_incidents_12m=event.previous_incidents_12m,
        urgent_facts=event.urgent_facts,
    )
    known = tuple(replace(child, history_current=False) for child in case.children)
    added = tuple(named(child, event.response_due_at) for child in event.added)
    return replace(case, contact=contact, children=(*known, *added))


def _joined(case: Case, event: SiblingNoted) -> Case:
    return replace(
        case,
        contact=replace(case.contact, urgent_facts=event.urgent_facts),
        children=(*case.children, named(event.child, event.response_due_at)),
        siblings_waiting=case.siblings_waiting - {event.child.child_id},
    )


def _still_waiting(
    case: Case, event: SiblingsFoundNoted | SiblingExclusionNoted | ContactCompletionNoted
) -> frozenset[str]:
    match event:
        case SiblingsFoundNoted():
            return case.siblings_waiting | ({*event.found} - {*case.child_ids})
        case SiblingExclusionNoted():
            return case.siblings_waiting - {event.sibling_id}
        case ContactCompletionNoted():
            return frozenset()


def _identified(case: Case, event: ChildIdentityNoted) -> Case:
    def link(child: Child) -> Child:
        if child.temp_ref != event.temp_ref:
            return child
        if child.child_id == event.child_id:
            return child
        return replace(child, child_id=event.child_id, history_current=False, cumulative_analysed=False)

    return replace(each(case, link), siblings_waiting=case.siblings_waiting - {event.child_id})
