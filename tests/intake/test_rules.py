"""The rules of a contact, without a store: what each submission leads to."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.accounts import account_of, contact_id_of
from intake.commands import ConfirmIdentity, ContactCommand, ExcludeSibling, SubmitContact
from intake.decider import CONTACT
from intake.events import (
    ChildIdentified,
    ChildNamed,
    ConsentStatusRecorded,
    ContactAmended,
    ContactCompleted,
    ContactQualityAssessed,
    ContactReceived,
    FoundSibling,
    IncidentLagMeasured,
    OpenCaseContactRouted,
    PoliceRiskGradeAmended,
    ReferrerAcknowledged,
    SiblingsFound,
)
from intake.facts import Account, Consent, ContactType, FoundReport, Incident, MissingReport, NamedChild, Source
from intake.flags import flags_of
from intake.quality import answers_of, grade, score
from intake.requests import SentContact
from shared.decider import Refused

from .conftest import CALL_HANDLER, POLICE, SCHOOL, SCREENER, example

RECEIVED = datetime(2026, 5, 3, 0, 5, tzinfo=UTC)


def account(name: str, **changes: Any) -> Account:
    sent = SentContact.model_validate(example(name))
    return replace(account_of(sent, contact_id_of(POLICE.org_id, sent), POLICE), **changes)


def submission(facts: Account, version: int = 1, at: datetime = RECEIVED) -> SubmitContact:
    return SubmitContact(
        by=POLICE,
        at=at,
        contact_id="contact",
        source=Source(system="EXPOL-RMS", ref="PPN-1", version=version),
        account=facts,
        reported_at=None,
    )


def after(*commands: ContactCommand) -> list[Any]:
    """The events of these commands, one after another."""
    state, events = CONTACT.initial, list[Any]()
    for command in commands:
        decided = CONTACT.decide(command, state)
        state = CONTACT.fold(decided, state)
        events += decided
    return events


def test_every_contact_is_received_scored_and_acknowledged() -> None:
    kinds: list[object] = [type(event) for event in after(submission(account("school-contact-thin")))]
    assert kinds == [ContactReceived, ContactQualityAssessed, ReferrerAcknowledged]


@pytest.mark.parametrize(
    ("name", "points", "verdict"),
    [
        ("school-contact-thin", 2.0, "INADEQUATE"),
        ("school-contact-good", 10.0, "GOOD"),
        ("police-domestic-abuse-high", 8.6, "GOOD"),
    ],
)
def test_the_examples_score_as_the_brief_says(name: str, points: float, verdict: str) -> None:
    tests = answers_of(account(name))
    assert (score(tests), grade(tests)) == (points, verdict)


def test_a_contact_without_a_specific_worry_is_inadequate_whatever_else_it_has() -> None:
    assert grade(answers_of(account("school-contact-good", worries="Worried.", incident=Incident()))) == "INADEQUATE"


def test_eight_points_without_the_household_are_adequate_only() -> None:
    assert grade(answers_of(account("school-contact-good", adults=()))) == "ADEQUATE"


@pytest.mark.parametrize(
    ("hours", "band"), [(1.75, "IN_BAND"), (12, "IN_BAND"), (12.1, "LATE"), (24 * 7, "LATE"), (24 * 7 + 1, "STALE")]
)
def test_the_lag_of_a_high_graded_incident_is_banded(hours: float, band: str) -> None:
    incident = Incident(occurred_at=RECEIVED - timedelta(hours=hours))
    [lag] = [
        event
        for event in after(submission(account("police-domestic-abuse-high", incident=incident)))
        if isinstance(event, IncidentLagMeasured)
    ]
    assert (lag.band, lag.lag_hours) == (band, round(hours, 2))


def test_a_time_in_the_future_is_flagged_and_not_refused() -> None:
    facts = account("school-contact-thin", incident=Incident(occurred_at=RECEIVED + timedelta(days=1)))
    assert "INT-03 TIME_ORDER" in flags_of(facts, None, RECEIVED)


def test_a_victim_who_is_also_the_perpetrator_is_flagged() -> None:
    facts = account("police-domestic-abuse-high")
    assert facts.police
    assert facts.police.da
    swapped = replace(facts.police, da=replace(facts.police.da, perpetrator_ref="a1"))
    assert flags_of(replace(facts, police=swapped), None, RECEIVED) == ("INT-07 VICTIM_PERP_SWAP",)


def test_a_child_of_school_age_without_a_school_is_flagged() -> None:
    child = NamedChild(temp_ref="c1", child_id="x", first_name="Jay", dob=date(2013, 1, 21))
    assert flags_of(account("school-contact-thin", children=(child,)), None, RECEIVED) == ("INT-08 UNKNOWN",)


@pytest.mark.parametrize("status", ["EHE", "CME"])
def test_a_child_taught_at_home_or_missing_education_is_flagged_as_that(status: str) -> None:
    child = NamedChild(temp_ref="c1", child_id="x", dob=date(2013, 1, 21), education_status=status)
    assert flags_of(account("school-contact-thin", children=(child,)), None, RECEIVED) == (f"INT-08 {status}",)


def household(*child_ids: str) -> tuple[FoundSibling, ...]:
    return tuple(FoundSibling(child_id=child_id, why=("HOME",)) for child_id in child_ids)


def found_in(events: list[Any]) -> list[list[str]]:
    """Whom each finding of siblings found."""
    return [[child.child_id for child in event.found] for event in events if isinstance(event, SiblingsFound)]


def test_a_later_version_asks_again_about_those_of_whom_nobody_was_asked() -> None:
    facts = account("school-contact-good")
    first = replace(submission(facts), household=household("ada"))
    later = replace(submission(replace(facts, worries="More"), version=2), household=household("ada", "ben"))
    excluded = ExcludeSibling(by=SCREENER, at=RECEIVED, child_id="ada", reason="Lives with her aunt since March")
    assert found_in(after(first, later)) == [["ada"], ["ben"]]
    assert found_in(after(first, excluded, later)) == [["ada"], ["ben"]]


def test_a_completed_contact_is_incomplete_again_until_the_new_child_is_decided_on() -> None:
    facts = account("school-contact-good")
    first = replace(submission(facts), household=household("ada"))
    later = replace(submission(replace(facts, worries="More"), version=2), household=household("ben"))
    out = [
        ExcludeSibling(by=SCREENER, at=RECEIVED, child_id=child_id, reason="Lives with an aunt since March")
        for child_id in ("ada", "ben")
    ]
    events = after(first, out[0], later, out[1])
    assert [type(event).__name__ for event in events if isinstance(event, SiblingsFound | ContactCompleted)] == [
        "SiblingsFound", "ContactCompleted", "SiblingsFound", "ContactCompleted",
    ]  # fmt: skip


@pytest.mark.parametrize("kind", [ContactType.DOMESTIC_ABUSE, ContactType.CHILD_CONCERN, ContactType.OTHER])
def test_the_household_is_asked_about_whatever_may_be_abuse_or_neglect(kind: ContactType) -> None:
    facts = account("school-contact-thin", contact_type=kind)
    assert found_in(after(replace(submission(facts), household=household("ada")))) == [["ada"]]


def test_a_child_who_waited_and_turns_out_to_be_named_completes_the_contact() -> None:
    first = replace(submission(account("school-contact-good")), household=household("ada"))
    named = ConfirmIdentity(by=SCREENER, at=RECEIVED, temp_ref="c1", child_id="ada")
    assert isinstance(after(first, named)[-1], ContactCompleted)


def test_a_regrade_says_why() -> None:
    first = account("police-domestic-abuse-high")
    assert first.police
    assert first.police.da
    graded = replace(first.police.da, grade="MEDIUM", grade_reason="Secondary review of the body-worn video")
    events = after(submission(first), submission(replace(first, police=replace(first.police, da=graded)), version=2))
    [regrade] = [event for event in events if isinstance(event, PoliceRiskGradeAmended)]
    assert (regrade.previous, regrade.grade, regrade.reason) == ("HIGH", "MEDIUM", graded.grade_reason)


def test_consent_that_a_later_version_tells_of_is_recorded() -> None:
    first = account("school-contact-thin")
    told = replace(first, consent=Consent(parents_informed="YES", parental_agreement="REFUSED"))
    events = after(submission(first), submission(told, version=2))
    [recorded] = [event for event in events if isinstance(event, ConsentStatusRecorded)]
    assert (recorded.parents_informed, recorded.parental_agreement) == ("YES", "REFUSED")


def test_a_later_version_is_kept_beside_the_first() -> None:
    first, second = account("school-contact-good"), account("school-contact-good", worries="More is known now")
    events = after(submission(first), submission(second, version=2))
    [amended] = [event for event in events if isinstance(event, ContactAmended)]
    assert (amended.changes, amended.superseded) == (("worries",), False)


def test_an_earlier_version_that_comes_late_is_kept_and_changes_nothing() -> None:
    first, second = account("school-contact-good"), account("school-contact-good", worries="More is known now")
    events = after(submission(second, version=2), submission(first, version=1))
    assert isinstance(events[-1], ContactAmended)
    assert events[-1].superseded
    assert CONTACT.fold(events).account == second


def test_a_call_handler_may_not_say_who_a_child_is() -> None:
    confirm = ConfirmIdentity(by=CALL_HANDLER, at=RECEIVED, temp_ref="c1", child_id=None)
    with pytest.raises(Refused, match="INT-11"):
        after(submission(account("school-contact-good")), confirm)


def test_a_child_that_the_contact_does_not_name_cannot_be_identified() -> None:
    confirm = ConfirmIdentity(by=SCREENER, at=RECEIVED, temp_ref="c9", child_id=None)
    with pytest.raises(Refused, match="INT-10"):
        after(submission(account("school-contact-good")), confirm)


def test_a_child_new_to_us_keeps_its_provisional_identity() -> None:
    confirm = ConfirmIdentity(by=SCREENER, at=RECEIVED, temp_ref="c1", child_id=None)
    identified = after(submission(account("school-contact-good")), confirm)[-1]
    assert isinstance(identified, ChildIdentified)
    assert (identified.child_id, identified.method) == (identified.provisional_child_id, "CONFIRMED_NEW")


@given(st.lists(st.integers(1, 6), min_size=1, max_size=8))
def test_whatever_order_the_versions_come_in_the_highest_stands(versions: list[int]) -> None:
    commands = [submission(account("school-contact-thin", worries=f"Version {n}"), version=n) for n in versions]
    events = after(*commands)
    state = CONTACT.fold(events)
    assert state.account
    assert state.account.worries == f"Version {max(versions)}"
    assert sum(isinstance(event, ContactReceived) for event in events) == 1


@given(st.permutations(range(1, 5)), st.lists(st.sets(st.integers(1, 4)), min_size=4, max_size=4))
def test_whoever_any_version_names_is_told_to_screening_in_whichever_order_they_come(
    order: list[int], named: list[set[int]]
) -> None:
    def facts(version: int) -> Account:
        children = [NamedChild(temp_ref=f"c{n}", child_id=f"child-{n}", surname="Lowe") for n in named[version - 1]]
        return account("school-contact-thin", children=tuple(children))

    events = after(*(submission(facts(version), version=version) for version in order))
    told = {child.child_id for event in events if not getattr(event, "superseded", False) for child in _children(event)}
    assert told == {f"child-{n}" for each in named for n in each}


def _children(event: Any) -> tuple[NamedChild, ...]:
    """Whom an event tells screening of."""
    match event:
        case ContactReceived() | ContactAmended():
            return event.account.children
        case ChildNamed():
            return (event.child,)
        case _:
            return ()


@given(st.sampled_from(list(ContactType)), st.text(max_size=200), st.text(max_size=50))
def test_no_contact_is_too_thin_to_be_received(kind: ContactType, worries: str, name: str) -> None:
    child = NamedChild(temp_ref="c1", child_id="x", first_name=name)
    facts = account("school-contact-thin", contact_type=kind, worries=worries, children=(child,))
    assert isinstance(after(submission(facts))[0], ContactReceived)


def test_the_same_reference_from_two_agencies_is_two_contacts() -> None:
    sent = SentContact.model_validate(example("school-contact-thin"))
    assert contact_id_of(POLICE.org_id, sent) != contact_id_of(SCHOOL.org_id, sent)


def looked_after(cla: str | None) -> Account:
    return account("school-contact-thin", contact_type=ContactType.MISSING, missing=MissingReport(cla=cla))


def test_a_child_said_to_be_looked_after_by_a_later_version_is_routed_to_its_worker_once() -> None:
    first, later = submission(looked_after(None)), submission(looked_after("Y"), version=2)
    events = after(first, later, replace(later, source=replace(later.source, version=3)))
    assert [type(event) for event in events].count(OpenCaseContactRouted) == 1


def test_a_looked_after_child_whose_return_came_before_the_report_is_routed_too() -> None:
    back = replace(account("school-contact-thin", contact_type=ContactType.MISSING_RETURN), found=FoundReport())
    events = after(submission(back, version=2), submission(looked_after("Y")))
    assert OpenCaseContactRouted in [type(event) for event in events]
