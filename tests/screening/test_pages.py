"""Screening for people: each page answers its question, each form keeps what was typed and says how to go on."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import httpx2
import pytest

from shared.access.actor import Actor
from shared.testing.service import RunningService

from .conftest import arrive
from .html import Page
from .people import ADEYEMI, BROOK, HALE, LUND, MARSH, OKAFOR, REYES, may
from .story import ANALYSIS, PLAIN, WORDS


@pytest.fixture
async def weekend(screening: RunningService) -> dict[str, Any]:
    return await arrive(screening, "police-domestic-abuse-high")


async def open_page(screening: RunningService, who: Actor, address: str) -> Page:
    answer = await screening.browser(who).get(address)
    assert answer.status_code == 200, answer.text
    return Page(answer.text)


async def fill_in(
    screening: RunningService, who: Actor, address: str, /, *, form: str = "", **typed: Any
) -> httpx2.Response:
    """Opens the form's page as this person, fills the form in and sends it."""
    browser = screening.browser(who)
    shown = Page((await browser.get(address)).text).form(form or address)
    sent = shown.action.removeprefix("/screening")
    return await browser.post(sent, data={**shown.fields, **typed})


async def test_the_queue_says_what_runs_out_first_what_is_missing_and_who_has_it(
    screening: RunningService, weekend: dict[str, Any]
) -> None:
    page = await open_page(screening, ADEYEMI, "/queue")
    assert page.title.startswith("My queue")
    for words in (
        "Maisie Thornbeck, Alfie Thornbeck-Rudd",
        "Maisie 8 years 7 months",
        "15 min left of 15 min",
        "Not rated",
        "Police grade high",
        "Missing: a rating, a manager's direction",
        "With nobody yet",
    ):
        assert words in page.text
    assert f"/screening/contacts/{weekend['contact_id']}" in page.links


async def test_what_is_said_of_one_child_stands_at_that_child_and_what_is_said_of_all_below_them(
    screening: RunningService, weekend: dict[str, Any]
) -> None:
    screening.clock.at = may(13, 9, 40)
    school = await arrive(screening, "school-contact-good")
    noor, zed = await bars(screening, school)
    assert "Child under 1" in zed
    assert "Child under 1" not in noor
    maisie, alfie = await bars(screening, weekend)
    assert "Police grade high" not in maisie + alfie
    assert "Police grade high" in (await open_page(screening, ADEYEMI, f"/contacts/{weekend['contact_id']}")).text


async def bars(screening: RunningService, contact: dict[str, Any]) -> list[str]:
    """What stands at each child of the contact's page."""
    page = await screening.browser(ADEYEMI).get(f"/contacts/{contact['contact_id']}")
    return [part.split("</section>")[0] for part in page.text.split('<section class="moj-identity-bar"')[1:]]


async def test_the_queue_narrows_to_what_a_case_waits_for(screening: RunningService, weekend: dict[str, Any]) -> None:
    assert "Maisie" in (await open_page(screening, REYES, "/queue?stage=TRIAGE")).text
    assert "Maisie" not in (await open_page(screening, REYES, "/queue?stage=FINISH")).text
    assert "Maisie" not in (await open_page(screening, REYES, "/queue?mine=true")).text
    assert "Maisie" in (await open_page(screening, REYES, "/queue?stage=NONSENSE")).text


async def test_an_empty_queue_says_what_would_stand_here(screening: RunningService) -> None:
    assert "Contacts to screen would stand here" in (await open_page(screening, ADEYEMI, "/queue")).text


async def test_a_contact_shows_the_facts_before_any_form(screening: RunningService, weekend: dict[str, Any]) -> None:
    page = await open_page(screening, ADEYEMI, f"/contacts/{weekend['contact_id']}")
    assert page.title.startswith("Contact about Maisie Thornbeck and Alfie Thornbeck-Rudd")
    for words in (
        "Strangulation of mother with both children in the home",
        "He was squashing mummy's neck.",
        "1 h 45 min after the incident",
        "Called by neighbour",
        "No texts, voicemail or letters",
        "Safe contact only",
        "SCR-01 NO_DIRECTION",
        "SCR-10 DA_HIGH",
    ):
        assert words in page.text, words
    maisie = weekend["children"][0]["child_id"]
    assert f"/timeline/children/{maisie}" in page.links
    assert f"/screening/contacts/{weekend['contact_id']}/children/{maisie}/propose" in page.links
    assert page.forms == [] or all("screening" not in form.action for form in page.forms)


