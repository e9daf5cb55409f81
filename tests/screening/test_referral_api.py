"""The way of a referral through its API, from the decision to the end, on a real store and a real journal."""

import asyncio
from typing import Any

from shared.testing.service import RunningService

from .asking import done, history, post
from .conftest import arrive
from .people import ADEYEMI, BROOK, HALE, MARSH, REYES, may
from .referral_story import NDLOVU, PATEL
from .referring import accepted, accepting, allocated, decided, problem, until_published
from .story import ANALYSIS, PLAIN, WORDS
from .test_pages import open_page

NOTE = "Maisie trusts her aunt; the school knows; the mother has been told what comes next."
TRANSFER = {
    "to_worker": "sw.moss",
    "to_team": "CASS-1",
    "reason": "Thandi leaves",
    "handover_note": NOTE,
    "introduced_to_family": "Y",
}


async def test_a_decision_waits_to_be_accepted_until_a_manager_accepts_it(
    screening: RunningService, weekend: dict[str, Any]
) -> None:
    child = await decided(screening, weekend)
    hale = screening.client(HALE)
    [waiting] = (await hale.get("/api/v1/referrals/to-accept")).json()
    assert (waiting["child_id"], waiting["name"], waiting["decision"]) == (
        child["child_id"],
        "Maisie Thornbeck",
        "REFERRAL_STRATEGY",
    )
    referral_id = await accepted(screening, weekend, child)
    assert (await hale.get("/api/v1/referrals/to-accept")).json() == []
    [told] = await screening.published("frontdoor.ReferralAccepted.v1")
    assert (told["referral_id"], told["primary_need"], told["nfa"], told["re_referral"]) == (
        referral_id,
        "N1",
        False,
        False,
    )
    assert (told["referral_date"], told["source_code"], told["meta"]["child_ids"]) == (
        "2026-05-03",
        "6",
        [child["child_id"]],
    )


async def test_each_refusal_names_the_field_and_the_way(screening: RunningService, weekend: dict[str, Any]) -> None:
    hale = screening.client(HALE)
    maisie, alfie = weekend["children"]
    nothing = await hale.post(accepting(weekend, maisie), json={"primary_need": "N1"})
    assert problem(nothing)[:2] == (404, "NOT-FOUND")
    await decided(screening, weekend, care_status="UNKNOWN")
    no_status = await hale.post(accepting(weekend, maisie), json={"primary_need": "N1"})
    assert problem(no_status) == (422, "REFERRAL CARE_STATUS", "care_status")
    no_need = await hale.post(accepting(weekend, maisie), json={"care_status": "CLOSED"})
    assert problem(no_need) == (422, "REFERRAL PRIMARY_NEED", "primary_need")
    unknown_need = await hale.post(accepting(weekend, maisie), json={"care_status": "CLOSED", "primary_need": "N99"})
    assert unknown_need.status_code == 422
    assert (await screening.client(MARSH).post(accepting(weekend, maisie), json={})).status_code == 403
    assert (await screening.client(ADEYEMI).post(accepting(weekend, maisie), json={})).status_code == 403
    assert problem(await hale.post(accepting(weekend, alfie), json={"primary_need": "N1"}))[0] == 404
    assert await screening.published("frontdoor.ReferralAccepted.v1") == []


async def test_what_the_manager_found_the_child_to_be_is_kept_with_the_referral(
    screening: RunningService, weekend: dict[str, Any]
) -> None:
    """Nobody had reviewed the child's history: that it is not open is the manager's word."""
    child = await decided(screening, weekend, care_status="UNKNOWN")
    referral_id = await accepted(screening, weekend, child, care_status="CLOSED")
    record = (await screening.client(HALE).get(f"/api/v1/referrals/{referral_id}")).json()["record"]
    assert [one["data"]["care_status"] for one in record if one["type"] == "ReferralAccepted"] == ["CLOSED"]
    page = await open_page(screening, HALE, f"/referrals/{referral_id}")
    assert "By the record: known before, closed" in page.text


async def test_an_open_child_never_gets_a_new_referral(screening: RunningService, weekend: dict[str, Any]) -> None:
    child = await decided(screening, weekend, care_status="CP")
    hale = screening.client(HALE)
    assert (await hale.get("/api/v1/referrals/to-accept")).json() == []
    body = {"primary_need": "N1", "care_status": "CLOSED"}
    answer = await hale.post(accepting(weekend, child), json=body)
    assert problem(answer) == (422, "REFERRAL OPEN_CHILD", "care_status")
    assert await screening.published("frontdoor.ReferralAccepted.v1") == []


