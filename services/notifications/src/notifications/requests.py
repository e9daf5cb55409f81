"""From what was told to what must be told: pure, and idempotent by its ids.

The id of a notification is derived from what it is about, so the same incident, child and recipient always meet in
one stream, whoever reports it and however often (NOT-08).
"""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from notifications.codes import (
    AGENCY_ROLES,
    POLICE_ROLES,
    POLICE_SOURCE,
    PUBLIC_SOURCES,
    ChildPresent,
    Profile,
    RecipientRole,
    YesNoNotKnown,
)
from notifications.notification.commands import EncompassChecks, RequestNotification
from notifications.notification.facts import About
from notifications.payloads import (
    Payload,
    contact_ref,
    encompass_alert,
    professional_receipt,
    public_receipt,
)
from notifications.policy import Policy
from notifications.pupils import pupil_keys
from notifications.readings import Child, ContactAmended, ContactReceived, SiblingAdded, Version
from shared.access.actor import SYSTEM
from shared.contracts import ContractMeta
from shared.ids import derived_id
from shared.working_time import LONDON, due_one_working_day, in_london, next_school_day_bell

ADULT_AGE = 18
RECEPTION_AGE = 4
SEPTEMBER = 9
LONGEST_WAIT = timedelta(days=7)
PRESENT = {"Y": ChildPresent.PRESENT, "N": ChildPresent.NOT_PRESENT}
ABUSE = "DOMESTIC_ABUSE"
ROLES_UNCLEAR = "INT-07"


def sender_of(contact: Version, meta: ContractMeta) -> str | None:
    """The agency whose contact it is: the one that signed in, whatever the body says.

    What our own staff took down belongs to the agency that they named, never to our own authority's inbox; when they
    named none, there is nobody but a voice on the phone.
    """
    if meta.actor.role in AGENCY_ROLES:
        return meta.actor.org_id
    named = contact.agency.org_id if contact.agency else None
    return named if named and named != meta.actor.org_id else None


def is_public(contact: ContactReceived, meta: ContractMeta) -> bool:
    return meta.actor.role not in AGENCY_ROLES and contact.source_code in PUBLIC_SOURCES


def is_from_police(contact: Version, meta: ContractMeta) -> bool:
    """An agency can't speak as the police by writing their source code; our own staff may take down their call."""
    if meta.actor.role in AGENCY_ROLES:
        return meta.actor.role in POLICE_ROLES
    return contact.source_code == POLICE_SOURCE


def encompass_requests(
    contact: ContactReceived | ContactAmended, meta: ContractMeta, policy: Policy
) -> list[RequestNotification]:
    """An alert for each school-age child of a police domestic abuse contact (Domestic Abuse Act 2021 s49A)."""
    if contact.contact_type != ABUSE or not is_from_police(contact, meta):
        return []
    return _alerts_for(contact.children, contact, meta, policy)


def _alerts_for(
    children: Sequence[Child], contact: Version, meta: ContractMeta, policy: Policy
) -> list[RequestNotification]:
    return [
        _encompass_request(contact, child, child.school_urn, meta, policy)
        for child in children
        if child.school_urn and is_school_age(child.dob, _happened_at(contact, meta))
    ]


def encompass_requests_joined(joined: SiblingAdded, meta: ContractMeta, policy: Policy) -> list[RequestNotification]:
    """A child who joins the contact later is a pupil of somebody's like those whom the police named."""
    if joined.contact_type != ABUSE or not joined.from_police:
        return []
    return _alerts_for([joined.child], joined, meta, policy)


def encompass_requests_anew(amended: ContactAmended, meta: ContractMeta, policy: Policy) -> list[RequestNotification]:
    """A later version makes it domestic abuse, or names a child or its school for the first time."""
    anew = tuple(child for child in amended.children if child.temp_ref in amended.told_anew)
    children = (*anew, *amended.joined_before)
    return encompass_requests(amended.model_copy(update={"children": children}), meta, policy)


def is_school_age(born_on: date | None, at: datetime) -> bool:
    """Reception to 17.

    A child with a school and no known birthday counts: nobody is left out for a missing field.
    """
    if born_on is None:
        return True
    today = in_london(at).date()
    is_minor = today < _birthday(born_on, ADULT_AGE)
    school_year = today.year if today.month >= SEPTEMBER else today.year - 1
    return is_minor and _birthday(born_on, RECEPTION_AGE) <= date(school_year, 8, 31)


def _birthday(born_on: date, age: int) -> date:
    day = min(born_on.day, 28) if born_on.month == 2 else born_on.day
    return born_on.replace(year=born_on.year + age, day=day)


def _happened_at(contact: Version, meta: ContractMeta) -> datetime:
    occurred_at = contact.incident.occurred_at if contact.incident else None
    return occurred_at or meta.reported_at or received_at_of(meta)


def received_at_of(meta: ContractMeta) -> datetime:
    return meta.received_at or meta.recorded_at


