"""What each outcome counts as in the standard safeguarding dataset, and where a performance analyst finds it."""

import pytest

from screening.case.events import ThresholdDecisionAuthorised
from screening.codes import CareStatus, Decision
from screening.ssd import FLAGS, contact_flags
from shared.testing.service import RunningService

from .conftest import arrive
from .people import ADEYEMI, may
from .referring import decided
from .spec import the, when
from .story import MAISIE, THE_WEEKEND, authorised, proposed, reviewed


def test_every_outcome_has_its_line() -> None:
    assert set(FLAGS) == set(Decision)


@pytest.mark.parametrize(
    ("decision", "flags"),
    [
        ("NFA", ["NFA_FLAG"]),
        ("INFO_ADVICE", ["ADVICE_FLAG"]),
        ("SIGNPOST_UNIVERSAL", ["ADVICE_FLAG"]),
        ("EARLY_HELP", ["OTHER_OUTCOMES_EXIST_FLAG"]),
        ("REFERRAL_S17", ["NEW_REFERRAL_FLAG"]),
        ("REFERRAL_STRATEGY", ["NEW_REFERRAL_FLAG", "CP_ENQUIRY_FLAG"]),
        ("LINK_OPEN_CASE", ["EXISTING_REFERRAL_FLAG"]),
        ("PRIVATE_FOSTERING", ["PRIVATE_FOSTERING_FLAG"]),
        ("MISSING_PATHWAY", ["MISSING_FLAG"]),
        ("OTHER_LA", ["OLA_CP_FLAG"]),
        ("LADO", ["OTHER_OUTCOMES_EXIST_FLAG"]),
        ("PROCEED_TO_MASH_ENQUIRY", []),
    ],
)
def test_the_outcome_table_of_the_brief(decision: str, flags: list[str]) -> None:
    assert list(contact_flags(Decision(decision), is_open=False)) == flags


def test_a_child_who_is_open_never_counts_as_a_new_referral() -> None:
    assert contact_flags(Decision.REFERRAL_STRATEGY, is_open=True) == ("CP_ENQUIRY_FLAG",)
    assert contact_flags(Decision.REFERRAL_S17, is_open=True) == ("EXISTING_REFERRAL_FLAG",)
    assert not any("NEW_REFERRAL_FLAG" in contact_flags(decision, is_open=True) for decision in Decision)
    same = (one for one in Decision if not one.goes_up)
    assert all(contact_flags(one, is_open=True) == FLAGS[one] for one in same)


@pytest.mark.parametrize(("care_status", "is_open"), [(CareStatus.CIN, True), (CareStatus.CLOSED, False)])
def test_whether_the_child_was_open_is_kept_with_the_decision(care_status: CareStatus, *, is_open: bool) -> None:
    history = reviewed(MAISIE, at=may(3, 1, 40), care_status=care_status)
    given = (THE_WEEKEND, history, proposed(MAISIE, Decision.REFERRAL_STRATEGY))
    assert the(ThresholdDecisionAuthorised, when(authorised(MAISIE), given=given)).is_open is is_open


async def test_the_contract_and_the_case_tell_the_flags_of_each_childs_decision(screening: RunningService) -> None:
    contact = await arrive(screening, "police-domestic-abuse-high")
    screening.clock.at = may(3, 2)
    await decided(screening, contact, 0, care_status="CP")
    await decided(screening, contact, 1, care_status="CLOSED")
    open_child, new_child = await screening.published("frontdoor.ThresholdDecisionAuthorised.v1")
    assert open_child["ssd_flags"] == ["CP_ENQUIRY_FLAG"]
    assert new_child["ssd_flags"] == ["NEW_REFERRAL_FLAG", "CP_ENQUIRY_FLAG"]
    answer = await screening.client(ADEYEMI).get(f"/api/v1/screenings/{contact['contact_id']}")
    decisions = [one for child in answer.json()["children"] for one in child["decisions"]]
    assert [(one["decision"], one["ssd_flags"]) for one in decisions] == [
        ("REFERRAL_STRATEGY", open_child["ssd_flags"]),
        ("REFERRAL_STRATEGY", new_child["ssd_flags"]),
    ]
