"""A dip sample is drawn blindly and can be drawn again; words that were used before are seen."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from screening.audit.drawing import draw, population_of
from screening.audit.facts import Decided, Query
from screening.case.commands import Command, NoteContactLetPast, OverrideGuard
from screening.case.events import TemplateRationaleNoticed, ThresholdDecisionAuthorised
from screening.case.facts import Consent
from screening.case.rationales import fingerprint
from screening.codes import Agreement, Decision, ParentsInformed, Stratum
from shared.access.actor import SYSTEM

from .people import REYES, may
from .spec import after, the, when
from .story import CONTACT, NOOR, NOOR_READY, WEDNESDAY, ZED, authorised, proposed, reviewed

SINCE, UNTIL = datetime(2026, 5, 1, tzinfo=UTC), datetime(2026, 6, 1, tzinfo=UTC)
PEOPLE = ("qa.stone", "fdm.reyes", "fdm.brook", "sw.adeyemi")
QUERY = Query(since=SINCE, until=UNTIL, size=20, per_stratum=3)

NAMED = [stratum for stratum in Stratum if stratum is not Stratum.RANDOM_CONTROL]


def decided(position: int, contact: int, child: int, hours: int, people: set[str], strata: set[Stratum]) -> Decided:
    return Decided(
        position=position,
        contact_id=f"contact-{contact}",
        child_id=f"child-{child}",
        decision=Decision.NFA,
        decided_at=SINCE + timedelta(hours=hours),
        deciders=tuple(sorted(people)),
        strata=tuple(sorted(strata)),
    )


def query_for(size: int, each: int) -> Query:
    return replace(QUERY, size=size, per_stratum=each)


decisions = st.builds(
    decided,
    st.integers(1, 10_000),
    st.integers(1, 30),
    st.integers(1, 3),
    st.integers(-24, 24 * 40),
    st.sets(st.sampled_from(PEOPLE), min_size=1, max_size=2),
    st.sets(st.sampled_from(NAMED), max_size=3),
)
populations = st.lists(decisions, max_size=60, unique_by=lambda one: one.position)
queries = st.builds(query_for, st.integers(1, 30), st.integers(1, 5))
seeds = st.text(min_size=1, max_size=20)


@given(populations, queries, seeds, st.randoms(use_true_random=False))
def test_the_same_seed_draws_the_same_cases_whatever_the_order(
    population: list[Decided], query: Query, seed: str, shuffle: Random
) -> None:
    mixed = list(population)
    shuffle.shuffle(mixed)
    assert draw(mixed, query, seed, "qa.stone") == draw(population, query, seed, "qa.stone")


@given(populations, queries, seeds)
def test_a_sample_is_never_more_than_was_asked_for_and_never_the_auditors_own(
    population: list[Decided], query: Query, seed: str
) -> None:
    cases = draw(population, query, seed, "fdm.reyes")
    assert len(cases) <= query.size
    assert all("fdm.reyes" not in case.deciders for case in cases)
    assert all(query.since <= case.decided_at < query.until for case in cases)
    assert len({(case.contact_id, case.child_id) for case in cases}) == len(cases)
    assert [case.number for case in cases] == list(range(1, len(cases) + 1))


@given(populations, queries, seeds)
def test_each_case_belongs_to_its_stratum_and_no_stratum_has_more_than_its_share(
    population: list[Decided], query: Query, seed: str
) -> None:
    eligible = {(one.contact_id, one.child_id): one for one in population_of(population, query, "qa.stone")}
    cases = draw(population, query, seed, "qa.stone")
    for case in cases:
        strata = eligible[case.contact_id, case.child_id].strata
        assert case.stratum is Stratum.RANDOM_CONTROL or case.stratum in strata
    for stratum in Stratum:
        assert sum(case.stratum is stratum for case in cases) <= query.per_stratum


@given(populations, seeds)
def test_where_there_is_room_every_stratum_that_has_a_decision_is_looked_at(
    population: list[Decided], seed: str
) -> None:
    query = replace(QUERY, size=200, per_stratum=60)
    cases = draw(population, query, seed, "qa.stone")
    assert len(cases) == len(population_of(population, query, "qa.stone"))


@given(populations, decisions, seeds)
def test_what_is_decided_later_does_not_change_what_was_drawn_then(
    population: list[Decided], later: Decided, seed: str
) -> None:
    position = max((one.position for one in population), default=0)
    grown = [*population, replace(later, position=position + 1)]
    then = [one for one in grown if one.position <= position]
    assert draw(then, QUERY, seed, "qa.stone") == draw(population, QUERY, seed, "qa.stone")


@given(st.lists(decisions, min_size=5, max_size=20, unique_by=lambda one: (one.contact_id, one.child_id)), seeds)
def test_a_tenth_at_least_and_never_none_is_moderated(population: list[Decided], seed: str) -> None:
    cases = draw(population, QUERY, seed, "qa.stone")
    moderated = sum(case.to_moderate for case in cases)
    assert len(cases) / 10 <= moderated < len(cases) / 10 + 1


def test_another_seed_draws_other_cases() -> None:
    population = [
        Decided(
            position=number,
            contact_id=f"contact-{number}",
            child_id="child",
            decision=Decision.NFA,
            decided_at=SINCE,
            deciders=("fdm.brook",),
            strata=(),
        )
        for number in range(1, 200)
    ]
    drawn = {tuple(case.contact_id for case in draw(population, QUERY, str(seed), "qa.stone")) for seed in range(20)}
    assert len(drawn) == 20


def strata(*given: Command, by: str = NOOR, **changes: object) -> set[Stratum]:
    stands = the(ThresholdDecisionAuthorised, when(authorised(by, **changes), given=given))
    return set(stands.strata)


BOTH = (*NOOR_READY, proposed(NOOR, Decision.NFA), proposed(ZED, Decision.NFA))


def test_an_ordinary_decision_belongs_to_no_stratum() -> None:
    assert strata(*BOTH) == set()


def test_a_decision_out_of_hours_a_refusal_a_third_contact_and_an_override_are_each_remembered() -> None:
    refused = Consent(parents_informed=ParentsInformed.YES, parental_agreement=Agreement.REFUSED)
    why = proposed(
        NOOR, Decision.NFA, consent=refused, why_not_level_4="The aunt keeps her safe; school sees her daily"
    )
    other = proposed(ZED, Decision.NFA)
    assert strata(*NOOR_READY, why, other) == {Stratum.EARLY_HELP_REFUSED}
    overridden = OverrideGuard(
        by=REYES,
        at=WEDNESDAY,
        child_id=NOOR,
        guard="SCR-07",
        reason="The pattern was analysed on paper yesterday and is attached.",
        review_by=may(20, 9).date(),
    )
    third = reviewed(NOOR, contacts_counted_12m=3)
    assert strata(*NOOR_READY, third, overridden, *BOTH[-2:]) == {Stratum.THIRD_CONTACT, Stratum.OVERRIDE}
    let_past = NoteContactLetPast(
        by=SYSTEM, at=WEDNESDAY, contact_id=CONTACT, guard="INT-04", reason="Later", overridden_by="fdm.reyes"
    )
    assert strata(*NOOR_READY, let_past, *BOTH[-2:]) == {Stratum.OVERRIDE}
    night = (*NOOR_READY, proposed(NOOR, Decision.REFERRAL_STRATEGY))
    assert Stratum.OUT_OF_HOURS in strata(*night, by=NOOR, at=may(13, 22))


def test_words_that_were_used_for_more_than_three_others_are_seen_and_sampled_and_refused_nobody() -> None:
    again = when(proposed(NOOR, Decision.NFA, same_rationale=4), given=NOOR_READY)
    noticed = the(TemplateRationaleNoticed, again)
    assert (noticed.written_by, noticed.times) == ("sw.adeyemi", 4)
    assert len(when(proposed(NOOR, Decision.NFA, same_rationale=3), given=NOOR_READY)) == 1
    given = (*NOOR_READY, proposed(NOOR, Decision.NFA, same_rationale=4), proposed(ZED, Decision.NFA))
    assert strata(*given) == {Stratum.TEMPLATE_RATIONALE}


def test_a_managers_words_are_looked_at_like_a_screeners() -> None:
    events = when(authorised(NOOR, same_rationale=5), given=BOTH)
    assert the(TemplateRationaleNoticed, events).written_by == "fdm.brook"
    assert the(ThresholdDecisionAuthorised, events).strata == (Stratum.TEMPLATE_RATIONALE,)


def test_a_proposal_in_new_words_is_no_template_any_more() -> None:
    case = after(*NOOR_READY, proposed(NOOR, Decision.NFA, same_rationale=4), proposed(NOOR, Decision.NFA))
    child = case.find(NOOR)
    assert child is not None
    assert not child.template_rationale


def test_spaces_case_and_stops_make_no_other_words() -> None:
    assert fingerprint("No further  action.\nAll well!") == fingerprint("no further action all well")
    assert fingerprint("No further action") != fingerprint("Further action")
