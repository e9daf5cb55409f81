"""What else has to be done with a contact: found from it, a form each, kept when refused, seen by whose work it is."""

from datetime import UTC, datetime
from typing import Any

import pytest

from shared.access.actor import Actor, Role
from shared.testing.service import RunningService

from .asking import PPN, REASON, screened, sent
from .conftest import CALL_HANDLER, MACHINE, MISSING, POLICE, POLICE_MASH, REYES, SCHOOL, SCREENER, example
from .test_pages import hidden

LADO = Actor(user_id="lado.frost", name="Ines Frost", role=Role.LADO, org_id="la-812")
ASSESSMENT = Actor(user_id="sw.ndlovu", name="T Ndlovu", role=Role.ASSESSMENT_SW, org_id="la-812", registered_sw=True)
NOW = "2026-05-11T08:00"


async def missing(intake: RunningService) -> str:
    """Tyler is missing and has come back: the contact's id."""
    gone, found = example("missing-child-and-return")
    police = intake.client(POLICE, MACHINE)
    intake.clock.at = datetime(2026, 5, 9, 21, 5, tzinfo=UTC)
    receipt = (await police.post("/api/v1/missing-reports", json=gone)).json()
    intake.clock.at = datetime(2026, 5, 11, 7, 0, tzinfo=UTC)
    await police.post("/api/v1/missing-reports", json=found)
    return receipt["contact_id"]


async def take(intake: RunningService, who: Actor, contact_id: str, step: str, **typed: str) -> tuple[int, str]:
    """Fills in the form of this step as its page gave it. Answers the status and the page, or where it led."""
    browser, address = intake.browser(who), f"/contacts/{contact_id}/{step}"
    page = await browser.get(address)
    assert page.status_code == 200, page.text
    answer = await browser.post(address, data=hidden(page.text) | typed)
    return answer.status_code, answer.headers.get("location", answer.text)


HEARD = {
    "completed_at": "2026-05-11T07:30",
    "accepted": "Y",
    "interviewer_independent": "Y",
    "harm_disclosed": "Y",
    "child_words": "A man took me to a flat",
}


@pytest.mark.parametrize(
    ("who", "step", "typed", "event"),
    [
        (MISSING, "return-interview-offer", {"offered_at": NOW, "provider": "Independent visitors"}, "RhiOffered"),
        (
            MISSING,
            "return-interview",
            HEARD,
            "RhiCompleted",
        ),
        (MISSING, "return-interview-declined", {"reason": REASON, "alternative": "Her school"}, "RhiDeclined"),
        (MISSING, "missing-pattern", {"strategy_discussion": "Y", "reason": REASON}, "MissingPatternConsidered"),
        (SCREENER, "consent", {"parents_informed": "NO", "parental_agreement": "NOT_SOUGHT", "reason": REASON},
         "ConsentStatusRecorded"),
        (CALL_HANDLER, "care-status", {"temp_ref": "child-1", "care_status": "CLA", "team": "CLA-1"},
         "OpenCaseContactRouted"),
        (REYES, "redirect", {"la": "813", "ack_ref": "N-1", "reason": REASON}, "ContactRedirected"),
        (REYES, "not-about-a-child", {"reason": REASON, "why_not.child-1": REASON}, "ContactMarkedNotAboutAChild"),
    ],
)  # fmt: skip
async def test_a_step_is_found_from_the_contact_and_taken(
    intake: RunningService, who: Actor, step: str, typed: dict[str, str], event: str
) -> None:
    contact_id = await missing(intake)
    await screened(intake, contact_id)
    listed = (await intake.browser(who).get(f"/contacts/{contact_id}/steps")).text
    assert f'/intake/contacts/{contact_id}/{step}"' in listed
    assert await take(intake, who, contact_id, step, **typed) == (303, f"/intake/contacts/{contact_id}/steps")
    assert await intake.published(f"frontdoor.{event}.v1")


@pytest.mark.parametrize(
    ("step", "typed", "words"),
    [
        ("redirect", {"la": "813", "reason": REASON}, "Give the reference by which the other authority acknowledged"),
        ("redirect", {"la": "Hull", "ack_ref": "N-1", "reason": REASON}, "three-digit code"),
        ("duplicate", {"primary_contact_id": "none", "same_incident": "Y", "reason": REASON}, "Choose a contact"),
        ("not-about-a-child", {"reason": REASON, "why_not.child-1": "None"}, "The contact names a child (child-1)"),
        ("not-about-a-child", {"reason": "Wrong", "why_not.child-1": REASON}, "that no child is concerned"),
        ("return-interview", {"child_words": REASON}, "Give the day and the time"),
        ("missing-pattern", {"reason": REASON}, "Say whether a strategy discussion is needed"),
    ],
)
async def test_what_was_typed_is_kept_when_a_step_is_refused(
    intake: RunningService, step: str, typed: dict[str, str], words: str
) -> None:
    contact_id = await missing(intake)
    status, page = await take(intake, REYES, contact_id, step, **typed)
    assert (status, words in page) == (422, True)
    assert all(value in page for value in typed.values() if value != "none")


