"""Every step in the order of the list of a contact, by the kind of work that it belongs to."""

from intake.access import ALLEGATIONS, CONFIRMERS, FOSTERING, FRONT_DOOR, MANAGERS, MARAC, MISSING_WORK
from intake.decider import Contact
from intake.decider.overriding import in_the_way
from intake.decider.state import JUDGED
from intake.facts import MISSING, ContactType
from intake.flags import GUARDS_IN_WORDS
from intake.pages.steps import asked
from intake.pages.steps.form import StepForm, is_of
from shared.access.actor import Role


def _is_away(contact: Contact) -> bool:
    return is_of(*MISSING)(contact) and not contact.returned


def _owes_interview(contact: Contact) -> bool:
    return contact.returned and not contact.interviewed


def _is_abuse(contact: Contact) -> bool:
    account = contact.account
    return account is not None and account.police is not None and account.police.da is not None


def _may_go_to_marac(contact: Contact) -> bool:
    """Somebody hurts an adult here, whoever tells of it, and no manager has judged yet."""
    adults = contact.account.adults if contact.account else ()
    hurt = any(adult.role in IN_ABUSE for adult in adults)
    return contact.marac is None and (hurt or is_of(ContactType.DOMESTIC_ABUSE)(contact) or _is_abuse(contact))


IN_ABUSE = ("VICTIM", "ALLEGED_PERPETRATOR")


def to_pass(contact: Contact, *, screened: bool) -> list[tuple[str, str]]:
    """The guards in the way of this contact, each in words. INT-02 is in the way of what goes on to another team."""
    goes_on = is_of(ContactType.LADO, ContactType.PRIVATE_FOSTERING)(contact)
    found = in_the_way(contact, screened=screened or not goes_on)
    return [(guard, GUARDS_IN_WORDS[guard]) for guard in found]


GROUPS: tuple[tuple[str, tuple[StepForm, ...]], ...] = (
    (
        "The missing child",
        (
            StepForm(
                name="return",
                words="The child is back",
                roles=(*FRONT_DOOR, Role.MISSING_COORDINATOR),
                command=asked.returned,
                called_for=_is_away,
            ),
            StepForm(
                name="return-interview-offer",
                words="Offer the return interview",
                roles=MISSING_WORK,
                command=asked.offer,
                called_for=_owes_interview,
            ),
            StepForm(
                name="return-interview",
                words="Record the return interview",
                roles=MISSING_WORK,
                command=asked.interview,
                called_for=_owes_interview,
                clock="CK_RHI",
            ),
            StepForm(
                name="return-interview-declined",
                words="The child or carer declines the interview",
                roles=MISSING_WORK,
                command=asked.declined,
                called_for=_owes_interview,
            ),
            StepForm(
                name="missing-pattern",
                words="Consider a strategy discussion after repeated episodes",
                roles=MISSING_WORK,
                command=asked.pattern,
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
                command=asked.lado,
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
                command=asked.fostering,
                called_for=is_of(ContactType.PRIVATE_FOSTERING),
            ),
            StepForm(
                name="private-fostering-visit",
                words="Record the visit",
                roles=FOSTERING,
                command=asked.visit,
                called_for=is_of(ContactType.PRIVATE_FOSTERING),
                clock="CK_PF",
            ),
        ),
    ),
    (
        "The adult victim",
        (
            StepForm(
                name="police-grade",
                words="Confirm or change the police grade",
                roles=(Role.POLICE_MASH,),
                command=asked.police_grade,
                called_for=_is_abuse,
            ),
            StepForm(
                name="intelligence-handling",
                words="Say how the police's intelligence is handled",
                roles=(Role.POLICE_MASH,),
                command=asked.intelligence_handling,
                called_for=lambda contact: contact.account is not None and contact.account.police is not None,
            ),
            StepForm(
                name="marac-judgement",
                words="Refer to MARAC by professional judgement",
                roles=MANAGERS,
                command=asked.marac_judgement,
                called_for=_may_go_to_marac,
            ),
            StepForm(
                name="marac",
                words="MARAC has the referral",
                roles=MARAC,
                command=asked.marac,
                called_for=lambda contact: _is_abuse(contact) or contact.marac == JUDGED,
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
                command=asked.acknowledge,
                called_for=lambda contact: not contact.acknowledged,
                clock="CK_ACK",
            ),
            StepForm(
                name="consent",
                words="What the parents and the child know and want",
                roles=FRONT_DOOR,
                command=asked.consent,
            ),
        ),
    ),
    (
        "Rules that stand in its way",
        (
            StepForm(
                name="override",
                words="Let it past a rule",
                roles=MANAGERS,
                command=asked.override,
                called_for=lambda contact: bool(to_pass(contact, screened=False)),
            ),
            StepForm(
                name="override-review",
                words="Look again at what was let past",
                roles=MANAGERS,
                command=asked.override_review,
                called_for=lambda contact: bool(contact.to_look_at),
            ),
        ),
    ),
    (
        "Whose contact it is",
        (
            StepForm(
                name="name-child",
                words="Name a child whom the sender did not name",
                roles=FRONT_DOOR,
                command=asked.name_child,
            ),
            StepForm(
                name="care-status",
                words="A child is open to a team already",
                roles=FRONT_DOOR,
                command=asked.care_status,
                called_for=lambda contact: bool(contact.children),
            ),
            StepForm(name="duplicate", words="Link it to another contact", roles=CONFIRMERS, command=asked.duplicate),
            StepForm(
                name="undo-link",
                words="Undo a link to another contact",
                roles=CONFIRMERS,
                command=asked.undo_link,
                called_for=lambda contact: bool(contact.linked_to),
            ),
            StepForm(
                name="redirect",
                words="Another authority has acknowledged it as theirs",
                roles=MANAGERS,
                command=asked.redirect,
                called_for=lambda contact: contact.ended is None,
            ),
            StepForm(
                name="not-about-a-child",
                words="It is not about a child",
                roles=MANAGERS,
                command=asked.not_about_a_child,
                called_for=lambda contact: contact.ended is None,
            ),
        ),
    ),
)
FORMS = tuple(form for _, forms in GROUPS for form in forms)
CLOCK_FORMS = {form.clock: form for form in FORMS if form.clock}
ANYBODY = tuple(dict.fromkeys(role for form in FORMS for role in form.roles))
"""Whoever may take at least one step."""
