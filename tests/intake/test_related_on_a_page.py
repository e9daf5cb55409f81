"""The forms ask what each adult is to each child, and what was said of it is told, kept, and put right."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest

from shared.access.actor import Actor
from shared.testing.service import RunningService

from .asking import sent
from .conftest import CALL_HANDLER, MACHINE, POLICE, POLICE_MASH, SCHOOL, example
from .test_amending import fields
from .test_pages import hidden

REPORT = example("police-domestic-abuse-high")
FAMILY = {
    "child_1_first_name": "Maisie",
    "child_2_first_name": "Alfie",
    "adult_1_first_name": "Kerry",
    "adult_1_to_1": "MOTHER",
    "adult_1_to_2": "MOTHER",
    "adult_2_first_name": "Shaun",
    "adult_2_to_1": "STEPFATHER",
    "adult_2_to_2": "FATHER",
    "worries": "He held her by the neck",
    "inbox_id": "early-help",
    "message_ref": "3 May",
    "caller": "professional",
}


@pytest.fixture(autouse=True)
def sunday(intake: RunningService) -> None:
    intake.clock.at = datetime(2026, 5, 3, 0, 5, tzinfo=UTC)


def relations(contact: dict[str, Any]) -> list[list[tuple[str, str]]]:
    """Of each child, which adult is what to it."""
    return [[(one["adult"], one["rel"]) for one in child["relationship_to_adults"]] for child in contact["children"]]


async def police_report(intake: RunningService, **changes: Any) -> str:
    answer = await intake.client(POLICE, MACHINE).post("/api/v1/police-notifications", json=REPORT | changes)
    assert answer.status_code == 202, answer.text
    return f"/send/{answer.json()['contact_id']}/amend"


@pytest.mark.parametrize(("who", "form"), [(CALL_HANDLER, "/telephone"), (SCHOOL, "/send"), (CALL_HANDLER, "/inbox")])
async def test_the_form_says_what_a_system_says_and_keeps_it_when_refused(
    intake: RunningService, who: Actor, form: str
) -> None:
    browser = intake.browser(who)
    typed = hidden((await browser.get(form)).text) | FAMILY
    refused = await browser.post(form, data=typed | {"child_1_dob": "never"})
    assert refused.status_code == 422
    again = fields(refused.text)
    assert {name: again[name] for name in FAMILY if "_to_" in name} == {
        name: said for name, said in FAMILY.items() if "_to_" in name
    }
    assert "What are they to child 2 (Alfie)?" in refused.text
    stored = await browser.post(form, data=typed)
    assert stored.status_code == 303, stored.text
    await police_report(intake)
    page, api = await intake.published("frontdoor.ContactReceived.v1")
    assert relations(page) == relations(api)


async def test_what_a_system_said_is_shown_and_only_another_choice_changes_it(intake: RunningService) -> None:
    first, second = REPORT["children"]
    other = [{"adult": "a1", "rel": "MOTHER"}, {"adult": "a1", "rel": "CARER"}, {"adult": "a2", "rel": "GODPARENT"}]
    address = await police_report(intake, children=[first, second | {"relationship_to_adults": other}])
    browser = intake.browser(POLICE_MASH)
    page = (await browser.get(address)).text
    form = fields(page)
    assert [form[f"adult_2_to_{child}"] for child in (1, 2)] == ["STEPFATHER", "GODPARENT"]
    assert re.search(r'value="GODPARENT" selected>Godparent', page)
    form |= {"adult_2_to_1": "PARTNER_OF_PARENT", "child_3_first_name": "Ava", "adult_1_to_3": "AUNT_OR_UNCLE"}
    answer = await browser.post(address, data=form)
    assert answer.status_code == 303, answer.text
    [amended] = await intake.published("frontdoor.ContactAmended.v1")
    assert relations(amended) == [
        [("a1", "MOTHER"), ("a2", "PARTNER_OF_PARENT")],
        [("a1", "MOTHER"), ("a1", "CARER"), ("a2", "GODPARENT")],
        [("a1", "AUNT_OR_UNCLE")],
    ]


async def test_what_was_chosen_is_taken_back(intake: RunningService) -> None:
    """Who is nobody's father after all is nothing to the child; what the form did not ask stays."""
    address = await police_report(intake)
    browser = intake.browser(POLICE_MASH)
    form = fields((await browser.get(address)).text)
    unasked = {name: said for name, said in form.items() if name != "adult_1_to_2"}
    assert (await browser.post(address, data=unasked | {"adult_2_to_2": ""})).status_code == 303
    [amended] = await intake.published("frontdoor.ContactAmended.v1")
    assert relations(amended) == [[("a1", "MOTHER"), ("a2", "STEPFATHER")], [("a1", "MOTHER")]]
    assert fields((await browser.get(address)).text)["adult_2_to_2"] == ""


