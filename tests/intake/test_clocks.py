"""What starts, stops and marks the clocks of intake, beside their way to the breach (``test_clock_register``)."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from shared.testing.service import RunningService

from .asking import HELD, PPN, REASON, ask, clock, missing, screened, sent
from .conftest import CALL_HANDLER, MACHINE, MISSING, POLICE, REYES, SCREENER, episode, example


async def letter(intake: RunningService) -> dict[str, Any]:
    body = example("school-contact-thin") | {"inbox_id": "early-help@example"}
    del body["source_system"], body["channel"]
    return (await intake.client(CALL_HANDLER).post("/api/v1/inbox-items", json=body)).json()


async def fostering(intake: RunningService) -> object:
    return await sent(intake, contact_type="PRIVATE_FOSTERING")


async def fired(intake: RunningService, code: str, kind: str, count: int) -> list[dict[str, Any]]:
    """What the scheduler has said of this clock, once it has said it so often."""
    async with asyncio.timeout(30):
        while True:
            said = [each for each in await intake.published(f"frontdoor.{kind}.v1") if each["code"] == code]
            if len(said) >= count:
                return said
            await asyncio.sleep(0.1)


async def test_a_clock_that_fires_late_says_so_and_fires_once(intake: RunningService) -> None:
    await fostering(intake)
    intake.clock.at += timedelta(days=40)
    [breached] = await fired(intake, "CK_PF", "ClockBreached", 1)
    assert breached["late"] is True
    assert len(await fired(intake, "CK_PF", "ClockWarned", 2)) == 2


async def test_whoever_wrote_is_acknowledged_by_a_person(intake: RunningService) -> None:
    contact = await letter(intake)
    refused = await ask(intake, CALL_HANDLER, contact, "acknowledgement", by_means_of="PIGEON")
    assert refused["code"] == "INT-39 MEANS"
    await ask(intake, CALL_HANDLER, contact, "acknowledgement", by_means_of="PHONE")
    [stopped] = await intake.published("frontdoor.ClockStopped.v1")
    assert (stopped["code"], stopped["met"]) == ("CK_ACK", True)
    again = await ask(intake, CALL_HANDLER, contact, "acknowledgement", by_means_of="PHONE")
    assert again["code"] == "INT-38 ACKNOWLEDGED"


async def test_a_receipt_that_leaves_notifications_acknowledges_a_letter_once(intake: RunningService) -> None:
    contact = await letter(intake)
    receipt = {
        "profile": "ACK_PRO",
        "contact_id": contact["contact_id"],
        "transport": "PORTAL",
        "sent_at": "2026-05-01T13:01:00Z",
        "contact_channel": "EMAIL_IMPORT",
    }
    for _ in range(2):
        await intake.publish("notifications", "frontdoor.NotificationSent.v1", receipt, key="Notification-1")
    [acknowledged] = await intake.published("frontdoor.ReferrerAcknowledged.v1")
    assert acknowledged["by_means_of"] == "PORTAL"
    assert (await clock(intake, "CK_ACK"))["status"] == "MET"


async def test_whoever_gave_no_name_is_owed_no_letter(intake: RunningService) -> None:
    body = example("school-contact-thin") | {"inbox_id": "early-help@example", "referrer": {"anonymous": True}}
    del body["source_system"], body["channel"]
    await intake.client(CALL_HANDLER).post("/api/v1/inbox-items", json=body)
    assert await intake.service.pool.fetchval("select count(*) from clocks where code = 'CK_ACK'") == 0


@pytest.mark.parametrize(
    ("grade", "hours", "band"),
    [
        ("HIGH", 12, "IN_BAND"), ("HIGH", 12.1, "LATE"),
        ("MEDIUM", 24, "IN_BAND"), ("MEDIUM", 24.1, "LATE"),
        ("STANDARD", 48, "IN_BAND"), ("STANDARD", 48.1, "LATE"),
        ("HIGH", 169, "STALE"),
    ],
)  # fmt: skip
async def test_the_lag_of_domestic_abuse_is_banded_by_the_police_grade(
    intake: RunningService, grade: str, hours: float, band: str
) -> None:
    intake.clock.at = datetime(2026, 5, 20, 12, 0, tzinfo=UTC)
    body = example("police-domestic-abuse-high")
    body["police"]["da"]["grade"] = grade
    body["incident"]["occurred_at"] = (intake.clock.at - timedelta(hours=hours)).isoformat()
    await intake.client(POLICE, MACHINE).post(PPN, json=body)
    [lag] = await intake.published("frontdoor.IncidentLagMeasured.v1")
    assert lag["band"] == band


async def test_an_interview_that_was_offered_in_time_is_not_warned_of_as_unoffered(intake: RunningService) -> None:
    contact = await missing(intake, returned=True)
    await ask(
        intake, MISSING, contact, "return-interview/offer", offered_at="2026-05-11T02:50:00Z", provider="Visitors"
    )
    running = await clock(intake, "CK_RHI")
    intake.clock.at = running["due_at"] + timedelta(seconds=1)
    assert len(await fired(intake, "CK_RHI", "ClockBreached", 1)) == 1
    warned = await fired(intake, "CK_RHI", "ClockWarned", 1)
    assert [(warning["fraction"], warning["tell"]) for warning in warned] == [(0.67, "FRONT_DOOR_MANAGER")]


async def test_an_offer_is_not_recorded_before_it_is_made(intake: RunningService) -> None:
    contact = await missing(intake, returned=True)
    said = {"offered_at": "2026-05-12T00:00:00Z", "provider": "Visitors"}
    assert (await ask(intake, MISSING, contact, "return-interview/offer", **said))["code"] == "INT-03 TIME_ORDER"


async def test_a_later_version_of_the_return_owes_no_second_interview(intake: RunningService) -> None:
    contact = await missing(intake, returned=True)
    done = HELD | {"completed_at": "2026-05-11T02:55:00Z"}
    await ask(intake, MISSING, contact, "return-interview", **done)
    _, found = episode()
    again = found | {"source_version": 3, "found_at": "2026-05-11T03:45:00+01:00"}
    await intake.client(POLICE, MACHINE).post("/api/v1/missing-reports", json=again)
    assert (await clock(intake, "CK_RHI"))["status"] == "MET"
    assert len(await intake.published("frontdoor.MissingEpisodeClosed.v1")) == 2


async def test_marac_is_owed_once_whatever_the_police_add(intake: RunningService) -> None:
    body = example("police-domestic-abuse-high")
    contact = (await intake.client(POLICE, MACHINE).post(PPN, json=body)).json()
    confirmed = {"by_agency": "Example Police", "confirmed_at": "2026-05-01T13:00:00Z"}
    await ask(intake, SCREENER, contact, "marac", **confirmed)
    await intake.client(POLICE, MACHINE).post(PPN, json=body | {"source_version": 2, "worries": "A neighbour heard"})
    assert (await clock(intake, "CK_MARAC"))["status"] == "MET"


async def test_a_grade_in_other_letters_is_owed_to_marac_too(intake: RunningService) -> None:
    body = example("police-domestic-abuse-high")
    body["police"]["da"] |= {"grade": "high", "ticks": None}
    await intake.client(POLICE, MACHINE).post(PPN, json=body)
    assert (await clock(intake, "CK_MARAC"))["status"] == "RUNNING"


@pytest.mark.parametrize(("kind", "code"), [("LADO", "CK_LADO"), ("PRIVATE_FOSTERING", "CK_PF")])
async def test_what_a_contact_turns_out_to_be_later_is_owed_from_then(
    intake: RunningService, kind: str, code: str
) -> None:
    await sent(intake)
    intake.clock.at += timedelta(days=2)
    await sent(intake, contact_type=kind, source_version=2)
    assert (await clock(intake, code))["started_at"] == intake.clock.at


async def gone(intake: RunningService, day: int, **changes: Any) -> dict[str, Any]:
    """Tyler goes missing on this day of May; the police count nothing."""
    report, _ = episode()
    del report["episode_no_30d"], report["episode_no_90d"]
    intake.clock.at = datetime(2026, 5, day, 21, 5, tzinfo=UTC)
    report |= {"source_ref": f"MIS-{day}", "last_seen_at": f"2026-05-{day:02}T18:00:00+01:00"} | changes
    answer = await intake.client(POLICE, MACHINE).post("/api/v1/missing-reports", json=report)
    assert answer.status_code == 202, answer.text
    return answer.json()


async def test_the_third_episode_is_counted_by_ourselves_when_a_number_proves_the_child(
    intake: RunningService,
) -> None:
    for day in (5, 7, 9):
        await gone(intake, day, child=episode()[0]["child"] | {"nhs": "9434765919"})
    opened = await intake.published("frontdoor.MissingEpisodeOpened.v1")
    assert [episode["episode_no_30d"] for episode in opened] == [None, 2, 3]
    assert (await clock(intake, "CK_MISS3"))["status"] == "RUNNING"


async def test_the_third_episode_is_counted_when_a_person_says_who_the_child_is(intake: RunningService) -> None:
    contacts = [await gone(intake, day) for day in (5, 7, 9)]
    tyler = contacts[0]["children"][0]["child_id"]
    for contact in contacts[1:]:
        assert await intake.service.pool.fetchval("select count(*) from clocks where code = 'CK_MISS3'") == 0
        await ask(intake, SCREENER, contact, "identities", temp_ref="child-1", child_id=tyler)
    assert (await clock(intake, "CK_MISS3"))["subject"] == f"Contact-{contacts[2]['contact_id']}"


async def missing_twice(intake: RunningService, nhs: str, first_day: int) -> str:
    """A child whom this number proves, missing on two days running; its id."""
    child = episode()[0]["child"] | {"nhs": nhs}
    reports = [await gone(intake, day, child=child) for day in (first_day, first_day + 1)]
    return reports[0]["children"][0]["child_id"]


async def taken_for_tyler(intake: RunningService) -> tuple[dict[str, Any], list[str]]:
    """A child who is missing for the first time and was taken for Tyler, who was missing twice; and two other children:
    one who is often missing, and one who is not."""
    tyler, often = await missing_twice(intake, "9434765919", 5), await missing_twice(intake, "9434765870", 7)
    never = (await sent(intake, source_ref="SP-9"))["children"][0]["child_id"]
    contact = await gone(intake, 9)
    others = [tyler, often, never]
    await ask(intake, SCREENER, contact, "identities", temp_ref="child-1", child_id=others[0])
    return contact, others


async def corrected_to(intake: RunningService, contact: dict[str, Any], child_id: str) -> None:
    said = {"temp_ref": "child-1", "child_id": child_id, "reason": REASON}
    assert "versions" in await ask(intake, SCREENER, contact, "identity-corrections", **said)


async def test_a_pattern_that_is_another_childs_ends_when_the_link_is_corrected(intake: RunningService) -> None:
    contact, (tyler, _, never) = await taken_for_tyler(intake)
    assert (await clock(intake, "CK_MISS3"))["child_ids"] == [tyler]
    await corrected_to(intake, contact, never)
    row = await clock(intake, "CK_MISS3")
    assert (row["status"], row["ended_by"]) == ("CANCELLED", "IdentityLinkCorrected")
    assert await cancelled(intake) == {("CK_MISS3", REASON, SCREENER.user_id)}


@pytest.mark.parametrize("considered", [False, True])
async def test_it_starts_for_the_right_child_where_that_one_is_missing_again(
    intake: RunningService, considered: bool
) -> None:
    contact, (_, often, _) = await taken_for_tyler(intake)
    if considered:
        await ask(intake, SCREENER, contact, "missing-pattern", strategy_discussion=False, reason=REASON)
    intake.clock.at += timedelta(hours=13)
    await corrected_to(intake, contact, often)
    row = await clock(intake, "CK_MISS3")
    assert (row["status"], row["child_ids"], row["started_at"]) == ("RUNNING", [often], intake.clock.at)


async def test_it_goes_on_for_another_child_of_the_contact_who_is_missing_again(intake: RunningService) -> None:
    tyler, often = await missing_twice(intake, "9434765919", 5), await missing_twice(intake, "9434765870", 7)
    never = (await sent(intake, source_ref="SP-9"))["children"][0]["child_id"]
    both = [{"temp_ref": f"child-{number}", "first_name": "Sam"} for number in (1, 2)]
    last_seen = {"last_seen_at": "2026-05-09T18:00:00+01:00"}
    report = {"source_system": "RMS", "source_ref": "M-2", "contact_type": "MISSING", "missing": last_seen}
    contact = (await intake.client(POLICE, MACHINE).post(PPN, json=report | {"children": both})).json()
    await ask(intake, SCREENER, contact, "identities", temp_ref="child-1", child_id=tyler)
    intake.clock.at = known_at = intake.clock.at + timedelta(hours=1)
    await ask(intake, SCREENER, contact, "identities", temp_ref="child-2", child_id=often)
    assert (await clock(intake, "CK_MISS3"))["child_ids"] == [tyler]
    intake.clock.at += timedelta(hours=1)
    await corrected_to(intake, contact, never)
    row = await clock(intake, "CK_MISS3")
    assert (row["status"], row["child_ids"], row["started_at"]) == ("RUNNING", [often], known_at)


async def test_what_the_police_count_as_the_third_stays_so_whoever_the_child_is(intake: RunningService) -> None:
    contact = await missing(intake, returned=False)
    others = [await sent(intake, source_ref=f"SP-{number}") for number in (1, 2)]
    first, second = [other["children"][0]["child_id"] for other in others]
    await ask(intake, SCREENER, contact, "identities", temp_ref="child-1", child_id=first)
    await corrected_to(intake, contact, second)
    assert (await clock(intake, "CK_MISS3"))["status"] == "RUNNING"


async def test_a_report_that_comes_after_its_return_still_counts_as_an_episode(intake: RunningService) -> None:
    intake.clock.at = datetime(2026, 5, 11, 3, 0, tzinfo=UTC)
    report, found = episode()
    for body in (found, report):
        await intake.client(POLICE, MACHINE).post("/api/v1/missing-reports", json=body)
    assert len(await intake.published("frontdoor.MissingEpisodeOpened.v1")) == 1
    assert (await clock(intake, "CK_MISS3"))["status"] == "RUNNING"


async def test_an_incident_whose_time_is_told_later_is_measured_then(intake: RunningService) -> None:
    body = example("police-domestic-abuse-high")
    occurred_at = body["incident"].pop("occurred_at")
    intake.clock.at = datetime(2026, 5, 3, 0, 5, tzinfo=UTC)
    await intake.client(POLICE, MACHINE).post(PPN, json=body)
    assert await intake.published("frontdoor.IncidentLagMeasured.v1") == []
    body["incident"]["occurred_at"], body["source_version"] = occurred_at, 2
    intake.clock.at += timedelta(hours=1)
    await intake.client(POLICE, MACHINE).post(PPN, json=body)
    [lag] = await intake.published("frontdoor.IncidentLagMeasured.v1")
    assert datetime.fromisoformat(lag["received_at"]) == intake.clock.at - timedelta(hours=1)


async def cancelled(intake: RunningService) -> set[tuple[str, str, str]]:
    """The clocks that somebody's decision has ended, with the reason and who gave it."""
    rows = await intake.service.pool.fetch(
        """select said ->> 'code' as code, said ->> 'reason' as reason, said ->> 'by' as by
           from (select convert_from(content, 'UTF8')::jsonb -> 'data' as said from events where type = $1) told""",
        "ClockCancelled",
    )
    return {(row["code"], row["reason"], row["by"]) for row in rows}


