"""What people see out of hours, and what happens when they fill in the forms."""

import re
from typing import Any

import httpx2

from shared.testing.service import RunningService

from .conftest import ok, police_contact
from .people import AMIN, HALE, LUND, MARSH, OKAFOR, OPENED, PATEL, REYES, may
from .weekend import SHIFT, SHIFT_ID, add_items, handed_over, open_shift, publish

SHIFT_PAGE = f"/shifts/{SHIFT_ID}"
ADDING = {
    "child_ids": "child-maisie",
    "is_child_safe_now": "Y",
    "rag": "RED",
    "direction": "EDT_TO_DAY",
    "category": "S47",
    "what_happened": "Strangulation incident",
    "child_seen": "N",
}


async def the_page(browser: httpx2.AsyncClient, path: str, status: int = 200) -> str:
    answer = await browser.get(path)
    assert answer.status_code == status, answer.text
    return answer.text


async def sent(browser: httpx2.AsyncClient, path: str, to: str, **fields: Any) -> httpx2.Response:
    """The answer to the form on this page that posts to ``to``, sent with its hidden fields."""
    page = await the_page(browser, path)
    form = next(form for form in page.split("<form")[1:] if f'action="/edt-handover{to}"' in form)
    hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', form.split("</form>")[0]))
    return await browser.post(to, data={**hidden, **fields})


async def test_a_page_can_be_read_with_a_token(edt: RunningService) -> None:
    assert LUND.name in await the_page(edt.client(LUND), "/shifts/new")


async def test_an_empty_board_says_what_would_stand_there(edt: RunningService) -> None:
    page = await the_page(edt.browser(LUND), "/board")
    assert "would stand here" in page
    assert "No shift is running." in page


async def test_the_board_says_in_words_what_nobody_has_accepted(edt: RunningService) -> None:
    await police_contact(edt)
    await handed_over(edt)
    page = await the_page(edt.browser(REYES), "/board")
    assert "Nobody has accepted 4\n" in page or "Nobody has accepted 4 items" in page
    assert page.index("Not known to be safe") < page.index("Legal planning before s46 ends")
    assert "Accept residual risk" not in page


async def test_the_board_is_narrowed_by_its_counts(edt: RunningService) -> None:
    added = await handed_over(edt)
    edt.clock.at = may(5, 8, 30)
    await ok(await edt.client(HALE).post(f"/api/v1/items/{added['HI-502']}/accept", json={}))
    page = await the_page(edt.browser(REYES), "/board?show=to-follow-up")
    assert "Legal planning before s46 ends" in page
    assert "Allocate s47 SW" not in page


async def test_the_counts_are_those_of_the_children_on_the_board(edt: RunningService) -> None:
    """Four items for five children, two of whom share one."""
    await handed_over(edt)
    page = await the_page(edt.browser(REYES), "/board")
    assert page.count('class="fd-card ') == 5
    assert re.search(r"All:\s*<[^>]*>5<", page)
    assert "owed by Front door" in page


async def test_a_call_handler_and_the_police_see_no_board(edt: RunningService) -> None:
    await the_page(edt.browser(MARSH), "/board", status=403)
    await the_page(edt.browser(AMIN), "/board", status=403)


async def test_a_leader_sees_the_board_only_on_call(edt: RunningService) -> None:
    assert "manager on call" in await the_page(edt.browser(PATEL), "/board", status=403)
    await open_shift(edt)
    await the_page(edt.browser(PATEL), "/board")


async def test_opening_a_shift_by_form(edt: RunningService) -> None:
    edt.clock.at = OPENED
    answer = await sent(
        edt.browser(LUND),
        "/shifts/new",
        "/shifts/new",
        opened_at="2026-05-01T16:30",
        closes_at="2026-05-05T08:30",
        workers="edt.okafor\nedt.lund",
        manager_on_call="hos.patel",
    )
    assert (answer.status_code, answer.headers["location"]) == (303, f"/edt-handover{SHIFT_PAGE}")
    shift = await ok(await edt.client(LUND).get(SHIFT))
    assert shift["workers"] == ["edt.okafor", "edt.lund"]


async def test_an_item_without_its_action_comes_back_with_what_was_typed(edt: RunningService) -> None:
    await police_contact(edt)
    await open_shift(edt)
    path = f"{SHIFT_PAGE}/items/new"
    refused = await sent(edt.browser(OKAFOR), path, path, **ADDING)
    assert refused.status_code == 422
    assert "EDT-02 ACTION_OWED" in refused.text
    assert "Strangulation incident</textarea>" in refused.text


