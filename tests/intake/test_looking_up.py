"""Whom matching does not propose, a person looks up: by name, birthday, number or reference, on whichever page asks."""

from typing import Any

import httpx2
import pytest

from shared.testing.service import RunningService

from .asking import REASON, ask, sent
from .conftest import CALL_HANDLER, REYES, SCREENER
from .test_pages import hidden

JAY = {"temp_ref": "c1", "first_name": "Jay", "surname": "Holroyd", "dob": "2013-01-21"}


async def jay(intake: RunningService) -> dict[str, Any]:
    """A contact about a child who is like nobody else."""
    return await sent(intake, source_ref="SP-20", children=[JAY])


async def look(browser: httpx2.AsyncClient, contact: dict[str, Any], where: str = "", **typed: str) -> str:
    """The page after somebody has looked a child up on it."""
    address = f"/contacts/{contact['contact_id']}/identities/c1{where}"
    page = (await browser.get(address)).text
    answer = await browser.post(address, data=hidden(page) | typed | {"look": "up"})
    assert answer.status_code == 200, answer.text
    return answer.text


@pytest.mark.parametrize(
    "typed",
    [
        {"look_surname": "hadl"},
        {"look_first_name": "Noor"},
        {"look_first_name": "Norr", "look_surname": "Hadly"},
        {"look_born": "2018-06-03"},
        {"look_number": "A999 0011 80013"},
        {"look_ref": "SP-10301"},
    ],
)
async def test_a_child_is_found_by_what_is_known_of_them_and_picked(
    intake: RunningService, typed: dict[str, str]
) -> None:
    browser = intake.browser(SCREENER)
    noor = (await sent(intake))["children"][0]["child_id"]
    contact = await jay(intake)
    page = await look(browser, contact, **typed)
    assert f'value="{noor}"' in page
    address = f"/contacts/{contact['contact_id']}/identities/c1"
    picked = await browser.post(address, data=hidden(page) | typed | {"child_id": noor})
    assert picked.status_code == 303
    assert (await intake.published("frontdoor.ChildIdentified.v1"))[-1]["child_id"] == noor


async def test_the_right_child_is_looked_up_where_a_link_is_corrected(intake: RunningService) -> None:
    browser = intake.browser(SCREENER)
    await sent(intake)
    other = (await jay(intake))["children"][0]["child_id"]
    second = await sent(intake, source_ref="SP-2")
    page = await look(browser, second, "/correction", look_surname="Holroyd")
    assert f'value="{other}"' in page
    address = f"/contacts/{second['contact_id']}/identities/c1/correction"
    typed = hidden(page) | {"child_id": other, "reason": REASON, "look_surname": "Holroyd"}
    assert (await browser.post(address, data=typed)).status_code == 303
    assert (await intake.published("frontdoor.IdentityLinkCorrected.v1"))[-1]["child_id"] == other


async def test_where_nobody_is_like_the_child_the_page_asks_to_look_them_up(intake: RunningService) -> None:
    browser, contact = intake.browser(SCREENER), await sent(intake)
    address = f"/contacts/{contact['contact_id']}/identities/c1"
    known = hidden((await browser.get(address)).text) | {"child_id": "new", "dob": "2018-06-03"}
    assert (await browser.post(address, data=known)).status_code == 303
    page = (await browser.get(f"{address}/correction")).text
    assert "No other child whom we know is like Noor" in page
    assert 'id="look-up" open' in page
    assert "Correct the link" not in page


@pytest.mark.parametrize("typed", [{"look_surname": "Hadley"}, {"look_born": "2018-06-03"}, {"look_ref": "SP-10301"}])
async def test_a_sealed_record_is_not_found_and_nothing_says_that_it_is_there(
    intake: RunningService, typed: dict[str, str]
) -> None:
    browser = intake.browser(SCREENER)
    first = await sent(intake)
    for child in first["children"]:
        path = f"/api/v1/identities/{child['child_id']}/seal"
        await intake.client(REYES).post(path, json={"reason": "Adoption order of 3 May"})
    page = await look(browser, await jay(intake), **typed)
    assert "Nobody whom you may choose is called that" in page
    assert not any(child["child_id"] in page for child in first["children"])
    assert "Quay Street" not in page


async def test_whoever_is_shown_is_kept_in_the_audit(intake: RunningService) -> None:
    browser = intake.browser(SCREENER)
    noor = (await sent(intake))["children"][0]["child_id"]
    await look(browser, await jay(intake), look_number="A999001180013")
    audit = "select child_ids from audit where action = 'ViewIdentity' and user_id = $1 order by entry desc limit 1"
    assert noor in await intake.service.pool.fetchval(audit, SCREENER.user_id)


async def test_a_child_who_was_taken_for_another_is_found_as_that_one(intake: RunningService) -> None:
    browser = intake.browser(SCREENER)
    noor = (await sent(intake))["children"][0]["child_id"]
    misnamed = {"temp_ref": "c1", "first_name": "Nura", "surname": "Quartermain", "dob": "2018-06-03"}
    named = await sent(intake, source_ref="SP-30", children=[misnamed])
    await ask(intake, SCREENER, named, "identities", temp_ref="c1", child_id=noor)
    page = await look(browser, await jay(intake), look_surname="Quartermain")
    assert f'value="{noor}"' in page
    assert named["children"][0]["child_id"] not in page


async def test_what_is_typed_comes_back_when_a_form_is_refused(intake: RunningService) -> None:
    browser = intake.browser(SCREENER)
    noor = (await sent(intake))["children"][0]["child_id"]
    contact = await jay(intake)
    page = await look(browser, contact, look_surname="Hadley")
    address = f"/contacts/{contact['contact_id']}/identities/c1"
    refused = await browser.post(address, data=hidden(page) | {"look_surname": "Hadley"})
    assert (refused.status_code, f'value="{noor}"' in refused.text) == (422, True)
    unclear = await browser.post(address, data=hidden(page) | {"look": "up", "look_born": "31/31/2018"})
    assert unclear.status_code == 422


async def test_a_call_handler_looks_nobody_up(intake: RunningService) -> None:
    contact = await jay(intake)
    address = f"/contacts/{contact['contact_id']}/identities/c1"
    assert (
        await intake.browser(CALL_HANDLER).post(address, data={"look": "up", "look_surname": "H"})
    ).status_code == 403
