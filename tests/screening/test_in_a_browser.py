"""The screening pages in chromium: readable by everybody, at a desk and on a phone at three in the morning."""

from typing import Any

import pytest
from playwright.async_api import Page

from shared.testing.browser import SIZES, at_size
from shared.testing.browsing import look, open_as
from shared.testing.service import RunningService

from .asking import done, history, strategy
from .conftest import arrive
from .people import ADEYEMI, BROOK, LUND, MARSH, OKAFOR, OSEI, REYES, STONE, may
from .story import PLAIN
from .test_alerts import wait_until

pytestmark = pytest.mark.browser


@pytest.fixture
async def weekend(screening: RunningService) -> dict[str, Any]:
    """The Sunday half-way: rated, directed, one history read, one decision proposed; a thin contact waits too."""
    thin = await arrive(screening, "school-contact-thin")
    contact = await arrive(screening, "police-domestic-abuse-high")
    lund, okafor = screening.client(LUND), screening.client(OKAFOR)
    screening.clock.at = may(3, 1, 15)
    await done(lund, contact, "rag", rag="RED", reasons=["Strangulation", "Both children at home"])
    await done(lund, contact, "direction", text="Visit tonight; speak to Maisie alone.", checks_required=["HEALTH"])
    await done(okafor, contact, "history-reviews", **history(contact["children"][0]))
    await done(okafor, contact, "proposals", **strategy(contact["children"][0]))
    await screening.publish(
        "contacts",
        "frontdoor.ContactQualityAssessed.v1",
        {"contact_id": thin["contact_id"], "grade": "INADEQUATE", "score": 2, "failed": ["q2", "q3", "q5"]},
        key=f"Contact-{thin['contact_id']}",
    )
    screening.clock.at = may(3, 3, 10)
    return contact


async def test_the_queue_and_a_contact(browser_page: Page, screening: RunningService, weekend: dict[str, Any]) -> None:
    for name, path in (("queue", "/queue"), ("contact", f"/contacts/{weekend['contact_id']}")):
        await open_as(browser_page, screening, ADEYEMI, path)
        await look(browser_page, f"screening-{name}")
    await open_as(browser_page, screening, MARSH, f"/contacts/{weekend['contact_id']}")
    await look(browser_page, "screening-contact-for-a-call-handler")


async def test_the_forms(browser_page: Page, screening: RunningService, weekend: dict[str, Any]) -> None:
    case, child = f"/contacts/{weekend['contact_id']}", weekend["children"][0]["child_id"]
    for name in ("rag", "direction", "clarification", "information", "conversation"):
        await open_as(browser_page, screening, BROOK, f"{case}/{name}")
        await look(browser_page, f"screening-{name}")
    for name in ("history", "cumulative", "propose", "authorise"):
        await open_as(browser_page, screening, BROOK, f"{case}/children/{child}/{name}")
        await look(browser_page, f"screening-{name}")


async def test_a_disagreement(browser_page: Page, screening: RunningService) -> None:
    screening.clock.at = may(13, 9, 40)
    contact = await arrive(screening, "school-contact-good")
    for child in contact["children"]:
        await done(screening.client(ADEYEMI), contact, "proposals", **strategy(child))
        agreed = {"child_id": child["child_id"], "manager_rationale": "Agreed."}
        await done(screening.client(BROOK), contact, "authorisations", **agreed)
    await open_as(browser_page, screening, OSEI, "/escalations")
    await look(browser_page, "screening-escalations-none")
    await open_as(browser_page, screening, OSEI, f"/contacts/{contact['contact_id']}/escalate")
    await look(browser_page, "screening-escalate")
    words = {"words": "She says that she is afraid to go home.", "wants": "Somebody speaks to her this week."}
    receipt = await done(screening.client(OSEI), contact, "escalations", **words)
    for name, who in (("for-a-school", OSEI), ("for-a-manager", REYES)):
        await open_as(browser_page, screening, who, "/escalations")
        await look(browser_page, f"screening-escalations-{name}")
        await open_as(browser_page, screening, who, f"/escalations/{receipt['escalation_id']}")
        await look(browser_page, f"screening-escalation-{name}")


