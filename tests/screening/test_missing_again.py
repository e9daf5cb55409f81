"""What a missing child tells when it is back, and what its episodes say together, is screened again at once."""

from dataclasses import replace
from typing import Any

import pytest

from screening.case.commands import Command, NoteMissingConcern
from screening.case.events import MissingConcernNoted, ScreeningReopened
from screening.codes import Decision, MissingConcern
from shared.access.actor import SYSTEM
from shared.testing.service import RunningService

from .conftest import arrive
from .people import ADEYEMI, may
from .spec import after, the, when
from .story import AMBER, CONTACT, DIRECTION, NOOR, NOOR_READY, NOORS_CONTACT, ZED, authorised, proposed
from .test_ending import CLOSE, TOLD
from .test_pages import open_page

HARM = NoteMissingConcern(
    by=SYSTEM, at=may(14, 9), contact_id=CONTACT, because=MissingConcern.HARM_TOLD, words="A man took me to a flat"
)
PATTERN = replace(HARM, because=MissingConcern.STRATEGY_WANTED, words="The third time in a fortnight")
S17, NFA, PATHWAY = Decision.REFERRAL_S17, Decision.NFA, Decision.MISSING_PATHWAY


def decided(noor: Decision, zed: Decision) -> tuple[Command, ...]:
    both = (proposed(NOOR, noor, need_level=4), proposed(ZED, zed, need_level=zed.need_levels[0]))
    return (*NOOR_READY, *both, authorised(NOOR), authorised(ZED), TOLD)


@pytest.mark.parametrize("told", [HARM, PATTERN])
@pytest.mark.parametrize("closed", [True, False])
@pytest.mark.parametrize(("zed", "again"), [(NFA, [ZED]), (PATHWAY, [ZED])])
def test_whoever_has_no_referral_is_decided_about_again_whether_or_not_the_case_has_closed(
    told: NoteMissingConcern, zed: Decision, again: list[str], *, closed: bool
) -> None:
    given = (*decided(S17, zed), *([CLOSE] if closed else []))
    reopened = the(ScreeningReopened, when(told, given=given))
    assert list(reopened.child_ids) == again
    case = after(*given, told)
    assert (case.closed, [child.is_decided for child in case.children]) == (False, [True, False])


def test_a_child_who_is_referred_already_stays_so_and_the_record_says_what_was_told() -> None:
    events = when(HARM, given=(*decided(S17, S17), CLOSE))
    assert [type(event) for event in events] == [MissingConcernNoted]
    assert the(MissingConcernNoted, events).words == "A man took me to a flat"


def test_the_history_is_read_again_before_anybody_closes_over_it() -> None:
    assert not any(child.history_current for child in after(*NOOR_READY, HARM).children)


def test_a_case_that_waits_for_triage_has_fifteen_minutes_and_one_that_was_triaged_no_new_clock() -> None:
    assert the(MissingConcernNoted, when(HARM, given=[NOORS_CONTACT])).urgent_until == may(14, 9, 15)
    assert the(MissingConcernNoted, when(HARM, given=[NOORS_CONTACT, AMBER, DIRECTION])).urgent_until is None


async def told(screening: RunningService, contact: dict[str, Any], event: str, **said: Any) -> None:
    contact_id = contact["contact_id"]
    await screening.publish(
        "contacts", f"frontdoor.{event}.v1", {"contact_id": contact_id} | said, key=f"Contact-{contact_id}"
    )


async def test_the_page_and_the_queue_say_that_the_child_told_of_harm(screening: RunningService) -> None:
    screening.clock.at = may(13, 9, 40)
    contact = await arrive(screening, "school-contact-good", contact_type="MISSING")
    await told(screening, contact, "RhiCompleted", harm_disclosed=False, child_words="I was bored")
    page = f"/contacts/{contact['contact_id']}"
    assert "I was bored" not in (await open_page(screening, ADEYEMI, page)).text
    await told(
        screening, contact, "RhiCompleted", harm_disclosed=True, child_words="A man took me", safety_needs="A new phone"
    )
    text = (await open_page(screening, ADEYEMI, page)).text
    assert [words for words in ("The child told of harm", "A man took me A new phone") if words not in text] == []
    [line] = (await screening.client(ADEYEMI).get("/api/v1/queue")).json()
    assert "The child told of harm" in line["urgent"]


async def test_the_page_says_that_a_strategy_discussion_is_wanted(screening: RunningService) -> None:
    screening.clock.at = may(13, 9, 40)
    contact = await arrive(screening, "school-contact-good", contact_type="MISSING")
    page = f"/contacts/{contact['contact_id']}"
    await told(screening, contact, "MissingPatternConsidered", strategy_discussion=False, reason="The second time")
    assert "The second time" not in (await open_page(screening, ADEYEMI, page)).text
    await told(screening, contact, "MissingPatternConsidered", strategy_discussion=True, reason="The third time")
    text = (await open_page(screening, ADEYEMI, page)).text
    assert "A strategy discussion is wanted" in text
    assert "The third time" in text


async def test_that_the_child_is_back_is_read_where_it_is_screened(screening: RunningService) -> None:
    screening.clock.at = may(13, 9, 40)
    contact = await arrive(screening, "school-contact-good", contact_type="MISSING")
    child_id = contact["children"][0]["child_id"]
    back = {"episode_id": "e1", "child_id": child_id, "found_how": "POLICE_LOCATED", "prevention_interview_done": "N"}
    await told(screening, contact, "MissingEpisodeClosed", **back)
    text = (await open_page(screening, ADEYEMI, f"/contacts/{contact['contact_id']}")).text
    assert "police located" in text
    assert "Police prevention interview held" in text
