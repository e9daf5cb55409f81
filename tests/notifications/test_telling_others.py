"""The pack, the interview, questions and answers, over a real store and journal: to whom they go, and nobody else."""

from datetime import timedelta
from typing import Any

import pytest

from notifications.words import lines
from shared.access.actor import Actor
from shared.disclosure import check
from shared.testing.service import RunningService

from .conftest import sent, told_of
from .owing import (
    clarification,
    clarification_missed,
    escalation_answer,
    information,
    missing_contact,
    returned,
    step_down,
    step_up_decided,
    told,
)
from .people import ADEYEMI, AMIN, FARROW, FELL, MARSH, OFFICE, OSEI, REYES, TATE, VOSS, may
from .telling import NOOR, school_contact

EVERYBODY = (VOSS, TATE, FARROW, AMIN, OSEI, FELL, OFFICE)


async def inbox(service: RunningService, who: Actor) -> list[dict[str, Any]]:
    messages = (await service.client(who, "contacts:read").get("/api/v1/inbox")).json()["messages"]
    return [message["payload"] for message in messages if message["profile"] != "ACK_PRO"]


async def who_sees(service: RunningService, profile: str) -> set[str]:
    return {who.user_id for who in EVERYBODY for payload in await inbox(service, who) if payload["profile"] == profile}


@pytest.mark.parametrize(
    ("name", "said", "profile", "readers"),
    [
        ("StepDownProposed", step_down, "STEPDOWN_PACK", {"eh.manager"}),
        ("EscalationAnswered", escalation_answer, "ESCALATION_ANSWER", {"dsl.osei", "office.larkfield"}),
        ("ClarificationRequested", clarification, "CLARIFY", {"dsl.osei", "office.larkfield"}),
        ("InformationRequested", information, "INFO_REQUEST", {"nurse.farrow"}),
        ("StepUpDecided", step_up_decided, "STEP_UP_ANSWER", {"eh.manager"}),
        ("ClarificationMissed", clarification_missed, "CLARIFY_MISSED", {"dsl.osei", "office.larkfield"}),
    ],
)
async def test_what_screening_tells_reaches_whom_it_is_for_and_nobody_else(
    registered: RunningService, name: str, said: Any, profile: str, readers: set[str]
) -> None:
    contact = school_contact()
    await told_of(registered, contact, OSEI)
    await told(registered, "threshold-decisions", name, said(contact, NOOR))
    assert await who_sees(registered, profile) == readers
    [row] = (await registered.client(ADEYEMI).get("/api/v1/sent?state=DELIVERED")).json()["sent"][:1]
    check(profile, row["payload"])


async def test_who_owes_the_interview_is_asked_for_it_when_the_child_is_back(registered: RunningService) -> None:
    await told(registered, "contacts", "ContactReceived", missing_contact(), actor=AMIN)
    await told(registered, "contacts", "MissingEpisodeClosed", returned(), occurred_at=may(2, 23, 40))
    [payload] = await inbox(registered, TATE)
    assert (payload["profile"], payload["missing_from"], payload["child"]["first_name"]) == (
        "RHI_REQUEST",
        "CARE",
        "Tyler",
    )
    assert payload["complete_by"] == "2026-05-05T23:40:00+01:00"
    assert "CANARY" not in str(payload)
    assert await who_sees(registered, "RHI_REQUEST") == {"miss.coord"}


async def scored(service: RunningService, contact_id: str, grade: str, *failed: str) -> None:
    said = {"contact_id": contact_id, "grade": grade, "failed": failed}
    await told(service, "contacts", "ContactQualityAssessed", said)


async def test_the_lead_hears_of_the_quality_of_a_month_once_on_the_first_morning_after(
    registered: RunningService,
) -> None:
    await told_of(registered, school_contact(), OSEI)
    await told_of(registered, school_contact(contact_id="second", source_ref="SP-2"), OSEI)
    await scored(registered, school_contact()["contact_id"], "INADEQUATE", "q5", "q6")
    await scored(registered, "second", "GOOD", "q6")
    await scored(registered, school_contact()["contact_id"], "ADEQUATE", "q6")
    registered.clock.at = may(31, 23)
    await sent(registered)
    assert await who_sees(registered, "QUALITY_FEEDBACK") == set()
    registered.clock.at = may(31, 23) + timedelta(hours=9)
    await sent(registered)
    [payload] = [each for each in await inbox(registered, OSEI) if each["profile"] == "QUALITY_FEEDBACK"]
    assert (payload["month"], payload["scored"], payload["good"], payload["percent_good"]) == ("2026-05", 2, 1, 50)
    assert payload["most_failed"] == [{"test": "q6", "contacts": 2}]
    assert "Noor" not in str(payload)
    await scored(registered, "second", "GOOD")
    assert len([each for each in await inbox(registered, OSEI) if each["profile"] == "QUALITY_FEEDBACK"]) == 1
    assert await who_sees(registered, "QUALITY_FEEDBACK") == {"dsl.osei", "office.larkfield"}


