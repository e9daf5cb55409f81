"""Every code that intake refuses with, over the API, by code and field; and that each has its line here and its form in
``test_every_page``. A new code without either fails."""

from collections.abc import Mapping
from typing import Any

import intake as package
from intake.decider.overriding import NAMES
from shared.access.actor import Actor
from shared.testing.declared import codes_refused
from shared.testing.service import RunningService

from .asking import HELD, PPN, REASON, sent
from .conftest import CALL_HANDLER, MACHINE, MISSING, POLICE, POLICE_MASH, REYES, SCHOOL, SCREENER, example
from .test_every_page import AWAY, CASES, PASSED, ROLES, UNREGISTERED, everything

PAST, FUTURE, BEFORE_RETURN = "2026-05-11T06:30:00Z", "2026-05-12T08:00:00Z", "2026-05-10T12:00:00Z"
BOTH_DAYS = {"dob": "2025-08-20", "expected_dob": "2026-09-01"}
LINK = {"same_incident": False, "reason": REASON}
LOOK = {"guard": "INT-07", "agrees": True, "text": REASON}
Line = tuple[str, Actor, Mapping[str, Any], str, str | None]

LINES: list[Line] = [
    ("contacts/{allegation}/lado", SCREENER, {"lado": "Ines Frost", "told_at": PAST}, "INT-02 NO_BYPASS", None),
    ("contacts/{screened}/lado", SCREENER, {"lado": "Ines", "told_at": FUTURE}, "INT-03 TIME_ORDER", "told_at"),
    (
        "contacts/{fostered}/private-fostering-visit",
        SCREENER,
        {"visited_at": FUTURE, "child_seen": True},
        "INT-03 TIME_ORDER",
        "visited_at",
    ),
    (
        "contacts/{back}/return-interview",
        MISSING,
        HELD | {"completed_at": BEFORE_RETURN},
        "INT-03 TIME_ORDER",
        "completed_at",
    ),
    ("contacts/{back}/return-interview", MISSING, HELD | {"accepted": False}, "INT-60 NOT_HEARD", "accepted"),
    ("contacts/{back}/return-interview", MISSING, HELD | {"child_words": " "}, "INT-60 NOT_HEARD", "child_words"),
    (
        "contacts/{back}/return-interview",
        MISSING,
        HELD | {"shared_with_plan_owner_at": FUTURE},
        "INT-03 TIME_ORDER",
        "shared_with_plan_owner_at",
    ),
    ("contacts/{again}/siblings", SCREENER, {"child_id": "{noor}"}, "INT-04 SIBLINGS", "child_id"),
    ("contacts/{misspelt}/identities", SCREENER, {"temp_ref": "c2", "details": BOTH_DAYS}, "INT-06 UNBORN", "dob"),
    (
        "contacts/{swapped}/clarification",
        POLICE_MASH,
        ROLES | {"perpetrator_ref": "a1"},
        "INT-07 VICTIM_PERP_SWAP",
        "perpetrator_ref",
    ),
    (
        "contacts/{again}/duplicates",
        SCREENER,
        LINK | {"primary_contact_id": "{good}", "merge": True},
        "INT-09 MERGE",
        "merge",
    ),
    (
        "contacts/{good}/care-status",
        CALL_HANDLER,
        {"temp_ref": "c9", "care_status": "CIN"},
        "INT-10 NO_SUCH_CHILD",
        "temp_ref",
    ),
    ("contacts/{misspelt}/identities", UNREGISTERED, {"temp_ref": "c2"}, "INT-11 NOT_SW", "child_id"),
    ("unreadable/{dealt_with}/done", CALL_HANDLER, {"what_was_done": REASON}, "INT-12 NO_OPEN_TASK", None),
    ("contacts/{again}/identities", SCREENER, {"temp_ref": "c1"}, "INT-15 IDENTIFIED", "child_id"),
    (
        "contacts/{misspelt}/identities",
        SCREENER,
        {"temp_ref": "c2", "child_id": "{sealed}"},
        "INT-16 SEALED",
        "child_id",
    ),
    (
        "contacts/{misspelt}/identity-corrections",
        SCREENER,
        {"temp_ref": "c2", "reason": REASON},
        "INT-17 NOT_IDENTIFIED",
        "temp_ref",
    ),
    (
        "contacts/{again}/identity-corrections",
        SCREENER,
        {"temp_ref": "c1", "child_id": "{noor}", "reason": REASON},
        "INT-18 SAME_CHILD",
        "child_id",
    ),
    ("contacts/{swapped}/marac-judgement", REYES, {"reason": "She is afraid"}, "INT-20 REASON", "reason"),
    (
        "contacts/{away}/return-interview/offer",
        MISSING,
        {"offered_at": PAST, "provider": "Us"},
        "INT-22 NOT_RETURNED",
        None,
    ),
    ("contacts/{interviewed}/return-interview", MISSING, HELD, "INT-23 INTERVIEWED", None),
    (
        "contacts/{back}/return-interview",
        MISSING,
        HELD | {"interviewer_independent": False},
        "INT-24 INDEPENDENT",
        "interviewer_independent",
    ),
    ("contacts/{back}/return-interview/declined", MISSING, {"reason": REASON}, "INT-25 ALTERNATIVE", "alternative"),
    (
        "contacts/{good}/missing-pattern",
        MISSING,
        {"strategy_discussion": True, "reason": REASON},
        "INT-26 NOT_MISSING",
        None,
    ),
    (
        "contacts/{good}/care-status",
        CALL_HANDLER,
        {"temp_ref": "c1", "care_status": "OPEN"},
        "INT-27 CARE_STATUS",
        "care_status",
    ),
    ("contacts/{screened}/redirect", REYES, AWAY | {"la": "Hull", "reason": REASON}, "INT-28 AUTHORITY", "la"),
    ("contacts/{good}/redirect", REYES, {"la": "813", "reason": REASON}, "INT-28 ACKNOWLEDGED", "ack_ref"),
    ("contacts/{ended}/redirect", REYES, AWAY | {"reason": REASON}, "INT-29 ENDED", None),
    (
        "contacts/{again}/duplicates",
        SCREENER,
        LINK | {"primary_contact_id": "{again}"},
        "INT-30 ITSELF",
        "primary_contact_id",
    ),
    (
        "contacts/{linked}/duplicates",
        SCREENER,
        LINK | {"primary_contact_id": "{good}"},
        "INT-31 LINKED",
        "primary_contact_id",
    ),
    (
        "contacts/{told}/duplicates",
        SCREENER,
        LINK | {"primary_contact_id": "{again}", "same_incident": True},
        "INT-57 TOLD_AGAIN",
        "same_incident",
    ),
    (
        "contacts/{good}/duplicates",
        SCREENER,
        LINK | {"primary_contact_id": "{told}", "same_incident": True},
        "INT-58 CIRCLE",
        "primary_contact_id",
    ),
    (
        "contacts/{again}/duplicate-undoings",
        SCREENER,
        {"primary_contact_id": "{good}", "reason": REASON},
        "INT-59 NOT_LINKED",
        "primary_contact_id",
    ),
    ("contacts/{swapped}/quality", SCREENER, {"tests": {"q4": True}, "reason": REASON}, "INT-32 TESTS", "tests"),
    ("identities/{sealed}/seal", REYES, {"reason": REASON}, "INT-33 SEALED", None),
    ("contacts/{clear}/clarification", POLICE_MASH, ROLES, "INT-35 CLEAR", None),
    (
        "contacts/{swapped}/clarification",
        POLICE_MASH,
        ROLES | {"perpetrator_ref": "a9"},
        "INT-36 NO_SUCH_ADULT",
        "perpetrator_ref",
    ),
    (
        "contacts/{back}/return",
        CALL_HANDLER,
        {"found_at": PAST, "found_how": "RETURNED_BY_SELF"},
        "INT-37 RETURNED",
        None,
    ),
    ("contacts/{good}/acknowledgement", CALL_HANDLER, {"by_means_of": "PHONE"}, "INT-38 ACKNOWLEDGED", None),
    ("contacts/{letter}/acknowledgement", CALL_HANDLER, {"by_means_of": "PIGEON"}, "INT-39 MEANS", "by_means_of"),
    (
        "contacts/{good}/consent",
        CALL_HANDLER,
        {"parents_informed": "PERHAPS", "parental_agreement": "AGREED", "reason": REASON},
        "INT-40 CONSENT",
        "parents_informed",
    ),
    ("contacts/{away}/police-grade", POLICE_MASH, {"grade": "HIGH", "reason": REASON}, "INT-43 NOT_ABUSE", "grade"),
    ("contacts/{swapped}/police-grade", POLICE_MASH, {"grade": "GRAVE", "reason": REASON}, "INT-44 GRADE", "grade"),
    ("contacts/{clear}/police-grade", POLICE_MASH, {"grade": "HIGH", "reason": REASON}, "INT-45 GRADED", "grade"),
    ("contacts/{again}/overrides", REYES, PASSED | {"guard": "INT-99"}, "INT-46 NO_SUCH_GUARD", "guard"),
    ("contacts/{again}/overrides", REYES, PASSED | {"guard": "INT-07"}, "INT-47 NOTHING_TO_PASS", "guard"),
    ("contacts/{again}/overrides", REYES, PASSED | {"reason": "Later"}, "INTAKE OVERRIDE_REASON", "reason"),
    ("contacts/{again}/overrides", REYES, PASSED | {"review_by": "2026-05-10"}, "INTAKE OVERRIDE_REVIEW", "review_by"),
    ("contacts/{passed}/override-reviews", REYES, LOOK, "INTAKE OVERRIDE_SELF_REVIEW", None),
    ("contacts/{good}/override-reviews", REYES, LOOK, "INTAKE NOTHING_TO_REVIEW", "guard"),
    ("contacts/{good}/children", CALL_HANDLER, {"sex": "F", "reason": REASON}, "INT-50 NAMELESS", "first_name"),
    ("contacts/{good}/not-about-a-child", REYES, {"reason": REASON}, "INT-52 CHILD_NAMED", "why_not.c1"),
    ("contacts/{clear}/marac-judgement", REYES, {"reason": REASON}, "INT-51 WITH_MARAC", None),
    ("contacts/{swapped}/intelligence-handling", POLICE_MASH, {"handling": " "}, "INT-54 HANDLING", "handling"),
    ("contacts/{clear}/intelligence-handling", POLICE_MASH, {"handling": REASON}, "INT-55 MARKED", "handling"),
]
ON_A_FORM_ALONE = {
    "INT-13 CHOOSE",
    "INT-14 SAY_WHAT",
    "INT-26 CONSIDERED",
    "INT-34 TYPED",
    "INT-41 SEEN",
    "INT-42 NO_SUCH_CONTACT",
    "INT-48 AGREES",
    "INT-49 OVERTAKEN",
    "INT-56 LOOK_UP",
    "FORM-02 TIME",
    "FORM-05 NEEDED",
}
"""Over the API a body without the answer is not understood, and a contact that is not there is not found."""

