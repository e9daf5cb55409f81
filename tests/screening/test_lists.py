"""The lists of screening: the queue with two thousand open cases, a manager's morning, a day's domestic abuse."""

from dataclasses import replace
from typing import Any

import pytest

from screening.case.queueing import PAGE_LINES, Narrowing, queue_page
from screening.read_models import waiting
from screening.read_models.waiting import Stage
from shared.access.actor import Actor, Role
from shared.database import Connection
from shared.testing.service import RunningService

from .asking import done, history, strategy
from .conftest import arrive
from .html import Page
from .people import ADEYEMI, BROOK, HALE, LUND, MARSH, OKAFOR, REYES, may
from .story import WORDS
from .test_pages import fill_in, open_page

AMIN = Actor("ds.amin", "Sam Amin", Role.POLICE_MASH, "force-example")
MANY = 2000


@pytest.fixture
async def weekend(screening: RunningService) -> dict[str, Any]:
    return await arrive(screening, "police-domestic-abuse-high")


async def fill_queue(screening: RunningService, open_cases: int) -> None:
    """That many cases wait, the one that came first with the least time left; a twentieth with no clock at all."""
    await screening.service.pool.execute(
        """with made as (
             insert into queue (contact_id, received_at, contact_type, source_code, agency_name,
                                professional_referrer, urgent_facts, rag, directed, worker_id)
             select 'made-' || n, $1::timestamptz + n * interval '1 minute', 'CHILD_CONCERN', '2A', 'Larkfield',
                    true, '[]'::jsonb, 'AMBER', n % 2 = 0, case when n % 3 = 0 then 'sw.adeyemi' end
             from generate_series(1, $2) n returning contact_id, received_at),
           named as (
             insert into queue_children (contact_id, temp_ref, child_id)
             select contact_id, ref, contact_id || ref from made, unnest(array['c1', 'c2']) ref)
           insert into clocks (stream, code, subject, child_ids, started_at, due_at, next_at, warnings, status)
           select 'Clock-' || code || contact_id, code, 'Screening-' || contact_id, '{}', received_at,
                  received_at + interval '1 day', null, '[]'::jsonb, 'RUNNING'
           from made, unnest(array['CK_1WD', 'CK_AMBER']) code
           where split_part(contact_id, '-', 2)::int % 20 <> 0""",
        may(3, 1),
        open_cases,
    )


async def test_the_queue_asks_as_many_questions_for_two_thousand_cases_as_for_two(screening: RunningService) -> None:
    async def statements(open_cases: int) -> int:
        await screening.service.pool.execute("truncate queue, queue_children, clocks")
        await fill_queue(screening, open_cases)
        asked: list[object] = []
        async with screening.service.pool.acquire() as connection:
            with connection.query_logger(asked.append):
                await _a_page(connection)
        return len(asked)

    assert await statements(2) == await statements(MANY)


async def _a_page(connection: Connection) -> None:
    found = await waiting.standing(connection)
    await waiting.waiting(connection, found[:PAGE_LINES])


