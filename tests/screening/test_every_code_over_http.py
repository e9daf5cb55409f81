"""Every code that screening refuses with, over HTTP: one table, each line refused on the API (code, field, reason) and
on the page (the same reason in words, what was typed kept). A code without a line fails.

What a manager may let a decision past is in ``test_guards_over_http``, a step-down in ``test_step_down_guards``.
"""

from collections.abc import Mapping
from typing import Any

import httpx2
import pytest

import screening as package
from screening.case.applicability import NAMES
from shared.access.actor import Actor
from shared.testing.declared import codes_refused
from shared.testing.service import RunningService

from .case_guards import CASES
from .early_help_story import VOSS
from .guard_lines import Given, Line
from .guarded_worlds import Parts
from .html import Page
from .people import STONE
from .referring import problem
from .room_guards import DOWN, TABLE
from .rooms import with_early_help

BEHIND_A_DOOR: Mapping[str, str] = {
    "STEPDOWN RECIPIENT": "to another organisation it looks as if there were no such step-down",
    "AUD-08": "each draw is a new sample",
    "BRF-05": "there is no page of a briefing that is none",
    "SCREENING NOT_OPENED": "a contact that nobody sent is not found",
}
"""What nobody can ask over HTTP; the rule stands behind it, and is tested beside the decider."""

WHOEVER_READS = ("INDICATORS PERIOD",)
"""Refused to who asks for a page, not to who sends a form: ``test_indicators`` asks for it on both ways."""


EVERY_LINE = (*TABLE, *CASES)


def test_no_code_is_refused_with_that_has_no_line_here() -> None:
    told = (*(line.code for line in EVERY_LINE), *BEHIND_A_DOOR, *WHOEVER_READS, *NAMES)
    refused = codes_refused(package)
    assert len(refused) > 60
    assert {code for code in refused if not code.startswith(told)} - {"STALE-VERSION"} == set()


OF_A_WORLD: dict[Given, list[Line]] = {
    given: [line for line in EVERY_LINE if line.given is given] for given in {line.given: None for line in EVERY_LINE}
}
"""What is refused leaves everything as it was: the lines of one world are asked one after another."""


async def sent(screening: RunningService, line: Line, parts: Parts) -> httpx2.Response:
    """The form as the browser sends it; one that this page no longer has, as whoever opened it earlier sends it."""
    browser = screening.browser(line.who)
    address = line.page.format(**parts)
    typed = {name.format(**parts): _filled(words, parts) for name, words in line.typed.items()}
    if not line.gone:
        shown = Page((await browser.get(address)).text).form(line.form.format(**parts))
        return await browser.post(shown.action.removeprefix("/screening"), data={**shown.fields, **typed})
    forms = Page((await browser.get("/briefings")).text).forms
    token = forms[0].fields["csrf_token"]
    return await browser.post(address + line.form.format(**parts), data={"csrf_token": token, **typed})


def _filled(value: Any, parts: Parts) -> Any:
    return value.format(**parts) if isinstance(value, str) else value


async def refused_over_the_api(screening: RunningService, line: Line, parts: Parts) -> str:
    """The reason."""
    body = {name: _filled(value, parts) for name, value in line.body.items()}
    answer = await screening.client(line.who).post(f"/api/v1/{line.api.format(**parts)}", json=body)
    assert problem(answer) == (422, line.code, line.about), answer.text
    return answer.json()["detail"]


async def refused_on_the_page(screening: RunningService, line: Line, parts: Parts, reason: str) -> None:
    answer = await sent(screening, line, parts)
    page = Page(answer.text)
    named = f"Rule {line.code}" in page.text
    said = page.text.partition(" cannot be recorded yet")[2][:300]
    assert (answer.status_code, named, reason in page.text) == (422, True, True), (line.code, said or page.title)
    kept = [page.text, *(one for form in page.forms for values in form.fields.values() for one in values)]
    for name, words in line.typed.items():
        is_choice = " " not in words or words.startswith("CK_")
        if words and not (is_choice and (line.gone or name == line.about)):
            assert any(words.strip() in one for one in kept), (line.code, words)


@pytest.mark.parametrize("given", OF_A_WORLD, ids=lambda given: given.__name__)
async def test_it_refuses_over_the_api_and_on_the_page(screening: RunningService, given: Given) -> None:
    parts = await given(screening)
    events = await recorded(screening)
    for line in OF_A_WORLD[given]:
        reason = await refused_over_the_api(screening, line, parts)
        assert reason
        await refused_on_the_page(screening, line, parts, reason)
    assert await recorded(screening) == events


async def recorded(screening: RunningService) -> int:
    """How many events there are, beside what the clocks do by themselves."""
    return await screening.service.pool.fetchval("select count(*) from events where stream not like 'Clock-%'")


async def test_what_is_behind_a_door_is_not_there_for_who_asks(screening: RunningService) -> None:
    parts = await with_early_help(screening)
    elsewhere = Actor("eh.other", "Ines Roe", VOSS.role, "family-hub-example")
    met = {"contacted_at": "2026-05-20T08:00", "joint_visit_made": "Y"}
    at = f"/api/v1/{DOWN.format(**parts)}"
    assert (await screening.client(elsewhere).post(f"{at}/family-contact", json=met)).status_code == 404
    assert (await screening.client(VOSS).post(f"{at}/withdrawal", json={"reason": "No."})).status_code == 403
    assert (await screening.client(STONE).post("/api/v1/briefings/none/acknowledgement")).status_code == 404