async def test_a_call_handler_sees_no_police_history_or_analysis(
    screening: RunningService, weekend: dict[str, Any]
) -> None:
    page = await open_page(screening, MARSH, f"/contacts/{weekend['contact_id']}")
    assert "Strangulation of mother" in page.text
    for words in ("Called by neighbour", "What is known already", "What the rules still ask", "Not rated"):
        assert words not in page.text
    assert not any("/propose" in link for link in page.links)
    queue = await open_page(screening, MARSH, "/queue")
    for shown in (page, queue):
        assert "Urgent" in shown.text
        assert "Police grade high" not in shown.text
    assert "Police grade high" in (await open_page(screening, ADEYEMI, "/queue")).text


async def test_an_assessment_manager_sees_only_contacts_about_their_children(
    screening: RunningService, weekend: dict[str, Any]
) -> None:
    hale = screening.browser(HALE)
    assert "Maisie" not in (await hale.get("/queue")).text
    assert (await hale.get(f"/contacts/{weekend['contact_id']}")).status_code == 404
    maisie = weekend["children"][0]
    await screening.client(OKAFOR).post(
        f"/api/v1/screenings/{weekend['contact_id']}/history-reviews",
        json={"child_id": maisie["child_id"], "sources": ["LCS"], "summary": "Open since March", "care_status": "CIN"},
    )
    assert "Maisie" in (await hale.get("/queue")).text
    assert (await hale.get(f"/contacts/{weekend['contact_id']}")).status_code == 200


async def test_somebody_from_elsewhere_does_not_get_in(screening: RunningService, weekend: dict[str, Any]) -> None:
    stranger = Actor("dsl.osei", "Anita Osei", ADEYEMI.role.__class__.SCHOOL_DSL, "sch-999001")
    assert (await screening.browser(stranger).get("/queue")).status_code == 403
    signed_out = await screening.nobody(accept="text/html").get("/queue")
    assert signed_out.status_code == 303


async def test_a_rating_is_recorded_and_leads_back_to_the_contact(
    screening: RunningService, weekend: dict[str, Any]
) -> None:
    address = f"/contacts/{weekend['contact_id']}"
    answer = await fill_in(screening, LUND, f"{address}/rag", rag="RED", reasons="Strangulation\nBoth at home")
    assert (answer.status_code, answer.headers["location"]) == (303, f"/screening{address}")
    page = await open_page(screening, LUND, address)
    assert "Decide (red), due Sun 3 May, 05:05" in page.text


async def test_a_form_that_is_sent_twice_counts_once(screening: RunningService, weekend: dict[str, Any]) -> None:
    browser = screening.browser(LUND)
    address = f"/contacts/{weekend['contact_id']}/direction"
    form = Page((await browser.get(address)).text).form("/direction")
    typed = {**form.fields, "text": "Visit tonight."}
    first, second = await browser.post(address, data=typed), await browser.post(address, data=typed)
    assert first.status_code == second.status_code == 303
    assert len(await screening.published("frontdoor.ManagementDirectionRecorded.v1")) == 1


async def test_a_refused_form_keeps_what_was_typed_and_says_how_to_satisfy_the_guard(
    screening: RunningService, weekend: dict[str, Any]
) -> None:
    maisie = weekend["children"][0]["child_id"]
    answer = await fill_in(
        screening,
        OKAFOR,
        f"/contacts/{weekend['contact_id']}/children/{maisie}/propose",
        decision="NFA",
        need_level="1",
        rationale=WORDS,
        plain_reason=PLAIN,
    )
    assert answer.status_code == 422
    page = Page(answer.text)
    assert page.title.startswith("Error: ")
    assert "A manager has to record the direction for this screening first." in page.text
    assert "SCR-01 NO_DIRECTION" in page.text
    assert WORDS.strip() in answer.text
    assert PLAIN in answer.text


async def test_an_unanswered_question_is_named_next_to_its_field(
    screening: RunningService, weekend: dict[str, Any]
) -> None:
    answer = await fill_in(screening, LUND, f"/contacts/{weekend['contact_id']}/rag", reasons="Strangulation")
    assert answer.status_code == 422
    assert "How soon must this be decided? Choose one of the answers." in answer.text
    assert "#rag" in Page(answer.text).links


