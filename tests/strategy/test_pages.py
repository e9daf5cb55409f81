"""What people see of a discussion, and what happens when they fill in its forms."""

import re
from typing import Any

import httpx2

from shared.testing.service import RunningService

from .conftest import CONTACT, DISCUSSION, STRATEGY, ok
from .people import AMIN, FARROW, FELL, HALE, LUND, MARSH, OKAFOR, OSEI, PATEL, REYES, WRITTEN, may
from .story import ALFIE, MAISIE
from .weekend import agree_actions, body, complete, convene, decide, finalise, start_s47, whole_weekend

PAGE = f"/discussions/{STRATEGY}"


async def the_page(browser: httpx2.AsyncClient, path: str, status: int = 200) -> str:
    answer = await browser.get(path)
    assert answer.status_code == status, answer.text
    return answer.text


async def sent(browser: httpx2.AsyncClient, path: str, **fields: Any) -> httpx2.Response:
    """The answer to this form, sent with the hidden fields of its page."""
    page = await the_page(browser, path)
    hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page))
    return await browser.post(path, data={**hidden, **fields})


async def test_the_list_shows_what_is_owed_first_with_its_clock(requested: RunningService) -> None:
    page = await the_page(requested.browser(REYES), "/discussions")
    assert "Maisie Thornbeck, Alfie Thornbeck-Rudd" in page
    assert "Not held yet" in page
    assert "Hold the strategy discussion" in page


async def test_the_list_goes_on_with_what_was_agreed_and_is_not_done(requested: RunningService) -> None:
    """A final record ends the writing, not what is owed to the children."""
    await decide(requested)
    actions = await agree_actions(requested)
    await finalise(requested)
    s47_id = await start_s47(requested)
    requested.clock.at = may(5, 11)
    page = await the_page(requested.browser(REYES), "/discussions")
    assert f'href="/strategy/s47/{s47_id}">Section 47 enquiry for Maisie Thornbeck' in page
    assert "Hold the child protection conference" in page
    assert "2 actions late" in page
    assert "Confirm bail conditions before release" in page
    await complete(requested, actions)
    assert "late</strong>" not in await the_page(requested.browser(REYES), "/discussions")


async def test_what_a_second_person_asks_for_stands_on_the_record_and_opens_it_again(requested: RunningService) -> None:
    await decide(requested)
    actions = await agree_actions(requested)
    await finalise(requested)
    await complete(requested, actions)
    asked = {"contact_id": CONTACT, "child_ids": [MAISIE], "grounds": "She told her teacher.", "concern": ["SAB"]}
    await ok(await requested.client(AMIN).post("/api/v1/discussions", json=asked))
    record = await the_page(requested.browser(REYES), PAGE)
    assert "Asked for again" in record
    assert "She told her teacher." in record
    assert "What the record still needs" in record
    assert "Maisie Thornbeck" in await the_page(requested.browser(REYES), "/discussions")
    told = (await requested.published("frontdoor.StrategyThresholdMet.v1"))[-1]
    assert (told["child_ids"], told["grounds"], told["concern"]) == ([MAISIE], "She told her teacher.", ["SAB"])


async def test_a_discussion_leaves_the_list_when_nothing_is_owed_any_more(requested: RunningService) -> None:
    await decide(requested)
    actions = await agree_actions(requested)
    await finalise(requested)
    await complete(requested, actions)
    assert "would stand here" in await the_page(requested.browser(REYES), "/discussions")


async def test_the_police_see_what_they_owe_themselves_and_no_other_agencys(
    requested: RunningService,
) -> None:
    await decide(requested)
    await agree_actions(requested)
    await finalise(requested)
    await start_s47(requested)
    page = await the_page(requested.browser(AMIN), "/discussions")
    assert "owed by DS Amin (Police)" in page
    assert "cass.tm1" not in page
    assert "Section 47" not in page


async def test_a_senior_leader_sees_how_much_is_late_but_not_what(requested: RunningService) -> None:
    await decide(requested)
    await agree_actions(requested)
    await finalise(requested)
    requested.clock.at = may(5, 11)
    page = await the_page(requested.browser(PATEL), "/discussions")
    assert "2 actions late" in page
    assert "3 actions are not done yet" in page
    assert "bail" not in page


