"""What the forms ask of a child and of the adults around it: kept when a form comes back, and told as it was typed."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest

from shared.access.actor import Actor, Role
from shared.testing.service import RunningService

from .asking import REASON, sent
from .conftest import CALL_HANDLER, MACHINE, SCHOOL, SCREENER, example
from .test_amending import fields
from .test_pages import hidden

HOME = Actor(user_id="home.example", name="Example House", role=Role.OTHER_PROFESSIONAL, org_id="home-example")
OF_THE_CHILD = {
    "child_1_gender": "09",
    "child_1_nhs": "943 476 5919",
    "child_1_interpreter": "Y",
    "child_1_disability": ["AUT", "LD"],
    "child_1_present_at_incident": "Y",
    "child_1_seen_by_referrer": "N",
}
OF_THE_ADULT = {
    "adult_1_first_name": "Kerry",
    "adult_1_works_with_children": "Y",
    "adult_1_safe_method": "Mobile, mornings only",
    "adult_1_safe_do_not": "No letters",
}


def ticked(page: str, name: str) -> list[str]:
    """The boxes or buttons of this name that are ticked."""
    tags = [tag for tag in re.findall(r"<input[^>]*>", page) if f'name="{name}"' in tag and " checked" in tag]
    return [found[1] for tag in tags for found in [re.search(r'value="([^"]*)"', tag)] if found]


@pytest.mark.parametrize(("who", "form"), [(CALL_HANDLER, "/telephone"), (SCHOOL, "/send"), (CALL_HANDLER, "/inbox")])
async def test_what_was_typed_of_a_child_survives_a_refusal_and_is_told(
    intake: RunningService, who: Actor, form: str
) -> None:
    browser = intake.browser(who)
    typed: dict[str, Any] = hidden((await browser.get(form)).text) | OF_THE_CHILD | OF_THE_ADULT
    typed |= {
        "worries": "Left alone at night",
        "inbox_id": "early-help",
        "message_ref": "3 May",
        "caller": "professional",
    }
    refused = await browser.post(form, data=typed | {"child_1_dob": "never"})
    assert refused.status_code == 422, refused.text
    again = fields(refused.text)
    assert (again["child_1_gender"], again["child_1_nhs"]) == ("09", "943 476 5919")
    assert ticked(refused.text, "child_1_disability") == ["AUT", "LD"]
    assert ticked(refused.text, "child_1_interpreter") == ["Y"]
    assert again["adult_1_safe_do_not"] == "No letters"
    stored = await browser.post(form, data=typed | {"child_1_first_name": "Sam"})
    assert stored.status_code == 303, stored.text
    [contact] = await intake.published("frontdoor.ContactReceived.v1")
    [child], [adult] = contact["children"], contact["adults"]
    assert (child["gender"], child["disability"], child["interpreter"]) == ("09", ["AUT", "LD"], True)
    assert (child["present_at_incident"], child["seen_by_referrer"], child["nhs"]) == ("Y", "N", "943 476 5919")
    assert adult["safe_contact"] == {"method": "Mobile, mornings only", "do_not": "No letters"}
    assert adult["works_with_children"] == "Y"


async def test_a_sender_finds_it_again_where_it_amends(intake: RunningService) -> None:
    child = {"temp_ref": "c1", "first_name": "Jay", "surname": "Holroyd", "gender": "01", "interpreter": False}
    contact = await sent(intake, "school-contact-thin", children=[child | {"disability": ["HEAR"]}])
    browser, address = intake.browser(SCHOOL), f"/send/{contact['contact_id']}/amend"
    page = (await browser.get(address)).text
    filled = fields(page)
    assert (filled["child_1_gender"], ticked(page, "child_1_interpreter")) == ("01", ["N"])
    assert ticked(page, "child_1_disability") == ["HEAR"]
    changed = filled | {"child_1_gender": "09", "child_1_disability": ["HEAR", "VIS"]}
    assert (await browser.post(address, data=changed)).status_code == 303
    [amended] = await intake.published("frontdoor.ContactAmended.v1")
    [now] = amended["children"]
    assert (amended["changes"], now["gender"], now["disability"]) == (["children"], "09", ["HEAR", "VIS"])
    assert now["interpreter"] is False


async def test_only_who_is_named_stands_unfolded_in_a_form_that_comes_back(intake: RunningService) -> None:
    page = (await intake.browser(SCHOOL).get("/send")).text
    assert "<details" in page
    assert " open>" not in page
    contact = await sent(intake)
    amending = (await intake.browser(SCHOOL).get(f"/send/{contact['contact_id']}/amend")).text
    assert amending.count(" open>") == 3  # the disability of the first child, the second, and whose child that is


async def test_a_child_whom_the_sender_did_not_name_is_named_with_school_and_gender(intake: RunningService) -> None:
    await sent(intake)
    contact = await sent(intake, source_ref="SP-3", children=[], incident={"address": "3 Mill Lane"})
    browser, address = intake.browser(CALL_HANDLER), f"/contacts/{contact['contact_id']}/name-child"
    typed = hidden((await browser.get(address)).text) | {
        "first_name": "Ava",
        "gender": "02",
        "sex": "F",
        "school": "999014",
        "upn": "A999014013007",
    }
    refused = await browser.post(address, data=typed | {"reason": "Known"})
    again = fields(refused.text)
    assert (refused.status_code, again["gender"], again["school"]) == (422, "02", "999014")
    assert (await browser.post(address, data=typed | {"reason": REASON})).status_code == 303
    [added] = await intake.published("frontdoor.SiblingAdded.v1")
    child = added["child"]
    assert (child["gender"], child["sex"], child["school_urn"], child["upn"]) == ("02", "F", "999014", "A999014013007")


async def test_an_unborn_child_whose_sex_was_given_is_put_right_where_its_identity_is_confirmed(
    intake: RunningService,
) -> None:
    child = {"temp_ref": "c1", "first_name": "Baby", "expected_dob": "2026-08-01", "sex": "F", "gender": "02"}
    contact = await sent(intake, "school-contact-thin", children=[child])
    browser, address = intake.browser(SCREENER), f"/contacts/{contact['contact_id']}/identities/c1"
    page = (await browser.get(address)).text
    assert re.search(r"Gender</dt>\s*<dd[^>]*>Female", page)
    typed = hidden(page) | {"child_id": "new"}
    refused = await browser.post(address, data=typed)
    assert (refused.status_code, "recorded as U" in refused.text) == (422, True)
    assert '<details class="govuk-details" open>' in refused.text
    assert (await browser.post(address, data=typed | {"sex": "U"})).status_code == 303
    assert await intake.service.pool.fetchval("select sex from identities") == "U"


async def test_every_look_at_who_a_child_may_be_is_written_down(intake: RunningService) -> None:
    first = await sent(intake)
    await sent(intake, source_ref="SP-2", children=[{"temp_ref": "c1", "first_name": "Norr", "surname": "Hadly",
                                                     "dob": "2018-06-03"}])  # fmt: skip
    [check] = (await intake.client(SCREENER).get("/api/v1/identity-checks")).json()
    await intake.browser(SCREENER).get(f"/contacts/{check['contact_id']}/identities/c1")
    looks = await intake.service.pool.fetch("select child_ids from audit where action = 'ViewIdentity'")
    assert [set(look["child_ids"]) for look in looks] == [{check["child_id"], first["children"][0]["child_id"]}]


async def test_every_look_at_who_else_lives_there_is_written_down(intake: RunningService) -> None:
    zed = (await sent(intake))["children"][1]["child_id"]
    contact = await sent(intake, source_ref="SP-2", children=example("school-contact-good")["children"][:1])
    await intake.browser(SCREENER).get(f"/contacts/{contact['contact_id']}/siblings")
    await intake.client(SCREENER).get(f"/api/v1/contacts/{contact['contact_id']}/siblings")
    looks = await intake.service.pool.fetch("select child_ids from audit where action = 'ViewHousehold'")
    assert [zed in look["child_ids"] for look in looks] == [True, True]


async def test_a_home_reports_a_child_missing_on_a_page_and_its_worker_is_told(intake: RunningService) -> None:
    intake.clock.at = datetime(2026, 5, 9, 21, 5, tzinfo=UTC)
    browser = intake.browser(HOME)
    typed = hidden((await browser.get("/send")).text) | {
        "child_1_first_name": "Tyler",
        "missing_since": "2026-05-09T18:30",
        "missing_from": "CARE",
        "missing_cla": "Y",
        "missing_seen_by": "Residential worker",
        "referrer_email": "duty@home.example",
        "child_1_education_status": "EHE",
    }
    refused = await browser.post("/send", data=typed | {"missing_since": "2026-05-10T18:30"})
    assert (refused.status_code, "This has not happened yet" in refused.text) == (422, True)
    assert ticked(refused.text, "missing_cla") == ["Y"]
    assert (await browser.post("/send", data=typed)).status_code == 303
    [contact] = await intake.published("frontdoor.ContactReceived.v1")
    assert (contact["contact_type"], contact["missing"]["missing_from"]) == ("MISSING", "CARE")
    assert contact["incident"]["occurred_at"] == contact["missing"]["last_seen_at"] == "2026-05-09T17:30:00Z"
    assert (contact["referrer"]["email"], contact["children"][0]["education_status"]) == ("duty@home.example", "EHE")
    [opened] = await intake.published("frontdoor.MissingEpisodeOpened.v1")
    [routed] = await intake.published("frontdoor.OpenCaseContactRouted.v1")
    assert (opened["missing_from"], routed["care_status"]) == ("CARE", "CLA")
    missing = (await intake.browser(SCREENER).get("/missing")).text
    assert "missing from care" in missing


async def test_the_same_over_the_api_beside_what_every_contact_says(intake: RunningService) -> None:
    body = {
        "source_system": "HOME",
        "source_ref": "H-1",
        "contact_type": "MISSING",
        "children": [{"first_name": "Tyler"}],
        "missing": {"missing_from": "care", "last_seen_at": "2026-04-30T18:30:00Z", "shoes": "white"},
    }
    receipt = (await intake.client(HOME, MACHINE).post("/api/v1/contacts", json=body)).json()
    assert receipt["not_understood"] == ["missing.shoes"]
    [opened] = await intake.published("frontdoor.MissingEpisodeOpened.v1")
    assert (opened["missing_from"], opened["meta"]["occurred_at"]) == ("CARE", "2026-04-30T18:30:00Z")


@pytest.mark.parametrize("form", ["/telephone", "/send"])
async def test_what_is_said_of_an_adult_whose_name_nobody_knows_is_kept(intake: RunningService, form: str) -> None:
    """How not to reach somebody may be all that a caller knows of them."""
    browser = intake.browser(SCHOOL if form == "/send" else CALL_HANDLER)
    unnamed = {"adult_1_role": "ALLEGED_PERPETRATOR", "adult_2_safe_do_not": "Never while he is at home"}
    call = {"worries": "Left alone at night", "child_1_first_name": "Sam", "caller": "professional"}
    stored = await browser.post(form, data=hidden((await browser.get(form)).text) | call | unnamed)
    assert stored.status_code == 303, stored.text
    [contact] = await intake.published("frontdoor.ContactReceived.v1")
    he, she = contact["adults"]
    assert (he["role"], he["first_name"]) == ("ALLEGED_PERPETRATOR", "")
    assert (she["role"], she["safe_contact"]["do_not"]) == ("OTHER", "Never while he is at home")


async def test_what_kind_of_place_it_was_and_when_the_child_was_seen_is_asked_and_can_be_put_right(
    intake: RunningService,
) -> None:
    """Only of a home is it asked who else lives there (INT-04)."""
    browser = intake.browser(SCHOOL)
    said = {
        "worries": "He was hit at the gate",
        "incident_address": "Larkfield Primary, EX1 2AB",
        "location_type": "SCHOOL",
        "child_1_first_name": "Sam",
        "child_1_seen_at": "2026-05-01T09:15",
    }
    stored = await browser.post("/send", data=hidden((await browser.get("/send")).text) | said)
    assert stored.status_code == 303, stored.text
    [contact] = await intake.published("frontdoor.ContactReceived.v1")
    assert contact["incident"]["location_type"] == "SCHOOL"
    assert contact["children"][0]["seen_at"].startswith("2026-05-01T08:15")
    address = f"/send/{contact['contact_id']}/amend"
    filled = fields((await browser.get(address)).text)
    assert (filled["location_type"], filled["child_1_seen_at"]) == ("SCHOOL", "2026-05-01T09:15")
    assert (await browser.post(address, data=filled | {"location_type": "PUBLIC_PLACE"})).status_code == 303
    [amended] = await intake.published("frontdoor.ContactAmended.v1")
    assert (amended["incident"]["location_type"], amended["changes"]) == ("PUBLIC_PLACE", ["incident"])
