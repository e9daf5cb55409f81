"""A school disagrees, through the API and the pages, on a real store, until somebody who did not decide answers."""

import asyncio
from dataclasses import replace
from typing import Any

import httpx2
import pytest

from shared.access.actor import Actor
from shared.testing.service import RunningService

from .asking import done, strategy
from .conftest import arrive
from .html import Page
from .people import ADEYEMI, BROOK, CARTER, FELL, MARSH, OSEI, PATEL, REYES, STONE, may
from .test_pages import fill_in, open_page

WORDS = {"words": "She says that she is afraid to go home.", "wants": "Somebody speaks to her this week."}
ANSWER = {"upheld": "N", "reason": "We spoke to her on Tuesday, and her aunt now collects her."}
MORNING = may(13, 9, 40)


@pytest.fixture
async def noors(screening: RunningService) -> dict[str, Any]:
    """The school's contact, with a decision for each child: proposed by Adeyemi, authorised by Brook."""
    screening.clock.at = MORNING
    contact = await arrive(screening, "school-contact-good")
    for child in contact["children"]:
        await done(screening.client(ADEYEMI), contact, "proposals", **strategy(child))
        agreed = {"child_id": child["child_id"], "manager_rationale": "Agreed."}
        await done(screening.client(BROOK), contact, "authorisations", **agreed)
    return contact


async def raised(screening: RunningService, contact: dict[str, Any], who: Actor = OSEI, **more: Any) -> str:
    receipt = await done(screening.client(who), contact, "escalations", **WORDS, **more)
    return receipt["escalation_id"]


async def ask(screening: RunningService, who: Actor, path: str, **body: Any) -> httpx2.Response:
    return await screening.client(who).post(f"/api/v1/escalations/{path}", json=body)


async def read(screening: RunningService, who: Actor, escalation_id: str) -> dict[str, Any]:
    answer = await screening.client(who).get(f"/api/v1/escalations/{escalation_id}")
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_an_agency_disagrees_and_a_manager_who_did_not_decide_answers(
    screening: RunningService, noors: dict[str, Any]
) -> None:
    escalation_id = await raised(screening, noors)
    mine = await read(screening, OSEI, escalation_id)
    assert (mine["stage"], mine["status"], mine["words"]) == (1, "OPEN", WORDS["words"])
    assert mine["due_at"].startswith("2026-05-14T08:40")
    for decider in (BROOK, ADEYEMI):
        refused = await ask(screening, decider, f"{escalation_id}/answer", **ANSWER)
        assert refused.status_code == (422 if decider is BROOK else 403)
    assert (await ask(screening, BROOK, f"{escalation_id}/answer", **ANSWER)).json()["code"] == "ESC-03 OWN_DECISION"
    answered = await ask(screening, REYES, f"{escalation_id}/answer", **ANSWER)
    assert answered.json()["events"] == ["EscalationAnswered"]
    mine = await read(screening, OSEI, escalation_id)
    assert (mine["status"], mine["upheld"], mine["answer"], mine["late"]) == ("ANSWERED", "N", ANSWER["reason"], False)
    assert mine["answered_by"] == ""
    [told] = await screening.published("frontdoor.EscalationAnswered.v1")
    assert (told["agency"]["org_id"], told["reason"]) == ("sch-999001", ANSWER["reason"])


async def test_an_upheld_disagreement_opens_the_decisions_again(
    screening: RunningService, noors: dict[str, Any]
) -> None:
    escalation_id = await raised(screening, noors, child_ids=[noors["children"][0]["child_id"]])
    await ask(screening, REYES, f"{escalation_id}/answer", **ANSWER | {"upheld": "PART"})
    case = (await screening.client(REYES).get(f"/api/v1/screenings/{noors['contact_id']}")).json()
    assert [child["decision"] for child in case["children"]] == [None, "REFERRAL_STRATEGY"]
    [reopened] = await screening.published("frontdoor.ScreeningReopened.v1")
    assert reopened["reason"].startswith("Larkfield Primary disagreed. Answered: upheld in part")


async def test_of_another_agencys_contact_or_escalation_there_is_no_trace(
    screening: RunningService, noors: dict[str, Any]
) -> None:
    escalation_id = await raised(screening, noors)
    for stranger in (FELL, CARTER):
        client = screening.client(stranger)
        path = f"/api/v1/screenings/{noors['contact_id']}/escalations"
        assert (await client.post(path, json=WORDS)).status_code == 404
        assert (await client.get(f"/api/v1/escalations/{escalation_id}")).status_code == 404
        assert (await client.get("/api/v1/escalations")).json() == []
        assert (await ask(screening, stranger, f"{escalation_id}/withdrawal", reason="No")).status_code == 404
        assert (await screening.browser(stranger).get(f"/contacts/{noors['contact_id']}/escalate")).status_code == 404


