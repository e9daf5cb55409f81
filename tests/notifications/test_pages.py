"""The pages of outbound words, as people at the front door and in the agencies meet them."""

import re

import pytest

from shared.testing.service import RunningService

from .conftest import decided, sent, told_of
from .people import ADEYEMI, AMIN, FELL, FORCE, MARSH, OSEI, PATEL, REYES, WEIR
from .telling import MAISIE, NOOR, decision, police_contact, school_contact


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, f"no hidden field {name}"
    return found[1]


def read(page: str) -> str:
    """The page as it is read: without its tags."""
    return " ".join(re.sub(r"<[^>]+>", "", page).split())


async def page_of_the_alert(service: RunningService) -> str:
    page = (await service.browser(REYES).get("/sent")).text
    links = re.findall(r'href="/notifications(/sent/[^"]+)">(?:Larkfield Primary|School 999001)', page)
    return links[0]


async def test_the_front_door_sees_the_exact_words_and_where_they_stand(registered: RunningService) -> None:
    await told_of(registered, police_contact())
    page = await registered.browser(ADEYEMI).get("/sent")
    assert page.status_code == 200, page.text
    for words in (
        "Larkfield Primary",
        "Maisie",
        "14 September 2017",
        "not seen yet",
        "Tell the school before the bell",
    ):
        assert words in page.text
    assert "Kerry" not in page.text


async def test_what_waits_for_somebody_is_said_first(notifications: RunningService) -> None:
    await told_of(notifications, police_contact())
    page = await notifications.browser(ADEYEMI).get("/sent")
    assert "1 waits for somebody." in page.text
    assert "register its safeguarding lead" in page.text
    held = await notifications.browser(ADEYEMI).get("/sent", params={"state": "HELD"})
    assert "Receipt for a contact" not in held.text


@pytest.mark.parametrize("who", [PATEL, WEIR, MARSH])
async def test_others_see_that_it_was_sent_and_not_what(registered: RunningService, who: object) -> None:
    await told_of(registered, police_contact())
    page = await registered.browser(who).get("/sent")  # pyright: ignore
    assert "Larkfield Primary" in page.text
    assert "Maisie" not in page.text
    assert MAISIE not in page.text


async def test_an_empty_page_says_what_would_stand_there(notifications: RunningService) -> None:
    assert "would stand here" in (await notifications.browser(REYES).get("/sent")).text
    assert "would stand here" in (await notifications.browser(OSEI).get("/agency")).text


async def test_the_safeguarding_lead_acknowledges_on_her_page(registered: RunningService) -> None:
    await told_of(registered, police_contact())
    browser = registered.browser(OSEI)
    page = (await browser.get("/agency")).text
    assert "Thornbeck" in page
    action = re.search(r'action="/notifications(/agency/messages/[^"]+/acknowledge)"', page)
    assert action
    form = {name: hidden(page, name) for name in ("csrf_token", "idempotency_key")}
    answer = await browser.post(action[1], data=form)
    assert (answer.status_code, answer.headers["location"]) == (303, "/notifications/agency")
    assert "Acknowledged Sun 3 May" in read((await browser.get("/agency")).text)


async def test_another_school_sees_nothing_of_it(registered: RunningService) -> None:
    await told_of(registered, police_contact())
    await told_of(registered, school_contact(), OSEI)
    page = (await registered.browser(FELL).get("/agency")).text
    for words in ("Maisie", "Noor", "SP-10301", "Operation Encompass"):
        assert words not in page


async def test_a_school_sees_what_became_of_what_it_sent(notifications: RunningService) -> None:
    contact = school_contact()
    await told_of(notifications, contact, OSEI)
    await notifications.publish(
        "contacts",
        "frontdoor.ContactQualityAssessed.v1",
        {"contact_id": contact["contact_id"], "grade": "ADEQUATE", "score": 0.7, "failed": ["q7"]},
        key="Contact-x",
    )
    browser = notifications.browser(OSEI)
    before = read((await browser.get("/agency")).text)
    assert "Being looked at" in before
    assert "due by Tue 5 May, 17:00" in before
    assert "own words or view" in before
    await decided(notifications, decision(contact, NOOR))
    after = (await browser.get("/agency")).text
    assert "A social worker will visit" in after
    assert "Referral: child in need" in after
    assert "CANARY" not in after


@pytest.mark.parametrize(("system", "called"), [("SCHOOL-PORTAL", "SP-10301"), ("PORTAL", "C-")])
async def test_what_was_typed_on_a_page_is_called_by_our_reference(
    notifications: RunningService, system: str, called: str
) -> None:
    await told_of(notifications, school_contact(source_system=system), OSEI)
    page = (await notifications.browser(OSEI).get("/agency")).text
    assert f'<h3 class="fd-card__title">{called}' in page