def _encompass_request(
    contact: Version, child: Child, urn: str, meta: ContractMeta, policy: Policy
) -> RequestNotification:
    keys = pupil_keys(child.first_name, child.surname, child.dob, child.upn)
    notification_id = derived_id("alert", incident_of(contact, meta), keys[0] if keys else child.child_id, urn)
    due_at = next_school_day_bell(_happened_at(contact, meta), policy.school_calendar)
    return RequestNotification(
        about=About(
            notification_id=notification_id,
            profile=Profile.ENC_MIN,
            recipient_role=RecipientRole.DSL,
            recipient_urn=urn,
            child_id=child.child_id,
            contact_id=contact.contact_id,
            cause_event=meta.event_id,
        ),
        payload=_alert(contact, child, notification_id, urn, meta),
        runs_from=_runs_from(contact, meta, due_at),
        due_at=due_at,
        pupil_keys=keys,
        encompass=_checks(contact, meta, due_at, policy),
        by=SYSTEM,
        at=meta.recorded_at,
    )


def _runs_from(contact: Version, meta: ContractMeta, due_at: datetime | None) -> datetime:
    """When we heard of it; what we heard of after the bell had its whole time before, so it runs from the incident."""
    received_at = received_at_of(meta)
    return received_at if due_at is None or received_at < due_at else _happened_at(contact, meta)


def incident_of(contact: Version, meta: ContractMeta) -> str:
    """What two reports of one incident have in common: the force's own number, else the report itself."""
    police_ref = contact.incident.police_ref if contact.incident else None
    return f"{sender_of(contact, meta)}/{police_ref or contact.source_ref or contact.contact_id}"


def _alert(contact: Version, child: Child, notification_id: str, urn: str, meta: ContractMeta) -> Payload:
    occurred_at = contact.incident.occurred_at if contact.incident else None
    return encompass_alert(
        notification_id=notification_id,
        urn=urn,
        first_name=child.first_name or "",
        surname=child.surname or "",
        date_of_birth=child.dob,
        incident_on=in_london(_happened_at(contact, meta)).date(),
        incident_at=occurred_at,
        child_present=PRESENT.get(child.present_at_incident or "", ChildPresent.NOT_KNOWN),
        welfare_check_made=_answer(child.seen_by_referrer),
    )


def _answer(given: str | None) -> YesNoNotKnown:
    return YesNoNotKnown(given) if given in set(YesNoNotKnown) else YesNoNotKnown.NK


def _checks(contact: Version, meta: ContractMeta, due_at: datetime | None, policy: Policy) -> EncompassChecks:
    answers = {_answer(adult.works_with_children) for adult in contact.adults}
    happened_at, received_at = _happened_at(contact, meta), received_at_of(meta)
    return EncompassChecks(
        mode=policy.encompass_mode,
        school_days_since_incident=policy.school_calendar.school_days_since(happened_at, received_at),
        adult_works_with_children=YesNoNotKnown.Y if YesNoNotKnown.Y in answers else YesNoNotKnown.NK,
        roles_unclear=roles_unclear(contact.flags),
        opens_at=_first_morning(due_at, received_at),
        school_day_known=due_at is not None,
    )


def roles_unclear(flags: Sequence[str]) -> bool:
    """INT-07: the police give one adult as both victim and perpetrator."""
    return any(ROLES_UNCLEAR in flag for flag in flags)


def _first_morning(due_at: datetime | None, received_at: datetime) -> datetime | None:
    """Over a holiday the alert waits for the first morning of term instead of lying in an inbox that nobody opens."""
    if due_at is None or due_at - received_at <= LONGEST_WAIT:
        return None
    return datetime.combine(in_london(due_at).date(), time(), tzinfo=LONDON)


def receipt_request(contact: ContactReceived, meta: ContractMeta, policy: Policy) -> RequestNotification | None:
    """A receipt for whoever sent the contact: none for our own out-of-hours team, none for somebody without a name."""
    if contact.channel == "EDT" or (is_public(contact, meta) and _is_anonymous(contact)):
        return None
    if is_public(contact, meta):
        return _receipt(contact, meta, Profile.ACK_PUBLIC, None, _public_words(contact, meta))
    org_id = sender_of(contact, meta)
    return _receipt(contact, meta, Profile.ACK_PRO, org_id, _professional_words(contact, meta, policy))


def _is_anonymous(contact: ContactReceived) -> bool:
    return contact.referrer is None or contact.referrer.anonymous


def _public_words(contact: ContactReceived, meta: ContractMeta) -> Payload:
    return public_receipt(contact_ref=contact_ref(contact.contact_id), received_at=received_at_of(meta))


def _professional_words(contact: ContactReceived, meta: ContractMeta, policy: Policy) -> Payload:
    received_at = received_at_of(meta)
    return professional_receipt(
        contact_ref=contact_ref(contact.contact_id),
        received_at=received_at,
        decision_due_at=due_one_working_day(received_at),
        policy=policy,
    )


def _receipt(
    contact: ContactReceived, meta: ContractMeta, profile: Profile, org_id: str | None, payload: Payload
) -> RequestNotification:
    is_professional = profile is Profile.ACK_PRO
    received_at = received_at_of(meta)
    return RequestNotification(
        about=About(
            notification_id=derived_id("receipt", contact.contact_id),
            profile=profile,
            recipient_role=RecipientRole.PROFESSIONAL_REFERRER if is_professional else RecipientRole.PUBLIC_REFERRER,
            recipient_org=org_id,
            recipient_name=contact.agency.name if is_professional and contact.agency else None,
            contact_id=contact.contact_id,
            cause_event=meta.event_id,
            contact_channel=contact.channel,
        ),
        payload=payload,
        runs_from=received_at,
        due_at=due_one_working_day(received_at),
        by=SYSTEM,
        at=meta.recorded_at,
    )