async def test_nobody_is_quoted_with_words_that_a_reader_may_not_read_or_that_another_wrote(
    screening: RunningService, noors: dict[str, Any]
) -> None:
    escalation_id = await raised(screening, noors)
    page = Page((await screening.browser(PATEL).get(f"/escalations/{escalation_id}")).text)
    assert "Not for your role to read." in page.text
    assert "Not for your role to read. Anita Osei" not in page.text
    own = Page((await screening.browser(OSEI).get(f"/escalations/{escalation_id}")).text)
    assert "Or withdraw it" not in own.text
    assert (await ask(screening, OSEI, f"{escalation_id}/withdrawal", reason="Settled.")).status_code == 201
    withdrawn = Page((await screening.browser(OSEI).get(f"/escalations/{escalation_id}")).text)
    assert "Settled. Larkfield Primary" in withdrawn.text


async def test_an_agency_that_was_told_no_goes_one_tier_up_about_the_same_decision(
    screening: RunningService, noors: dict[str, Any]
) -> None:
    child_id = noors["children"][0]["child_id"]
    first = await raised(screening, noors, child_ids=[child_id])
    assert (await ask(screening, REYES, f"{first}/answer", **ANSWER)).status_code == 201
    assert "Raise it again" in (await open_page(screening, OSEI, f"/escalations/{first}")).text
    other = await raised(screening, noors, child_ids=[noors["children"][1]["child_id"]])
    assert (await read(screening, OSEI, other))["stage"] == 1
    again = await raised(screening, noors, child_ids=[child_id])
    assert (await read(screening, OSEI, again))["tier"] == "SERVICE_MANAGER"
    assert (await ask(screening, REYES, f"{again}/answer", **ANSWER)).json()["code"] == "ESC-04 NOT_YOUR_TIER"
    async with asyncio.timeout(30):
        while not (warned := await screening.published("frontdoor.ClockWarned.v1")):
            await asyncio.sleep(0.1)
    assert [(one["code"], one["tell"]) for one in warned] == [("CK_ESC", "SERVICE_MANAGER")]
    assert (await ask(screening, PATEL, f"{again}/answer", **ANSWER)).status_code == 201
    last = await raised(screening, noors, child_ids=[child_id])
    assert (await read(screening, OSEI, last))["stage"] == 3
    assert (await ask(screening, PATEL, f"{last}/answer", **ANSWER)).json()["code"] == "ESC-03 OWN_DECISION"
    director = replace(PATEL, user_id="dcs.adeola")
    assert (await ask(screening, director, f"{last}/answer", **ANSWER | {"upheld": "Y"})).status_code == 201
    screening.clock.at = may(14, 9, 40)
    await done(screening.client(ADEYEMI), noors, "proposals", **strategy(noors["children"][0]))
    agreed = {"child_id": child_id, "manager_rationale": "Agreed."}
    await done(screening.client(BROOK), noors, "authorisations", **agreed)
    anew = await raised(screening, noors, child_ids=[child_id])
    assert (await read(screening, OSEI, anew))["stage"] == 1


async def test_early_help_sees_no_disagreement_of_others_in_its_organisation(screening: RunningService) -> None:
    screening.clock.at = MORNING
    housing = {"agency": {"org_id": "la-812", "name": "Adult social care", "urn": None}, "source_code": "5A"}
    contact = await arrive(screening, "school-contact-good", **housing)
    for child in contact["children"]:
        await done(screening.client(ADEYEMI), contact, "proposals", **strategy(child))
        agreed = {"child_id": child["child_id"], "manager_rationale": "Agreed."}
        await done(screening.client(BROOK), contact, "authorisations", **agreed)
    told = await done(screening.client(MARSH), contact, "escalations", **WORDS, on_behalf_of="Jo Lane, adults' team")
    carter = screening.client(CARTER)
    assert (await carter.get("/api/v1/escalations")).json() == []
    assert (await carter.get(f"/api/v1/escalations/{told['escalation_id']}")).status_code == 404
    assert len((await screening.client(REYES).get("/api/v1/escalations")).json()) == 1