async def test_a_force_sees_the_code_and_no_reason(notifications: RunningService) -> None:
    contact = police_contact()
    await told_of(notifications, contact)
    await decided(notifications, decision(contact, MAISIE, decision="REFERRAL_STRATEGY"))
    page = (await notifications.browser(AMIN).get("/agency")).text
    assert "Referral: strategy discussion" in page
    assert "A social worker will visit" not in page


async def test_a_manager_is_refused_in_words_and_keeps_what_was_typed(registered: RunningService) -> None:
    contact = police_contact()
    contact["adults"][1]["works_with_children"] = "Y"
    await told_of(registered, contact)
    browser, address = registered.browser(REYES), await page_of_the_alert(registered)
    page = (await browser.get(address)).text
    form = {name: hidden(page, name) for name in ("csrf_token", "idempotency_key", "expected_version")}
    refused = await browser.post(f"{address}/release", data=form | {"reason": "Asked around"})
    assert refused.status_code == 422
    assert "no adult in this contact works at this school" in refused.text
    assert "Asked around" in refused.text
    form["idempotency_key"] = hidden(refused.text, "idempotency_key")
    done = await browser.post(f"{address}/release", data=form | {"reason": "Asked around", "staff_at_recipient": "N"})
    assert done.status_code == 303, done.text
    await sent(registered)
    assert "not seen yet" in (await browser.get(address)).text


async def test_suppressing_needs_a_day_of_review(registered: RunningService) -> None:
    contact = police_contact()
    contact["adults"][1]["works_with_children"] = "Y"
    await told_of(registered, contact)
    browser, address = registered.browser(REYES), await page_of_the_alert(registered)
    page = (await browser.get(address)).text
    form = {name: hidden(page, name) for name in ("csrf_token", "idempotency_key", "expected_version")}
    for typed, field in [
        ({"review_on": "2026-06-01"}, "not_told_because"),
        ({"not_told_because": "He teaches there"}, "review_on"),
        ({"not_told_because": "He teaches there", "review_on": "soon"}, "review_on"),
    ]:
        refused = await browser.post(f"{address}/suppress", data=form | typed)
        assert refused.status_code == 422
        assert f'href="#{field}"' in refused.text
    typed = {"not_told_because": "He teaches there", "review_on": "2026-06-01"}
    assert (await browser.post(f"{address}/suppress", data=form | typed)).status_code == 303
    assert "looked at again on 1 June 2026" in (await browser.get(address)).text


async def test_a_call_handler_reads_a_caller_their_receipt(notifications: RunningService) -> None:
    await told_of(notifications, school_contact(source_code="1B", channel="PHONE"), MARSH)
    browser = notifications.browser(MARSH)
    page = (await browser.get("/sent")).text
    [address] = re.findall(r'href="/notifications(/sent/[^"]+)"', page.split("fd-cards")[1])[:1]
    one = (await browser.get(address)).text
    assert "call 999" in one
    form = {name: hidden(one, name) for name in ("csrf_token", "idempotency_key", "expected_version")}
    answer = await browser.post(f"{address}/read-out", data=form | {"spoken_to": "The caller"})
    assert answer.status_code == 303
    assert "by phone" in (await browser.get(address)).text


async def test_the_police_confirm_an_old_incident_on_their_page(registered: RunningService) -> None:
    old = police_contact(incident={"occurred_at": "2026-04-14T20:00:00+01:00", "police_ref": "26*1"})
    await told_of(registered, old)
    browser = registered.browser(AMIN)
    page = (await browser.get("/agency")).text
    assert "PPN-2026-0418823" in page
    address = re.search(r'action="/notifications(/agency/alerts/([^"]+)/confirm)"', page)
    assert address
    form = {name: hidden(page, name) for name in ("csrf_token", "idempotency_key", "expected_version")}
    answer = await browser.post(address[1], data=form | {f"reason-{address[2]}": "Checked the log"})
    assert answer.status_code == 303, answer.text
    await sent(registered)
    assert "Waiting for you to confirm" not in (await browser.get("/agency")).text


@pytest.mark.parametrize(("path", "who"), [("/sent", OSEI), ("/sent", FORCE), ("/agency", REYES)])
async def test_the_wrong_people_are_turned_away(notifications: RunningService, path: str, who: object) -> None:
    assert (await notifications.browser(who).get(path)).status_code == 403  # pyright: ignore


async def test_a_form_without_its_token_changes_nothing(registered: RunningService) -> None:
    await told_of(registered, police_contact())
    address = await page_of_the_alert(registered)
    answer = await registered.browser(REYES).post(f"{address}/read-out", data={"spoken_to": "Anita"})
    assert answer.status_code == 403
