"""A child whom the sender could not name: whoever finds out says so, and it is screened like one who was named."""

from typing import Any

from shared.testing.service import RunningService

from .asking import REASON, ask, sent
from .conftest import CALL_HANDLER, MACHINE, SCHOOL, SCREENER, example
from .test_steps import take

AVA = {"first_name": "Ava", "surname": "Lowe", "dob": "2019-03-01", "sex": "girl"}


async def nobody_named(intake: RunningService) -> dict[str, Any]:
    return await sent(intake, children=[], incident={"address": "3 Mill Lane, Exampleby EX1 1AA"})


async def test_a_child_found_at_the_address_joins_the_contact_and_its_sender_is_not_told(
    intake: RunningService,
) -> None:
    contact = await nobody_named(intake)
    await ask(intake, CALL_HANDLER, contact, "children", **AVA, reason=REASON)
    [added] = await intake.published("frontdoor.SiblingAdded.v1")
    child = added["child"]
    assert (child["first_name"], child["dob"], child["sex"]) == ("Ava", "2019-03-01", "F")
    own = (await intake.client(SCHOOL, MACHINE).get(f"/api/v1/contacts/{contact['contact_id']}")).json()
    assert "Ava" not in str(own)


async def test_who_it_may_be_waits_for_a_person_like_that_of_every_named_child(intake: RunningService) -> None:
    known = await sent(intake, source_ref="SP-1", children=[AVA | {"temp_ref": "c1", "sex": "F"}])
    contact = await nobody_named(intake)
    await ask(intake, SCREENER, contact, "children", **AVA, reason=REASON)
    [check] = (await intake.client(SCREENER).get("/api/v1/identity-checks")).json()
    assert check["contact_id"] == contact["contact_id"]
    child_id = known["children"][0]["child_id"]
    assert [candidate["child_id"] for candidate in check["candidates"]] == [child_id]
    await ask(intake, SCREENER, contact, "identities", temp_ref=check["temp_ref"], child_id=child_id)
    assert (await intake.published("frontdoor.ChildIdentified.v1"))[-1]["child_id"] == child_id


async def test_a_number_proves_who_it_is(intake: RunningService) -> None:
    [noor, _] = (await sent(intake))["children"]
    contact = await sent(intake, source_ref="SP-9", children=[], incident={"address": "3 Mill Lane"})
    named = {
        name: example("school-contact-good")["children"][0][name] for name in ("first_name", "surname", "dob", "upn")
    }
    await ask(intake, SCREENER, contact, "children", **named, reason=REASON)
    assert (await intake.published("frontdoor.ChildIdentified.v1"))[-1]["child_id"] == noor["child_id"]


async def test_a_child_is_named_by_something_and_somebody_says_how_it_is_known(intake: RunningService) -> None:
    contact = await nobody_named(intake)
    assert (await ask(intake, SCREENER, contact, "children", sex="F", reason=REASON))["code"] == "INT-50 NAMELESS"
    assert (await ask(intake, SCREENER, contact, "children", **AVA, reason="Known"))["code"] == "INT-20 REASON"


async def test_a_child_is_named_on_a_page(intake: RunningService) -> None:
    contact = await nobody_named(intake)
    typed = {"first_name": "Ava", "surname": "Lowe", "dob": "2019-03-01", "reason": REASON}
    steps = f"/intake/contacts/{contact['contact_id']}/steps"
    assert await take(intake, CALL_HANDLER, contact["contact_id"], "name-child", **typed) == (303, steps)
    page = await intake.browser(SCREENER).get(steps.removeprefix("/intake"))
    assert "Say who Ava Lowe is" in page.text