@pytest.mark.parametrize(
    ("who", "body", "code", "field"),
    [
        (OSEI, {**WORDS, "words": ""}, "ESC-05 MISSING_WORDS", "words"),
        (OSEI, {**WORDS, "wants": " "}, "ESC-05 MISSING_WORDS", "wants"),
        (OSEI, {**WORDS, "child_ids": ["nobody"]}, "SCREENING UNKNOWN_CHILD", "child_id"),
        (MARSH, WORDS, "ESC-07 ON_BEHALF", "on_behalf_of"),
        (OSEI, {**WORDS, "colour": "red"}, None, "colour"),
    ],
)
async def test_a_disagreement_that_lacks_something_is_refused_with_its_field(
    screening: RunningService, noors: dict[str, Any], who: Actor, body: dict[str, Any], code: str | None, field: str
) -> None:
    answer = await screening.client(who).post(f"/api/v1/screenings/{noors['contact_id']}/escalations", json=body)
    problem = answer.json()
    assert (answer.status_code, problem["field"]) == (422, field)
    assert code is None or problem["code"] == code
    assert (await screening.client(REYES).get("/api/v1/escalations")).json() == []


async def test_what_is_not_decided_cannot_be_disagreed_with(screening: RunningService) -> None:
    screening.clock.at = MORNING
    contact = await arrive(screening, "school-contact-good")
    answer = await screening.client(OSEI).post(f"/api/v1/screenings/{contact['contact_id']}/escalations", json=WORDS)
    assert (answer.status_code, answer.json()["code"]) == (422, "ESC-08 NOTHING_DECIDED")


async def test_one_disagreement_at_a_time_and_a_repeated_key_raises_it_once(
    screening: RunningService, noors: dict[str, Any]
) -> None:
    osei = screening.client(OSEI)
    osei.headers["idempotency-key"] = "once"
    first = await done(osei, noors, "escalations", **WORDS)
    assert await done(osei, noors, "escalations", **WORDS) == first
    path = f"/api/v1/screenings/{noors['contact_id']}/escalations"
    assert (await screening.client(OSEI).post(path, json=WORDS)).json()["code"] == "ESC-02 ALREADY_OPEN"


async def test_the_front_door_writes_down_what_an_agency_says_and_only_that_it_may_withdraw(
    screening: RunningService, noors: dict[str, Any]
) -> None:
    own = await raised(screening, noors, child_ids=[noors["children"][0]["child_id"]])
    refused = await ask(screening, MARSH, f"{own}/withdrawal", reason="They rang")
    assert refused.json()["code"] == "ESC-07 ON_BEHALF"
    told = {"on_behalf_of": "Anita Osei, DSL", "child_ids": [noors["children"][1]["child_id"]]}
    by_phone = await raised(screening, noors, MARSH, **told)
    assert (await read(screening, OSEI, by_phone))["raised_by"] == "Anita Osei, DSL"
    assert (await ask(screening, MARSH, f"{by_phone}/withdrawal", reason="")).json()["field"] == "reason"
    assert (await ask(screening, MARSH, f"{by_phone}/withdrawal", reason="They rang")).status_code == 201
    assert (await ask(screening, REYES, f"{by_phone}/answer", **ANSWER)).json()["code"] == "ESC-06 NOT_OPEN"


async def test_an_old_version_is_a_conflict(screening: RunningService, noors: dict[str, Any]) -> None:
    escalation_id = await raised(screening, noors)
    stale = await ask(screening, REYES, f"{escalation_id}/answer", **ANSWER, expected_version=7)
    assert (stale.status_code, stale.json()["code"]) == (409, "STALE-VERSION")


async def moved_to(screening: RunningService, escalation_id: str, stage: int) -> dict[str, Any]:
    async with asyncio.timeout(30):
        while (found := await read(screening, REYES, escalation_id))["stage"] < stage:
            await asyncio.sleep(0.1)
    return found


async def test_silence_climbs_from_tier_to_tier_by_itself(screening: RunningService, noors: dict[str, Any]) -> None:
    escalation_id = await raised(screening, noors)
    screening.clock.at = may(14, 9, 41)
    second = await moved_to(screening, escalation_id, 2)
    assert (second["tier"], second["due_at"][:16]) == ("SERVICE_MANAGER", "2026-05-15T08:40")
    gone = await ask(screening, REYES, f"{escalation_id}/answer", **ANSWER)
    assert gone.json()["code"] == "ESC-04 NOT_YOUR_TIER"
    screening.clock.at = may(15, 9, 41)
    third = await moved_to(screening, escalation_id, 3)
    assert third["tier"] == "HEAD_OF_SERVICE"
    screening.clock.at = may(18, 9, 41)
    async with asyncio.timeout(30):
        while not (await read(screening, REYES, escalation_id))["overdue"]:
            await asyncio.sleep(0.1)
    breaches = [
        each["tell"] for each in await screening.published("frontdoor.ClockBreached.v1") if "ESC" in each["code"]
    ]
    assert breaches == ["SERVICE_MANAGER", "HEAD_OF_SERVICE", "DIRECTOR_OF_CHILDRENS_SERVICES"]
    assert (await ask(screening, PATEL, f"{escalation_id}/answer", **ANSWER)).status_code == 201
    assert (await read(screening, OSEI, escalation_id))["late"] is True
    rows = await screening.service.pool.fetch("select status from clocks where code = 'CK_ESC'")
    assert {row["status"] for row in rows} == {"MET_LATE"}


