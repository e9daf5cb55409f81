"""What templates ask for: choices, states and names, in the words of a page."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from screening.authority import SOCIAL_WORKERS
from screening.case.applicability import NAMES, NEVER_OVERRIDDEN
from screening.case.events import GuardOverridden
from screening.case.facts import InformationGap
from screening.case.pages.sender import child_rows, met_by_officers, missing_rows, police_rows, sender_rows, worry_of
from screening.case.seeing import Seeing
from screening.case.tasks import all_tasks, tasks_before
from screening.case.titles import title_of
from screening.case.urgency import IN_WORDS as URGENT_WORDS
from screening.case.urgency import UNDER_ONE, is_under_one
from screening.case.view import CaseView, ChildView
from screening.case.words import GUARD_TASKS, QUALITY_TESTS, joined, late_words, said_in
from screening.referral.codes import NOT_SEEN_WORDS, NotSeenBecause
from screening.safe_contact import ALERT, called, is_careful, ways_to_reach
from shared.access.actor import Actor, Role
from shared.clocks import ClockView
from shared.database import Row
from shared.web.code_words import in_words
from shared.web.words import date_words, day_and_time_words

PARENTAL_RESPONSIBILITY = {"Y": "has parental responsibility", "N": "has no parental responsibility"}


def status_of(child: ChildView, seeing: Seeing) -> str:
    """Where a child stands, in a few words, for the bar that says who this is about."""
    state = child.state
    if not seeing.screening:
        return "Being screened"
    if state.decision is not None:
        return in_words(state.decision, "decision")
    if state.proposal is not None:
        return "Challenged" if state.challenged else f"Proposed: {in_words(state.proposal.decision, 'decision')}"
    if state.is_open_to_social_care:
        return f"Open to social care: {in_words(state.care_status, 'care_status').lower()}"
    return "Being screened"


def alerts_of(view: CaseView, seeing: Seeing) -> list[str]:
    """What nobody who opens this case may overlook, but what is said of one child."""
    contact = view.case.contact
    alerts = seeing.urgent(fact for fact in contact.urgent_facts if fact != UNDER_ONE)
    if seeing.police:
        alerts += [in_words(factor) for factor in contact.high_risk_factors]
    return [*alerts, *([ALERT] if is_careful(view.said["adults"]) else [])]


def own_alerts_of(view: CaseView, child: ChildView) -> list[str]:
    """What nobody may overlook of this child."""
    return [URGENT_WORDS[UNDER_ONE]] if is_under_one(child.state.born_on, view.case.contact.received_at) else []


def pairs(codes: Iterable[str]) -> list[tuple[str, str]]:
    """(code, words) of a code set, for radios, checkboxes and selects."""
    return [(str(code), in_words(code)) for code in codes]


def contact_choices(earlier: Iterable[Row], now: datetime) -> list[tuple[str, str]]:
    """The earlier contacts that a reviewer marks as opened."""
    return [
        (row["contact_id"], f"{in_words(row['contact_type'])}, {day_and_time_words(row['received_at'], now)}")
        for row in earlier
    ]


def elsewhere_before(child: ChildView) -> int:
    """How many contacts elsewhere the last review counted: read again, none of them is forgotten (SCR-07)."""
    before = child.state.history
    return max(0, before.contacts_12m - child.contacts_12m) if before else 0


def late_choices(view: CaseView) -> list[tuple[str, str]]:
    """The clocks that were late without a reason; one about an agency says which."""
    return [(f"{clock.code} {clock.subject}", late_words(clock)) for clock in view.late]


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One agency: what became of asking it, and until when it owes an answer."""

    agency: str
    state: str
    clock: ClockView | None
    is_open: bool


def checks_of(view: CaseView) -> list[Check]:
    """Every agency that was directed or asked, those without an answer first."""
    case = view.case
    asked = {clock.subject.rpartition("/")[2]: clock for clock in view.clocks if clock.code == "CK_PARTNER"}
    named = {*case.checks_required, *case.checks_received, *case.checks_declined, *asked}
    answers = (
        (case.checks_received, "Answered"),
        (case.checks_declined, "Declined to share"),
        (case.proceeded_without, "Going on without an answer"),
        (asked, "Asked, no answer yet"),
    )
    checks = [
        Check(
            agency=agency,
            state=next(
                (words for those, words in answers if agency in those), "Directed by the manager, not asked yet"
            ),
            clock=asked.get(agency),
            is_open=not any(agency in those for those, _ in answers[:3]),
        )
        for agency in sorted(named)
    ]
    return sorted(checks, key=lambda check: not check.is_open)


def screener_choices(view: CaseView, me: Actor) -> list[tuple[str, str]]:
    """Whoever may screen and is known here, myself first."""
    known = [(row["user_id"], row["name"]) for row in view.people if Role(row["role"]) in SOCIAL_WORKERS]
    return [(me.user_id, f"{me.name} (you)"), *(one for one in known if one[0] != me.user_id)]


def child_choices(view: CaseView) -> list[tuple[str, str]]:
    return [(child.child_id, child.name) for child in view.children]


def hurt_choices(view: CaseView) -> list[tuple[str, str]]:
    """Who may be hurt: a child of the contact, or an adult."""
    return [*child_choices(view), ("ADULT", "An adult")]


