"""A step-down is a decision that a dip sample is drawn from: of the closed cases 29 of 82 had been let go too soon
(domain brief §4 row 21)."""

from dataclasses import replace
from importlib import import_module

from screening.audit.drawing import draw, population_of
from screening.codes import Decision, Stratum
from screening.early_help.events import StepDownAccepted, StepDownProposed
from shared.testing.service import RunningService

from .early_help_story import ACCEPT, AGREE, STEP_DOWN, step_down
from .guarded_worlds import worked_with
from .people import STONE, may
from .spec import the
from .stepping import offered, taken_up
from .test_audit_api import FINDINGS, SELECTION, ask, asked, seen
from .test_early_help import ANSWERED_BY_MARAC, when
from .test_pages import open_page
from .test_sampling import QUERY, decided

KEPT = "select position, contact_id, child_id, decision, decided_at, deciders, step_down_id from decided"
EARLIER = import_module("screening.migrations.versions.0010_earlier_step_downs_are_sampled")
AS_IT_WAS = """
    update events set content = convert_to((jsonb_set(said, '{data}', (said->'data') - 'screened_child_id' - 'deciders'
      - 'strata'))::text, 'UTF8')
    from (select position as at, convert_from(content, 'UTF8')::jsonb as said from events) as told
    where position = at and type = 'StepDownAccepted'"""
"""What an accepted step-down said before samples were drawn from it."""


def test_it_belongs_to_its_own_stratum_and_to_those_of_a_decision_that_closes() -> None:
    assert the(StepDownProposed, when(STEP_DOWN)).strata == (Stratum.STEP_DOWN,)
    at_night = the(StepDownProposed, when(step_down(at=may(27, 22), same_reason=4)))
    assert at_night.strata == (Stratum.STEP_DOWN, Stratum.OUT_OF_HOURS, Stratum.TEMPLATE_RATIONALE)


def test_whoever_offered_agreed_or_accepted_had_a_part_in_it() -> None:
    high_risk = step_down(screening=ANSWERED_BY_MARAC)
    accepted = the(StepDownAccepted, when(ACCEPT, given=[high_risk, AGREE]))
    assert accepted.deciders == ("eh.manager", "fdm.brook", "sw.ndlovu")
    assert (accepted.screened_child_id, accepted.strata) == (STEP_DOWN.child_id, (Stratum.STEP_DOWN,))


def test_it_is_another_decision_than_the_one_that_led_to_the_referral() -> None:
    threshold = decided(1, 1, 1, 1, {"fdm.brook"}, set())
    stepped_down = replace(decided(2, 1, 1, 2, {"fdm.brook"}, {Stratum.STEP_DOWN}), step_down_id="one")
    assert population_of([threshold, stepped_down], QUERY, "qa.stone") == [threshold, stepped_down]
    cases = draw([threshold, stepped_down], QUERY, "twelve", "qa.stone")
    assert [(case.stratum, case.step_down_id) for case in cases] == [
        (Stratum.STEP_DOWN, "one"),
        (Stratum.RANDOM_CONTROL, None),
    ]


async def test_an_auditor_reads_what_was_handed_over_and_audits_it(screening: RunningService) -> None:
    parts = await worked_with(screening)
    step_down_id = await offered(screening, parts["referral_id"])
    screening.clock.at = may(20, 10)
    before = await asked(screening, STONE, "audits", **SELECTION)
    await taken_up(screening, step_down_id)
    after = await asked(screening, STONE, "audits", **SELECTION)
    strata = [case["stratum"] for case in (await seen(screening, STONE, f"audits/{before['audit_id']}"))["cases"]]
    assert Stratum.STEP_DOWN not in strata
    sample = await seen(screening, STONE, f"audits/{after['audit_id']}")
    [case] = [one for one in sample["cases"] if one["stratum"] == Stratum.STEP_DOWN]
    assert (case["decision"], case["step_down_id"]) == (Decision.EARLY_HELP, step_down_id)
    assert (await seen(screening, STONE, f"audits/{after['audit_id']}/draw"))["equal"] is True
    at = f"audits/{after['audit_id']}/cases/{case['number']}"
    record = await seen(screening, STONE, at)
    assert record["step_down"]["focus"] == "Maisie feels safe at home"
    page = await open_page(screening, STONE, f"/{at}")
    for words in ("Stepped down to early help", "Maisie feels safe at home", "He is seen at the address", "Sam Carter"):
        assert words in page.text
    assert "Step-down to early help" in (await open_page(screening, STONE, f"/audits/{after['audit_id']}")).text
    assert (await ask(screening, STONE, f"{at}/audit", **FINDINGS)).status_code == 201


async def test_one_that_was_accepted_before_they_were_is_drawn_from_and_earlier_samples_stay_as_they_were(
    screening: RunningService,
) -> None:
    parts = await worked_with(screening)
    step_down_id = await offered(screening, parts["referral_id"])
    await taken_up(screening, step_down_id)
    pool = screening.service.pool
    kept = await pool.fetchrow(f"{KEPT} where step_down_id is not null")
    for step in ("delete from decided where step_down_id is not null", AS_IT_WAS):
        await pool.execute(step)
    before = await asked(screening, STONE, "audits", **SELECTION)
    await pool.execute("alter table decided drop column counted_from")
    for step in EARLIER.STEPS:
        await pool.execute(step)
    assert await pool.fetchrow(f"{KEPT} where step_down_id is not null") == kept
    assert (await seen(screening, STONE, f"audits/{before['audit_id']}/draw"))["equal"] is True
    after = await asked(screening, STONE, "audits", **SELECTION)
    cases = (await seen(screening, STONE, f"audits/{after['audit_id']}"))["cases"]
    assert step_down_id in [case["step_down_id"] for case in cases]