OFFERED_ON_NO_FORM = {"INT-16 SEALED", "INT-43 NOT_ABUSE"}
"""A form offers whom it may be led to, and another answer is INT-13; of what is no abuse there is no grade to give."""

BEHIND_A_DOOR = {"INT-21 NOT_YOURS", "INT-53 NO_REPORT"}
"""Who may not ask at all is turned away by role; what another agency sent is not found."""


def test_every_code_has_its_line_and_its_form() -> None:
    over_the_api = {code for *_, code, _ in LINES} | {"INT-MINIMUM", "KEY-REUSED"}
    on_a_form = {code for *_, code in CASES}
    refused = codes_refused(package) - BEHIND_A_DOOR
    assert len(refused) > 40
    assert refused - over_the_api - ON_A_FORM_ALONE == set()
    assert refused - on_a_form - OFFERED_ON_NO_FORM == set()
    assert {name for name in NAMES if not any(code.startswith(name) for code in over_the_api)} == {"INT-01", "INT-05"}


async def test_it_refuses_over_the_api_by_its_code_and_field(intake: RunningService) -> None:
    known = await everything(intake)
    events = await recorded(intake)
    for path, who, body, code, field in LINES:
        told = {name: value.format(**known) if isinstance(value, str) else value for name, value in body.items()}
        answer = await intake.client(who).post(f"/api/v1/{path.format(**known)}", json=told)
        problem = answer.json()
        assert (answer.status_code, problem.get("code"), problem.get("field")) == (422, code, field), (path, problem)
        assert problem["detail"], path
    assert await recorded(intake) == events