async def test_somebody_who_was_overtaken_keeps_what_they_typed(
    screening: RunningService, weekend: dict[str, Any]
) -> None:
    browser = screening.browser(LUND)
    address = f"/contacts/{weekend['contact_id']}/direction"
    form = Page((await browser.get(address)).text).form("/direction")
    await fill_in(screening, LUND, f"/contacts/{weekend['contact_id']}/rag", rag="RED")
    answer = await browser.post(address, data={**form.fields, "text": "Visit tonight, speak to Maisie alone."})
    assert answer.status_code == 409
    page = Page(answer.text)
    assert "Somebody has changed this since you opened the page" in page.text
    assert "New since you opened the page Rated, Ingrid Lund" in page.text
    assert "Visit tonight, speak to Maisie alone." in answer.text
    assert page.form("/direction").fields["expected_version"] == ["2"]


@pytest.mark.parametrize(
    ("who", "form"),
    [
        (LUND, "rag"),
        (OKAFOR, "direction"),
        (ADEYEMI, "clarification"),
        (ADEYEMI, "clarification-attempt"),
        (ADEYEMI, "clarification-answer"),
        (BROOK, "information"),
        (BROOK, "information-answer"),
        (BROOK, "information-refusal"),
        (BROOK, "information-without"),
        (ADEYEMI, "conversation"),
        (ADEYEMI, "feedback"),
        (ADEYEMI, "reopen"),
        (ADEYEMI, "children/{child}/history"),
        (ADEYEMI, "children/{child}/cumulative"),
        (ADEYEMI, "children/{child}/voice"),
        (ADEYEMI, "children/{child}/propose"),
        (ADEYEMI, "children/{child}/assumptions"),
        (BROOK, "children/{child}/authorise"),
        (BROOK, "children/{child}/review"),
    ],
)
async def test_every_form_stands_beside_its_facts(
    screening: RunningService, weekend: dict[str, Any], who: Actor, form: str
) -> None:
    child_id = weekend["children"][0]["child_id"]
    page = await open_page(screening, who, f"/contacts/{weekend['contact_id']}/{form.format(child=child_id)}")
    assert "Strangulation of mother with both children in the home" in page.text
    assert "Maisie Thornbeck" in page.title


Sent = Callable[..., Awaitable[None]]
CLEAR = {"consent.parents_informed": "YES", "consent.parental_agreement": "AGREED", "consent.child_view": ""}
REFERRAL = {"decision": "REFERRAL_S17", "need_level": "4", "rationale": WORDS, "plain_reason": PLAIN, **ANALYSIS}


async def test_a_whole_case_goes_through_the_forms(screening: RunningService) -> None:
    """Noor's and Zed's contact, by clicks alone, from the rating to the closed case and back."""
    screening.clock.at = may(13, 9, 40)
    contact = await arrive(screening, "school-contact-good")
    case = f"/contacts/{contact['contact_id']}"
    children = [f"children/{child['child_id']}" for child in contact["children"]]

    async def sent(by: Actor, address: str, /, **typed: Any) -> None:
        answer = await fill_in(screening, by, f"{case}/{address}", **typed)
        assert answer.status_code == 303, Page(answer.text).text

    await find_out(sent)
    for child in children:
        await understand(sent, child)
    await decide(sent, children)
    await sent(ADEYEMI, "feedback", told_whom="Anita Osei", method="PHONE")
    await sent(ADEYEMI, "feedback", form="/close")
    page = await open_page(screening, ADEYEMI, case)
    assert "Referral: child in need (section 17)" in page.text
    assert "Screening closed" in page.text
    await sent(REYES, "reopen", reason="The school rang again")


async def find_out(sent: Sent) -> None:
    """Rated and directed; the sender, health and the father are asked."""
    await sent(REYES, "rag", rag="AMBER")
    await sent(
        REYES, "direction", text="Ring the health visitor.", checks_required=["HEALTH"], screener_id="sw.adeyemi"
    )
    await sent(ADEYEMI, "clarification", questions="Who collects on Fridays?", method="PHONE")
    await sent(ADEYEMI, "clarification-attempt", outcome="Rang back later", method="PHONE")
    await sent(ADEYEMI, "clarification-answer", text="Grandmother.", from_whom="Anita Osei")
    await sent(ADEYEMI, "information", agency="HEALTH", questions="Zed seen when?")
    await sent(ADEYEMI, "information-answer", agency="HEALTH", summary="Seen on 11 May, small for his age.")
    spoken_at = "2026-05-13T09:30"
    await sent(ADEYEMI, "conversation", who="Father", spoken_at=spoken_at, views="Tired. Wants help.", **CLEAR)


