"""Every guard of referrals, early help, disagreements and audits, over HTTP: one table, each line refused on the API
(code, field, reason) and on the page (the same reason in words, what was typed kept).

None of them stands before protection: each wants something that can be given, or another person. What a manager may let
a step-down past is in ``test_step_down_guards``. A code without a line fails.
"""

import ast
from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path

import httpx2
import pytest

import screening as package
from shared.access.actor import Actor
from shared.testing.service import RunningService

from .early_help_story import VOSS
from .guarded_worlds import Parts
from .html import Page
from .people import STONE
from .referring import problem
from .room_guards import DOWN, TABLE, Line
from .rooms import with_early_help

ROOMS = ("referral", "early_help", "escalation", "audit")
BEHIND_A_DOOR: Mapping[str, str] = {
    "SCR-20": "the machine has no access at all",
    "STEPDOWN RECIPIENT": "to another organisation it looks as if there were no such step-down",
    "AUD-08": "each draw is a new sample",
    "BRF-05": "there is no page of a briefing that is none",
    "SCR-02": "a referral is of a child whom its contact names",
}
"""What nobody can ask over HTTP; the rule stands behind it, and is tested beside the decider."""


def codes_raised() -> Iterator[str]:
    """Every code that a module of these rooms refuses with, as its source spells it."""
    root = Path(package.__file__ or "").parent
    for source in sorted(each for room in ROOMS for each in (root / room).glob("*.py")):
        module = import_module(f"screening.{source.parent.name}.{source.stem}")
        for call in ast.walk(ast.parse(source.read_text())):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "Refused":
                yield from _code(module, call.args[0])


def _code(module: object, said: ast.expr) -> Iterator[str]:
    if isinstance(said, ast.Constant):
        yield str(said.value)
    elif isinstance(said, ast.Name) and hasattr(module, said.id):
        yield str(getattr(module, said.id))


def is_behind_a_door(code: str) -> bool:
    return any(code.startswith(one) for one in BEHIND_A_DOOR)


def test_no_code_is_raised_without_its_line_here() -> None:
    told = {line.code for line in TABLE}
    raised = set(codes_raised())
    assert len(raised) > 30
    assert {code for code in raised if not is_behind_a_door(code)} - told - {"STALE-VERSION"} == set()


def name_of(line: Line) -> str:
    return f"{line.code.replace(' ', '-')}-{line.about}-{line.form.rpartition('/')[2]}"


async def sent(screening: RunningService, line: Line, parts: Parts) -> httpx2.Response:
    """The form as the browser sends it; one that this page no longer has, as whoever opened it earlier sends it."""
    browser = screening.browser(line.who)
    address = line.page.format(**parts)
    typed = {name.format(**parts): words for name, words in line.typed.items()}
    if not line.gone:
        shown = Page((await browser.get(address)).text).form(line.form.format(**parts))
        return await browser.post(shown.action.removeprefix("/screening"), data={**shown.fields, **typed})
    forms = Page((await browser.get("/briefings")).text).forms
    token = forms[0].fields["csrf_token"]
    return await browser.post(address + line.form.format(**parts), data={"csrf_token": token, **typed})


@pytest.mark.parametrize("line", TABLE, ids=name_of)
async def test_it_refuses_over_the_api_and_on_the_page(screening: RunningService, line: Line) -> None:
    parts = await line.given(screening)
    body = {name: value.format(**parts) if isinstance(value, str) else value for name, value in line.body.items()}
    over_the_api = await screening.client(line.who).post(f"/api/v1/{line.api.format(**parts)}", json=body)
    assert problem(over_the_api) == (422, line.code, line.about), over_the_api.text
    reason = over_the_api.json()["detail"]
    assert reason
    on_the_page = await sent(screening, line, parts)
    page = Page(on_the_page.text)
    assert (on_the_page.status_code, f"Rule {line.code}" in page.text, reason in page.text) == (422, True, True)
    kept = [page.text, *(one for form in page.forms for values in form.fields.values() for one in values)]
    for name, words in line.typed.items():
        is_choice = " " not in words
        if words and not (is_choice and (line.gone or name == line.about)):
            assert any(words.strip() in one for one in kept), words


async def test_what_is_behind_a_door_is_not_there_for_who_asks(screening: RunningService) -> None:
    parts = await with_early_help(screening)
    elsewhere = Actor("eh.other", "Ines Roe", VOSS.role, "family-hub-example")
    met = {"contacted_at": "2026-05-20T08:00", "joint_visit_made": "Y"}
    at = f"/api/v1/{DOWN.format(**parts)}"
    assert (await screening.client(elsewhere).post(f"{at}/family-contact", json=met)).status_code == 404
    assert (await screening.client(VOSS).post(f"{at}/withdrawal", json={"reason": "No."})).status_code == 403
    assert (await screening.client(STONE).post("/api/v1/briefings/none/acknowledgement")).status_code == 404
