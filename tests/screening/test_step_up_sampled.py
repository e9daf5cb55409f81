"""A step-up that is left with early help is a closure, and a dip sample is drawn from it (brief §3.2, §4 row 21)."""

from dataclasses import replace
from importlib import import_module

from screening.audit.drawing import draw, population_of
from screening.codes import Decision, Stratum
from screening.early_help.events import StepUpDecided
from shared.testing.service import RunningService

from .early_help_story import DECIDE
from .people import BROOK, REYES, STONE, may
from .spec import the
from .stepping import read_again
from .test_audit_api import FINDINGS, SELECTION, ask, asked, seen
from .test_early_help import when
from .test_pages import open_page
from .test_sampling import QUERY, decided
from .test_step_up_left import GIVEN, LEFT, left
from .test_step_up_left import asked as asked_again

KEPT = "select position, contact_id, child_id, decision, decided_at, deciders, step_up_id from decided"
EARLIER = import_module("screening.migrations.versions.0017_answers_to_step_ups_are_sampled")
AS_IT_WAS = """
    update events set content = convert_to((jsonb_set(said, '{data}', (said->'data') - 'screened_child_id' - 'deciders'
      - 'strata'))::text, 'UTF8')
    from (select position as at, convert_from(content, 'UTF8')::jsonb as said from events) as told
    where position = at and type = 'StepUpDecided'"""
"""What the answer to a step-up said before samples were drawn from it."""


def test_one_that_is_left_has_a_stratum_of_its_own_and_whoever_asked_or_decided_had_a_part() -> None:
    answer = the(StepUpDecided, when(left(), given=GIVEN))
    assert (answer.screened_child_id, answer.strata) == (DECIDE.child_id, (Stratum.STEP_UP_LEFT,))
    assert answer.deciders == ("eh.worker", "fdm.reyes")
    assert the(StepUpDecided, when(DECIDE, given=GIVEN)).strata == ()


def test_it_is_another_decision_than_the_one_that_led_to_early_help() -> None:
    threshold = decided(1, 1, 1, 1, {"fdm.brook"}, set())
    answered = replace(decided(2, 1, 1, 2, {"fdm.brook"}, {Stratum.STEP_UP_LEFT}), step_up_id="one")
    assert population_of([threshold, answered], QUERY, "qa.stone") == [threshold, answered]
    cases = draw([threshold, answered], QUERY, "twelve", "qa.stone")
    assert [(case.stratum, case.step_up_id) for case in cases] == [
        (Stratum.STEP_UP_LEFT, "one"),
        (Stratum.RANDOM_CONTROL, None),
    ]


async def left_there(screening: RunningService) -> str:
    """Two managers leave Maisie with early help."""
    contact, step_up_id = await asked_again(screening)
    await read_again(screening, contact)
    for manager in (REYES, BROOK):
        await asked(screening, manager, f"step-ups/{step_up_id}/decision", **LEFT)
    screening.clock.at = may(30, 10)
    return step_up_id


async def test_an_auditor_reads_what_was_asked_and_answered_and_audits_it(screening: RunningService) -> None:
    step_up_id = await left_there(screening)
    sample = await asked(screening, STONE, "audits", **SELECTION)
    drawn = await seen(screening, STONE, f"audits/{sample['audit_id']}")
    [case] = [one for one in drawn["cases"] if one["stratum"] == Stratum.STEP_UP_LEFT]
    assert (case["decision"], case["step_up_id"], case["step_down_id"]) == (Decision.EARLY_HELP, step_up_id, None)
    assert (await seen(screening, STONE, f"audits/{sample['audit_id']}/draw"))["equal"] is True
    at = f"audits/{sample['audit_id']}/cases/{case['number']}"
    record = await seen(screening, STONE, at)
    assert record["step_up"]["asked"]["reason"] == "He was at the door last night."
    assert record["step_up"]["decided"]["rationale"] == LEFT["rationale"]
    page = await open_page(screening, STONE, f"/{at}")
    for words in ("Left with early help when it asked", "He was at the door last night.", str(LEFT["rationale"])):
        assert words in page.text
    assert "when early help asked again" in (await open_page(screening, STONE, f"/audits/{sample['audit_id']}")).text
    assert (await ask(screening, STONE, f"{at}/audit", **FINDINGS)).status_code == 201


async def test_the_manager_who_left_the_child_there_does_not_audit_it(screening: RunningService) -> None:
    step_up_id = await left_there(screening)
    for manager in (REYES, BROOK):
        sample = await asked(screening, manager, "audits", **SELECTION)
        cases = (await seen(screening, manager, f"audits/{sample['audit_id']}"))["cases"]
        assert step_up_id not in [case["step_up_id"] for case in cases]


async def test_one_that_was_left_before_is_drawn_from_and_earlier_samples_stay_as_they_were(
    screening: RunningService,
) -> None:
    step_up_id = await left_there(screening)
    pool = screening.service.pool
    kept = await pool.fetchrow(f"{KEPT} where step_up_id is not null")
    assert kept is not None
    for step in ("delete from decided where step_up_id is not null", AS_IT_WAS):
        await pool.execute(step)
    before = await asked(screening, STONE, "audits", **SELECTION)
    await pool.execute(EARLIER.EARLIER)
    again = await pool.fetchrow(f"{KEPT} where step_up_id is not null")
    assert again is not None
    assert dict(again) == dict(kept) | {"deciders": ["eh.worker", BROOK.user_id]}
    assert (await seen(screening, STONE, f"audits/{before['audit_id']}/draw"))["equal"] is True
    after = await asked(screening, STONE, "audits", **SELECTION)
    cases = (await seen(screening, STONE, f"audits/{after['audit_id']}"))["cases"]
    assert step_up_id in [case["step_up_id"] for case in cases]
