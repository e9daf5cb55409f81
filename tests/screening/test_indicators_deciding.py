"""How soon we answer, who steers, who tests, what is told, what closes and comes back (I02, I03, I11, I17, I18, I21,
I22), counted as the world goes on."""

from typing import Any

import pytest

from shared.testing.service import RunningService

from .asking import done, history
from .conftest import arrive
from .counting import amended, another, asked, graded, identified, linked, of, parts
from .guarded_worlds import CLEAR, authorise_each, looked_into, propose_for_each
from .people import ADEYEMI, BROOK, LUND, OKAFOR, REYES, may
from .referring import decided
from .story import ANALYSIS, PLAIN, WORDS
from .test_thin_contact import outcome_sent

ADA = {"temp_ref": "c1", "child_id": "child-ada", "first_name": "Ada", "surname": "Moss", "dob": "2019-02-01"}
EARLY_HELP = {"decision": "EARLY_HELP", "need_level": 2}
LATE = {"code": "CAPACITY", "text": "Two were off sick, and nobody could be found."}
READ, OPENED = "History read, siblings' too", "Something opened, where there was something"
BACK, IN_ITS_TIME = "Came back within 30 days", "In the time of its rating"


async def closed(screening: RunningService, **changes: Any) -> dict[str, Any]:
    """The school's contact, decided for early help: Adeyemi proposes, Brook authorises, on 13 May at 9:40."""
    contact = await looked_into(screening, **changes)
    await propose_for_each(screening, contact, **EARLY_HELP)
    await authorise_each(screening, contact)
    return contact


async def test_an_answer_counts_in_time_until_its_working_day_is_over(screening: RunningService) -> None:
    contact = await looked_into(screening)
    assert await of(screening, "I02") == {"Answered in time": (0, 2), "Of these held": (0, 0), "mature": (0, 2)}
    await propose_for_each(screening, contact, **EARLY_HELP)
    noor, zed = contact["children"]
    brook = screening.client(BROOK)
    screening.clock.at = may(14, 9, 40)
    await done(brook, contact, "authorisations", child_id=noor["child_id"], manager_rationale="Agreed.")
    screening.clock.at = may(14, 9, 41)
    late = {"manager_rationale": "Agreed.", "late_reason": LATE}
    await done(brook, contact, "authorisations", child_id=zed["child_id"], **late)
    assert await of(screening, "I02") == {"Answered in time": (1, 2), "Of these held": (0, 1), "mature": (2, 2)}


async def test_a_holding_decision_answers_and_is_shown_apart(screening: RunningService) -> None:
    contact = await looked_into(screening)
    await propose_for_each(screening, contact, decision="PROCEED_TO_MASH_ENQUIRY", need_level=3)
    await authorise_each(screening, contact)
    assert (await of(screening, "I02"))["Of these held"] == (2, 2)
    assert (await of(screening, "I18"))["Authorised by another person"] == (0, 0)
    assert (await of(screening, "I03"))[IN_ITS_TIME] == (0, 0)


async def test_a_child_who_is_named_later_has_a_working_day_from_then(screening: RunningService) -> None:
    contact = await looked_into(screening)
    screening.clock.at = may(18, 9)
    child = {"temp_ref": "c9", "child_id": "child-late", "first_name": "Bea", "surname": "Hadley", "dob": "2020-01-01"}
    await amended(screening, contact, children=[*contact["children"], child])
    assert (await of(screening, "I02"))["mature"] == (2, 3)
    screening.clock.at = may(19, 10)
    assert (await of(screening, "I02"))["mature"] == (3, 3)


async def test_each_rating_has_its_own_time(screening: RunningService) -> None:
    contact = await arrive(screening, "police-domestic-abuse-high")
    screening.clock.at = may(3, 1, 30)
    await done(screening.client(LUND), contact, "rag", rag="RED", reasons=["Strangulation"])
    screening.clock.at = may(3, 5, 5)
    await decided(screening, contact)
    screening.clock.at = may(3, 5, 6)
    await decided(screening, contact, 1)
    found = await of(screening, "I03")
    assert (found[IN_ITS_TIME], found["Red"], found["Amber"], found["mature"]) == ((1, 2), (1, 2), (0, 0), (2, 2))


async def test_a_discussion_that_was_held_answers_red(screening: RunningService) -> None:
    contact = await arrive(screening, "police-domestic-abuse-high")
    await done(screening.client(LUND), contact, "rag", rag="RED", reasons=["Strangulation"])
    screening.clock.at = may(3, 8)
    await decided(screening, contact)
    assert (await of(screening, "I03"))["Red"] == (0, 1)
    held = {"strategy_id": "s", "contact_id": contact["contact_id"], "held_at": may(3, 4)}
    held |= {"child_ids": [contact["children"][0]["child_id"]]}
    await screening.publish("strategy-meetings", "frontdoor.StrategyDiscussionConvened.v1", held, key="s")
    assert (await of(screening, "I03"))["Red"] == (1, 1)


