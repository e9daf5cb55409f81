"""Step down and step up through the API: from the social worker to early help and back, on a real store."""

import asyncio
from datetime import timedelta
from typing import Any

from shared.testing.service import RunningService

from .asking import done
from .conftest import arrive
from .early_help_story import CARTER, ELSEWHERE, VOSS
from .guarded_worlds import authorise_each, propose_for_each, with_early_help_by_decision
from .people import ADEYEMI, HALE, MARSH, REYES, may
from .referral_story import NDLOVU
from .referring import accepting, problem
from .rooms import with_early_help
from .stepping import offer, offered, read_again, taken_up, with_a_worker


async def test_a_step_down_goes_the_whole_way_and_ends_the_referral(
    screening: RunningService, referral_id: str
) -> None:
    step_down_id = await offered(screening, referral_id)
    await taken_up(screening, step_down_id)
    screening.clock.at = may(21, 17)
    met = {"contacted_at": "2026-05-21T15:00:00+01:00", "joint_visit_made": "Y"}
    answer = await screening.client(CARTER).post(f"/api/v1/step-downs/{step_down_id}/family-contact", json=met)
    assert answer.status_code == 201, answer.text
    [closed] = await screening.published("frontdoor.ReferralClosed.v1")
    assert (closed["referral_id"], closed["closure_reason"], closed["step_down_id"]) == (
        referral_id,
        "RC7",
        step_down_id,
    )
    [opened] = await screening.published("frontdoor.EarlyHelpEpisodeOpened.v1")
    assert (opened["org_id"], opened["lead_practitioner"]) == ("la-812", "Sam Carter")
    clocks = await screening.service.pool.fetch("select code, status from clocks where code = 'CK_STEPDOWN'")
    assert [clock["status"] for clock in clocks] == ["MET"]


async def test_a_vague_step_down_is_refused_with_its_field(screening: RunningService, referral_id: str) -> None:
    for changes, field in (
        ({"goals": []}, "goals"),
        ({"goals": [{"change": "Support"}]}, "goals"),
        ({"triggers": []}, "triggers"),
        ({"recipient_name": ""}, "recipient_name"),
        ({"agreement_evidence": ""}, "agreement_evidence"),
    ):
        answer = await offer(screening, referral_id, **changes)
        assert problem(answer) == (422, "SCR-16 STEPDOWN_VAGUE", field)
    refused = {"consent": {"parents_informed": "YES", "parental_agreement": "REFUSED", "child_view": ""}}
    assert problem(await offer(screening, referral_id, **refused))[1] == "SCR-08 EH_NO_AGREEMENT"
    assert (await offer(screening, referral_id, by=MARSH)).status_code == 403
    assert await screening.published("frontdoor.StepDownProposed.v1") == []


async def test_early_help_reads_the_pack_and_nothing_else(screening: RunningService, referral_id: str) -> None:
    step_down_id = await offered(screening, referral_id)
    agreed = {"rationale": "He has gone for good."}
    await screening.client(HALE).post(f"/api/v1/step-downs/{step_down_id}/agreement", json=agreed)
    document = (await screening.client(VOSS).get(f"/api/v1/step-downs/{step_down_id}")).json()
    assert set(document["pack"]) == {
        "profile",
        "profile_version",
        "child",
        "household",
        "reason",
        "needs",
        "strengths",
        "focus_for_intervention",
        "risks",
        "step_up_triggers",
        "agreement_evidence",
        "lead_practitioner",
        "joint_visit_on",
    }
    assert document["pack"]["child"]["first_name"] == "Maisie"
    relationships = {member["relationship"] for member in document["pack"]["household"]}
    assert relationships <= {"Parent", "Carer", "Adult in the family"}
    said = str(document).lower()
    assert "strangulation" not in said
    assert "alleged" not in said


async def test_another_early_help_finds_nothing(screening: RunningService, referral_id: str) -> None:
    step_down_id = await offered(screening, referral_id)
    other = screening.client(ELSEWHERE)
    assert (await other.get(f"/api/v1/step-downs/{step_down_id}")).status_code == 404
    assert (await other.get("/api/v1/early-help")).json()["step_downs"] == []
    body = {"lead_practitioner": "Ines Roe"}
    assert (await other.post(f"/api/v1/step-downs/{step_down_id}/acceptance", json=body)).status_code == 404


async def test_high_risk_abuse_waits_for_a_second_manager(screening: RunningService, referral_id: str) -> None:
    step_down_id = await offered(screening, referral_id, by=HALE)
    at = f"/api/v1/step-downs/{step_down_id}"
    early = await screening.client(VOSS).post(f"{at}/acceptance", json={"lead_practitioner": "Sam Carter"})
    assert problem(early)[1] == "SCR-10 DA_HIGH"
    own = await screening.client(HALE).post(f"{at}/agreement", json={"rationale": "Mine"})
    assert problem(own)[1] == "SCR-05 SELF_AUTH"
    no_manager = await screening.client(ADEYEMI).post(f"{at}/agreement", json={"rationale": "Mine"})
    assert problem(no_manager)[1] == "SCR-10 DA_HIGH"
    agreed = await screening.client(REYES).post(f"{at}/agreement", json={"rationale": "I read it all."})
    assert agreed.status_code == 201


