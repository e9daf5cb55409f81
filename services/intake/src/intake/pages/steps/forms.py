"""Every step in the order of the list of a contact, by the kind of work that it belongs to."""

from intake.access import ALLEGATIONS, CONFIRMERS, FOSTERING, FRONT_DOOR, MANAGERS, MARAC, MISSING_WORK
from intake.commands import (
    AcknowledgeReferrer,
    CompleteReturnInterview,
    ConsiderMissingPattern,
    DeclineReturnInterview,
    LinkDuplicate,
    MarkNotAboutAChild,
    OfferReturnInterview,
    RecordCareStatus,
    RecordConsentStatus,
    RecordMaracReferral,
    RecordPrivateFosteringVisit,
    RedirectContact,
    ReportChildReturned,
    RoutePrivateFostering,
    RouteToLado,
)
from intake.decider import Contact
from intake.facts import ContactType
from intake.pages.steps.form import MISSING, Asking, StepForm, is_of
from shared.access.actor import Role
from shared.decider import Refused
from shared.web.forms import instant, lines, text

LOCAL_AUTHORITY_DIGITS = 3


def _acknowledge(asking: Asking) -> AcknowledgeReferrer:
    return AcknowledgeReferrer(by=asking.by, at=asking.at, by_means_of=text(asking.typed, "by_means_of"))


def _consent(asking: Asking) -> RecordConsentStatus:
    return RecordConsentStatus(
        by=asking.by,
        at=asking.at,
        parents_informed=text(asking.typed, "parents_informed"),
        parental_agreement=text(asking.typed, "parental_agreement"),
        child_view=text(asking.typed, "child_view"),
        reason=text(asking.typed, "reason"),
    )


def _care_status(asking: Asking) -> RecordCareStatus:
    return RecordCareStatus(
        by=asking.by,
        at=asking.at,
        temp_ref=text(asking.typed, "temp_ref"),
        care_status=text(asking.typed, "care_status"),
        allocated_worker=text(asking.typed, "allocated_worker") or None,
        team=text(asking.typed, "team") or None,
        manager=text(asking.typed, "manager") or None,
        plan_type=text(asking.typed, "plan_type") or None,
    )


def _duplicate(asking: Asking) -> LinkDuplicate:
    if text(asking.typed, "same_incident") not in ("Y", "N"):
        raise Refused("INT-09 MERGE", "Say whether it is the same incident or another one", "same_incident")
    return LinkDuplicate(
        by=asking.by,
        at=asking.at,
        primary_contact_id=text(asking.typed, "primary_contact_id"),
        same_incident=text(asking.typed, "same_incident") == "Y",
        reason=text(asking.typed, "reason"),
    )


def _redirect(asking: Asking) -> RedirectContact:
    la = text(asking.typed, "la")
    if len(la) != LOCAL_AUTHORITY_DIGITS or not la.isdecimal():
        raise Refused("INT-28 AUTHORITY", "Give the three-digit code of the other authority, such as 813", "la")
    return RedirectContact(
        by=asking.by,
        at=asking.at,
        la=la,
        ack_ref=text(asking.typed, "ack_ref"),
        reason=text(asking.typed, "reason"),
    )


def _not_about_a_child(asking: Asking) -> MarkNotAboutAChild:
    return MarkNotAboutAChild(by=asking.by, at=asking.at, reason=text(asking.typed, "reason"))


def _returned(asking: Asking) -> ReportChildReturned:
    return ReportChildReturned(
        by=asking.by,
        at=asking.at,
        found_at=asking.when("found_at"),
        found_how=_needed(asking, "found_how", "Say how the child came back"),
        prevention_interview_done=text(asking.typed, "prevention_interview_done") or None,
    )


def _offer(asking: Asking) -> OfferReturnInterview:
    return OfferReturnInterview(
        by=asking.by,
        at=asking.at,
        offered_at=asking.when("offered_at"),
        provider=_needed(asking, "provider", "Say who will hold the interview"),
    )


def _interview(asking: Asking) -> CompleteReturnInterview:
    typed = asking.typed
    return CompleteReturnInterview(
        by=asking.by,
        at=asking.at,
        completed_at=asking.when("completed_at"),
        accepted=text(typed, "accepted") == "Y",
        interviewer_independent=text(typed, "interviewer_independent") == "Y",
        child_words=text(typed, "child_words"),
        push_factors=lines(typed, "push_factors"),
        pull_factors=lines(typed, "pull_factors"),
        where_with_whom=text(typed, "where_with_whom"),
        harm_disclosed=text(typed, "harm_disclosed") == "Y",
        safety_needs=text(typed, "safety_needs"),
        shared_with_plan_owner_at=instant(typed, "shared_with_plan_owner_at"),
    )


def _declined(asking: Asking) -> DeclineReturnInterview:
    return DeclineReturnInterview(
        by=asking.by,
        at=asking.at,
        reason=text(asking.typed, "reason"),
        alternative=text(asking.typed, "alternative"),
    )


def _pattern(asking: Asking) -> ConsiderMissingPattern:
    if text(asking.typed, "strategy_discussion") not in ("Y", "N"):
        raise Refused("INT-26 CONSIDERED", "Say whether a strategy discussion is needed", "strategy_discussion")
    return ConsiderMissingPattern(
        by=asking.by,
        at=asking.at,
        strategy_discussion=text(asking.typed, "strategy_discussion") == "Y",
        reason=text(asking.typed, "reason"),
    )


