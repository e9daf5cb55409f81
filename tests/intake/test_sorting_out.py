"""What people do about what came: who is who, who else lives there, where it leads, through the API."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from intake.facts import NamedChild
from intake.read_models.candidates import known_children
from shared.testing.service import RunningService

from .asking import HELD, PPN, REASON, ask, clock, missing, screened, sent
from .conftest import CALL_HANDLER, MACHINE, MISSING, POLICE, REYES, SCHOOL, SCREENER, example


async def test_a_wrong_child_is_corrected_by_a_new_link(intake: RunningService) -> None:
    first, second = await sent(intake), await sent(intake, source_ref="SP-2")
    noor = first["children"][0]["child_id"]
    corrected = await ask(intake, SCREENER, second, "identity-corrections", temp_ref="c1", reason=REASON)
    assert "code" not in corrected
    [said] = await intake.published("frontdoor.IdentityLinkCorrected.v1")
    assert said["previous_child_id"] == noor
    links = [(link["method"], link["child_id"]) for link in await intake.published("frontdoor.ChildIdentified.v1")]
    assert links[-1] == ("CORRECTED", second["children"][0]["child_id"])


async def test_an_identified_child_is_not_confirmed_as_another_without_a_reason(intake: RunningService) -> None:
    await sent(intake)
    second = await sent(intake, source_ref="SP-2")
    refused = await ask(intake, SCREENER, second, "identities", temp_ref="c1")
    assert refused["code"] == "INT-15 IDENTIFIED"


async def test_a_correction_of_a_child_that_nobody_identified_is_refused(intake: RunningService) -> None:
    contact = await sent(intake)
    refused = await ask(intake, SCREENER, contact, "identity-corrections", temp_ref="c1", reason=REASON)
    assert refused["code"] == "INT-17 NOT_IDENTIFIED"


@pytest.mark.parametrize(
    ("details", "code"),
    [
        ({"dob": "2026-04-01", "expected_dob": "2026-04-03"}, "INT-06 UNBORN"),
        ({"expected_dob": "2026-08-01", "sex": "F"}, "INT-06 UNBORN"),
    ],
)
async def test_a_new_child_is_born_or_expected_and_unborn_has_no_sex(
    intake: RunningService, details: dict[str, str], code: str
) -> None:
    contact = await sent(intake)
    refused = await ask(intake, SCREENER, contact, "identities", temp_ref="c1", details=details)
    assert refused["code"] == code


async def test_a_new_child_whose_birthday_nobody_knows_stays_unconfirmed(intake: RunningService) -> None:
    child = {"temp_ref": "c1", "first_name": "Jay", "surname": "Holroyd"}
    contact = await sent(intake, children=[child])
    await ask(intake, SCREENER, contact, "identities", temp_ref="c1")
    [row] = await intake.service.pool.fetch("select status, dob_estimated from identities")
    assert tuple(row) == ("UNCONFIRMED", True)


async def test_a_sealed_record_is_never_proposed_nor_linked_to(intake: RunningService) -> None:
    first = await sent(intake)
    noor = first["children"][0]["child_id"]
    sealed = await intake.client(REYES).post(
        f"/api/v1/identities/{noor}/seal", json={"reason": "Adoption order of 3 May"}
    )
    assert sealed.status_code == 201, sealed.text
    second = await sent(intake, source_ref="SP-2")
    checks = (await intake.client(SCREENER).get("/api/v1/identity-checks")).json()
    assert noor not in {candidate["child_id"] for check in checks for candidate in check["candidates"]}
    refused = await ask(intake, SCREENER, second, "identities", temp_ref="c1", child_id=noor)
    assert refused["code"] == "INT-16 SEALED"
    assert await intake.published("frontdoor.IdentitySealed.v1") == []


async def test_each_child_of_a_contact_is_proposed_as_the_one_it_may_be(intake: RunningService) -> None:
    noor, zed = example("school-contact-good")["children"]
    named = [{**child, "upn": None, "nhs": None} for child in (noor, zed)]
    first = await sent(intake, children=named)
    again = [{**child, "surname": "Hadly"} for child in (named[1], named[0])]
    second = await sent(intake, source_ref="SP-2", children=again)
    checks = (await intake.client(SCREENER).get("/api/v1/identity-checks")).json()
    proposed = {
        check["temp_ref"]: [candidate["child_id"] for candidate in check["candidates"]]
        for check in checks
        if check["contact_id"] == second["contact_id"]
    }
    assert proposed == {child["temp_ref"]: [child["child_id"]] for child in first["children"]}


async def test_all_children_of_a_contact_are_looked_up_in_one_statement(intake: RunningService) -> None:
    await sent(intake)
    children = [
        NamedChild(temp_ref=first_name, child_id=first_name, first_name=first_name, surname="Hadley")
        for first_name in ("Noor", "Zed", "Ama")
    ]
    asked: list[object] = []
    async with intake.service.pool.acquire() as connection:
        with connection.query_logger(asked.append):
            await known_children(connection, children)
    assert len(asked) == 1


async def test_a_call_handler_looks_whom_a_description_may_be(intake: RunningService) -> None:
    first = await sent(intake)
    described = {"first_name": "Norr", "surname": "Hadly", "dob": "2018-06-03"}
    [found] = (await intake.client(CALL_HANDLER).post("/api/v1/identity-matches", json=described)).json()
    assert found["child_id"] == first["children"][0]["child_id"]
    assert {evidence["field"]: evidence["level"] for evidence in found["evidence"]} == {
        "dob": "SAME", "first_name": "ALIKE", "surname": "ALIKE",
    }  # fmt: skip


async def test_a_contact_that_leaves_out_a_sibling_is_incomplete_until_each_is_decided_on(
    intake: RunningService,
) -> None:
    first = await sent(intake)
    only_noor = example("school-contact-good")["children"][:1]
    second = await sent(intake, source_ref="SP-2", children=only_noor)
    zed = first["children"][1]["child_id"]
    address = f"/api/v1/contacts/{second['contact_id']}/siblings"
    [found] = (await intake.client(SCREENER).get(address)).json()
    assert (found["child_id"], found["why"]) == (zed, ["ADULT", "HOME"])
    assert await intake.published("frontdoor.ContactCompleted.v1") == []
    await ask(intake, SCREENER, second, "siblings", child_id=zed)
    [added] = await intake.published("frontdoor.SiblingAdded.v1")
    assert (added["child"]["child_id"], added["child"]["first_name"]) == (zed, "Zed")
    assert len(await intake.published("frontdoor.ContactCompleted.v1")) == 1
    assert (await intake.client(SCREENER).get(address)).json() == []


async def test_a_sibling_is_left_out_for_a_reason_only(intake: RunningService) -> None:
    first = await sent(intake)
    second = await sent(intake, source_ref="SP-2", children=example("school-contact-good")["children"][:1])
    zed = first["children"][1]["child_id"]
    refused = await ask(intake, SCREENER, second, "sibling-exclusions", child_id=zed, reason="No")
    assert refused["code"] == "INT-20 REASON"
    await ask(intake, SCREENER, second, "sibling-exclusions", child_id=zed, reason=REASON)
    again = await ask(intake, SCREENER, second, "sibling-exclusions", child_id=zed, reason=REASON)
    assert again["code"] == "INT-04 SIBLINGS"


async def test_the_sender_is_never_told_that_we_know_a_sibling(intake: RunningService) -> None:
    await sent(intake)
    only_noor = example("school-contact-good")["children"][:1]
    receipt = await sent(intake, source_ref="SP-2", children=only_noor)
    assert receipt["flags"] == ["INT-03 TIME_ORDER"]
    own = await intake.client(SCHOOL, MACHINE).get("/api/v1/contacts/SP-2")
    assert "sibling" not in own.text.lower()
    assert "INT-04" not in own.text


async def test_a_screener_confirms_the_quality_or_says_why_not(intake: RunningService) -> None:
    contact = await sent(intake)
    unexplained = await ask(intake, SCREENER, contact, "quality", tests={"q5": False})
    assert unexplained["code"] == "INT-20 REASON"
    await ask(intake, SCREENER, contact, "quality", tests={"q5": False}, reason=REASON)
    assert (await intake.published("frontdoor.ContactQualityAssessed.v1"))[-1]["grade"] == "INADEQUATE"
    assert (await ask(intake, SCREENER, contact, "quality", tests={}))["versions"]


async def test_a_manager_only_ends_a_contact_that_is_not_about_a_child(intake: RunningService) -> None:
    contact = await sent(intake, children=[], incident={"address": "1 Tern Street"})
    assert (await ask(intake, SCREENER, contact, "not-about-a-child", reason=REASON))["code"] == "ACCESS-ROLE"
    await ask(intake, REYES, contact, "not-about-a-child", reason=REASON)
    again = await ask(intake, REYES, contact, "redirect", la="813", ack_ref="X1", reason=REASON)
    assert again["code"] == "INT-29 ENDED"
    assert len(await intake.published("frontdoor.ContactReceived.v1")) == 1


async def test_a_named_child_is_decided_about_unless_a_manager_says_why_it_is_none(intake: RunningService) -> None:
    contact = await sent(intake)
    noor, zed = (child["temp_ref"] for child in example("school-contact-good")["children"])
    refused = await ask(intake, REYES, contact, "not-about-a-child", reason=REASON)
    assert (refused["code"], refused["field"]) == ("INT-52 CHILD_NAMED", f"why_not.{noor}")
    one = {noor: "Her date of birth was misread: she is 31"}
    refused = await ask(intake, REYES, contact, "not-about-a-child", reason=REASON, why_not=one)
    assert (refused["code"], refused["field"]) == ("INT-52 CHILD_NAMED", f"why_not.{zed}")
    both = one | {zed: "Her dog, the neighbour says"}
    await ask(intake, REYES, contact, "not-about-a-child", reason=REASON, why_not=both)
    [marked] = await intake.published("frontdoor.ContactMarkedNotAboutAChild.v1")
    assert marked["why_not"] == both


async def test_a_redirect_waits_for_the_other_authority_and_goes_around_no_screening(intake: RunningService) -> None:
    contact = await sent(intake)
    refused = await ask(intake, REYES, contact, "redirect", la="813", reason=REASON)
    assert (refused["code"], refused["field"]) == ("INT-28 ACKNOWLEDGED", "ack_ref")
    theirs = {"la": "813", "ack_ref": "NL-77", "reason": REASON}
    assert (await ask(intake, REYES, contact, "redirect", **theirs))["code"] == "INT-02 NO_BYPASS"
    await screened(intake, contact["contact_id"])
    await ask(intake, REYES, contact, "redirect", **theirs)
    [redirected] = await intake.published("frontdoor.ContactRedirected.v1")
    assert (redirected["la"], redirected["ack_ref"]) == ("813", "NL-77")


async def test_an_allegation_goes_to_the_lado_within_a_working_day_and_not_around_screening(
    intake: RunningService,
) -> None:
    contact = await sent(intake, contact_type="LADO")
    told = {"lado": "lado.bright", "told_at": intake.clock.at.isoformat()}
    assert (await ask(intake, SCREENER, contact, "lado", **told))["code"] == "INT-02 NO_BYPASS"
    await screened(intake, contact["contact_id"])
    assert (await clock(intake, "CK_LADO"))["due_at"] == datetime(2026, 5, 5, 13, 0, tzinfo=UTC)
    await ask(intake, SCREENER, contact, "lado", **told)
    [stopped] = await intake.published("frontdoor.ClockStopped.v1")
    assert (stopped["code"], stopped["met"]) == ("CK_LADO", True)


async def test_private_fostering_is_visited_within_seven_working_days(intake: RunningService) -> None:
    contact = await sent(intake, contact_type="PRIVATE_FOSTERING")
    assert (await clock(intake, "CK_PF"))["due_at"] == datetime(2026, 5, 13, 22, 59, 59, tzinfo=UTC)
    await screened(intake, contact["contact_id"])
    await ask(intake, SCREENER, contact, "private-fostering", team="CASS-DUTY")
    intake.clock.at += timedelta(days=13)
    await ask(
        intake, SCREENER, contact, "private-fostering-visit", visited_at=intake.clock.at.isoformat(), child_seen=True
    )
    stopped = await intake.published("frontdoor.ClockStopped.v1")
    assert [(clock["code"], clock["met"]) for clock in stopped] == [("CK_PF", False)]


async def test_a_high_graded_incident_waits_for_the_marac_referral(intake: RunningService) -> None:
    answer = await intake.client(POLICE, MACHINE).post(PPN, json=example("police-domestic-abuse-high"))
    assert (await clock(intake, "CK_MARAC"))["due_at"] == datetime(2026, 5, 5, 13, 0, tzinfo=UTC)
    confirmed = {"by_agency": "force-example", "confirmed_at": intake.clock.at.isoformat()}
    await ask(intake, SCREENER, answer.json(), "marac", **confirmed)
    [stopped] = await intake.published("frontdoor.ClockStopped.v1")
    assert (stopped["code"], stopped["met"]) == ("CK_MARAC", True)


async def test_a_third_missing_episode_is_considered_within_a_working_day(intake: RunningService) -> None:
    intake.clock.at = datetime(2026, 5, 9, 21, 5, tzinfo=UTC)
    contact = await missing(intake, returned=False)
    assert (await clock(intake, "CK_MISS3"))["due_at"] == datetime(2026, 5, 11, 16, 0, tzinfo=UTC)
    await ask(intake, MISSING, contact, "missing-pattern", strategy_discussion=True, reason=REASON)
    [stopped] = await intake.published("frontdoor.ClockStopped.v1")
    assert (stopped["code"], stopped["met"]) == ("CK_MISS3", True)


async def test_a_looked_after_child_who_is_missing_is_an_open_case(intake: RunningService) -> None:
    await missing(intake, returned=False)
    [routed] = await intake.published("frontdoor.OpenCaseContactRouted.v1")
    assert routed["care_status"] == "CLA"


async def test_an_interview_is_offered_and_held_within_72_hours(intake: RunningService) -> None:
    contact = await missing(intake, returned=True)
    offered = {"offered_at": "2026-05-11T09:00:00Z", "provider": "Independent visitors"}
    await ask(intake, MISSING, contact, "return-interview/offer", **offered)
    assert "CK_RHI" not in [each["code"] for each in await intake.published("frontdoor.ClockStopped.v1")]
    held = HELD | {"completed_at": "2026-05-11T02:50:00Z"}
    not_free = await ask(intake, MISSING, contact, "return-interview", **held | {"interviewer_independent": False})
    assert not_free["code"] == "INT-24 INDEPENDENT"
    await ask(intake, MISSING, contact, "return-interview", **held)
    stopped = await intake.published("frontdoor.ClockStopped.v1")
    assert ("CK_RHI", True) in [(clock["code"], clock["met"]) for clock in stopped]
    again = await ask(intake, MISSING, contact, "return-interview/declined", reason=REASON, alternative="Her school")
    assert again["code"] == "INT-23 INTERVIEWED"


async def breached(intake: RunningService, code: str) -> list[dict[str, Any]]:
    """What the scheduler says of this clock once it has looked."""
    async with asyncio.timeout(20):
        while not (found := [c for c in await intake.published("frontdoor.ClockBreached.v1") if c["code"] == code]):
            await asyncio.sleep(0.1)
    return found


@pytest.mark.parametrize(
    ("kind", "code", "days"),
    [("LADO", "CK_LADO", 5), ("PRIVATE_FOSTERING", "CK_PF", 13)],
)
async def test_a_clock_that_nobody_answers_is_breached_once(
    intake: RunningService, kind: str, code: str, days: int
) -> None:
    await sent(intake, contact_type=kind)
    intake.clock.at += timedelta(days=days)
    assert len(await breached(intake, code)) == 1


async def test_an_interview_that_nobody_holds_is_breached_after_72_hours(intake: RunningService) -> None:
    await missing(intake, returned=True)
    intake.clock.at = datetime(2026, 5, 14, 2, 41, tzinfo=UTC)
    assert len(await breached(intake, "CK_RHI")) == 1
    assert len(await breached(intake, "CK_MISS3")) == 1


async def test_a_marac_referral_that_nobody_confirms_is_breached(intake: RunningService) -> None:
    await intake.client(POLICE, MACHINE).post(PPN, json=example("police-domestic-abuse-high"))
    intake.clock.at += timedelta(days=5)
    assert len(await breached(intake, "CK_MARAC")) == 1


async def test_an_interview_declined_says_how_the_child_is_heard_instead(intake: RunningService) -> None:
    contact = await missing(intake, returned=True)
    refused = await ask(intake, MISSING, contact, "return-interview/declined", reason=REASON)
    assert refused["code"] == "INT-25 ALTERNATIVE"
    await ask(intake, MISSING, contact, "return-interview/declined", reason=REASON, alternative="Her social worker")
    stopped = await intake.published("frontdoor.ClockStopped.v1")
    assert "CK_RHI" in [clock["code"] for clock in stopped]


async def test_no_interview_is_owed_before_the_return(intake: RunningService) -> None:
    contact = await missing(intake, returned=False)
    refused = await ask(intake, MISSING, contact, "return-interview/declined", reason=REASON, alternative="School")
    assert refused["code"] == "INT-22 NOT_RETURNED"


async def test_an_open_child_is_routed_to_its_worker(intake: RunningService) -> None:
    contact = await sent(intake)
    unknown = await ask(intake, SCREENER, contact, "care-status", temp_ref="c1", care_status="OPEN")
    assert unknown["code"] == "INT-27 CARE_STATUS"
    open_to = {"allocated_worker": "sw.ndlovu", "team": "CASS-3", "manager": "cass.tm1"}
    await ask(intake, SCREENER, contact, "care-status", temp_ref="c1", care_status="CP", **open_to)
    [routed] = await intake.published("frontdoor.OpenCaseContactRouted.v1")
    assert (routed["worker"], routed["manager"], routed["team"]) == ("sw.ndlovu", "cass.tm1", "CASS-3")
    [status] = await intake.published("frontdoor.CareStatusAtContactRecorded.v1")
    assert (status["allocated_worker"], status["manager"]) == ("sw.ndlovu", "cass.tm1")