async def test_a_second_contact_about_a_child_who_has_been_referred_makes_no_second_referral(
    screening: RunningService, weekend: dict[str, Any]
) -> None:
    child = await decided(screening, weekend)
    await accepted(screening, weekend, child)
    again = await arrive(
        screening, "police-domestic-abuse-high", contact_id="019df6a0-0000-7000-8000-00000000bbbb", source_ref="PPN-2"
    )
    screening.clock.at = may(4, 9)
    second = await decided(screening, again)
    hale = screening.client(HALE)
    assert (await hale.get("/api/v1/referrals/to-accept")).json() == []
    answer = await hale.post(accepting(again, second), json={"primary_need": "N1"})
    assert problem(answer) == (422, "REFERRAL OPEN_CHILD", "child_id")


async def test_two_identities_that_turn_out_to_be_one_child_have_one_referral(
    screening: RunningService, weekend: dict[str, Any]
) -> None:
    """The second contact names her under a provisional id; a person finds that she is Maisie."""
    maisie = await decided(screening, weekend)
    await accepted(screening, weekend, maisie)
    other = {**maisie, "child_id": "019df6a0-0000-7000-8000-00000000cccc"}
    contact = await arrive(
        screening,
        "police-domestic-abuse-high",
        contact_id="019df6a0-0000-7000-8000-00000000bbbb",
        children=[other],
    )
    await screening.publish(
        "contacts",
        "frontdoor.ChildIdentified.v1",
        {
            "contact_id": weekend["contact_id"],
            "temp_ref": maisie["temp_ref"],
            "provisional_child_id": maisie["child_id"],
            "child_id": other["child_id"],
            "method": "LINKED",
            "by": "sw.adeyemi",
        },
        key=f"Contact-{weekend['contact_id']}",
    )
    seen = await screening.browser(HALE).get("/queue")
    assert f"/contacts/{contact['contact_id']}" in seen.text
    screening.clock.at = may(4, 9)
    await decided(screening, contact)
    answer = await screening.client(HALE).post(accepting(contact, other), json={"primary_need": "N1"})
    assert problem(answer) == (422, "REFERRAL OPEN_CHILD", "child_id")


async def test_of_two_managers_who_accept_at_the_same_moment_one_does(
    screening: RunningService, weekend: dict[str, Any]
) -> None:
    child = await decided(screening, weekend)
    people = (screening.client(HALE), screening.client(REYES), screening.client(BROOK))
    body = {"primary_need": "N1"}
    answers = await asyncio.gather(*(person.post(accepting(weekend, child), json=body) for person in people))
    assert sorted(answer.status_code for answer in answers) == [201, 422, 422]
    assert len(await screening.published("frontdoor.ReferralAccepted.v1")) == 1


async def test_a_child_referred_again_within_a_year_is_a_re_referral(
    screening: RunningService, weekend: dict[str, Any]
) -> None:
    child = await decided(screening, weekend)
    referral_id = await accepted(screening, weekend, child)
    hale = screening.client(HALE)
    ended = await hale.post(
        f"/api/v1/referrals/{referral_id}/no-further-action",
        json={"reason": "Moved away", "why_unseen": "Their school has"},
    )
    assert ended.status_code == 201
    screening.clock.at = may(20, 10)
    again = await arrive(screening, "police-domestic-abuse-high", contact_id="019df6a0-0000-7000-8000-00000000bbbb")
    second = await decided(screening, again)
    await accepted(screening, again, second)
    _, told = await screening.published("frontdoor.ReferralAccepted.v1")
    assert (told["re_referral"], told["previous_start"]) == (True, "2026-05-03")
    [nfa] = await screening.published("frontdoor.ReferralNFA.v1")
    assert (nfa["decided_by"], nfa["reason"]) == (HALE.user_id, "Moved away")