async def test_nobody_hears_of_the_quality_of_what_members_of_the_public_tell(registered: RunningService) -> None:
    await told_of(registered, school_contact(source_code="1B", agency=None), MARSH)
    await scored(registered, school_contact()["contact_id"], "INADEQUATE", "q5")
    registered.clock.at = may(31, 23) + timedelta(hours=9)
    await sent(registered)
    rows = (await registered.client(ADEYEMI).get("/api/v1/sent")).json()["sent"]
    assert "QUALITY_FEEDBACK" not in {row["profile"] for row in rows}


async def test_a_step_down_that_a_second_manager_must_agree_is_offered_to_nobody_before(
    registered: RunningService,
) -> None:
    contact = school_contact()
    await told_of(registered, contact, OSEI)
    offered = step_down(contact, NOOR, second_manager_wanted=True)
    await told(registered, "threshold-decisions", "StepDownProposed", offered)
    assert await inbox(registered, VOSS) == []
    agreed = {"step_down_id": "sd-1", "contact_id": contact["contact_id"]}
    await told(registered, "threshold-decisions", "StepDownAgreed", agreed)
    assert [payload["profile"] for payload in await inbox(registered, VOSS)] == ["STEPDOWN_PACK"]


async def test_a_child_of_the_household_who_joins_later_is_named_in_the_pack(registered: RunningService) -> None:
    contact = school_contact()
    await told_of(registered, contact, OSEI)
    added = {"temp_ref": "s1", "child_id": "ida", "first_name": "Ida", "surname": "Hadley", "dob": "2015-01-02"}
    await told(registered, "contacts", "SiblingAdded", {"contact_id": contact["contact_id"], "child": added})
    await told(registered, "threshold-decisions", "StepDownProposed", step_down(contact, "ida"))
    [payload] = await inbox(registered, VOSS)
    assert payload["child"] == {"first_name": "Ida", "surname": "Hadley", "date_of_birth": "2015-01-02"}


async def test_what_is_told_before_its_contact_waits_for_it(registered: RunningService) -> None:
    contact = school_contact()
    await told(registered, "threshold-decisions", "StepDownProposed", step_down(contact, NOOR))
    assert await inbox(registered, VOSS) == []
    await told_of(registered, contact, OSEI)
    assert len(await inbox(registered, VOSS)) == 1


async def test_a_school_reads_the_questions_about_its_pupil_on_its_own_page(registered: RunningService) -> None:
    contact = school_contact()
    await told_of(registered, contact, OSEI)
    asked = information(contact, NOOR, agency="EDUCATION")
    await told(registered, "threshold-decisions", "InformationRequested", asked)
    page = await registered.browser(OSEI).get("/agency")
    assert "1. Which visits were missed since February?" in page.text
    assert "Noor" not in (await registered.browser(OFFICE).get("/agency")).text


@pytest.mark.parametrize("who", [VOSS, TATE], ids=lambda who: who.user_id)
async def test_early_help_and_the_missing_coordinator_have_a_page_of_their_own(
    registered: RunningService, who: Actor
) -> None:
    contact = school_contact()
    await told_of(registered, contact, OSEI)
    await told(registered, "threshold-decisions", "StepDownProposed", step_down(contact, NOOR))
    await told(registered, "contacts", "ContactReceived", missing_contact(), actor=AMIN)
    await told(registered, "contacts", "MissingEpisodeClosed", returned(), occurred_at=may(2, 23, 40))
    page = await registered.browser(who).get("/agency")
    assert page.status_code == 200
    assert "Please acknowledge" in page.text


async def test_an_operator_sees_that_nothing_is_left_to_send(registered: RunningService) -> None:
    contact = school_contact()
    await told_of(registered, contact, OSEI)
    await told(registered, "threshold-decisions", "StepDownProposed", step_down(contact, NOOR))
    assert (await registered.client(REYES).get("/api/v1/operations/to-send")).json() == {"owed": 0, "outstanding": 0}
    assert (await registered.client(OSEI).get("/api/v1/operations/to-send")).status_code == 403


def test_the_outcome_is_read_before_its_reason() -> None:
    labels = [label for label, _ in lines({"children": [{"child_ref": "c1", "reason": "r", "outcome_code": "NFA"}]})]
    assert labels == ["Child (your reference)", "Outcome", "Why"]