async def test_a_declined_child_stays_with_the_social_worker(screening: RunningService, referral_id: str) -> None:
    step_down_id = await offered(screening, referral_id)
    at = f"/api/v1/step-downs/{step_down_id}"
    nothing_said = await screening.client(VOSS).post(f"{at}/refusal", json={})
    assert problem(nothing_said) == (422, "REFERRAL NEEDED", "reason")
    declined = await screening.client(VOSS).post(f"{at}/refusal", json={"reason": "Nobody before July"})
    assert declined.status_code == 201
    again = await screening.client(VOSS).post(f"{at}/acceptance", json={"lead_practitioner": "Sam Carter"})
    assert problem(again)[1] == "STEPDOWN OUT_OF_ORDER"
    referral = (await screening.client(NDLOVU).get(f"/api/v1/referrals/{referral_id}")).json()
    assert (referral["status"], referral["worker"]) == ("OPEN", NDLOVU.user_id)


async def test_both_managers_are_told_when_nobody_answers(screening: RunningService, referral_id: str) -> None:
    await offered(screening, referral_id)
    screening.clock.at = may(23, 9)
    async with asyncio.timeout(20):
        while len(told := await told_of_step_down(screening)) < 2:
            await asyncio.sleep(0.05)
    assert told == {"EARLY_HELP_MANAGER", "ASSESSMENT_MANAGER"}


async def told_of_step_down(screening: RunningService) -> set[str]:
    """The roles that the clock of a step-down has told of something."""
    fired = await screening.published("frontdoor.ClockBreached.v1")
    fired += await screening.published("frontdoor.ClockWarned.v1")
    return {one["tell"] for one in fired if one["code"] == "CK_STEPDOWN"}


async def test_early_help_steps_up_beside_its_own_work_and_the_child_is_referred_again(
    screening: RunningService, weekend: dict[str, Any], referral_id: str
) -> None:
    step_down_id = await offered(screening, referral_id)
    await taken_up(screening, step_down_id)
    screening.clock.at = may(21, 17)
    carter, reyes = screening.client(CARTER), screening.client(REYES)
    met = {"contacted_at": "2026-05-21T15:00:00+01:00", "joint_visit_made": "Y"}
    await carter.post(f"/api/v1/step-downs/{step_down_id}/family-contact", json=met)
    screening.clock.at = may(27, 10)
    [episode] = (await carter.get("/api/v1/early-help")).json()["episodes"]
    ask = f"/api/v1/episodes/{episode['episode_id']}/step-ups"
    assert problem(await carter.post(ask, json={"reason": " "})) == (422, "REFERRAL NEEDED", "reason")
    asked = await carter.post(ask, json={"reason": "He was at the door last night.", "urgent": True})
    assert asked.status_code == 201, asked.text
    decide = f"/api/v1/step-ups/{asked.json()['step_up_id']}/decision"
    tested = ["That he only came for his tools: he stayed an hour"]
    answer = {"decision": "REFERRAL_S17", "rationale": "The agreed trigger has happened.", "assumptions_tested": tested}
    assert (await carter.post(decide, json=answer)).status_code == 403
    assert problem(await reyes.post(decide, json=answer))[1] == "SCR-02 NO_HISTORY"
    await read_again(screening, weekend)
    assert (await reyes.post(decide, json=answer)).status_code == 201
    assert problem(await reyes.post(decide, json=answer))[1] == "STEPUP OUT_OF_ORDER"
    [waiting] = await asked_by_early_help(screening)
    assert (waiting["source_code"], waiting["step_up_id"]) == ("5D", asked.json()["step_up_id"])
    body = {"primary_need": "N1", "care_status": "EH", "step_up_id": waiting["step_up_id"]}
    taken = await reyes.post(accepting(weekend, weekend["children"][0]), json=body)
    assert taken.status_code == 201, taken.text
    assert await asked_by_early_help(screening) == []
    _, again = (await screening.published("frontdoor.ReferralAccepted.v1"))[-2:]
    assert (again["source_code"], again["re_referral"], again["previous_start"]) == ("5D", True, "2026-05-03")
    assert len((await carter.get("/api/v1/early-help")).json()["episodes"]) == 1


async def asked_by_early_help(screening: RunningService) -> list[dict[str, Any]]:
    """The referrals to be accepted that the answer to a step-up asks for."""
    waiting = (await screening.client(REYES).get("/api/v1/referrals/to-accept")).json()
    return [one for one in waiting if one["step_up_id"]]


