"""Each guard before each answer to a step-up, over HTTP: it refuses by its code, on the API and on the page, until it
is let past (domain brief §3.2, applicability).

One child's screening offends every guard at once, and a manager lets the answer past all of them but the one that is
asked about. A guard of an answer without a line here fails the first test.
"""

from collections.abc import Mapping

import httpx2
import pytest

from screening.case.applicability import NAMES, NEVER_OVERRIDDEN, guards_before_step_up
from screening.codes import Decision, Rag
from shared.testing.service import RunningService

from .asking import done, history, post
from .early_help_story import CARTER
from .html import Page
from .people import ADEYEMI, REYES, may
from .referring import problem
from .stepping import read_again, taken_up
from .test_guards_over_http import UNCLEAR, World, code_of
from .test_pages import fill_in, open_page
from .test_step_down_guards import offending, over_the_api
from .test_step_up_left import asked

BY_ANOTHER_PERSON = frozenset({"SCR-05"})
"""Early help asks, a manager decides."""

ANSWERS: Mapping[Decision, tuple[str, ...]] = {
    Decision.EARLY_HELP: (
        *("SCR-01", "SCR-02", "SCR-03", "SCR-04", "SCR-07", "SCR-08", "SCR-09", "SCR-10", "SCR-11"),
        *("SCR-12", "SCR-13", "SCR-14", "SCR-15", "SCR-17", "SCR-18"),
    ),
    Decision.REFERRAL_S17: ("SCR-01", "SCR-02", "SCR-04", "SCR-07", "SCR-12"),
    Decision.LINK_OPEN_CASE: ("SCR-01", "SCR-11"),
    Decision.REFERRAL_STRATEGY: (),
}
LINES = [(answer, guard) for answer, guards in ANSWERS.items() for guard in guards]
NOTHING_TESTED = {"rationale": "It was once, and he left when he was asked to.", "relies_on_safety_plan": True}
OWED = {"SCR-02", "SCR-04", "SCR-07", "SCR-12", "SCR-13"}
"""What protection does not wait for in the offending screening, which has its direction."""


def test_no_guard_stands_before_an_answer_without_its_line_here() -> None:
    for answer, guards in ANSWERS.items():
        in_words_of_its_own = {"SCR-14"} if answer is Decision.EARLY_HELP else set[str]()
        before = {*guards_before_step_up(answer, Rag.AMBER), *in_words_of_its_own}
        assert set(guards) == before - NEVER_OVERRIDDEN - BY_ANOTHER_PERSON
        assert before <= set(NAMES)


async def asked_again(screening: RunningService, guard: str, rag: str) -> tuple[World, str]:
    """Early help has the child, and asks. What was let past before has been spent on the step-down."""
    world, referral_id = await offending(screening, guard, rag)
    assert (await world.override(guard)).status_code == 201
    await taken_up(screening, (await over_the_api(world, referral_id)).json()["step_down_id"])
    screening.clock.at = may(20, 9)
    carter = screening.client(CARTER)
    [episode] = (await carter.get("/api/v1/early-help")).json()["episodes"]
    ask = {"reason": "He was at the door last night.", "urgent": True}
    answer = await carter.post(f"/api/v1/episodes/{episode['episode_id']}/step-ups", json=ask)
    return world, answer.json()["step_up_id"]


async def over_http(world: World, step_up_id: str, answer: Decision) -> httpx2.Response:
    body = NOTHING_TESTED | {"decision": answer, "consent": UNCLEAR}
    return await world.screening.client(REYES).post(f"/api/v1/step-ups/{step_up_id}/decision", json=body)


async def on_the_page(world: World, step_up_id: str, answer: Decision) -> httpx2.Response:
    consent = {f"consent.{name}": said for name, said in UNCLEAR.items()}
    typed = {"decision": answer.value, "rationale": str(NOTHING_TESTED["rationale"]), "relies_on_safety_plan": "Y"}
    return await fill_in(world.screening, REYES, f"/step-ups/{step_up_id}", **typed, **consent)


@pytest.mark.parametrize(("answer", "guard"), LINES)
async def test_it_refuses_over_the_api_and_on_the_page_until_a_manager_lets_it_past(
    screening: RunningService, answer: Decision, guard: str
) -> None:
    world, step_up_id = await asked_again(screening, guard, "RED" if guard == "SCR-14" else "AMBER")
    for other in ANSWERS[answer]:
        if other != guard:
            assert (await world.override(other)).status_code == 201
    refused = await over_http(world, step_up_id, answer)
    assert (refused.status_code, code_of(refused)) == (422, guard)
    shown = await on_the_page(world, step_up_id, answer)
    assert f"Rule {guard} {NAMES[guard]}" in Page(shown.text).text
    assert (await world.override_on_the_page(guard)).status_code == 303
    passed = await on_the_page(world, step_up_id, answer)
    assert passed.status_code == 303, Page(passed.text).text


async def owed(world: World) -> set[str]:
    case = (await world.screening.client(REYES).get(f"/api/v1/screenings/{world.contact['contact_id']}")).json()
    return {one["code"].partition(" ")[0] for one in case["children"][0]["owed"]}


@pytest.mark.parametrize(
    ("answer", "rag"),
    [(Decision.REFERRAL_STRATEGY, "AMBER"), (Decision.REFERRAL_STRATEGY, "RED"), (Decision.REFERRAL_S17, "RED")],
)
async def test_protection_waits_for_nothing_and_the_rest_is_a_task_due_in_four_hours(
    screening: RunningService, answer: Decision, rag: str
) -> None:
    world, step_up_id = await asked_again(screening, "SCR-14", rag)
    decided = await over_http(world, step_up_id, answer)
    assert (decided.status_code, set(decided.json()["owed"]), await owed(world)) == (201, OWED, OWED)
    page = await open_page(screening, REYES, f"/contacts/{world.contact['contact_id']}")
    assert "Owed by Wed 20 May, 13:00" in page.text
    await world.done(ADEYEMI, "history-reviews", **history(world.child, patterns=["NEGLECT"]))
    tested = {"assumptions_tested": ["That he came once: the neighbour heard him twice"]}
    await world.done(ADEYEMI, "assumptions", child_id=world.child["child_id"], **tested)
    assert await owed(world) == OWED - {"SCR-02", "SCR-04"}


async def test_a_closed_screening_waits_to_be_closed_again_after_what_protection_overtook(
    screening: RunningService,
) -> None:
    contact, step_up_id = await asked(screening)
    tested = {"assumptions_tested": ["That Alfie slept: he told his aunt what he heard"]}
    for child in contact["children"]:
        await done(screening.client(ADEYEMI), contact, "assumptions", child_id=child["child_id"], **tested)
    closed = await post(screening.client(REYES), contact, "closure")
    assert closed.status_code == 201, closed.text
    queue = "/api/v1/queue"
    assert contact["contact_id"] not in (await screening.client(REYES).get(queue)).text
    body = {"decision": "REFERRAL_STRATEGY", "rationale": "He has her key.", "assumptions_tested": ["That he left"]}
    decided = await screening.client(REYES).post(f"/api/v1/step-ups/{step_up_id}/decision", json=body)
    assert decided.json()["owed"] == ["SCR-02"]
    assert contact["contact_id"] in (await screening.client(REYES).get(queue)).text
    assert problem(await post(screening.client(REYES), contact, "closure"))[1] == "SCR-02 NO_HISTORY"
    await read_again(screening, contact)
    assert (await post(screening.client(REYES), contact, "closure")).status_code == 201
