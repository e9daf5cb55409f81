"""Every form of intake, refused by each guard that a person can meet on it: the guard is named, what was typed is kept.

The forms are listed by their routers, so that a new one cannot be forgotten.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from intake.pages import ROUTERS
from shared.access.actor import Actor
from shared.testing.service import RunningService

from .asking import PPN, REASON, ask, screened, sent
from .conftest import (
    CALL_HANDLER,
    MACHINE,
    MISSING,
    POLICE,
    POLICE_MASH,
    REYES,
    SCHOOL,
    SCREENER,
    episode,
    example,
)
from .test_pages import hidden

NOW = datetime(2026, 5, 11, 7, 0, tzinfo=UTC)
PAST, FUTURE, BEFORE_RETURN = "2026-05-11T07:30", "2026-05-12T08:00", "2026-05-10T12:00"
TOOK_PART = {"completed_at": PAST, "accepted": "Y", "child_words": "I did not want to be found"}
INTERVIEW = TOOK_PART | {"interviewer_independent": "Y", "harm_disclosed": "N"}
LADO = {"lado": "Ines Frost", "told_at": PAST}
VISIT = {"visited_at": FUTURE, "child_seen": "Y"}
CONFIRMED = {"by_agency": "Example Police", "confirmed_at": FUTURE}
ROLES = {"victim_ref": "a1", "perpetrator_ref": "a2", "reason": REASON}
UNREGISTERED = replace(SCREENER, registered_sw=False)
LINK = {"same_incident": "N", "reason": REASON}
SAME = {"same_incident": "Y", "reason": REASON}
PASSED = {"guard": "INT-04", "reason": REASON, "review_by": "2026-05-13"}
LOOK = {"guard": "INT-07", "agrees": "Y", "text": REASON}
AWAY = {"la": "813", "ack_ref": "N-1"}
WORRY = {"worries": "Two children left alone last night"}
MAIL = {"inbox_id": "early-help@example", "message_ref": "3 May, worried"}
ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
Case = tuple[str, Actor, Mapping[str, Any], str]

CASES: list[Case] = [
    ("/contacts/{again}/siblings", SCREENER, {}, "INT-04 SIBLINGS"),
    ("/contacts/{again}/siblings", SCREENER, {"belongs": "exclude", "reason": "Moved"}, "INT-20 REASON"),
    ("/contacts/{misspelt}/identities/c2", SCREENER, {"dob": "2025-08-20"}, "INT-13 CHOOSE"),
    (
        "/contacts/{misspelt}/identities/c2",
        SCREENER,
        {"child_id": "new", "dob": "2025-08-20", "expected_dob": "2026-09-01"},
        "INT-06 UNBORN",
    ),
    ("/contacts/{misspelt}/identities/c2", SCREENER, {"look": "up"}, "INT-56 LOOK_UP"),
    ("/contacts/{again}/identities/c1/correction", SCREENER, {"look": "up", "reason": "Hm"}, "INT-56 LOOK_UP"),
    ("/contacts/{again}/identities/c1/correction", SCREENER, {"reason": REASON}, "INT-13 CHOOSE"),
    ("/contacts/{again}/identities/c1/correction", SCREENER, {"child_id": "itself", "reason": "Twin"}, "INT-20 REASON"),
    ("/contacts/{again}/quality", SCREENER, {"asked": ["q1", "q2"], "tests": ["q1"], "reason": "Hm"}, "INT-20 REASON"),
    ("/identities/{noor}/seal", REYES, {"reason": "Adopted"}, "INT-20 REASON"),
    ("/telephone", CALL_HANDLER, WORRY, "INT-MINIMUM"),
    ("/telephone", CALL_HANDLER, WORRY | {"child_1_first_name": "Jay", "occurred_at": FUTURE}, "INT-03 TIME_ORDER"),
    ("/telephone/{called}/more", CALL_HANDLER, {"occurred_at": FUTURE}, "INT-03 TIME_ORDER"),
    ("/inbox", CALL_HANDLER, WORRY, "FORM-06 NEEDED"),
    ("/inbox", CALL_HANDLER, WORRY | {"inbox_id": "early-help@example"}, "FORM-06 NEEDED"),
    ("/inbox", CALL_HANDLER, WORRY | MAIL, "INT-MINIMUM"),
    ("/inbox", CALL_HANDLER, WORRY | MAIL | {"child_1_first_name": "Jay"}, "KEY-REUSED"),
    ("/send", SCHOOL, WORRY, "INT-MINIMUM"),
    ("/send", SCHOOL, WORRY | {"child_1_first_name": "Jay", "occurred_at": FUTURE}, "INT-03 TIME_ORDER"),
    ("/send/{good}/amend", SCHOOL, {"occurred_at": FUTURE}, "INT-03 TIME_ORDER"),
    ("/send/{away}/return", POLICE_MASH, {"found_at": FUTURE}, "INT-03 TIME_ORDER"),
    ("/unreadable/{task}", CALL_HANDLER, {"what_was_done": "Rang"}, "INT-14 SAY_WHAT"),
    (
        "/contacts/{swapped}/clarification",
        POLICE_MASH,
        {"victim_ref": "a1", "perpetrator_ref": "a1", "reason": REASON},
        "INT-07 VICTIM_PERP_SWAP",
    ),
    (
        "/contacts/{swapped}/clarification",
        POLICE_MASH,
        {"victim_ref": "a1", "perpetrator_ref": "a9", "reason": REASON},
        "INT-36 NO_SUCH_ADULT",
    ),
    ("/contacts/{away}/return", CALL_HANDLER, {"found_how": "RETURNED_BY_SELF"}, "FORM-02 TIME"),
    ("/contacts/{away}/return", CALL_HANDLER, {"found_at": PAST}, "FORM-05 NEEDED"),
    (
        "/contacts/{away}/return",
        CALL_HANDLER,
        {"found_at": FUTURE, "found_how": "RETURNED_BY_SELF"},
        "INT-03 TIME_ORDER",
    ),
    ("/contacts/{back}/return", CALL_HANDLER, {"found_at": PAST, "found_how": "RETURNED_BY_SELF"}, "INT-37 RETURNED"),
    ("/contacts/{away}/return-interview-offer", MISSING, {"offered_at": PAST, "provider": "Us"}, "INT-22 NOT_RETURNED"),
    ("/contacts/{back}/return-interview-offer", MISSING, {"offered_at": FUTURE, "provider": "Us"}, "INT-03 TIME_ORDER"),
    ("/contacts/{back}/return-interview", MISSING, TOOK_PART, "FORM-05 NEEDED"),
    ("/contacts/{back}/return-interview", MISSING, INTERVIEW | {"interviewer_independent": "N"}, "INT-24 INDEPENDENT"),
    ("/contacts/{back}/return-interview", MISSING, INTERVIEW | {"accepted": "N"}, "INT-60 NOT_HEARD"),
    (
        "/contacts/{back}/return-interview",
        MISSING,
        INTERVIEW | {"completed_at": BEFORE_RETURN},
        "INT-03 TIME_ORDER",
    ),
    ("/contacts/{back}/return-interview-declined", MISSING, {"reason": REASON}, "INT-25 ALTERNATIVE"),
    ("/contacts/{back}/missing-pattern", MISSING, {"reason": REASON}, "INT-26 CONSIDERED"),
    ("/contacts/{good}/missing-pattern", REYES, {"strategy_discussion": "Y", "reason": REASON}, "INT-26 NOT_MISSING"),
    ("/contacts/{allegation}/lado", SCREENER, LADO, "INT-02 NO_BYPASS"),
    ("/contacts/{screened}/lado", SCREENER, LADO | {"told_at": FUTURE}, "INT-03 TIME_ORDER"),
    ("/contacts/{fostered}/private-fostering", SCREENER, {"team": "CASS-2"}, "INT-02 NO_BYPASS"),
    ("/contacts/{fostered}/private-fostering-visit", SCREENER, VISIT, "INT-03 TIME_ORDER"),
    ("/contacts/{fostered}/private-fostering-visit", SCREENER, {"visited_at": PAST}, "INT-41 SEEN"),
    ("/contacts/{swapped}/marac", SCREENER, CONFIRMED, "INT-03 TIME_ORDER"),
    ("/contacts/{swapped}/marac-judgement", REYES, {"reason": "She is afraid"}, "INT-20 REASON"),
    ("/contacts/{swapped}/police-grade", POLICE_MASH, {"grade": "HIGH", "reason": "Because"}, "INT-20 REASON"),
    ("/contacts/{swapped}/police-grade", POLICE_MASH, {"reason": REASON}, "FORM-05 NEEDED"),
    ("/contacts/{swapped}/intelligence-handling", POLICE_MASH, {"handling": " "}, "INT-54 HANDLING"),
    ("/contacts/{again}/override", REYES, {"guard": "INT-04", "reason": REASON}, "INTAKE OVERRIDE_REVIEW"),
    ("/contacts/{again}/override", REYES, PASSED | {"reason": "Later"}, "INTAKE OVERRIDE_REASON"),
    ("/contacts/{passed}/override-review", REYES, {"guard": "INT-07", "text": REASON}, "INT-48 AGREES"),
    ("/contacts/{passed}/override-review", REYES, LOOK, "INTAKE OVERRIDE_SELF_REVIEW"),
    ("/contacts/{letter}/acknowledgement", CALL_HANDLER, {"by_means_of": "PIGEON"}, "INT-39 MEANS"),
    ("/contacts/{good}/acknowledgement", CALL_HANDLER, {"by_means_of": "PHONE"}, "INT-38 ACKNOWLEDGED"),
    ("/contacts/{good}/consent", CALL_HANDLER, {"child_view": "To stay", "reason": REASON}, "INT-40 CONSENT"),
    ("/contacts/{good}/care-status", CALL_HANDLER, {"temp_ref": "c1", "team": "CIN-2"}, "INT-27 CARE_STATUS"),
    ("/contacts/{good}/care-status", CALL_HANDLER, {"care_status": "CIN", "team": "CIN-2"}, "INT-10 NO_SUCH_CHILD"),
    ("/contacts/{again}/duplicate", SCREENER, {"primary_contact_id": "{good}", "reason": REASON}, "INT-09 MERGE"),
    ("/contacts/{again}/duplicate", SCREENER, LINK | {"primary_contact_id": "{again}"}, "INT-30 ITSELF"),
    ("/contacts/{again}/duplicate", SCREENER, LINK | {"primary_contact_id": "nobody's"}, "INT-42 NO_SUCH_CONTACT"),
    ("/contacts/{linked}/duplicate", SCREENER, LINK | {"primary_contact_id": "{good}"}, "INT-31 LINKED"),
    ("/contacts/{told}/duplicate", SCREENER, SAME | {"primary_contact_id": "{again}"}, "INT-57 TOLD_AGAIN"),
    ("/contacts/{good}/duplicate", SCREENER, SAME | {"primary_contact_id": "{told}"}, "INT-58 CIRCLE"),
    ("/contacts/{linked}/undo-link", SCREENER, LINK | {"primary_contact_id": "{again}"}, "INT-59 NOT_LINKED"),
    ("/contacts/{good}/name-child", CALL_HANDLER, {"sex": "F", "reason": REASON}, "INT-50 NAMELESS"),
    ("/contacts/{good}/name-child", CALL_HANDLER, {"first_name": "Ava", "reason": "Known"}, "INT-20 REASON"),
    ("/contacts/{good}/redirect", REYES, AWAY | {"la": "Hull", "reason": REASON}, "INT-28 AUTHORITY"),
    ("/contacts/{good}/redirect", REYES, {"la": "813", "reason": REASON}, "INT-28 ACKNOWLEDGED"),
    ("/contacts/{ended}/redirect", REYES, AWAY | {"reason": REASON}, "INT-29 ENDED"),
    ("/contacts/{good}/not-about-a-child", REYES, {"reason": REASON}, "INT-52 CHILD_NAMED"),
    ("/contacts/{ended}/not-about-a-child", REYES, {"reason": REASON}, "INT-29 ENDED"),
    ("/contacts/{misspelt}/identities/c2", UNREGISTERED, {"child_id": "new", "dob": "2025-08-20"}, "INT-11 NOT_SW"),
    ("/unreadable/{dealt_with}", CALL_HANDLER, {"what_was_done": REASON}, "INT-12 NO_OPEN_TASK"),
    ("/contacts/{again}/identities/c1", SCREENER, {"child_id": "new"}, "INT-15 IDENTIFIED"),
    (
        "/contacts/{misspelt}/identities/c2/correction",
        SCREENER,
        {"child_id": "itself", "reason": REASON},
        "INT-17 NOT_IDENTIFIED",
    ),
    (
        "/contacts/{again}/identities/c1/correction",
        SCREENER,
        {"child_id": "{noor}", "reason": REASON},
        "INT-18 SAME_CHILD",
    ),
    (
        "/contacts/{interviewed}/return-interview",
        MISSING,
        INTERVIEW,
        "INT-23 INTERVIEWED",
    ),
    ("/contacts/{swapped}/quality", SCREENER, {"asked": ["q4"], "tests": ["q4"], "reason": REASON}, "INT-32 TESTS"),
    ("/identities/{sealed}/seal", REYES, {"reason": REASON}, "INT-33 SEALED"),
    ("/telephone", CALL_HANDLER, WORRY | {"child_1_address": "Behind the mill, " * 60 + "Exampleby"}, "INT-34 TYPED"),
    ("/contacts/{clear}/clarification", POLICE_MASH, ROLES, "INT-35 CLEAR"),
    ("/contacts/{swapped}/police-grade", POLICE_MASH, {"grade": "GRAVE", "reason": REASON}, "INT-44 GRADE"),
    ("/contacts/{clear}/police-grade", POLICE_MASH, {"grade": "HIGH", "reason": REASON}, "INT-45 GRADED"),
    ("/contacts/{again}/override", REYES, PASSED | {"guard": "INT-99"}, "INT-46 NO_SUCH_GUARD"),
    ("/contacts/{again}/override", REYES, PASSED | {"guard": "INT-07"}, "INT-47 NOTHING_TO_PASS"),
    ("/send/{good}/amend", SCHOOL, {"source_version": "0", "worries": "He is back."}, "INT-49 OVERTAKEN"),
    ("/contacts/{clear}/marac-judgement", REYES, {"reason": REASON}, "INT-51 WITH_MARAC"),
    ("/contacts/{clear}/intelligence-handling", POLICE_MASH, {"handling": REASON}, "INT-55 MARKED"),
]
SIZES = [CASES[start::2] for start in range(2)]
"""The cases in two parts, so that they run side by side."""


async def everything(intake: RunningService) -> dict[str, str]:
    """A contact of each kind that a form asks about, by the word by which a case names it."""
    gone, found = episode()
    police = intake.client(POLICE, MACHINE)
    intake.clock.at = NOW
    away = (await police.post("/api/v1/missing-reports", json=gone | {"source_ref": "MIS-2"})).json()
    back = (await police.post("/api/v1/missing-reports", json=gone)).json()
    await police.post("/api/v1/missing-reports", json=found)
    mixed = example("police-domestic-abuse-high")
    mixed["police"]["da"]["perpetrator_ref"] = "a1"
    swapped = (await police.post(PPN, json=mixed)).json()
    passed = (await police.post(PPN, json=mixed | {"source_ref": "PPN-2"})).json()
    await ask(intake, REYES, passed, "overrides", **PASSED | {"guard": "INT-07"})
    good, linked, ended = (
        await sent(intake),
        await sent(intake, source_ref="SP-4"),
        await sent(intake, source_ref="SP-5"),
    )
    again = await sent(intake, source_ref="SP-2", children=example("school-contact-good")["children"][:1])
    zed = example("school-contact-good")["children"][1] | {"surname": "Hadly"}
    misspelt = await sent(intake, source_ref="SP-3", children=[zed])
    allegation = await sent(intake, source_ref="SP-6", contact_type="LADO")
    heard = await sent(intake, source_ref="SP-7", contact_type="LADO")
    await screened(intake, heard["contact_id"])
    fostered = await sent(intake, source_ref="SP-8", contact_type="PRIVATE_FOSTERING")
    letter, task, dealt_with = await letter_and_tasks(intake)
    await ask(
        intake,
        SCREENER,
        linked,
        "duplicates",
        primary_contact_id=good["contact_id"],
        same_incident=False,
        reason=REASON,
    )
    why_not = {child["temp_ref"]: REASON for child in example("school-contact-good")["children"]}
    await ask(intake, REYES, ended, "not-about-a-child", reason=REASON, why_not=why_not)
    told = await sent(intake, source_ref="SP-9", children=[{"temp_ref": "c1", "first_name": "Jay"}])
    primary = {"primary_contact_id": good["contact_id"], "same_incident": True}
    await ask(intake, SCREENER, told, "duplicates", reason=REASON, **primary)
    named = {
        "away": away, "back": back, "swapped": swapped, "good": good, "linked": linked, "ended": ended, "again": again,
        "misspelt": misspelt, "allegation": allegation, "screened": heard, "fostered": fostered, "letter": letter,
        "passed": passed, "interviewed": await interviewed(intake), "clear": await clear(intake),
        "called": await called(intake), "told": told,
    }  # fmt: skip
    sealed = linked["children"][1]["child_id"]
    await intake.client(REYES).post(f"/api/v1/identities/{sealed}/seal", json={"reason": REASON})
    others = {"noor": good["children"][0]["child_id"], "sealed": sealed, "task": task, "dealt_with": dealt_with}
    return {word: contact["contact_id"] for word, contact in named.items()} | others


async def interviewed(intake: RunningService) -> dict[str, Any]:
    """A child who was missing has come back, and did not want to be interviewed."""
    gone, found = episode()
    police, ref = intake.client(POLICE, MACHINE), {"source_ref": "MIS-3"}
    contact = (await police.post("/api/v1/missing-reports", json=gone | ref)).json()
    await police.post("/api/v1/missing-reports", json=found | ref)
    await ask(intake, MISSING, contact, "return-interview/declined", reason=REASON, alternative="Her school")
    return contact


async def clear(intake: RunningService) -> dict[str, Any]:
    """Domestic abuse in which nothing is unclear: the hub has graded it, and MARAC has it."""
    body = example("police-domestic-abuse-high") | {"source_ref": "PPN-3"}
    contact = (await intake.client(POLICE, MACHINE).post(PPN, json=body)).json()
    await ask(intake, POLICE_MASH, contact, "police-grade", grade="HIGH", reason=REASON)
    await ask(intake, POLICE_MASH, contact, "intelligence-handling", handling=REASON)
    confirmed = {"by_agency": "Example Police", "confirmed_at": "2026-05-11T06:30:00Z"}
    await ask(intake, SCREENER, contact, "marac", **confirmed)
    return contact


async def called(intake: RunningService) -> dict[str, Any]:
    """A call that this call handler has recorded."""
    call = example("school-contact-thin") | {"source_system": "TELEPHONE", "source_ref": "call-1"}
    return (await intake.client(CALL_HANDLER).post("/api/v1/telephone-contacts", json=call)).json()


async def letter_and_tasks(intake: RunningService) -> tuple[dict[str, Any], str, str]:
    """A message from an old mailbox that nobody has acknowledged, and two submissions that nobody could read, of which
    one has been dealt with."""
    handler = intake.client(CALL_HANDLER)
    mail = example("school-contact-thin") | {"inbox_id": MAIL["inbox_id"], "source_ref": MAIL["message_ref"]}
    del mail["source_system"], mail["channel"]
    letter = (await handler.post("/api/v1/inbox-items", json=mail)).json()
    for body in (b"{", b"["):
        await intake.client(SCHOOL, MACHINE).post("/api/v1/contacts", content=body)
    first, second = (task["task_id"] for task in (await handler.get("/api/v1/unreadable")).json())
    await handler.post(f"/api/v1/unreadable/{second}/done", json={"what_was_done": REASON})
    return letter, first, second


def test_every_form_is_refused_by_a_guard_somewhere() -> None:
    forms = {route.path or "" for router in ROUTERS for route in router.routes if "POST" in (route.methods or ())}
    asked = {path.split("/")[-1] for path, _, _, _ in CASES}
    unasked = {form for form in forms if form.split("/")[-1] not in asked and not form.endswith("{temp_ref}")}
    assert unasked - {"/unreadable/{task_id}"} == set()


@pytest.mark.parametrize("cases", SIZES)
async def test_a_guard_is_named_on_the_page_and_what_was_typed_is_kept(
    intake: RunningService, cases: list[Case]
) -> None:
    known = await everything(intake)
    events = await intake.service.pool.fetchval("select count(*) from events")
    for path, who, typed, code in cases:
        told = {name: value.format(**known) if isinstance(value, str) else value for name, value in typed.items()}
        browser, address = intake.browser(who), path.format(**known)
        page = await browser.get(address)
        assert page.status_code == 200, (address, page.text)
        answer = await browser.post(address, data=hidden(page.text) | told)
        assert (answer.status_code, code in answer.text) == (422, True), (path, code, rules(answer.text))
        lost = [value for value in told.values() if isinstance(value, str) and not kept(value, answer.text)]
        assert lost == [], (path, code)
    assert await intake.service.pool.fetchval("select count(*) from events") == events


def rules(page: str) -> list[str]:
    return re.findall(r"Rule ([A-Z][A-Z0-9_ -]+)", page)


def kept(value: str, page: str) -> bool:
    """Does the page still hold it? A choice that nobody offered cannot be offered again."""
    offered_nowhere = value in ("PIGEON", "a9", "nobody's", "GRAVE", "INT-07", "INT-99") or ID.fullmatch(value)
    return value in page or bool(offered_nowhere)