async def test_adding_an_item_by_form(edt: RunningService) -> None:
    await police_contact(edt)
    await open_shift(edt)
    path = f"{SHIFT_PAGE}/items/new"
    owed = {"action_needed": "Visit", "action_due_at": "2026-05-05T13:00", "owner_team": "CASS-DUTY"}
    answer = await sent(edt.browser(OKAFOR), path, path, **ADDING, **owed, people_told="Mother\nDS Amin")
    assert answer.status_code == 303, answer.text
    page = await the_page(edt.browser(REYES), answer.headers["location"].removeprefix("/edt-handover"))
    assert "Not handed over yet" in page
    assert "Mother, DS Amin" in page


async def test_the_manager_answers_publishes_and_the_shift_closes_by_form(edt: RunningService) -> None:
    await open_shift(edt)
    added = await add_items(edt)
    edt.clock.at = may(5, 8)
    lund, patel = edt.browser(LUND), edt.browser(PATEL)
    assert (await sent(lund, SHIFT_PAGE, f"{SHIFT_PAGE}/publish")).status_code == 303
    closing = await sent(lund, SHIFT_PAGE, f"{SHIFT_PAGE}/close", safety_statement="All accounted for")
    assert "EDT-01 CLOSE_SHIFT" in closing.text
    assert "All accounted for</textarea>" in closing.text
    unknown = f"/items/{added['HI-504']}"
    answer = await sent(patel, unknown, f"{SHIFT_PAGE}/manager-entries", entry="First task of the day")
    assert answer.status_code == 303
    assert "First task of the day" in await the_page(lund, unknown)
    closed = await sent(lund, SHIFT_PAGE, f"{SHIFT_PAGE}/close", safety_statement="All accounted for")
    assert closed.status_code == 303
    assert "All accounted for" in await the_page(lund, SHIFT_PAGE)


async def test_accepting_following_up_and_closing_by_form(edt: RunningService) -> None:
    page = f"/items/{(await handed_over(edt))['HI-502']}"
    hale = edt.browser(HALE)
    edt.clock.at = may(5, 8, 50)
    assert (await sent(hale, page, f"{page}/accept")).status_code == 303
    edt.clock.at = may(5, 12)
    done = {"what": "EPO applied for", "child_seen": "Y", "is_child_safe_now": "Y"}
    answer = await sent(hale, page, f"{page}/follow-up", followed_up_at="2026-05-05T11:00", **done)
    assert answer.status_code == 303
    assert (await sent(hale, page, f"{page}/close")).status_code == 303
    assert "EPO applied for" in await the_page(hale, page)


async def test_sending_an_item_back_by_form(edt: RunningService) -> None:
    page = f"/items/{(await handed_over(edt))['HI-502']}"
    edt.clock.at = may(5, 8, 10)
    hale = edt.browser(HALE)
    assert "FORM-06 NEEDED" in (await sent(hale, page, f"{page}/reject")).text
    assert (await sent(hale, page, f"{page}/reject", reason="Legal team's", suggest="LEGAL")).status_code == 303
    assert "Legal team" in await the_page(hale, page)


async def test_the_author_is_told_that_somebody_else_closes(edt: RunningService) -> None:
    added = await handed_over(edt)
    edt.clock.at = may(5, 8, 50)
    item = f"/items/{added['HI-502']}"
    await ok(await edt.client(HALE).post(f"/api/v1{item}/accept", json={}))
    done = {"followed_up_at": "2026-05-05T08:45:00+01:00", "what": "EPO", "child_seen": "Y"}
    await ok(await edt.client(HALE).post(f"/api/v1{item}/follow-up", json=done))
    assert "somebody else closes it" in await the_page(edt.browser(LUND), item)


async def test_a_page_that_was_overtaken_is_a_conflict(edt: RunningService) -> None:
    await open_shift(edt)
    lund = edt.browser(LUND)
    page = await the_page(lund, SHIFT_PAGE)
    await add_items(edt)
    hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page))
    assert (await lund.post(f"{SHIFT_PAGE}/publish", data=hidden)).status_code == 409
    await publish(edt)


async def test_who_looked_at_the_board_is_written_down(edt: RunningService) -> None:
    await police_contact(edt)
    await the_page(edt.browser(REYES), "/board")
    rows = await edt.service.pool.fetch("select user_id, child_ids from audit where action = 'ViewEdtBoard'")
    assert [(row["user_id"], row["child_ids"]) for row in rows] == [("fdm.reyes", ["child-alfie", "child-maisie"])]