async def test_a_child_who_has_early_help_is_nobody_without_it(screening: RunningService) -> None:
    parts = await with_early_help_by_decision(screening)
    reyes, carter = screening.client(REYES), screening.client(CARTER)
    contact = {"contact_id": parts["contact_id"], "children": [{"child_id": parts["child_id"]}]}

    async def without() -> list[str]:
        waiting = (await reyes.get("/api/v1/early-help")).json()["decided"]
        return [one["child_id"] for one in waiting if one["child_id"] == parts["child_id"]]

    async def decided_again() -> None:
        screening.clock.at += timedelta(days=1)
        again = {"reason": "His aunt rang", "child_ids": [parts["child_id"]]}
        await done(reyes, contact, "reopening", **again)
        await propose_for_each(screening, contact, decision="EARLY_HELP", need_level=2)
        await authorise_each(screening, contact)

    assert await without() == []
    await decided_again()
    assert await without() == []
    [episode] = (await carter.get("/api/v1/early-help")).json()["episodes"]
    ended = await carter.post(f"/api/v1/episodes/{episode['episode_id']}/closure", json={"reason": "It went well"})
    assert ended.status_code == 201, ended.text
    assert await without() == []
    await decided_again()
    assert await without() == [parts["child_id"]]


async def test_early_help_is_told_nothing_of_how_often_a_reason_was_written(
    screening: RunningService, referral_id: str
) -> None:
    await offered(screening, referral_id)
    [line] = (await screening.client(VOSS).get("/api/v1/early-help")).json()["step_downs"]
    assert not {"same_reason", "worker", "surname"} & set(line)


async def test_early_help_keeps_what_it_asked_about_the_children_whom_it_still_has(
    screening: RunningService,
) -> None:
    parts = await with_early_help(screening)
    carter = screening.client(CARTER)
    answer = {"decision": "REFERRAL_STRATEGY", "rationale": "The agreed trigger has happened."}
    decided = await screening.client(REYES).post(f"/api/v1/step-ups/{parts['step_up_id']}/decision", json=answer)
    assert decided.status_code == 201, decided.text
    assert len((await carter.get("/api/v1/early-help")).json()["step_ups"]) == 1
    screening.clock.at = may(21, 17)
    met = {"contacted_at": "2026-05-21T15:00:00+01:00", "joint_visit_made": "Y"}
    await carter.post(f"/api/v1/step-downs/{parts['step_down_id']}/family-contact", json=met)
    ended = await carter.post(f"/api/v1/episodes/{parts['episode_id']}/closure", json={"reason": "It went well"})
    assert ended.status_code == 201, ended.text
    assert (await carter.get("/api/v1/early-help")).json()["step_ups"] == []


async def test_whoever_takes_a_child_over_leads_the_help_that_goes_on(
    screening: RunningService, referral_id: str
) -> None:
    first = await offered(screening, referral_id)
    await taken_up(screening, first)
    ndlovu, voss = screening.client(NDLOVU), screening.client(VOSS)
    withdrawn = await ndlovu.post(f"/api/v1/step-downs/{first}/withdrawal", json={"reason": "He was at the door."})
    assert withdrawn.status_code == 201, withdrawn.text
    at = f"/api/v1/step-downs/{await offered(screening, referral_id)}"
    await screening.client(HALE).post(f"{at}/agreement", json={"rationale": "He has gone for good."})
    taken = await voss.post(f"{at}/acceptance", json={"lead_practitioner": "Jo Lane"})
    assert taken.status_code == 201, taken.text
    [episode] = (await voss.get("/api/v1/early-help")).json()["episodes"]
    assert episode["lead_practitioner"] == "Jo Lane"


async def test_whoever_looks_at_a_pack_is_written_down(screening: RunningService, referral_id: str) -> None:
    step_down_id = await offered(screening, referral_id)
    await screening.client(VOSS).get(f"/api/v1/step-downs/{step_down_id}")
    looks = await screening.service.pool.fetch("select action from audit where user_id = $1", VOSS.user_id)
    assert [look["action"] for look in looks] == ["ViewStepDownPack"]


async def test_what_has_come_since_the_referral_counts_before_a_step_down(
    screening: RunningService, weekend: dict[str, Any]
) -> None:
    referral_id = await with_a_worker(screening, weekend)
    for number in (1, 2):
        contact_id = f"019df6a0-0000-7000-8000-00000000bbb{number}"
        screening.clock.at = may(9 + number, 9)
        await arrive(screening, "police-domestic-abuse-high", contact_id=contact_id, source_ref=f"PPN-{number}")
    screening.clock.at = may(20, 9)
    assert problem(await offer(screening, referral_id)) == (422, "SCR-02 NO_HISTORY", "items_opened")
    await read_again(screening, weekend)
    assert problem(await offer(screening, referral_id))[0:2] == (422, "SCR-07 REPEAT")