async def test_a_direction_counts_when_it_came_before_the_work(screening: RunningService) -> None:
    early = await another(screening, "police-domestic-abuse-high", 1)
    late = await another(screening, "police-domestic-abuse-high", 2)
    await another(screening, "police-domestic-abuse-high", 3)
    screening.clock.at = may(3, 2)
    asked_first = {"agency": "HEALTH", "questions": ["Seen when?"]}
    await done(screening.client(OKAFOR), late, "information-requests", **asked_first)
    for contact in (early, late):
        await done(screening.client(LUND), contact, "direction", text="Visit tonight.")
    await done(screening.client(OKAFOR), early, "information-requests", **asked_first)
    found = await of(screening, "I17")
    assert found == {"Direction first": (1, 3), "Begun without one": (1, 3), "mature": (2, 3)}


async def test_whoever_decides_alone_and_what_is_challenged_is_counted(screening: RunningService) -> None:
    contact = await arrive(screening, "police-domestic-abuse-high")
    screening.clock.at = may(3, 2)
    await decided(screening, contact)
    found = (await asked(screening))["I18"]
    assert found["warnings"] == ["Nothing was challenged"]
    lund, zed = screening.client(LUND), contact["children"][1]["child_id"]
    alone = {
        "child_id": zed,
        "decision": "REFERRAL_S17",
        "need_level": 4,
        "rationale": WORDS,
        "plain_reason": PLAIN,
        **ANALYSIS,
    }
    await done(lund, contact, "direction", text="Visit tonight.")
    for child in contact["children"]:
        await done(lund, contact, "history-reviews", **history(child))
    tested = {"assumptions_tested": ["That he has gone: he has"], "consent": CLEAR}
    for _ in ("first", "again"):
        await done(lund, contact, "proposals", **alone, **tested)
        if _ == "first":
            await done(lund, contact, "challenges", child_id=zed, points=["Who saw him?"])
    change = {"change_to": "REFERRAL_STRATEGY", "strategy": {"grounds": "A choke mark", "concern": ["PHY"]}}
    change["strategy"] |= {"immediacy": "IMMEDIATE"}  # type: ignore[operator]
    await done(lund, contact, "authorisations", child_id=zed, manager_rationale="Higher.", plain_reason=PLAIN, **change)
    found = (await asked(screening))["I18"]
    assert [(one["counted"], one["of"]) for one in found["measures"]] == [(1, 2), (1, 3), (1, 2)]
    assert found["warnings"] == []


async def test_too_much_challenge_warns_too(screening: RunningService) -> None:
    contact = await looked_into(screening)
    await propose_for_each(screening, contact, **EARLY_HELP)
    assert (await asked(screening))["I18"]["warnings"] == ["Nothing was challenged"]
    child_id = contact["children"][0]["child_id"]
    await done(screening.client(BROOK), contact, "challenges", child_id=child_id, points=["Who saw her?"])
    assert (await asked(screening))["I18"]["warnings"] == ["Much is challenged: over 40%"]


@pytest.mark.parametrize(("minute", "in_time"), [(40, 2), (41, 0)])
async def test_what_a_professional_hears_back_counts_within_a_working_day(
    screening: RunningService, minute: int, in_time: int
) -> None:
    contact = await closed(screening)
    told, later = "Told within one working day", "Told later"
    assert (await of(screening, "I11"))[told] == (0, 2)
    screening.clock.at = may(14, 9, minute)
    for child in contact["children"]:
        await outcome_sent(screening, contact, child["child_id"])
    found = await of(screening, "I11")
    assert (found[told], found[later], found["mature"]) == ((in_time, 2), (2 - in_time, 2), (2, 2))


async def test_a_reason_for_not_telling_is_no_telling_and_the_public_is_not_counted(screening: RunningService) -> None:
    contact = await closed(screening)
    neighbour = {"contact_id": "neighbour", "source_ref": "N-1", "source_code": "1B", "children": [ADA]}
    await closed(screening, **neighbour)
    not_told = {"told_whom": "", "not_told_because": "The school is closed, and its lead has left."}
    await done(screening.client(ADEYEMI), contact, "outcome-feedback", **not_told)
    found = await of(screening, "I11")
    assert found["Told within one working day"] == (0, 2)
    assert found["Not told, with the reason"] == (2, 2)


async def test_an_inadequate_contact_counts_once_its_sender_was_told_where(screening: RunningService) -> None:
    contact = await looked_into(screening)
    short = "Told where an inadequate contact fell short"
    await propose_for_each(screening, contact, **EARLY_HELP)
    await authorise_each(screening, contact)
    await graded(screening, contact, "INADEQUATE", "q2", "q9")
    assert (await of(screening, "I11"))[short] == (0, 1)
    await done(screening.client(ADEYEMI), contact, "outcome-feedback", told_whom="Anita Osei", method="PHONE")
    assert (await of(screening, "I11"))[short] == (1, 1)
    await graded(screening, contact, "GOOD")
    assert (await of(screening, "I11"))[short] == (0, 0)