async def test_an_empty_list_says_what_would_stand_there(strategy: RunningService) -> None:
    assert "would stand here" in await the_page(strategy.browser(REYES), "/discussions")


async def test_a_senior_leader_sees_counts_and_clocks_but_no_names(requested: RunningService) -> None:
    page = await the_page(requested.browser(PATEL), "/discussions")
    assert "2 children" in page
    assert "Thornbeck" not in page


async def test_a_call_handler_sees_no_discussion(requested: RunningService) -> None:
    await the_page(requested.browser(MARSH), "/discussions", status=403)
    await the_page(requested.browser(MARSH), PAGE, status=403)


async def test_the_record_shows_the_quorum_as_a_row_of_agencies(requested: RunningService) -> None:
    await convene(requested)
    page = await the_page(requested.browser(REYES), PAGE)
    assert "Quorum met." in page
    assert "DS Amin, PVP detective sergeant" in page
    assert "School closed (bank holiday)" in page


async def test_the_record_says_what_it_still_needs(requested: RunningService) -> None:
    await decide(requested)
    page = await the_page(requested.browser(REYES), PAGE)
    assert "Start the s47 enquiry for Maisie Thornbeck" in page
    assert "Somebody reconvenes the discussion with the school" in page


async def test_convening_by_form(requested: RunningService) -> None:
    requested.clock.at = WRITTEN
    answer = await sent(
        requested.browser(LUND),
        f"{PAGE}/convene",
        held_at="2026-05-03T11:00",
        mode="PHONE",
        chair="edt.lund",
        invitees=["POLICE:force-example", "HEALTH", "EDUCATION:sch-999001"],
    )
    assert (answer.status_code, answer.headers["location"]) == (303, f"/strategy{PAGE}")
    record = await ok(await requested.client(LUND).get(DISCUSSION))
    assert record["meetings"][0]["held_at"] == "2026-05-03T10:00:00Z"


async def test_a_refused_form_keeps_what_was_typed_and_says_why(requested: RunningService) -> None:
    answer = await sent(
        requested.browser(LUND),
        f"{PAGE}/convene",
        held_at="2026-05-03T11:00",
        mode="PHONE",
        chair="edt.lund",
        invitees=["HEALTH"],
    )
    assert answer.status_code == 422
    assert "STR-03 REFERRER" in answer.text
    assert 'value="2026-05-03T11:00"' in answer.text


async def test_attendance_and_decision_by_form(requested: RunningService) -> None:
    await convene(requested)
    lund = requested.browser(LUND)
    attendance = await sent(
        lund,
        f"{PAGE}/attendance",
        state_0="PRESENT",
        person_0="edt.lund",
        state_2="PRESENT",
        person_2="DS Amin",
        state_3="PRESENT",
        person_3="Dr Farrow",
        state_4="APOLOGIES",
        apology_4="Closed",
    )
    assert attendance.status_code == 303, attendance.text
    decision = await sent(
        lund,
        f"{PAGE}/decision",
        child_0=MAISIE,
        decision_0="S47_JOINT",
        child_1=ALFIE,
        decision_1="S17_ASSESSMENT",
        threshold_analysis="Likely significant harm",
        view_POLICE="Joint",
        view_HEALTH="No injury seen",
        medical="N",
        medical_reason="No injury",
        no_other_children="Y",
    )
    assert decision.status_code == 303, decision.text
    record = await ok(await requested.client(LUND).get(DISCUSSION))
    assert record["decisions"][ALFIE]["decision"] == "S17_ASSESSMENT"


async def test_a_form_sent_twice_is_carried_out_once(requested: RunningService) -> None:
    await convene(requested)
    lund, path = requested.browser(LUND), f"{PAGE}/action"
    page = await the_page(lund, path)
    fields = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page))
    fields |= {"what": "Visit", "owner": "edt.okafor", "agency": "CSC", "due_at": "2026-05-04T11:00"}
    assert {(await lund.post(path, data=fields)).status_code for _ in range(2)} == {303}
    assert len((await ok(await requested.client(LUND).get(DISCUSSION)))["actions"]) == 1