async def test_an_audit(browser_page: Page, screening: RunningService, weekend: dict[str, Any]) -> None:
    for child in weekend["children"]:
        await done(screening.client(OKAFOR), weekend, "proposals", **strategy(child))
        agreed = {"child_id": child["child_id"], "manager_rationale": "Agreed."}
        await done(screening.client(LUND), weekend, "authorisations", **agreed)
    screening.clock.at = may(20, 10)
    page, stone = browser_page, screening.client(STONE)
    await open_as(page, screening, STONE, "/audits/draw")
    await look(page, "screening-audit-draw")
    selection = {"question": "Is the threshold right?", "since": "2026-05-01", "until": "2026-05-31"}
    audit_id = (await stone.post("/api/v1/audits", json=selection)).json()["audit_id"]
    await stone.post(
        f"/api/v1/audits/{audit_id}/actions",
        json={"what": "Show a good history", "owner": "Dana Brook", "due_at": "2026-05-27T17:00"},
    )
    briefing = {
        "title": "Thresholds",
        "looked_at": "Decisions of May.",
        "good": "Words of the child came first.",
        "change": "Open the history.",
        "messages": ["Open it", "Ring the school", "Say why"],
        "standard": "Practice standards, chapter 3.",
    }
    briefing_id = (await stone.post(f"/api/v1/audits/{audit_id}/briefings", json=briefing)).json()["briefing_id"]
    for name, path in (
        ("audits", "/audits"),
        ("audit", f"/audits/{audit_id}?again=true"),
        ("audit-case", f"/audits/{audit_id}/cases/1"),
        ("audit-action", f"/audits/{audit_id}/action"),
        ("audit-actions", "/audit-actions"),
        ("audit-briefing", f"/audits/{audit_id}/briefing"),
        ("briefings", "/briefings"),
        ("briefing", f"/briefings/{briefing_id}"),
    ):
        await open_as(page, screening, STONE, path)
        await look(page, f"screening-{name}")
    for size in SIZES:
        await at_size(page, size)
        await open_as(page, screening, STONE, f"/audits/{audit_id}/cases/1")
        summary = page.get_by_label("In short: what should the people who did this hear?")
        await summary.fill("Careful work.")
        await page.get_by_role("button", name="Record the audit").click()
        assert await summary.input_value() == "Careful work."
        await look(page, "screening-audit-case-refused", [size])


@pytest.mark.parametrize("size", SIZES)
async def test_a_refusal_is_read_next_to_what_was_typed(
    browser_page: Page, screening: RunningService, weekend: dict[str, Any], size: tuple[int, int]
) -> None:
    await at_size(browser_page, size)
    sibling = weekend["children"][1]["child_id"]
    await open_as(browser_page, screening, OKAFOR, f"/contacts/{weekend['contact_id']}/children/{sibling}/propose")
    await browser_page.get_by_label("No further action").check()
    await browser_page.get_by_label("1 Universal").check()
    await browser_page.get_by_label("What may the referrer be told?").fill(PLAIN)
    await browser_page.evaluate("document.querySelector('form[action$=propose]').action = location.pathname")
    await browser_page.get_by_role("button", name="Propose this decision").click()
    assert await browser_page.get_by_label("What may the referrer be told?").input_value() == PLAIN
    await look(browser_page, "screening-refused", [size])


async def test_what_has_run_out_and_why_it_is_late(
    browser_page: Page, screening: RunningService, weekend: dict[str, Any]
) -> None:
    await wait_until(screening, 3, 5, 10)
    await open_as(browser_page, screening, LUND, "/alerts")
    await look(browser_page, "screening-alerts")
    for name in ("late", "rag-proposal"):
        await open_as(browser_page, screening, LUND, f"/contacts/{weekend['contact_id']}/{name}")
        await look(browser_page, f"screening-{name}")
