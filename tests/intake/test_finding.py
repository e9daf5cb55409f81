"""A caller gives a reference, ours or their own: the front door finds the contact, and its sender asks by it."""

from importlib import import_module

from shared.references import contact_ref
from shared.testing.service import RunningService

from .asking import REASON, sent
from .conftest import CALL_HANDLER, MACHINE, OTHER_SCHOOL, SCHOOL, SCREENER
from .test_steps import take

MIGRATION = import_module("intake.migrations.versions.0012_what_a_contact_is_called")


async def test_a_reference_leads_to_its_contact(intake: RunningService) -> None:
    contact = await sent(intake)
    assert contact["reference"] == contact_ref(contact["contact_id"])
    where = f"/screening/contacts/{contact['contact_id']}"
    browser = intake.browser(CALL_HANDLER)
    for ref in (contact["reference"].lower(), contact["contact_id"], contact["source_ref"]):
        answer = await browser.get("/find", params={"ref": ref})
        assert (answer.status_code, answer.headers["location"]) == (303, where)


async def test_what_nobody_is_called_and_what_several_are(intake: RunningService) -> None:
    await sent(intake)
    other = {"source_system": "OTHER", "children": [{"temp_ref": "c1", "first_name": "Jay"}]}
    await sent(intake, **other)
    browser = intake.browser(CALL_HANDLER)
    assert "No contact is called that" in (await browser.get("/find", params={"ref": "C-00000"})).text
    page = (await browser.get("/find", params={"ref": "SP-10301"})).text
    assert "2 contacts share this reference" in page
    assert page.count("From Larkfield Primary") == 2
    assert "No contact" not in (await browser.get("/find")).text


async def test_the_pages_read_out_what_the_receipts_say(intake: RunningService) -> None:
    contact = await sent(intake)
    for who, page in ((SCHOOL, "send"), (CALL_HANDLER, "telephone")):
        shown = (await intake.browser(who).get(f"/{page}/{contact['contact_id']}")).text
        assert contact["reference"] in shown
    assert "/intake/find" in (await intake.browser(SCREENER).get("/to-sort-out")).text


async def test_a_sender_asks_by_it_of_its_own_alone(intake: RunningService) -> None:
    contact = await sent(intake)
    address = f"/api/v1/contacts/{contact['reference']}"
    asked = await intake.client(SCHOOL, MACHINE).get(address)
    assert (asked.json()["contact_id"], asked.json()["reference"]) == (contact["contact_id"], contact["reference"])
    assert (await intake.client(OTHER_SCHOOL, MACHINE).get(address)).status_code == 404


async def test_a_contact_is_linked_to_the_one_that_goes_by_the_reference(intake: RunningService) -> None:
    first = await sent(intake)
    second = await sent(intake, source_ref="SP-2", children=[{"temp_ref": "c1", "first_name": "Jay"}])
    typed = {"same_incident": "N", "reason": REASON}
    status, page = await take(
        intake, SCREENER, second["contact_id"], "duplicate", **typed, primary_contact_id="C-00000"
    )
    assert (status, "Choose a contact that we have" in page, "C-00000" in page) == (422, True, True)
    await take(intake, SCREENER, second["contact_id"], "duplicate", **typed, primary_contact_id=first["reference"])
    [linked] = await intake.published("frontdoor.DuplicateContactLinked.v1")
    assert linked["primary_contact_id"] == first["contact_id"]


async def test_a_contact_that_came_before_references_were_kept_has_its_own(intake: RunningService) -> None:
    contact = await sent(intake)
    await sent(intake, source_ref="SP-2")
    await intake.service.pool.execute("drop index submissions_source_ref")
    await intake.service.pool.execute("alter table submissions drop column reference")
    for step in MIGRATION.STEPS:
        await intake.service.pool.execute(step)
    rows = await intake.service.pool.fetch("select contact_id, reference from submissions")
    assert {row["contact_id"]: row["reference"] for row in rows}[contact["contact_id"]] == contact["reference"]
    assert all(row["reference"] == contact_ref(row["contact_id"]) for row in rows)