async def test_a_page_that_somebody_overtook_is_a_conflict(requested: RunningService) -> None:
    await convene(requested)
    lund, path = requested.browser(LUND), f"{PAGE}/action"
    page = await the_page(lund, path)
    fields = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page))
    await agree_actions(requested)
    fields |= {"what": "Visit", "owner": "edt.okafor", "agency": "CSC", "due_at": "2026-05-04T11:00"}
    assert (await lund.post(path, data=fields)).status_code == 409


async def test_an_action_is_marked_as_done_from_the_record(requested: RunningService) -> None:
    await decide(requested)
    [first, *_] = await agree_actions(requested)
    lund = requested.browser(LUND)
    page = await the_page(lund, PAGE)
    hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page))
    answer = await lund.post(f"{PAGE}/actions/{first}/complete", data=hidden)
    assert answer.status_code == 303
    assert "Done" in await the_page(lund, PAGE)


async def test_signing_enquiry_child_seen_and_outcome_by_form(requested: RunningService) -> None:
    await decide(requested)
    actions = await agree_actions(requested)
    requested.clock.at = may(3, 16)
    lund, hale = requested.browser(LUND), requested.browser(HALE)
    assert (await sent(lund, f"{PAGE}/finalise")).status_code == 303
    started = await sent(lund, f"{PAGE}/s47", child_id=MAISIE, lead_sw="sw.ndlovu")
    enquiry = started.headers["location"].removeprefix("/strategy")
    seen = {"seen_at": "2026-05-03T14:00", "alone": "Y", "home_seen": "Y", "bedroom_seen": "Y"}
    words = "I want it to be just us"
    assert (await sent(requested.browser(OKAFOR), f"{enquiry}/child-seen", **seen, words=words)).status_code == 303
    outcome = {"harm_substantiated": "Y", "continuing_risk": "Y", "outcome": "ICPC", "analysis": "Risk goes on"}
    refused = await sent(hale, f"{enquiry}/outcome", **outcome, child_view="Wants Shaun not to live with them")
    assert "STR-09 CLOSE_S47" in refused.text
    for action in actions:
        await requested.client(HALE).post(f"{DISCUSSION}/actions/{action}/complete", json={})
    concluded = await sent(hale, f"{enquiry}/outcome", **outcome, child_view="Wants Shaun not to live with them")
    assert concluded.status_code == 303
    page = await the_page(hale, enquiry)
    assert words in page
    assert "Outcome: Child protection conference" in page


async def test_an_invited_agency_sees_its_invitation_and_nothing_of_the_record(requested: RunningService) -> None:
    await convene(requested)
    page = await the_page(requested.browser(OSEI), PAGE)
    assert "Invitation to a strategy discussion" in page
    assert "Maisie" in page
    assert "trangulation" not in page


async def test_an_agency_that_came_reads_the_decision_but_not_what_others_told(requested: RunningService) -> None:
    await convene(requested)
    told = {"agency": "HEALTH", "content": "Mother's notes: canary-health"}
    await ok(await requested.client(LUND).post(f"{DISCUSSION}/information", json=told))
    await ok(
        await requested.client(AMIN).post(
            f"{DISCUSSION}/information", json={"agency": "POLICE", "content": "canary-police", "handling": "No onward"}
        )
    )
    await ok(await requested.client(LUND).post(f"{DISCUSSION}/decisions", json=body("StrategyDecisionRecorded")))
    police = await the_page(requested.browser(AMIN), PAGE)
    health = await the_page(requested.browser(FARROW), PAGE)
    assert "Section 47 enquiry, with the police" in police
    assert "canary-police" in police
    assert "canary-health" not in police
    assert "canary-health" in health
    assert "canary-police" not in health


async def test_a_school_that_was_not_asked_finds_nothing(requested: RunningService) -> None:
    await whole_weekend(requested)
    await the_page(requested.browser(FELL), PAGE, status=404)
    assert STRATEGY not in await the_page(requested.browser(FELL), "/discussions")


async def test_who_read_the_record_is_written_down(requested: RunningService) -> None:
    await the_page(requested.browser(REYES), PAGE)
    rows = await requested.service.pool.fetch("select user_id, child_ids from audit where action like 'View%'")
    assert [(row["user_id"], row["child_ids"]) for row in rows] == [("fdm.reyes", sorted([MAISIE, ALFIE]))]