def _lado(asking: Asking) -> RouteToLado:
    return RouteToLado(
        by=asking.by,
        at=asking.at,
        lado=_needed(asking, "lado", "Say who was told"),
        told_at=asking.when("told_at"),
        screened=asking.screened,
    )


def _fostering(asking: Asking) -> RoutePrivateFostering:
    return RoutePrivateFostering(
        by=asking.by, at=asking.at, team=_needed(asking, "team", "Say which team will visit"), screened=asking.screened
    )


def _visit(asking: Asking) -> RecordPrivateFosteringVisit:
    if text(asking.typed, "child_seen") not in ("Y", "N"):
        raise Refused("INT-41 SEEN", "Say whether the child was seen", "child_seen")
    return RecordPrivateFosteringVisit(
        by=asking.by,
        at=asking.at,
        visited_at=asking.when("visited_at"),
        child_seen=text(asking.typed, "child_seen") == "Y",
    )


def _marac(asking: Asking) -> RecordMaracReferral:
    return RecordMaracReferral(
        by=asking.by,
        at=asking.at,
        by_agency=_needed(asking, "by_agency", "Say which agency referred"),
        confirmed_at=asking.when("confirmed_at"),
    )


def _needed(asking: Asking, name: str, words: str) -> str:
    value = text(asking.typed, name)
    if not value:
        raise Refused("FORM-05 NEEDED", words, name)
    return value


def _is_away(contact: Contact) -> bool:
    return is_of(*MISSING)(contact) and not contact.returned


def _owes_interview(contact: Contact) -> bool:
    return contact.returned and not contact.interviewed


def _is_abuse(contact: Contact) -> bool:
    account = contact.account
    return account is not None and account.police is not None and account.police.da is not None


GROUPS: tuple[tuple[str, tuple[StepForm, ...]], ...] = (
    (
        "The missing child",
        (
            StepForm(
                name="return",
                words="The child is back",
                roles=(*FRONT_DOOR, Role.MISSING_COORDINATOR),
                command=_returned,
                called_for=_is_away,
            ),
            StepForm(
                name="return-interview-offer",
                words="Offer the return interview",
                roles=MISSING_WORK,
                command=_offer,
                called_for=_owes_interview,
            ),
            StepForm(
                name="return-interview",
                words="Record the return interview",
                roles=MISSING_WORK,
                command=_interview,
                called_for=_owes_interview,
                clock="CK_RHI",
            ),
            StepForm(
                name="return-interview-declined",
                words="The child or carer declines the interview",
                roles=MISSING_WORK,
                command=_declined,
                called_for=_owes_interview,
            ),
            StepForm(
                name="missing-pattern",
                words="Consider a strategy discussion after repeated episodes",
                roles=MISSING_WORK,
                command=_pattern,
                called_for=is_of(*MISSING),
                clock="CK_MISS3",
            ),
        ),
    ),
    (
        "An adult who works with children",
        (
            StepForm(
                name="lado",
                words="The LADO has been told",
                roles=ALLEGATIONS,
                command=_lado,
                called_for=is_of(ContactType.LADO),
                clock="CK_LADO",
            ),
        ),
    ),
    (
        "Private fostering",
        (
            StepForm(
                name="private-fostering",
                words="Give it to the team that visits",
                roles=CONFIRMERS,
                command=_fostering,
                called_for=is_of(ContactType.PRIVATE_FOSTERING),
            ),
            StepForm(
                name="private-fostering-visit",
                words="Record the visit",
                roles=FOSTERING,
                command=_visit,
                called_for=is_of(ContactType.PRIVATE_FOSTERING),
                clock="CK_PF",
            ),
        ),
    ),
    (
        "The adult victim",
        (
            StepForm(
                name="marac",
                words="MARAC has the referral",
                roles=MARAC,
                command=_marac,
                called_for=_is_abuse,
                clock="CK_MARAC",
            ),
        ),
    ),
    (
        "Whoever told us",
        (
            StepForm(
                name="acknowledgement",
                words="Tell them that we have it",
                roles=FRONT_DOOR,
                command=_acknowledge,
                called_for=lambda contact: not contact.acknowledged,
                clock="CK_ACK",
            ),
            StepForm(
                name="consent",
                words="What the parents and the child know and want",
                roles=FRONT_DOOR,
                command=_consent,
            ),
        ),
    ),
    (
        "Whose contact it is",
        (
            StepForm(
                name="care-status",
                words="A child is open to a team already",
                roles=FRONT_DOOR,
                command=_care_status,
                called_for=lambda contact: bool(contact.children),
            ),
            StepForm(name="duplicate", words="Link it to another contact", roles=CONFIRMERS, command=_duplicate),
            StepForm(
                name="redirect",
                words="Another authority has acknowledged it as theirs",
                roles=MANAGERS,
                command=_redirect,
                called_for=lambda contact: contact.ended is None,
            ),
            StepForm(
                name="not-about-a-child",
                words="It is not about a child",
                roles=MANAGERS,
                command=_not_about_a_child,
                called_for=lambda contact: contact.ended is None,
            ),
        ),
    ),
)
FORMS = tuple(form for _, forms in GROUPS for form in forms)
CLOCK_FORMS = {form.clock: form for form in FORMS if form.clock}
ANYBODY = tuple(dict.fromkeys(role for form in FORMS for role in form.roles))
"""Whoever may take at least one step."""