async def test_private_fostering_an_allegation_and_marac_have_their_steps(intake: RunningService) -> None:
    allegation = await sent(intake, contact_type="LADO")
    fostered = await sent(intake, source_ref="SP-2", contact_type="PRIVATE_FOSTERING")
    abuse = (await intake.client(POLICE, MACHINE).post(PPN, json=example("police-domestic-abuse-high"))).json()
    told = {"lado": "Ines Frost", "told_at": "2026-05-01T14:00"}
    bypass, page = await take(intake, LADO, allegation["contact_id"], "lado", **told)
    assert (bypass, "INT-02 NO_BYPASS" in page) == (422, True)
    for contact in (allegation, fostered):
        await screened(intake, contact["contact_id"])
    assert (await take(intake, LADO, allegation["contact_id"], "lado", **told))[0] == 303
    assert (await take(intake, SCREENER, fostered["contact_id"], "private-fostering", team="CASS-2"))[0] == 303
    visit = {"visited_at": "2026-05-01T13:30", "child_seen": "Y"}
    assert (await take(intake, ASSESSMENT, fostered["contact_id"], "private-fostering-visit", **visit))[0] == 303
    confirmed = {"by_agency": "Example Police", "confirmed_at": "2026-05-01T14:00"}
    assert (await take(intake, POLICE_MASH, abuse["contact_id"], "marac", **confirmed))[0] == 303
    stopped = {clock["code"] for clock in await intake.published("frontdoor.ClockStopped.v1")}
    assert stopped == {"CK_LADO", "CK_PF", "CK_MARAC"}


async def test_a_repeat_is_linked_to_the_contact_that_names_the_same_child(intake: RunningService) -> None:
    first, again = await sent(intake), await sent(intake, source_ref="SP-2")
    page = (await intake.browser(SCREENER).get(f"/contacts/{again['contact_id']}/duplicate")).text
    assert first["contact_id"] in page
    typed = {"primary_contact_id": first["contact_id"], "same_incident": "N", "reason": REASON}
    assert (await take(intake, SCREENER, again["contact_id"], "duplicate", **typed))[0] == 303
    [linked] = await intake.published("frontdoor.DuplicateContactLinked.v1")
    assert (linked["primary_contact_id"], linked["same_incident"]) == (first["contact_id"], False)


async def test_a_contact_is_linked_by_a_reference_and_the_link_is_undone(
    intake: RunningService,
) -> None:
    first, again = await sent(intake), await sent(intake, source_ref="SP-2")
    other = await sent(intake, source_ref="SP-3", children=[{"temp_ref": "c1", "first_name": "Jay"}])
    named = {"other_reference": other["reference"], "same_incident": "Y", "reason": REASON}
    assert (await take(intake, SCREENER, again["contact_id"], "duplicate", **named))[0] == 303
    browser = intake.browser(SCREENER)
    assert "Undo a link" not in (await browser.get(f"/contacts/{first['contact_id']}/steps")).text
    assert "Undo a link" in (await browser.get(f"/contacts/{again['contact_id']}/steps")).text
    undone = {"primary_contact_id": other["contact_id"], "reason": REASON}
    assert (await take(intake, SCREENER, again["contact_id"], "undo-link", **undone))[0] == 303
    [said] = await intake.published("frontdoor.DuplicateContactUnlinked.v1")
    assert said["primary_contact_id"] == other["contact_id"]


@pytest.mark.parametrize("who", [LADO, MISSING, ASSESSMENT])
async def test_a_specialist_sees_the_contacts_of_that_speciality_alone(intake: RunningService, who: Actor) -> None:
    contact = await sent(intake)
    assert (await intake.browser(who).get(f"/contacts/{contact['contact_id']}/steps")).status_code == 404


async def test_what_is_owed_stands_before_whose_work_it_is(intake: RunningService) -> None:
    await missing(intake)
    owed = (await intake.browser(MISSING).get("/owed")).text
    assert ("Return home interview" in owed, "Tyler Beckwith" in owed) == (True, True)
    assert "Nothing is owed" in (await intake.browser(LADO).get("/owed")).text
    assert "Return home interview" in (await intake.browser(SCREENER).get("/to-sort-out")).text


async def test_the_missing_coordinator_reads_nothing_that_the_police_told(intake: RunningService) -> None:
    contact_id = await missing(intake)
    for step in ("steps", "return-interview-offer", "return-interview"):
        page = (await intake.browser(MISSING).get(f"/contacts/{contact_id}/{step}")).text
        assert not [word for word in ("phone call", "Ref A17", "MEDIUM", "CCE") if word in page]