async def test_two_thousand_open_cases_are_shown_a_page_at_a_time_in_the_order_of_time_left(
    screening: RunningService,
) -> None:
    await fill_queue(screening, MANY)
    first = await queue_page(screening.service, REYES, Narrowing())
    assert (first.everything, first.pages, len(first.lines)) == (MANY, MANY // PAGE_LINES, PAGE_LINES)
    dues = [line.clocks[0].due_at for line in first.lines]
    assert dues == sorted(dues)
    last = await queue_page(screening.service, REYES, Narrowing(page=10_000))
    assert last.page == last.pages
    assert not last.lines[-1].clocks
    mine = await queue_page(screening.service, ADEYEMI, Narrowing(mine=True, stage=Stage.SCREEN))
    assert mine.total == MANY // 6
    assert {line.worker_id for line in mine.lines} == {"sw.adeyemi"}


async def test_a_page_of_the_queue_leads_to_the_next_and_keeps_the_filter(screening: RunningService) -> None:
    await fill_queue(screening, PAGE_LINES + 70)
    page = await open_page(screening, ADEYEMI, "/queue?stage=TRIAGE")
    assert "/screening/queue?stage=TRIAGE&page=2" in page.links
    assert "page 1 of 2" in page.text
    second = await open_page(screening, ADEYEMI, "/queue?stage=TRIAGE&page=2")
    assert "/screening/queue?stage=TRIAGE" in second.links
    assert second.title != page.title


async def test_whoever_takes_a_contact_from_the_queue_has_it(
    screening: RunningService, weekend: dict[str, Any]
) -> None:
    browser = screening.browser(ADEYEMI)
    form = Page((await browser.get("/queue?nobodys=true")).text).form("/screener")
    answer = await browser.post(form.action.removeprefix("/screening"), data=form.fields)
    assert answer.status_code == 303
    assert "With you" in (await open_page(screening, ADEYEMI, "/queue?mine=true")).text
    assert "With Tola Adeyemi" in (await open_page(screening, REYES, "/queue")).text


async def test_a_contact_that_somebody_has_changes_hands_with_a_note(
    screening: RunningService, weekend: dict[str, Any]
) -> None:
    address = f"/contacts/{weekend['contact_id']}/screener"
    assert (await fill_in(screening, ADEYEMI, address)).status_code == 303
    answer = await fill_in(screening, OKAFOR, address)
    assert answer.status_code == 422
    assert "Say what the next one has to know" in Page(answer.text).text
    assert (await fill_in(screening, OKAFOR, address, handover_note="Night shift; aunt rings at 6.")).status_code == 303
    page = await open_page(screening, OKAFOR, f"/contacts/{weekend['contact_id']}")
    assert "Night shift; aunt rings at 6." in page.text


async def test_a_managers_morning_counts_each_kind_of_work_with_its_limit(
    screening: RunningService, weekend: dict[str, Any]
) -> None:
    screening.clock.at = may(3, 1, 30)
    page = await open_page(screening, REYES, "/morning")
    assert "To rate and direct: 1" in page.text
    assert "15 minutes when urgent, otherwise 1 working hour" in page.text
    assert "10 min over a limit of 15 min" in page.text
    assert "A manager must rate and direct. Nobody has it" in page.text
    assert f"/screening/contacts/{weekend['contact_id']}/rag" in page.links


async def test_a_decision_made_alone_and_an_override_stand_in_the_morning_until_they_are_looked_at(
    screening: RunningService, weekend: dict[str, Any]
) -> None:
    lund, child = screening.client(LUND), weekend["children"][0]
    await done(lund, weekend, "proposals", **strategy(child))
    await done(lund, weekend, "authorisations", child_id=child["child_id"], manager_rationale="Alone on duty.")
    override = {"guard": "SCR-02", "reason": "The record system is away until Tuesday noon.", "review_by": "2026-05-06"}
    await done(lund, weekend, "overrides", child_id=child["child_id"], **override)
    page = await open_page(screening, REYES, "/morning")
    assert "Decisions made alone, to be looked at: 1" in page.text
    assert "Overridden guards, to be looked at again: 1" in page.text
    assert "The record system is away" in page.text
    about = f"/contacts/{weekend['contact_id']}/children/{child['child_id']}"
    assert f"/screening{about}/override-review?guard=SCR-02" in page.links
    answer = await fill_in(screening, REYES, f"{about}/override-review", agrees="Y", text="System was away indeed.")
    assert answer.status_code == 303, Page(answer.text).text
    assert (await fill_in(screening, REYES, f"{about}/review", agrees="Y", text="Agreed.")).status_code == 303
    after = await open_page(screening, REYES, "/morning")
    assert "Overridden guards, to be looked at again: 1" not in after.text
    assert "Decisions made alone, to be looked at: 1" not in after.text


async def test_a_challenge_is_in_the_morning_with_the_time_that_the_manager_named(
    screening: RunningService, weekend: dict[str, Any]
) -> None:
    okafor, child = screening.client(OKAFOR), weekend["children"][0]
    await done(okafor, weekend, "proposals", **strategy(child))
    challenge = {"points": ["Who saw Alfie?"], "due_at": may(3, 9).isoformat()}
    await done(screening.client(BROOK), weekend, "challenges", child_id=child["child_id"], **challenge)
    page = await open_page(screening, REYES, "/morning")
    assert "Sent back, waiting for the screener: 1" in page.text
    assert "Answer due Sun 3 May, 09:00" in page.text
    assert "Maisie" in (await open_page(screening, ADEYEMI, "/queue?stage=CHALLENGED")).text


async def test_only_managers_have_a_managers_morning(screening: RunningService) -> None:
    for who in (ADEYEMI, MARSH, HALE, AMIN):
        assert (await screening.browser(who).get("/morning")).status_code == 403


async def test_a_days_domestic_abuse_says_how_old_it_is_and_that_the_clock_runs(
    screening: RunningService, weekend: dict[str, Any]
) -> None:
    await screening.publish(
        "contacts",
        "frontdoor.IncidentLagMeasured.v1",
        {"contact_id": weekend["contact_id"], "lag_hours": 200.0, "band": "STALE"},
        key=f"Contact-{weekend['contact_id']}",
    )
    await screening.publish(
        "contacts",
        "frontdoor.MaracReferralRecorded.v1",
        {"contact_id": weekend["contact_id"], "confirmed_at": may(3, 1, 4).isoformat(), "by_agency": "POLICE"},
        key=f"Contact-{weekend['contact_id']}",
    )
    page = await open_page(screening, AMIN, "/domestic-abuse?day=2026-05-03")
    for words in (
        "MARAC has confirmed the referral, Sun 3 May, 01:04",
        "Domestic abuse, received 3 May 2026",
        "1 notification, 2 children not decided yet, 1 stale.",
        "Stale: we were told more than 7 days after the incident",
        "Police grade high",
        "1 h 45 min after the incident",
        "Not decided for Maisie Thornbeck, Alfie Thornbeck-Rudd: the clock runs.",
        "15 min left of 15 min",
    ):
        assert words in page.text, words
    assert page.forms == [] or all("screening" not in form.action for form in page.forms)
    assert not any("/screening/contacts/" in link for link in page.links)
    assert "Maisie" not in (await open_page(screening, AMIN, "/domestic-abuse?day=2026-05-02")).text


async def test_a_day_without_domestic_abuse_leads_to_the_last_one_with_any(
    screening: RunningService, weekend: dict[str, Any]
) -> None:
    last = "/screening/domestic-abuse?day=2026-05-03"
    assert last in (await open_page(screening, AMIN, "/domestic-abuse?day=2026-05-11")).links
    assert "last before" not in (await open_page(screening, AMIN, "/domestic-abuse?day=2026-05-02")).text


async def test_the_police_in_the_hub_go_from_their_own_report_to_what_they_say_of_it(
    screening: RunningService, weekend: dict[str, Any]
) -> None:
    steps = f"/intake/contacts/{weekend['contact_id']}/steps"
    day = "/domestic-abuse?day=2026-05-03"
    assert steps in (await open_page(screening, AMIN, day)).links
    for who in (replace(AMIN, org_id="force-next-door"), ADEYEMI):
        assert steps not in (await open_page(screening, who, day)).links


async def test_an_officer_sees_what_their_own_force_has_sent_and_nothing_of_anothers(
    screening: RunningService, weekend: dict[str, Any]
) -> None:
    elsewhere = replace(AMIN, user_id="ds.other", org_id="force-other")
    day = "/domestic-abuse?day=2026-05-03"
    assert (await screening.client(elsewhere).get(f"/api/v1{day}")).json()["incidents"] == []
    page = await open_page(screening, elsewhere, day)
    assert "Maisie" not in page.text
    assert "This is what your own force has sent." in page.text
    assert "last before" not in (await open_page(screening, elsewhere, "/domestic-abuse?day=2026-05-11")).text
    read = await screening.service.pool.fetch("select child_ids from audit where user_id = $1", elsewhere.user_id)
    assert not [child_id for row in read for child_id in row["child_ids"]]
    assert "Maisie" in (await open_page(screening, ADEYEMI, day)).text


async def test_police_in_the_hub_read_the_decision_and_its_reason_and_no_analysis(
    screening: RunningService, weekend: dict[str, Any]
) -> None:
    screening.clock.at = may(3, 2)
    okafor, lund, child = screening.client(OKAFOR), screening.client(LUND), weekend["children"][0]
    await done(lund, weekend, "rag", rag="RED", reasons=["Strangulation"])
    await done(lund, weekend, "direction", text="Visit tonight.")
    await done(okafor, weekend, "history-reviews", **history(child, summary="A secret of the history"))
    await done(okafor, weekend, "proposals", **strategy(child) | {"rationale": WORDS, "harm_analysis": "An analysis"})
    await done(lund, weekend, "authorisations", child_id=child["child_id"], manager_rationale="Both at risk tonight.")
    answer = await screening.client(AMIN).get("/api/v1/domestic-abuse?day=2026-05-03")
    [incident] = answer.json()["incidents"]
    maisie, alfie = incident["children"]
    assert (maisie["decision"], maisie["rationale"]) == ("REFERRAL_STRATEGY", "Both at risk tonight.")
    assert alfie["decision"] is None
    assert incident["clock"]["code"] == "CK_RED"
    shown = (await screening.browser(AMIN).get("/domestic-abuse?day=2026-05-03")).text
    assert "Both at risk tonight." in shown
    for secret in ("A secret of the history", "An analysis", WORDS.strip(), "Strangulation</"):
        assert secret not in answer.text + shown


async def test_who_looked_at_a_days_domestic_abuse_is_in_the_audit(
    screening: RunningService, weekend: dict[str, Any]
) -> None:
    await screening.browser(AMIN).get("/domestic-abuse")
    row = await screening.service.pool.fetchrow("select * from audit where action = 'ViewDomesticAbuse'")
    assert row is not None
    assert row["user_id"] == "ds.amin"
    assert set(row["child_ids"]) == {child["child_id"] for child in weekend["children"]}


async def test_a_days_domestic_abuse_is_for_the_meeting_only(screening: RunningService) -> None:
    for who in (MARSH, HALE, LUND):
        assert (await screening.browser(who).get("/domestic-abuse")).status_code == 403
    assert (await screening.browser(REYES).get("/domestic-abuse?day=yesterday")).status_code == 422


async def test_what_has_changed_is_one_number_that_moves_with_the_case(
    screening: RunningService, weekend: dict[str, Any]
) -> None:
    browser = screening.browser(ADEYEMI)
    address = f"/contacts/{weekend['contact_id']}/changes"
    before, head = (await browser.get(address)).json()["at"], (await browser.get("/changes")).json()["at"]
    await fill_in(screening, LUND, f"/contacts/{weekend['contact_id']}/rag", rag="RED")
    assert (await browser.get(address)).json()["at"] == before + 1
    assert (await browser.get("/changes")).json()["at"] > head
    assert (await browser.get("/contacts/nobody/changes")).status_code == 404