async def test_it_is_said_by_the_references_that_the_system_uses(intake: RunningService) -> None:
    child = {"temp_ref": "kid", "first_name": "Jay", "surname": "Holroyd"}
    mother = {"temp_ref": "mum", "first_name": "Dee", "role": "PARENT"}
    contact = await sent(intake, "school-contact-thin", children=[child], adults=[mother])
    browser, address = intake.browser(SCHOOL), f"/send/{contact['contact_id']}/amend"
    form = fields((await browser.get(address)).text)
    form |= {"adult_1_to_1": "MOTHER", "adult_2_to_1": "GRANDPARENT"}
    assert (await browser.post(address, data=form)).status_code == 303
    [amended] = await intake.published("frontdoor.ContactAmended.v1")
    new = amended["adults"][1]["temp_ref"]
    assert relations(amended) == [[("mum", "MOTHER"), (new, "GRANDPARENT")]]


async def test_whoever_is_emptied_but_for_a_relation_is_not_left_out(intake: RunningService) -> None:
    address = await police_report(intake)
    browser = intake.browser(POLICE_MASH)
    form = fields((await browser.get(address)).text)
    emptied = [name for name in form if name.startswith(("child_2_", "adult_2_")) and "_to_" not in name]
    form |= dict.fromkeys(emptied, "") | {"adult_2_to_2": "STEPFATHER"}
    assert (await browser.post(address, data=form)).status_code == 303
    [amended] = await intake.published("frontdoor.ContactAmended.v1")
    assert [each["first_name"] for each in (*amended["children"], *amended["adults"])] == [
        each["first_name"] for each in (*REPORT["children"], *REPORT["adults"])
    ]
    assert relations(amended)[1] == [("a1", "MOTHER"), ("a2", "STEPFATHER")]


async def test_an_adult_and_a_child_of_whom_nothing_else_is_known_are_kept(intake: RunningService) -> None:
    browser = intake.browser(SCHOOL)
    said = {"worries": "Left alone at night", "child_1_first_name": "Sam", "adult_2_to_2": "GRANDPARENT"}
    stored = await browser.post("/send", data=fields((await browser.get("/send")).text) | said)
    assert stored.status_code == 303, stored.text
    [contact] = await intake.published("frontdoor.ContactReceived.v1")
    assert [adult["temp_ref"] for adult in contact["adults"]] == ["a2"]
    assert relations(contact) == [[], [("a2", "GRANDPARENT")]]


@pytest.mark.parametrize("said", ["", "NO_RELATION"])
async def test_half_an_answer_hides_no_child_of_the_household(intake: RunningService, said: str) -> None:
    """An adult of whom it is not said to which child they belong is still asked after (INT-04)."""
    father = {"temp_ref": "a1", "first_name": "Lee", "surname": "Marlow", "dob": "1990-01-02", "role": "PARENT"}
    ava = {"temp_ref": "c1", "first_name": "Ava", "surname": "Marlow", "dob": "2019-03-04"}
    known = await sent(intake, children=[ava], adults=[father])
    browser = intake.browser(SCHOOL)
    typed = hidden((await browser.get("/send")).text) | {
        "worries": "He hit Sam with a belt",
        "contact_type": "DOMESTIC_ABUSE",
        "child_1_first_name": "Sam",
        "adult_1_first_name": "Dee",
        "adult_1_to_1": "MOTHER",
        "adult_2_first_name": "Lee",
        "adult_2_surname": "Marlow",
        "adult_2_dob": "1990-01-02",
        "adult_2_role": "CARER",
        "adult_2_to_1": said,
    }
    assert (await browser.post("/send", data=typed)).status_code == 303
    [found] = await intake.published("frontdoor.SiblingsFound.v1")
    assert [one["child_id"] for one in found["found"]] == [known["children"][0]["child_id"]]