async def test_a_carer_says_that_the_child_is_back(intake: RunningService) -> None:
    [gone, _] = example("missing-child-and-return")
    intake.clock.at = datetime(2026, 5, 9, 21, 5, tzinfo=UTC)
    receipt = (await intake.client(CALL_HANDLER).post("/api/v1/missing-reports", json=gone)).json()
    intake.clock.at = datetime(2026, 5, 11, 7, 0, tzinfo=UTC)
    early = {"found_at": "2026-05-09T12:00", "found_how": "RETURNED_BY_SELF"}
    assert (await take(intake, CALL_HANDLER, receipt["contact_id"], "return", **early))[0] == 422
    back = {"found_at": "2026-05-11T03:40", "found_how": "RETURNED_BY_SELF", "prevention_interview_done": "NK"}
    assert (await take(intake, CALL_HANDLER, receipt["contact_id"], "return", **back))[0] == 303
    due = await intake.service.pool.fetchval("select due_at from clocks where code = 'CK_RHI'")
    assert due == datetime(2026, 5, 14, 2, 40, tzinfo=UTC)


async def test_a_child_missing_from_school_opens_an_episode_too(intake: RunningService) -> None:
    await sent(intake, contact_type="MISSING")
    assert len(await intake.published("frontdoor.MissingEpisodeOpened.v1")) == 2


async def test_a_wrong_link_is_corrected_and_undone_on_a_page(intake: RunningService) -> None:
    first, again = await sent(intake), await sent(intake, source_ref="SP-2")
    noor, herself = (contact["children"][0]["child_id"] for contact in (first, again))
    step = "identities/c1/correction"
    assert (await take(intake, SCREENER, again["contact_id"], step, reason=REASON))[0] == 422
    await take(intake, SCREENER, again["contact_id"], step, child_id="itself", reason=REASON)
    await take(intake, SCREENER, again["contact_id"], step, child_id=noor, reason=REASON)
    links = [link["child_id"] for link in await intake.published("frontdoor.ChildIdentified.v1")]
    assert links == [noor, herself, noor]


async def test_an_earlier_record_is_sealed_on_a_page(intake: RunningService) -> None:
    contact = await sent(intake)
    browser, address = intake.browser(REYES), f"/identities/{contact['children'][0]['child_id']}/seal"
    page = (await browser.get(address)).text
    assert (await browser.post(address, data=hidden(page) | {"reason": "Adopted"})).status_code == 422
    sealed = await browser.post(address, data=hidden(page) | {"reason": "Adoption order of 3 March 2026"})
    assert (sealed.status_code, "The record is sealed" in sealed.text) == (200, True)


async def told(intake: RunningService, who: Actor, **typed: str) -> Any:
    browser = intake.browser(who)
    page = (await browser.get("/send")).text
    return await browser.post("/send", data=hidden(page) | typed)


async def test_early_help_is_led_to_where_a_step_up_is_asked_and_answered(intake: RunningService) -> None:
    worker = Actor(user_id="eh.lowe", name="Sam Lowe", role=Role.EARLY_HELP_WORKER, org_id="eh-north")
    page = (await intake.browser(worker).get("/send")).text
    assert 'href="/screening/early-help#children"' in page
    assert 'value="STEP_UP"' not in page
    assert "/screening/early-help" not in (await intake.browser(SCHOOL).get("/send")).text


async def test_early_help_tells_of_a_child_who_is_not_with_it_like_anybody(intake: RunningService) -> None:
    worker = Actor(user_id="eh.lowe", name="Sam Lowe", role=Role.EARLY_HELP_WORKER, org_id="eh-north")
    assert (await told(intake, worker)).status_code == 422
    answer = await told(
        intake,
        worker,
        contact_type="CHILD_CONCERN",
        child_1_first_name="Noor",
        child_1_surname="Hadley",
        worries="Three missed visits since April and no food in the house on 29 April",
    )
    assert answer.status_code == 303, answer.text
    [received] = await intake.published("frontdoor.ContactReceived.v1")
    assert (received["contact_type"], received["source_code"], received["referrer"]["name"]) == (
        "CHILD_CONCERN", "5D", "Sam Lowe",
    )  # fmt: skip
    receipt = f"/send/{received['contact_id']}"
    assert "What would help us to decide" in (await intake.browser(worker).get(receipt)).text
    assert (await intake.browser(SCHOOL).get(receipt)).status_code == 404


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("accepted", "Say whether the child took part"),
        ("interviewer_independent", "Say whether the interviewer was independent"),
        ("harm_disclosed", "Say whether the child told of harm"),
    ],
)
async def test_what_nobody_answers_of_a_return_interview_is_asked_and_never_taken_for_no(
    intake: RunningService, name: str, words: str
) -> None:
    contact_id = await missing(intake)
    unanswered = {field: value for field, value in HEARD.items() if field != name}
    status, page = await take(intake, MISSING, contact_id, "return-interview", **unanswered)
    assert (status, words in page, HEARD["child_words"] in page) == (422, True, True)
    assert await intake.published("frontdoor.RhiCompleted.v1") == []
