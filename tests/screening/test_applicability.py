"""Guards must never slow protection: which of them stand before which decision."""

from dataclasses import replace

import pytest

from screening.case.applicability import BEFORE_THE_CASE_CLOSES, GUARDS, guards_before, outstanding
from screening.case.events import (
    AuthorisationReviewOwed,
    GuardsDeferred,
    ThresholdDecisionAuthorised,
    ThresholdDecisionProposed,
)
from screening.codes import CareStatus, Decision, Rag

from .people import BROOK, LUND, OKAFOR, may
from .spec import after, refused, the, when
from .story import (
    ALFIE,
    GROUNDS,
    MAISIE,
    NOOR,
    NOOR_READY,
    NOORS_CONTACT,
    RED,
    THE_WEEKEND,
    WEDNESDAY,
    ZED,
    authorised,
    proposed,
    reviewed,
)

CLOSING = (Decision.NFA, Decision.INFO_ADVICE, Decision.SIGNPOST_UNIVERSAL, Decision.EARLY_HELP)
REFERRAL = {"SCR-01", "SCR-02", "SCR-04", "SCR-05", "SCR-06", "SCR-07", "SCR-12", "SCR-20"}


@pytest.mark.parametrize("decision", CLOSING)
def test_every_guard_stands_before_a_decision_that_closes(decision: Decision) -> None:
    assert {*guards_before(decision, Rag.AMBER), *BEFORE_THE_CASE_CLOSES} == set(GUARDS)


def test_a_child_in_need_referral_needs_direction_history_and_a_second_person() -> None:
    assert set(guards_before(Decision.REFERRAL_S17, Rag.AMBER)) == REFERRAL


@pytest.mark.parametrize("rag", [*Rag, None])
def test_a_strategy_discussion_needs_a_social_worker_and_a_manager_and_nothing_else(rag: Rag | None) -> None:
    assert set(guards_before(Decision.REFERRAL_STRATEGY, rag)) == {"SCR-06", "SCR-20"}


def test_whatever_goes_up_from_red_is_as_free() -> None:
    assert set(guards_before(Decision.REFERRAL_S17, Rag.RED)) == {"SCR-06", "SCR-20"}


def test_going_on_to_an_enquiry_needs_direction() -> None:
    assert set(guards_before(Decision.PROCEED_TO_MASH_ENQUIRY, Rag.GREEN)) == {"SCR-01", "SCR-06", "SCR-20"}


def test_linking_to_an_open_case_needs_direction_and_the_team_that_holds_it() -> None:
    expected = {"SCR-01", "SCR-06", "SCR-11", "SCR-20"}
    assert set(guards_before(Decision.LINK_OPEN_CASE, Rag.GREEN)) == expected


@pytest.mark.parametrize(
    "pathway", [Decision.PRIVATE_FOSTERING, Decision.MISSING_PATHWAY, Decision.OTHER_LA, Decision.LADO]
)
def test_a_pathway_takes_the_referrals_guards_and_lets_nobody_go_who_is_open_or_red(pathway: Decision) -> None:
    assert set(guards_before(pathway, None)) == REFERRAL | {"SCR-11", "SCR-14"}


def test_a_looked_after_child_does_not_leave_the_front_door_by_a_pathway() -> None:
    reviewed_as_looked_after = (*NOOR_READY[:3], reviewed(NOOR, care_status=CareStatus.CLA), reviewed(ZED))
    assert refused(proposed(NOOR, Decision.MISSING_PATHWAY), given=reviewed_as_looked_after) == "SCR-11"
    assert when(proposed(NOOR, Decision.REFERRAL_STRATEGY), given=reviewed_as_looked_after)


def test_red_leaves_by_a_pathway_on_level_4_or_after_another_rating() -> None:
    red = (NOORS_CONTACT, replace(RED, at=WEDNESDAY), *NOOR_READY[2:])
    elsewhere = proposed(NOOR, Decision.OTHER_LA)
    assert refused(replace(elsewhere, need_level=3), given=red) == "SCR-14"
    assert when(replace(elsewhere, need_level=4), given=red)
    assert when(replace(elsewhere, need_level=3), given=NOOR_READY)


STRATEGY = proposed(MAISIE, Decision.REFERRAL_STRATEGY, by=OKAFOR, at=may(3, 1, 30), rationale="Strangled.")


def test_protection_goes_first_on_an_unrated_unread_undirected_contact() -> None:
    assert the(ThresholdDecisionProposed, when(STRATEGY, given=[THE_WEEKEND])).strategy == GROUNDS
    authorisation = authorised(MAISIE, by=LUND, at=may(3, 1, 40))
    stands = the(ThresholdDecisionAuthorised, when(authorisation, given=[THE_WEEKEND, STRATEGY]))
    assert stands.decision is Decision.REFERRAL_STRATEGY


def test_what_protection_overtook_is_owed_within_four_hours() -> None:
    authorisation = authorised(MAISIE, by=LUND, at=may(3, 1, 40))
    owed = the(GuardsDeferred, when(authorisation, given=[THE_WEEKEND, STRATEGY]))
    assert owed.due_at == may(3, 5, 40)
    assert owed.guards == ("SCR-01", "SCR-02", "SCR-12")


def test_a_strategy_referral_says_its_grounds() -> None:
    assert refused(replace(STRATEGY, strategy=None), given=[THE_WEEKEND]) == "SCREENING"


def test_one_manager_alone_in_the_day_may_protect_and_another_looks_within_four_hours() -> None:
    alone = replace(STRATEGY, by=BROOK, at=may(5, 10))
    events = when(authorised(MAISIE, by=BROOK, at=may(5, 10, 5)), given=[THE_WEEKEND, alone])
    assert the(AuthorisationReviewOwed, events).due_at == may(5, 14, 5)


def test_a_lone_manager_at_night_may_authorise_her_own_and_the_day_manager_looks() -> None:
    ready = (THE_WEEKEND, RED, replace(STRATEGY, child_id=ALFIE))
    direction = replace(NOOR_READY[2], by=LUND)  # pyright: ignore[reportArgumentType]
    given = (
        *ready,
        direction,
        reviewed(MAISIE),
        reviewed(ALFIE),
        proposed(MAISIE, Decision.LADO, by=LUND, at=may(3, 2), need_level=4),
    )
    night = authorised(MAISIE, by=LUND, at=may(3, 2, 10))
    assert the(AuthorisationReviewOwed, when(night, given=given)).due_at == may(5, 17)
    by_day = replace(night, at=may(5, 10))
    assert refused(by_day, given=given) == "SCR-05"


def test_the_page_knows_what_the_guards_want_before_anybody_is_refused() -> None:
    case = after(NOORS_CONTACT)
    missing = {unmet.code for unmet in outstanding(case, NOOR, Decision.NFA)}
    assert missing == {"SCR-01", "SCR-02", "SCR-12"}
    assert outstanding(case, NOOR, Decision.REFERRAL_STRATEGY) == []


def test_each_thing_that_is_missing_names_the_form_where_it_is_given() -> None:
    case = after(THE_WEEKEND, RED)
    forms = {unmet.code: unmet.missing.form for unmet in outstanding(case, MAISIE, Decision.NFA)}
    assert forms == {
        "SCR-01": "direction",
        "SCR-02": "history",
        "SCR-10": "information",
        "SCR-12": "propose",
        "SCR-14": "rag",
    }


def test_nothing_is_outstanding_for_a_child_whom_the_contact_does_not_name() -> None:
    assert outstanding(after(NOORS_CONTACT), MAISIE, Decision.NFA) == []