async def test_a_child_whom_nobody_has_by_the_deadline_is_on_the_list_and_on_the_record(
    screening: RunningService, weekend: dict[str, Any]
) -> None:
    child = await decided(screening, weekend)
    referral_id = await accepted(screening, weekend, child)
    screening.clock.at = may(5, 10, 29)
    patel = screening.client(PATEL)
    before = (await patel.get("/api/v1/referrals/unallocated")).json()
    assert (before["unallocated"], before["over_limit"], before["limit"]) == (1, 0, 0)
    screening.clock.at = may(5, 10, 31)
    [flagged] = await until_published(screening, "frontdoor.ReferralUnallocated.v1")
    assert (flagged["referral_id"], flagged["hours"]) == (referral_id, 56.5)
    assert flagged["meta"]["actor"]["role"] == "SYSTEM"
    after = (await patel.get("/api/v1/referrals/unallocated")).json()
    assert (after["over_limit"], after["longest_hours"]) == (1, 56.5)
    assert "name" not in after["referrals"][0]
    named = (await screening.client(HALE).get("/api/v1/referrals/unallocated")).json()
    assert named["referrals"][0]["name"] == "Maisie Thornbeck"


async def test_a_worker_named_in_time_leaves_nothing_to_flag(
    screening: RunningService, weekend: dict[str, Any]
) -> None:
    child = await decided(screening, weekend)
    referral_id = await accepted(screening, weekend, child)
    screening.clock.at = may(5, 9)
    await allocated(screening, referral_id)
    screening.clock.at = may(6, 9)
    rows = await screening.service.pool.fetch("select code, status from clocks where code in ('CK_ALLOC', 'CK_ASSESS')")
    assert {row["code"]: row["status"] for row in rows} == {"CK_ALLOC": "MET", "CK_ASSESS": "RUNNING"}
    found = (await screening.client(HALE).get("/api/v1/referrals/unallocated")).json()
    assert (found["unallocated"], found["longest_hours"]) == (0, 0.0)


async def test_a_transfer_needs_its_note_and_leaves_every_deadline_where_it_is(
    screening: RunningService, weekend: dict[str, Any]
) -> None:
    child = await decided(screening, weekend)
    referral_id = await accepted(screening, weekend, child)
    await allocated(screening, referral_id)
    hale = screening.client(HALE)
    clocks = "select code, started_at, due_at, stopped_at from clocks order by code"
    before = await screening.service.pool.fetch(clocks)
    without = await hale.post(f"/api/v1/referrals/{referral_id}/transfers", json=TRANSFER | {"handover_note": " "})
    assert problem(without) == (422, "REFERRAL HANDOVER_NOTE", "handover_note")
    answer = await hale.post(f"/api/v1/referrals/{referral_id}/transfers", json=TRANSFER)
    assert answer.status_code == 201, answer.text
    assert await screening.service.pool.fetch(clocks) == before
    [told] = await screening.published("frontdoor.CaseTransferred.v1")
    assert (told["handover_count"], told["social_worker_count"], told["handover_note"]) == (1, 2, NOTE)
    document = (await hale.get(f"/api/v1/referrals/{referral_id}")).json()
    assert (document["worker"], document["team"], document["handover_count"]) == ("sw.moss", "CASS-1", 1)


async def test_whoever_decides_on_an_older_page_is_told(screening: RunningService, weekend: dict[str, Any]) -> None:
    child = await decided(screening, weekend)
    referral_id = await accepted(screening, weekend, child)
    await allocated(screening, referral_id)
    stale = await screening.client(HALE).post(
        f"/api/v1/referrals/{referral_id}/transfers", json=TRANSFER | {"expected_version": 1}
    )
    assert stale.status_code == 409


async def test_a_social_worker_sees_the_children_whom_she_has_and_no_others(
    screening: RunningService, weekend: dict[str, Any]
) -> None:
    maisie, alfie = await decided(screening, weekend), await decided(screening, weekend, 1)
    hers, other = await accepted(screening, weekend, maisie), await accepted(screening, weekend, alfie)
    await allocated(screening, hers)
    ndlovu = screening.client(NDLOVU)
    assert [row["referral_id"] for row in (await ndlovu.get("/api/v1/referrals")).json()] == [hers]
    assert (await ndlovu.get(f"/api/v1/referrals/{hers}")).status_code == 200
    assert (await ndlovu.get(f"/api/v1/referrals/{other}")).status_code == 404
    assert (await screening.client(HALE).get("/api/v1/referrals/no-such")).status_code == 404
    looks = await screening.service.pool.fetch("select action from audit where user_id = $1", NDLOVU.user_id)
    assert {look["action"] for look in looks} == {"ViewReferrals", "ViewReferral"}