async def understand(sent: Sent, child: str) -> None:
    """The child's own words, what is in the record, and the pattern in it."""
    await sent(ADEYEMI, f"{child}/voice", words="I make Zed's bottles.", source="REFERRER")
    await sent(
        ADEYEMI,
        f"{child}/history",
        sources=["LCS", "EHM"],
        summary="Early help in March did not hold.",
        care_status="EH",
        patterns=["NEGLECT"],
        last_closed_on="2025-03-01",
        last_closed_because="Moved",
    )
    await sent(
        ADEYEMI,
        f"{child}/cumulative",
        window_months="12",
        incidents="Attendance fell\nNo breakfast",
        themes=["NEGLECT"],
        trajectory="WORSENING",
        so_what="Both children are tired and hungry.",
    )


async def decide(sent: Sent, children: Sequence[str]) -> None:
    """Proposed for each child; challenged about the first, proposed anew, and authorised."""
    tested = "That grandmother will stay: she goes on Thursday"
    gaps = "Father's drinking: grandmother is there until Thursday"
    for child in children:
        await sent(ADEYEMI, f"{child}/propose", **REFERRAL, assumptions_tested=tested, info_gaps=gaps)
    await sent(BROOK, f"{children[0]}/authorise", form="/challenge", points="Who saw Zed today?")
    await sent(ADEYEMI, f"{children[0]}/propose", **REFERRAL, assumptions_tested="Zed was seen at noon")
    for child in children:
        await sent(BROOK, f"{child}/authorise", form="/authorise", manager_rationale="Zed was seen; I agree.")


async def test_a_decision_made_alone_at_night_is_looked_at_by_the_day_manager(
    screening: RunningService, weekend: dict[str, Any]
) -> None:
    child_id = weekend["children"][0]["child_id"]
    about = f"/contacts/{weekend['contact_id']}/children/{child_id}"
    strategy = {
        "decision": "REFERRAL_STRATEGY",
        "need_level": "4",
        "rationale": "Strangled.",
        "grounds": "Seen by Maisie",
    }
    answer = await fill_in(screening, LUND, f"{about}/propose", **strategy, concern=["EMO"], immediacy="IMMEDIATE")
    assert answer.status_code == 303, Page(answer.text).text
    answer = await fill_in(
        screening, LUND, f"{about}/authorise", form="/authorise", manager_rationale="Nobody else is on duty."
    )
    assert answer.status_code == 303
    page = await open_page(screening, REYES, f"/contacts/{weekend['contact_id']}")
    assert "Look at a decision that one person made alone" in page.text
    assert "Owed by Sun 3 May, 05:05" in page.text
    screening.clock.at = may(5, 9)
    answer = await fill_in(screening, REYES, f"{about}/review", agrees="Y", text="Read it; agreed.")
    assert answer.status_code == 303
    answer = await fill_in(screening, ADEYEMI, f"{about}/assumptions", assumptions_tested="That the aunt stays")
    assert answer.status_code == 303


async def test_an_agency_is_asked_on_a_basis_that_the_law_knows(
    screening: RunningService, weekend: dict[str, Any]
) -> None:
    ask = {"agency": "HEALTH", "questions": "When was she seen last?"}
    address = f"/contacts/{weekend['contact_id']}/information"
    assert (await fill_in(screening, ADEYEMI, address, **ask, lawful_basis="CA2004_S16LA")).status_code == 303
    [asked] = await screening.published("frontdoor.InformationRequested.v1")
    assert asked["lawful_basis"] == "CA2004_S16LA"
    said = {"agency": "POLICE", "questions": ["Who was there?"], "lawful_basis": "CONSENT"}
    api = f"/api/v1/screenings/{weekend['contact_id']}/information-requests"
    answer = await screening.client(ADEYEMI).post(api, json=said)
    assert (answer.status_code, answer.json()["field"]) == (422, "lawful_basis")