def guard_choices(child: ChildView) -> list[tuple[str, str]]:
    """The guards that a manager may let this child's decision past, those that still want something at the top."""
    wanted = [unmet.code for unmet in (*child.missing, *child.owed)]
    codes = [code for code in dict.fromkeys((*wanted, *sorted(NAMES))) if code not in NEVER_OVERRIDDEN]
    return [(code, f"{code}: {GUARD_TASKS[code]}") for code in codes]


def overrides_of(view: CaseView, child: ChildView) -> list[GuardOverridden]:
    """The guards that were let past for this child, one line a guard, as they were let past last."""
    ids = (child.state.child_id, child.state.provisional_child_id)
    return list({one.guard: one for one in view.case.overrides if one.child_id in ids}.values())


def override_choices(given: Iterable[GuardOverridden]) -> list[tuple[str, str]]:
    return [(one.guard, f"{one.guard}: {GUARD_TASKS.get(one.guard, one.guard)}") for one in given]


def questions_of(failed: Iterable[str]) -> str:
    """The tests that a contact failed, one a line, as a first draft of what to ask."""
    return "\n".join(QUALITY_TESTS.get(test, test) for test in failed)


def gap_lines(gaps: Iterable[InformationGap]) -> str:
    """Gaps as they are typed: what is not known, a colon, how that is tolerated."""
    return "\n".join(f"{gap.gap}: {gap.how_tolerated}" if gap.how_tolerated else gap.gap for gap in gaps)


def child_name(view: CaseView, child_id: str) -> str:
    """The name of a child of this case, by the id that they had when something was recorded."""
    ids = {one: child.name for child in view.children for one in (child.state.provisional_child_id, child.child_id)}
    return ids.get(child_id, "")


def sender_of(view: CaseView, seeing: Seeing) -> str:
    """Who sent the contact. A member of the public stays unnamed to whoever may not know them."""
    referrer = view.said["referrer"]
    if referrer["anonymous"]:
        return "Somebody who asked not to be named"
    if not view.case.contact.professional_referrer and not seeing.public_referrer:
        return in_words(view.contact["source_code"], "source")
    said = (referrer["name"], referrer["role"], view.contact["agency_name"])
    return ", ".join(part for part in said if part)


def safe_contacts(view: CaseView) -> list[tuple[str, str]]:
    return ways_to_reach(view.said["adults"])


def household_rows(view: CaseView, seeing: Seeing) -> list[tuple[str, str]]:
    """The adults whom the sender names, and where the children live."""
    rows = [(called(adult), joined(_about(adult), _related(view, adult))) for adult in view.said["adults"]]
    if not seeing.addresses:
        return rows
    rows += [(f"Home of {called(one)}", one["address"]) for one in view.said["adults"] if one.get("address")]
    homes = [(f"Home of {child.name}", child.said["address"]) for child in view.children]
    return rows + [(name, home) for name, home in homes if home]


def _about(adult: Mapping[str, Any]) -> str:
    born = f"born {date_words(date.fromisoformat(adult['dob']))}" if adult.get("dob") else ""
    responsible = PARENTAL_RESPONSIBILITY.get(adult["pr"] or "", "")
    works = adult["works_with_children"]
    with_children = f"works with children: {in_words(works, 'yes_no').lower()}" if works else ""
    return ", ".join(part for part in (in_words(adult["role"]), born, responsible, with_children) if part)


def _related(view: CaseView, adult: Mapping[str, Any]) -> str:
    """What this adult is to each child."""
    return ", ".join(
        f"{in_words(one['rel'], 'relationship').lower()} of {child.name}"
        for child in view.children
        for one in child.said.get("relationship_to_adults", ())
        if one["adult"] == adult["temp_ref"]
    )


def decision_rows(view: CaseView) -> list[tuple[str, str]]:
    """Each child's decision, or how far it is."""
    return [(child.name, _decision_of(child)) for child in view.children]


def _decision_of(child: ChildView) -> str:
    state = child.state
    decided = in_words(state.decision, "decision") if state.decision else ""
    proposed = f"Proposed: {in_words(state.proposal.decision, 'decision')}" if state.proposal else ""
    challenged = "challenged" if state.challenged else ""
    return joined(decided, proposed, challenged) or "Nothing proposed yet"


def why_not_seen(visit: Row) -> str:
    """Why nobody saw the child at this visit."""
    return NOT_SEEN_WORDS[NotSeenBecause(visit["because"])]


SAYINGS: Mapping[str, Any] = {
    saying.__name__: saying
    for saying in (
        alerts_of,
        own_alerts_of,
        all_tasks,
        checks_of,
        child_choices,
        child_name,
        child_rows,
        contact_choices,
        decision_rows,
        elsewhere_before,
        gap_lines,
        guard_choices,
        household_rows,
        hurt_choices,
        late_choices,
        met_by_officers,
        missing_rows,
        override_choices,
        overrides_of,
        pairs,
        police_rows,
        questions_of,
        safe_contacts,
        screener_choices,
        said_in,
        sender_of,
        sender_rows,
        status_of,
        tasks_before,
        title_of,
        why_not_seen,
        worry_of,
    )
}