async def test_scr_11_a_child_who_has_a_referral_here_is_open_whatever_the_reviewer_found(
    screening: RunningService, weekend: dict[str, Any]
) -> None:
    await accepted(screening, weekend, await decided(screening, weekend))
    screening.clock.at = may(13, 9, 40)
    again = await arrive(screening, "school-contact-good")
    maisie, noor = weekend["children"][0], again["children"][0]
    identified = {"temp_ref": "c1", "provisional_child_id": noor["child_id"], "child_id": maisie["child_id"]}
    await screening.publish(
        "contacts",
        "frontdoor.ChildIdentified.v1",
        {"contact_id": again["contact_id"]} | identified,
        key=f"Contact-{again['contact_id']}",
    )
    adeyemi = screening.client(ADEYEMI)
    await done(screening.client(REYES), again, "direction", text="Read the history.")
    for child in (maisie, again["children"][1]):
        opened = [weekend["contact_id"]] if child is maisie else []
        await done(adeyemi, again, "history-reviews", **history(child, care_status="CLOSED", items_opened=opened))
    advice = {"decision": "INFO_ADVICE", "need_level": 1, "rationale": WORDS, "plain_reason": PLAIN, **ANALYSIS}
    tested = {"assumptions_tested": ["That her aunt knows: she does"]}
    refused = await post(adeyemi, again, "proposals", child_id=maisie["child_id"], **advice, **tested)
    assert problem(refused)[:2] == (422, "SCR-11 OPEN_CASE")
    hers = await screening.browser(HALE).get(f"/contacts/{again['contact_id']}")
    assert hers.status_code == 200
    await done(screening.client(HALE), again, "open-case-acknowledgements", child_id=maisie["child_id"], team="CASS-3")
    link = {"decision": "LINK_OPEN_CASE", "need_level": 4, "rationale": WORDS, "plain_reason": PLAIN, **ANALYSIS}
    await done(adeyemi, again, "proposals", child_id=maisie["child_id"], **link)


async def test_a_child_who_is_decided_for_again_after_the_referral_has_ended_waits_to_be_accepted_again(
    screening: RunningService, weekend: dict[str, Any]
) -> None:
    maisie, hale = weekend["children"][0], screening.client(HALE)
    referral_id = await accepted(screening, weekend, await decided(screening, weekend))
    screening.clock.at = may(12, 9)
    await _decided_again(screening, weekend, maisie)
    assert (await hale.get("/api/v1/referrals/to-accept")).json() == []
    over = {"reason": "They have moved to her aunt.", "why_unseen": "The school saw them today."}
    ended = await hale.post(f"/api/v1/referrals/{referral_id}/no-further-action", json=over)
    assert ended.status_code == 201, ended.text
    assert (await hale.get("/api/v1/referrals/to-accept")).json() == []
    screening.clock.at = may(20, 9)
    await _decided_again(screening, weekend, maisie)
    [waiting] = (await hale.get("/api/v1/referrals/to-accept")).json()
    assert waiting["child_id"] == maisie["child_id"]
    assert await accepted(screening, weekend, maisie) != referral_id


async def _decided_again(screening: RunningService, contact: dict[str, Any], child: dict[str, Any]) -> None:
    reopening = {"reason": "He is back at the address", "child_ids": [child["child_id"]]}
    await done(screening.client(REYES), contact, "reopening", **reopening)
    await decided(screening, contact)


async def test_what_intake_knows_of_an_open_child_stands_before_a_new_referral_too(
    screening: RunningService, weekend: dict[str, Any]
) -> None:
    maisie = weekend["children"][0]
    await screening.publish(
        "contacts",
        "frontdoor.CareStatusAtContactRecorded.v1",
        {"contact_id": weekend["contact_id"], "child_id": maisie["child_id"], "care_status": "CLA"},
        key=f"Contact-{weekend['contact_id']}",
    )
    await decided(screening, weekend, care_status="CLOSED")
    answer = await screening.client(HALE).post(
        accepting(weekend, maisie), json={"primary_need": "N1", "care_status": "CLOSED"}
    )
    assert problem(answer)[:2] == (422, "REFERRAL OPEN_CHILD")
