"""Who is shown what, on a run made by hand: each thing that somebody sees too much or too little of is found."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.campaign.checker import Kind
from tests.campaign.checker.rules.disclosed import check
from tests.campaign.checker.run import Command, Event, Run, Shown, Sight, Store, Timeline

CHILD = "child-1"
POLICE_WORDS, REPORTED, BY_SCHOOL = "A report. [P rms-1]", "Shouting. [S rms-1]", "Tired. [S portal-1]"
SCHOOL = "sch-999001"
ALL = (POLICE_WORDS, REPORTED, BY_SCHOOL)


def timeline(words: Sequence[str], order: Sequence[int] = (0, 1, 2)) -> dict[str, Any]:
    told = [{"entry_id": text, "parts": [{"text": text}]} for text in words]
    return {"child_id": CHILD, "entries": [told[number] for number in order if number < len(told)]}


def a_run(*sights: Sight, built: Sequence[Event] = ()) -> Run:
    sent: list[Command] = []
    for ref, org in (("rms-1", "force-example"), ("portal-1", SCHOOL)):
        about: dict[str, Any] = {"kind": "submit", "client": "sender", "service": "intake", "path": "/api/v1/contacts"}
        body = {"source_ref": ref}
        sent.append(Command(op=ref, method="POST", invoked_at=0, key_client=org, body=body, outcome="ok", **about))
    told = timeline(ALL)
    entries = [Shown(entry["entry_id"], "", "", "") for entry in told["entries"]]
    return Run(
        commands=sent,
        timelines={CHILD: Timeline(child_id=CHILD, status=200, entries=entries, answer=told)},
        sights=sights,
        stores={"notifications": Store(service="notifications", events=built)},
    )


def a_sight(who: str, answer: dict[str, Any], status: int = 200) -> Sight:
    return Sight(who=who, child_id=CHILD, status=status, answer=answer)


def a_message(payload: dict[str, str]) -> Event:
    about = {"profile": "ENC_MIN", "recipient_org": SCHOOL}
    place: dict[str, Any] = {"service": "notifications", "position": 1, "stream": "Notification-1", "version": 1}
    caused: dict[str, Any] = {
        "event_id": "1",
        "correlation_id": "1",
        "causation_id": "1",
        "key": None,
        "child_ids": (CHILD,),
    }
    by: dict[str, Any] = {"user_id": "system", "role": "SYSTEM", "org_id": "la-812"}
    data = {"about": about, "payload": payload}
    at = datetime(2026, 6, 9, tzinfo=UTC)
    return Event(type="NotificationBuilt", recorded_at=at, data=data, **place, **caused, **by)


def test_each_who_is_shown_what_is_theirs_is_green() -> None:
    run = a_run(
        a_sight("ds.amin", timeline(ALL)),
        a_sight("nurse.farrow", timeline((REPORTED, BY_SCHOOL))),
        a_sight("ch.marsh", timeline((REPORTED, BY_SCHOOL))),
        a_sight("dsl.osei", timeline((BY_SCHOOL,))),
        built=[a_message({"child_first_name": "Ada"})],
    )
    assert list(check(run)) == []


@pytest.mark.parametrize(
    ("who", "words", "kind"),
    [
        pytest.param("nurse.farrow", ALL, Kind.BROKEN, id="health reads the police's own words"),
        pytest.param("ch.marsh", ALL, Kind.BROKEN, id="a call handler reads the police's own words"),
        pytest.param("dsl.osei", (REPORTED, BY_SCHOOL), Kind.BROKEN, id="a school reads what the police reported"),
        pytest.param("dsl.osei", (), Kind.LOST, id="a school is not shown its own words"),
        pytest.param("ds.amin", (REPORTED, BY_SCHOOL), Kind.LOST, id="the hub is not shown the police's own words"),
    ],
)
def test_too_much_and_too_little_is_found(who: str, words: Sequence[str], kind: Kind) -> None:
    assert {violation.kind for violation in check(a_run(a_sight(who, timeline(words))))} == {kind}


def test_a_child_that_is_there_for_nobody_is_found() -> None:
    run = a_run(a_sight("ds.amin", {"title": "Not found"}, status=404))
    assert {violation.kind for violation in check(run)} == {Kind.LOST}


def test_another_order_is_found() -> None:
    run = a_run(a_sight("ds.amin", timeline(ALL, order=(1, 0, 2))))
    assert {violation.kind for violation in check(run)} == {Kind.REORDERED}


def test_words_of_a_submission_in_a_message_are_found() -> None:
    run = a_run(built=[a_message({"child_first_name": "Ada", "note": REPORTED})])
    assert {violation.kind for violation in check(run)} == {Kind.BROKEN}