async def test_a_machine_is_told_what_is_the_least_and_that_a_version_is_another(intake: RunningService) -> None:
    police, body = intake.client(POLICE, MACHINE), example("police-domestic-abuse-high")
    assert (await police.post(PPN, json=body)).status_code == 202
    other = (await police.post(PPN, json=body | {"worries": "He is back."})).json()
    least = (
        await intake.client(SCHOOL, MACHINE).post("/api/v1/contacts", json={"source_system": "S", "source_ref": "X"})
    ).json()
    assert (other["code"], least["code"]) == ("KEY-REUSED", "INT-MINIMUM")


async def test_int_01_nobody_takes_a_contact_away(intake: RunningService) -> None:
    contact = await sent(intake)
    for who, path in ((SCHOOL, f"contacts/{contact['contact_id']}"), (REYES, f"submissions/{contact['contact_id']}")):
        client = intake.client(who, MACHINE if who is SCHOOL else "")
        for method in ("DELETE", "PUT", "PATCH"):
            assert (await client.request(method, f"/api/v1/{path}")).status_code == 405
    kept = await intake.client(SCHOOL, MACHINE).get(f"/api/v1/contacts/{contact['contact_id']}")
    assert kept.json()["state"] == "RECEIVED"


async def recorded(intake: RunningService) -> int:
    return await intake.service.pool.fetchval("select count(*) from events where stream not like 'Clock-%'")