async def test_a_leader_and_quality_assurance_read_no_words_that_are_not_theirs_yet(
    screening: RunningService, noors: dict[str, Any]
) -> None:
    escalation_id = await raised(screening, noors)
    for who in (PATEL, STONE):
        seen = await read(screening, who, escalation_id)
        assert (seen["words"], seen["wants"], seen["children"]) == ("", "", [])
        assert seen["agency_name"] == "Larkfield Primary"
    screening.clock.at = may(14, 9, 41)
    await moved_to(screening, escalation_id, 2)
    assert (await read(screening, PATEL, escalation_id))["words"] == WORDS["words"]
    assert (await read(screening, STONE, escalation_id))["words"] == ""
    contact = f"/screening/contacts/{noors['contact_id']}"
    for who, leads_there in ((REYES, True), (PATEL, False), (STONE, False)):
        page = await open_page(screening, who, f"/escalations/{escalation_id}")
        assert (contact in page.links) is leads_there


async def test_every_reading_of_a_disagreement_is_kept(screening: RunningService, noors: dict[str, Any]) -> None:
    escalation_id = await raised(screening, noors)
    await read(screening, OSEI, escalation_id)
    kept = await screening.service.pool.fetchrow(
        "select user_id, child_ids from audit where action = 'ViewEscalations' order by recorded_at desc limit 1"
    )
    assert kept is not None
    assert kept["user_id"] == "dsl.osei"
    assert set(kept["child_ids"]) == {child["child_id"] for child in noors["children"]}


async def test_a_school_raises_it_on_a_page_and_a_manager_answers_on_another(
    screening: RunningService, noors: dict[str, Any]
) -> None:
    log = await open_page(screening, OSEI, "/escalations")
    address = f"/contacts/{noors['contact_id']}/escalate"
    assert f"/screening{address}" in log.links
    form = await open_page(screening, OSEI, address)
    assert "Not told yet" in form.text
    assert "Referral: strategy discussion" not in form.text
    kept = await fill_in(screening, OSEI, address, words="She is afraid.", wants="")
    assert kept.status_code == 422
    assert "Say what you think should happen instead." in kept.text
    assert "She is afraid." in kept.text
    sent = await fill_in(screening, OSEI, address, **WORDS)
    assert sent.status_code == 303
    page = sent.headers["location"].removeprefix("/screening")
    assert "Stage 1: front door manager answers" in (await open_page(screening, OSEI, page)).text
    case = await open_page(screening, REYES, f"/contacts/{noors['contact_id']}")
    assert "Answer the disagreement of Larkfield Primary" in case.text
    own = await fill_in(screening, BROOK, page, form=f"{page}/answer", upheld="N", reason="No.")
    assert "You had a part in this decision" in own.text
    unchosen = await fill_in(screening, REYES, page, form=f"{page}/answer", reason="Because.")
    assert "Choose one of the answers." in unchosen.text
    assert "Because." in unchosen.text
    assert (await fill_in(screening, REYES, page, form=f"{page}/answer", **ANSWER)).status_code == 303
    told = await open_page(screening, OSEI, page)
    assert ANSWER["reason"] in told.text
    assert "Marta Reyes" not in told.text
    assert "Not upheld" in (await open_page(screening, OSEI, "/escalations?state=answered")).text


async def test_an_agency_withdraws_on_its_page(screening: RunningService, noors: dict[str, Any]) -> None:
    page = f"/escalations/{await raised(screening, noors)}"
    kept = await fill_in(screening, OSEI, page, form=f"{page}/withdraw")
    assert "Say why it is withdrawn." in kept.text
    assert (
        await fill_in(screening, OSEI, page, form=f"{page}/withdraw", withdraw_reason="Explained")
    ).status_code == 303
    assert "Withdrawn" in (await open_page(screening, REYES, "/escalations?state=withdrawn")).text