async def test_what_is_not_about_a_child_owes_no_child_anything_and_the_writer_an_answer(
    intake: RunningService,
) -> None:
    contact = await letter(intake)
    fostered = await sent(intake, contact_type="PRIVATE_FOSTERING", source_ref="SP-8")
    for each in (contact, fostered):
        why_not = {child["temp_ref"]: REASON for child in each["children"]}
        assert "versions" in await ask(intake, REYES, each, "not-about-a-child", reason=REASON, why_not=why_not)
    assert await cancelled(intake) == {("CK_PF", REASON, REYES.user_id)}
    [told] = await intake.published("frontdoor.ClockCancelled.v1")
    assert told["by_event"] == "ContactMarkedNotAboutAChild"
    row = await clock(intake, "CK_PF")
    assert (row["status"], row["ended_by"]) == ("CANCELLED", "ContactMarkedNotAboutAChild")
    assert (await clock(intake, "CK_ACK"))["status"] == "RUNNING"


async def test_an_allegation_is_owed_to_the_lado_whether_or_not_it_is_about_a_child(intake: RunningService) -> None:
    contact = await sent(intake, contact_type="LADO", children=[], incident={"address": "1 Tern Street"})
    await ask(intake, REYES, contact, "not-about-a-child", reason=REASON)
    assert await cancelled(intake) == set()
    assert (await clock(intake, "CK_LADO"))["status"] == "RUNNING"


async def test_what_another_authority_has_acknowledged_is_owed_by_them(intake: RunningService) -> None:
    contact = await sent(intake, contact_type="LADO")
    await screened(intake, contact["contact_id"])
    await ask(intake, REYES, contact, "redirect", la="813", ack_ref="NL-77", reason=REASON)
    assert await cancelled(intake) == {("CK_LADO", REASON, REYES.user_id)}
