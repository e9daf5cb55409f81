"""Where a contact leads beside its screening: the designated officer, a visit to a private foster home, MARAC.

None of the words holds an address: it is given on the phone, as for a return home interview.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from notifications.codes import Guard, Profile, RecipientRole, YesNoNotKnown
from notifications.notification.commands import RequestNotification
from notifications.notification.facts import About
from notifications.owed.facts import KnownAdult, KnownContact, Owed
from notifications.owed.household import member
from notifications.payloads import contact_ref, local, named_child, reference, ring_us
from notifications.policy import Policy
from notifications.readings import LadoReferralRouted, PrivateFosteringRouted
from shared.access.actor import SYSTEM
from shared.disclosure import build
from shared.ids import derived_id
from shared.working_time import due_in_working_days, due_one_working_day

VISIT_WORKING_DAYS = 7
"""CK_PF: a notified private foster child is visited within this many working days."""
GRADES = frozenset({"STANDARD", "MEDIUM", "HIGH"})
IN_A_MARAC = frozenset({"VICTIM", "ALLEGED_PERPETRATOR"})
CARERS = frozenset({"PARENT", "CARER"})
LONGEST_LINE = 500


def allegation(owed: Owed, contact: KnownContact, policy: Policy, at: datetime) -> Sequence[RequestNotification]:
    """The officer was told on the phone; this is the same in writing. One a contact, however often it is routed."""
    told = LadoReferralRouted.model_validate(owed.said)
    about = About(
        notification_id=derived_id("allegation", owed.contact_id),
        profile=Profile.LADO_REF,
        recipient_role=RecipientRole.LADO,
        recipient_org=policy.lado_org,
        recipient_name=policy.lado_name,
        child_id=owed.only_child,
        child_ids=owed.child_ids,
        contact_id=owed.contact_id,
        cause_event=owed.event_id,
    )
    payload = build(
        Profile.LADO_REF,
        request_ref=reference("LADO", about.notification_id),
        contact_ref=contact_ref(owed.contact_id),
        children=_children(contact),
        workers=[_worker(adult) for adult in contact.adults if adult.works_with_children == YesNoNotKnown.Y],
        told_by=_line(contact.agency_name) if contact.agency_name else None,
        received_at=local(contact.received_at or owed.at),
        told_at=local(told.occurred_at),
        arrange_through=ring_us(policy),
    )
    return [_request(about, payload, owed.at, due_one_working_day(owed.at), at)]


def fostering_visit(owed: Owed, contact: KnownContact, policy: Policy, at: datetime) -> Sequence[RequestNotification]:
    """The seven working days run from the notification, not from the day on which it was passed on."""
    routed = PrivateFosteringRouted.model_validate(owed.said)
    notified_at = contact.received_at or owed.at
    visit_by = due_in_working_days(notified_at, VISIT_WORKING_DAYS)
    about = About(
        notification_id=derived_id("private-fostering", owed.contact_id, routed.team),
        profile=Profile.PF_VISIT,
        recipient_role=RecipientRole.PRIVATE_FOSTERING,
        recipient_org=policy.private_fostering_org,
        recipient_name=_line(routed.team),
        child_id=owed.only_child,
        child_ids=owed.child_ids,
        contact_id=owed.contact_id,
        cause_event=owed.event_id,
    )
    payload = build(
        Profile.PF_VISIT,
        request_ref=reference("PF", about.notification_id),
        contact_ref=contact_ref(owed.contact_id),
        children=_children(contact),
        household=[member(adult) for adult in contact.adults if adult.role in CARERS],
        team=_line(routed.team),
        notified_at=local(notified_at),
        visit_by=local(visit_by),
        arrange_through=ring_us(policy),
    )
    return [_request(about, payload, owed.at, due_one_working_day(owed.at), at)]


def marac_referral(owed: Owed, contact: KnownContact, policy: Policy, at: datetime) -> Sequence[RequestNotification]:
    """Held until a person has read the words (§3.5). One an incident, whichever report of it reached the grade."""
    due_at = due_one_working_day(owed.at)
    abuse = contact.abuse
    about = About(
        notification_id=derived_id("marac", contact.incident or owed.contact_id),
        profile=Profile.MARAC_REF,
        recipient_role=RecipientRole.MARAC,
        recipient_org=policy.marac_org,
        recipient_name=policy.marac_name,
        child_id=owed.only_child,
        child_ids=owed.child_ids,
        contact_id=owed.contact_id,
        cause_event=owed.event_id,
    )
    referred = abuse.marac_referred
    payload = build(
        Profile.MARAC_REF,
        request_ref=reference("MARAC", about.notification_id),
        contact_ref=contact_ref(owed.contact_id),
        ppn_ref=contact.ppn_ref,
        received_at=local(contact.received_at or owed.at),
        adults=[_in_marac(adult) for adult in contact.adults if adult.role in IN_A_MARAC],
        children=_children(contact),
        risk_tool=_line(abuse.risk_tool) if abuse.risk_tool else None,
        grade=abuse.grade if abuse.grade in GRADES else None,
        ticks=abuse.ticks,
        high_risk_factors=[_line(factor) for factor in abuse.high_risk_factors],
        previous_incidents_12m=abuse.previous_incidents_12m,
        judgement=_line(abuse.judgement) if abuse.judgement else None,
        police_have_referred=referred if referred in set(YesNoNotKnown) else YesNoNotKnown.NK.value,
        confirm_by=local(due_at),
        arrange_through=ring_us(policy),
    )
    return [_request(about, payload, owed.at, due_at, at, doubts=(Guard.WANTS_APPROVAL,))]


def _request(
    about: About,
    payload: Mapping[str, object],
    runs_from: datetime,
    due_at: datetime,
    at: datetime,
    doubts: tuple[Guard, ...] = (),
) -> RequestNotification:
    return RequestNotification(
        about=about, payload=payload, runs_from=runs_from, due_at=due_at, doubts=doubts, by=SYSTEM, at=at
    )


def _children(contact: KnownContact) -> list[Mapping[str, str | None]]:
    return [named_child(child) for child in contact.children.values()]


def _worker(adult: KnownAdult) -> Mapping[str, str | None]:
    return {"name": _line(adult.name or "Name not known"), "date_of_birth": _born(adult)}


def _in_marac(adult: KnownAdult) -> Mapping[str, str | None]:
    return {**_worker(adult), "role": adult.role}


def _born(adult: KnownAdult) -> str | None:
    return adult.dob.isoformat() if adult.dob else None


def _line(words: str) -> str:
    return words[:LONGEST_LINE]