async def test_a_close_counts_with_the_history_of_every_child_read_since_the_last_news(
    screening: RunningService,
) -> None:
    await closed(screening)
    assert await of(screening, "I21") == {READ: (2, 2), OPENED: (0, 0), "Items opened": (0, 2)}


async def test_what_a_manager_lets_past_shows(screening: RunningService) -> None:
    """The sender writes again, and a manager lets the decision past the history of both."""
    contact = await looked_into(screening)
    await propose_for_each(screening, contact, **EARLY_HELP)
    await amended(screening, contact)
    for child in contact["children"]:
        override = {"guard": "SCR-02", "reason": WORDS, "review_by": "2026-05-20"}
        await done(screening.client(REYES), contact, "overrides", child_id=child["child_id"], **override)
    await authorise_each(screening, contact)
    assert (await of(screening, "I21"))[READ] == (0, 2)


async def test_a_history_read_under_another_identity_is_nobodys_and_the_decision_is_still_the_childs(
    screening: RunningService,
) -> None:
    """Zed turns out to be a child whom we know, before he is decided about; Noor is confirmed as who she was."""
    contact = await looked_into(screening)
    await propose_for_each(screening, contact, **EARLY_HELP)
    noor, zed = contact["children"]
    await identified(screening, contact, noor, noor["child_id"])
    await identified(screening, contact, zed, "child-zed-known")
    for child_id in (noor["child_id"], "child-zed-known"):
        override = {"guard": "SCR-02", "reason": WORDS, "review_by": "2026-05-20", "child_id": child_id}
        await done(screening.client(REYES), contact, "overrides", **override)
        authorised = {"child_id": child_id, "manager_rationale": "Agreed."}
        await done(screening.client(BROOK), contact, "authorisations", **authorised)
    assert (await of(screening, "I21"))[READ] == (0, 2)
    assert (await of(screening, "I02"))["Answered in time"] == (2, 2)
    assert (await of(screening, "I18"))["Authorised by another person"] == (2, 2)


async def test_a_child_comes_back_also_under_a_name_that_a_person_finds_to_be_theirs(
    screening: RunningService,
) -> None:
    contact = await closed(screening)
    screening.clock.at = may(30, 9)
    stranger = ADA | {"child_id": "child-provisional"}
    again = await another(screening, "school-contact-good", 1, children=[stranger])
    assert (await of(screening, "I22"))[BACK] == (0, 2)
    await identified(screening, again, stranger, contact["children"][0]["child_id"])
    assert (await of(screening, "I22"))[BACK] == (1, 2)


async def test_what_was_there_and_what_was_opened_of_it_is_counted(screening: RunningService) -> None:
    screening.clock.at = may(1, 9)
    earlier = await another(screening, "school-contact-good", 1)
    screening.clock.at = may(13, 9, 40)
    contact = await arrive(screening, "school-contact-good")
    await done(screening.client(REYES), contact, "direction", text="Read the history.")
    spoken = {"who": "Her father", "spoken_at": may(13, 9, 30).isoformat(), "consent": CLEAR}
    await done(screening.client(ADEYEMI), contact, "conversations", **spoken)
    for child in contact["children"]:
        review = history(child, items_opened=[earlier["contact_id"]])
        await done(screening.client(ADEYEMI), contact, "history-reviews", **review)
    await propose_for_each(screening, contact, **EARLY_HELP)
    await authorise_each(screening, contact)
    assert await of(screening, "I21") == {READ: (2, 2), OPENED: (2, 2), "Items opened": (2, 2)}


async def test_what_comes_back_within_thirty_days_is_counted_by_who_authorised(screening: RunningService) -> None:
    contact = await closed(screening)
    assert (await of(screening, "I22"))[BACK] == (0, 2)
    noor, zed = contact["children"]
    screening.clock.at = may(30, 9)
    again = await another(screening, "school-contact-good", 1, children=[noor])
    assert (await of(screening, "I22"))[BACK] == (1, 2)
    await linked(screening, again, contact, same=True)
    assert (await of(screening, "I22"))[BACK] == (0, 2)
    await done(screening.client(REYES), contact, "reopening", reason="An aunt rang.", child_ids=[zed["child_id"]])
    found = await of(screening, "I22")
    assert (found[BACK], found["By opening it again"], found["mature"]) == ((1, 2), (1, 2), (0, 2))
    assert await parts(screening, "I22", "By who authorised") == {"Dana Brook": {BACK: (1, 2)}}


@pytest.mark.parametrize(("minute", "back"), [(40, 2), (41, 0)])
async def test_after_thirty_days_it_has_not_come_back(screening: RunningService, minute: int, back: int) -> None:
    await closed(screening)
    screening.clock.at = may(13, 9, minute).replace(month=6, day=12)
    await another(screening, "school-contact-good", 1)
    found = await of(screening, "I22")
    assert (found[BACK], found["mature"]) == ((back, 2), (2, 2))
