"""Questions of the screener: back to the sender of a thin contact, and to the agencies that may know the child."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from notifications.codes import Guard, Profile, RecipientRole
from notifications.notification.commands import RequestNotification
from notifications.notification.facts import About
from notifications.owed.facts import KnownContact, Owed, only
from notifications.payloads import contact_ref, initials, local, named_child, numbered, reference, ring_us
from notifications.policy import Policy
from notifications.pupils import pupil_keys
from notifications.readings import ClarificationRequested, InformationRequested
from shared.access.actor import SYSTEM
from shared.disclosure import build
from shared.ids import derived_id
from shared.web.code_words import in_words

EDUCATION = "EDUCATION"


def clarification(owed: Owed, contact: KnownContact, policy: Policy, at: datetime) -> Sequence[RequestNotification]:
    """The sender knows the children by initials and by its own reference. A caller is rung, never written to."""
    asked = ClarificationRequested.model_validate(owed.said)
    if contact.is_public:
        return []
    return [
        RequestNotification(
            about=About(
                notification_id=derived_id("clarification", owed.event_id),
                profile=Profile.CLARIFY,
                recipient_role=RecipientRole.PROFESSIONAL_REFERRER,
                recipient_org=contact.org_id,
                recipient_name=contact.agency_name,
                contact_id=owed.contact_id,
                cause_event=owed.event_id,
            ),
            payload=build(
                Profile.CLARIFY,
                contact_ref=contact_ref(owed.contact_id),
                child_initials=initials(contact),
                local_ref=contact.source_ref or contact_ref(owed.contact_id),
                questions=numbered(asked.questions),
                due_at=local(asked.answer_due_at),
                quality_failed=list(contact.quality_failed),
            ),
            runs_from=owed.at,
            due_at=asked.answer_due_at,
            by=SYSTEM,
            at=at,
        )
    ]


def information(
    owed: Owed, contact: KnownContact, policy: Policy, at: datetime, portal: str = ""
) -> Sequence[RequestNotification]:
    """A school is asked about its own pupil alone; another agency about the children of the contact."""
    asked = InformationRequested.model_validate(owed.said)
    if asked.agency == EDUCATION:
        schools = sorted({urn for child_id in asked.child_ids if (urn := contact.child(child_id).school_urn)})
        if schools:
            return [_of_a_school(owed, asked, contact, policy, portal, urn, at) for urn in schools]
    return [_of_an_agency(owed, asked, contact, policy, portal, at)]


def _of_a_school(
    owed: Owed, asked: InformationRequested, contact: KnownContact, policy: Policy, portal: str, urn: str, at: datetime
) -> RequestNotification:
    """The roll is looked at for the first of its pupils; an adult who may work there holds it (NOT-05)."""
    pupils = [child_id for child_id in asked.child_ids if contact.child(child_id).school_urn == urn]
    first = contact.child(pupils[0])
    about = _about(owed, asked, urn=urn, child_ids=pupils)
    return RequestNotification(
        about=about,
        payload=_words(owed, asked, contact, about, _answer_to(about, policy, portal), with_adults=False),
        runs_from=owed.at,
        due_at=asked.answer_due_at,
        pupil_keys=pupil_keys(first.first_name, first.surname, first.dob, first.upn),
        doubts=tuple(_doubts(contact)),
        by=SYSTEM,
        at=at,
    )


def asked_agency(about: About, policy: Policy) -> str:
    """The kind of agency that information was asked of; of what was asked before it was kept, what the local list of
    partners says."""
    by_org = {org: agency for agency, org in policy.partners.items()}
    return about.asked_agency or (EDUCATION if about.recipient_urn else by_org.get(about.recipient_org or "", "OTHER"))


def _doubts(contact: KnownContact) -> Iterator[Guard]:
    if any(adult.works_with_children == "Y" for adult in contact.adults):
        yield Guard.ADULT_IS_STAFF


def _of_an_agency(
    owed: Owed, asked: InformationRequested, contact: KnownContact, policy: Policy, portal: str, at: datetime
) -> RequestNotification:
    """An agency without an inbox here is asked by a voice on the phone."""
    about = _about(owed, asked, org_id=policy.partners.get(asked.agency), child_ids=asked.child_ids)
    return RequestNotification(
        about=about,
        payload=_words(
            owed, asked, contact, about, _answer_to(about, policy, portal), with_adults=asked.agency != EDUCATION
        ),
        runs_from=owed.at,
        due_at=asked.answer_due_at,
        by=SYSTEM,
        at=at,
    )


def _about(
    owed: Owed,
    asked: InformationRequested,
    *,
    urn: str | None = None,
    org_id: str | None = None,
    child_ids: Sequence[str],
) -> About:
    return About(
        notification_id=derived_id("information", owed.event_id, urn or asked.agency),
        profile=Profile.INFO_REQUEST,
        recipient_role=RecipientRole.ASKED_AGENCY,
        recipient_urn=urn,
        recipient_org=org_id,
        recipient_name=None if urn else in_words(asked.agency, "agency"),
        child_id=only(child_ids),
        child_ids=tuple(child_ids),
        contact_id=owed.contact_id,
        cause_event=owed.event_id,
        asked_agency=asked.agency,
    )


def _answer_to(about: About, policy: Policy, portal: str) -> str:
    """Whoever has an inbox here answers on a page of its own, or rings."""
    has_inbox = about.recipient_urn or about.recipient_org
    page = f"{portal.rstrip('/')}/notifications/agency/requests/{about.notification_id}"
    return f"{page}, or {ring_us(policy)}" if has_inbox else ring_us(policy)


def _words(
    owed: Owed,
    asked: InformationRequested,
    contact: KnownContact,
    about: About,
    answer_to: str,
    *,
    with_adults: bool,
) -> dict[str, object]:
    return build(
        Profile.INFO_REQUEST,
        request_ref=reference("Q", owed.event_id),
        children=[named_child(contact.child(child_id)) for child_id in about.child_ids],
        household=[
            {"name": adult.name, "date_of_birth": adult.dob.isoformat() if adult.dob else None}
            for adult in (contact.adults if with_adults else ())
            if adult.name
        ],
        purpose="SAFEGUARDING_SCREENING",
        lawful_basis=asked.lawful_basis,
        questions=numbered(asked.questions),
        answer_by=local(asked.answer_due_at),
        answer_to=answer_to,
    )
