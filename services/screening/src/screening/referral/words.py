"""What people call the states and events of a referral, and what is owed next."""

from dataclasses import dataclass

from screening.authority import CASE_READERS
from screening.case.facts import Consent
from screening.codes import Agreement
from screening.referral.codes import CLOSURE_WORDS, NOT_SEEN_WORDS, YesNo
from screening.referral.events import (
    AssessmentAuthorised,
    CaseTransferred,
    ReferralAccepted,
    ReferralClosed,
    ReferralNFA,
    ReferralUnallocated,
    ReferredChildNotSeen,
    ReferredChildSeen,
    WorkerAllocated,
)
from screening.referral.factors import FACTOR_WORDS
from screening.referral.reading import ReferralView
from screening.referral.state import Open
from screening.safe_contact import ALERT, is_careful
from shared.access.actor import Role
from shared.events import Recorded
from shared.web.code_words import in_words
from shared.web.words import date_words, day_and_time_words

ALLOCATES = frozenset({Role.FRONT_DOOR_MANAGER, Role.EDT_MANAGER, Role.ASSESSMENT_MANAGER})


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One thing that is owed. Without ``href`` it is somebody else's to do."""

    text: str
    href: str | None
    done: bool
    hint: str = ""
    code: str = ""


def status_of(view: ReferralView) -> str:
    """Where the referral stands, in a few words."""
    state = view.state
    if isinstance(state, Open):
        if state.worker is None:
            return "Accepted, with nobody"
        return "Assessed" if state.assessed else "Being assessed"
    return "No further action" if view.row["status"] == "NFA" else "Closed"


def alerts_of(view: ReferralView) -> list[str]:
    """What nobody who opens this may overlook."""
    state = view.state
    late = isinstance(state, Open) and state.worker is None and state.flagged_unallocated
    alerts = ["Nobody has this child"] if late else []
    if consent_of(view).parental_agreement is Agreement.REFUSED:
        alerts.append("The parents do not agree to be assessed")
    if is_careful(view.adults):
        alerts.append(ALERT)
    if any(contact["decision"] is None for contact in view.since):
        alerts.append("A new contact is being screened")
    if view.is_open and view.row["opened_again"]:
        alerts.append("The decision that led here is open again")
    return [*alerts, "Re-referral"] if view.accepted.re_referral else alerts


def worker_choices(view: ReferralView) -> list[tuple[str, str]]:
    """The social workers whom we know, to name one of them."""
    return [(row["user_id"], row["name"]) for row in view.people if Role(row["role"]) in CASE_READERS]


def seen_words(view: ReferralView) -> str:
    """Whether a social worker has seen the child since one was named, here or in a section 47 enquiry."""
    seen_at, due_at = view.row["seen_at"], view.row["visit_due_at"]
    if seen_at is not None:
        return f"Seen {day_and_time_words(seen_at)}"
    return f"Not yet; to be seen by {day_and_time_words(due_at)}" if due_at is not None else "Not yet"


def consent_of(view: ReferralView) -> Consent:
    """What the family said at the last visit; nothing before the first."""
    said = [one.data.consent for one in view.recorded if isinstance(one.data, ReferredChildSeen)]
    return said[-1] if said else Consent()


def re_referral_words(view: ReferralView) -> str:
    """Whether the child was referred within the 12 months before, and when."""
    accepted = view.accepted
    if accepted.previous_start is None:
        return "No earlier referral is known here"
    before = f"previous referral {date_words(accepted.previous_start)}"
    return f"Yes: {before}" if accepted.re_referral else f"No: {before}, more than 12 months before"


def tasks_of(view: ReferralView, who: Role) -> list[Task]:
    """What is owed to this child next, each with the form where it is done."""
    state = view.state
    if not isinstance(state, Open):
        return []
    at = f"/screening/referrals/{view.referral_id}"
    manages = who in ALLOCATES

    def task(text: str, form: str, *, done: bool, code: str = "", anybody: bool = False) -> Task:
        href = f"{at}/{form}" if (manages or anybody) and not done else None
        return Task(text=text, href=href, done=done, hint="" if href or done else "A manager does this", code=code)

    return [
        task("Name the social worker who has this child", "allocate", done=state.worker is not None, code="CK_ALLOC"),
        task(
            "See the child, alone where that is right",
            "visit",
            done=view.row["seen_at"] is not None,
            code="CK_VISIT17",
            anybody=state.worker is not None,
        ),
        task("Record that the assessment is authorised", "assessment", done=state.assessed, code="CK_ASSESS"),
    ]


def title_of(recorded: Recorded[object]) -> str:
    titles = {
        "ReferralAccepted": "Referral accepted",
        "WorkerAllocated": "Social worker named",
        "CaseTransferred": "Case handed over",
        "ReferredChildSeen": "Child seen",
        "ReferredChildNotSeen": "Child not seen",
        "ReferralUnallocated": "Still nobody",
        "AssessmentAuthorised": "Assessment authorised",
        "ReferralNFA": "No further action: not assessed after all",
        "ReferralClosed": "Closed",
    }
    return titles.get(recorded.type, in_words(recorded.type))


def said_in(recorded: Recorded[object], view: ReferralView) -> list[str]:
    """What an event says, a line each."""
    match recorded.data:
        case ReferralAccepted() as event:
            found = f"By the record: {in_words(event.care_status, 'care_status').lower()}" if event.care_status else ""
            return [in_words(event.decision, "decision"), in_words(event.primary_need, "primary_need"), found]
        case WorkerAllocated() as event:
            return [f"{view.named(event.worker)}, {event.team}"]
        case CaseTransferred() as event:
            introduced = "introduced to the family" if event.introduced_to_family == "Y" else "not yet introduced"
            return [
                f"From {view.named(event.from_worker)} ({event.from_team}) to {view.named(event.to_worker)} "
                f"({event.to_team}), {introduced}",
                event.reason,
                event.handover_note,
            ]
        case ReferredChildSeen() as event:
            return _seen(event, view)
        case ReferredChildNotSeen() as event:
            went = f"{day_and_time_words(event.attempted_at)}, {view.named(event.attempted_by)} went"
            return [f"{went}. {NOT_SEEN_WORDS[event.because]}", event.found, f"Next: {event.next_step}"]
        case ReferralUnallocated() as event:
            return [f"{event.hours:g} hours after it was accepted"]
        case AssessmentAuthorised() as event:
            return [date_words(event.authorised_on), *(f"{code} {FACTOR_WORDS[code]}" for code in event.factors)]
        case ReferralNFA() as event:
            return [event.reason, *_unseen(event.why_unseen), f"Decided by {view.named(event.decided_by)}"]
        case ReferralClosed() as event:
            return [CLOSURE_WORDS[event.closure_reason], event.reason, *_unseen(event.why_unseen)]
        case _:
            return []


def _unseen(why: str) -> list[str]:
    return [f"Nobody had seen the child: {why}"] if why else []


def _seen(event: ReferredChildSeen, view: ReferralView) -> list[str]:
    alone = "alone" if event.alone is YesNo.Y else f"not alone: {event.why_not_alone}"
    rooms = {YesNo.Y: "seen", YesNo.N: "not seen"}
    consent = event.consent
    return [
        f"{day_and_time_words(event.seen_at)} by {view.named(event.seen_by)}, {alone}",
        f"Home {rooms[event.home_seen]}, bedroom {rooms[event.bedroom_seen]}",
        f"\u201c{event.words}\u201d",
        f"The parents know: {in_words(consent.parents_informed, 'consent').lower()}. "
        f"Agreement: {in_words(consent.parental_agreement, 'consent').lower()}",
    ]
