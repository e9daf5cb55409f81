"""A case is discussed: who took part, what history and factors were considered together, what follows (S000 L70)."""

from dataclasses import replace
from typing import Any

import pytest

from screening.case.commands import RecordCaseDiscussion
from screening.case.events import CaseDiscussionRecorded
from shared.testing.service import RunningService

from .asking import done, post
from .conftest import arrive
from .people import ADEYEMI, BROOK, MARSH, REYES, may
from .spec import after, refusal, the, when
from .story import ALFIE, JAYS_CONTACT, MAISIE, THE_WEEKEND
from .test_pages import fill_in, open_page

DISCUSSED = RecordCaseDiscussion(
    by=ADEYEMI,
    at=may(3, 2),
    held_at=may(3, 1, 45),
    took_part=("Tola Adeyemi", "Marta Reyes"),
    history="Three notifications in a year, each closed alone.",
    complicating_factors=("Mother withdrew her statement twice", "No family within reach"),
    what_follows="Tola rings the health visitor at nine; Marta asks for a strategy discussion.",
)
BODY: dict[str, Any] = {
    "held_at": DISCUSSED.held_at.isoformat(),
    "took_part": list(DISCUSSED.took_part),
    "history": DISCUSSED.history,
    "complicating_factors": list(DISCUSSED.complicating_factors),
    "what_follows": DISCUSSED.what_follows,
}


def test_a_discussion_is_about_every_child_of_the_case_and_happened_when_it_was_held() -> None:
    discussed = the(CaseDiscussionRecorded, when(DISCUSSED, given=[THE_WEEKEND]))
    assert (discussed.child_ids, discussed.occurred_at) == ((MAISIE, ALFIE), may(3, 1, 45))
    assert (discussed.took_part, discussed.recorded_by) == (DISCUSSED.took_part, "sw.adeyemi")


def test_it_decides_nothing_and_answers_no_guard() -> None:
    assert after(THE_WEEKEND, DISCUSSED) == after(THE_WEEKEND)


@pytest.mark.parametrize(
    ("said", "code", "field"),
    [
        ({"took_part": ()}, "SCREENING DISCUSSED_ALONE", "took_part"),
        ({"took_part": ("Tola Adeyemi", "tola adeyemi")}, "SCREENING DISCUSSED_ALONE", "took_part"),
        ({"held_at": may(3, 2, 1)}, "SCREENING DATE", "held_at"),
        ({"held_at": may(3, 1, 4)}, "SCREENING DATE", "held_at"),
        ({"history": ""}, "SCREENING MISSING_WORDS", "history"),
        ({"complicating_factors": ()}, "SCREENING MISSING_WORDS", "complicating_factors"),
        ({"what_follows": ""}, "SCREENING MISSING_WORDS", "what_follows"),
    ],
)
def test_a_note_that_says_too_little_is_refused(said: dict[str, Any], code: str, field: str) -> None:
    no = refusal(replace(DISCUSSED, **said), given=[THE_WEEKEND])
    assert (no.code, no.field) == (code, field)


def test_it_may_be_held_in_the_minute_in_which_the_contact_came() -> None:
    seconds = replace(JAYS_CONTACT, contact=replace(JAYS_CONTACT.contact, received_at=may(3, 1, 45).replace(second=30)))
    assert when(DISCUSSED, given=[seconds])


async def test_it_stands_on_the_case_beside_each_form_and_is_told(screening: RunningService) -> None:
    contact = await arrive(screening, "police-domestic-abuse-high")
    screening.clock.at = may(3, 2)
    await done(screening.client(ADEYEMI), contact, "discussions", **BODY)
    [told] = await screening.published("frontdoor.CaseDiscussionRecorded.v1")
    assert told["complicating_factors"] == BODY["complicating_factors"]
    assert told["meta"]["occurred_at"] == told["occurred_at"]
    case = f"/contacts/{contact['contact_id']}"
    beside = f"{case}/children/{contact['children'][0]['child_id']}/propose"
    for address in (case, beside):
        text = (await open_page(screening, BROOK, address)).text
        assert "Discussed together Sun 3 May, 01:45 , by Tola Adeyemi, Marta Reyes" in text
        assert "No family within reach" in text
    assert "Discussed together" not in (await open_page(screening, MARSH, case)).text


async def test_its_form_comes_back_with_what_was_typed(screening: RunningService) -> None:
    contact = await arrive(screening, "police-domestic-abuse-high")
    screening.clock.at = may(3, 2)
    address = f"/contacts/{contact['contact_id']}/discussion"
    typed = {"history": DISCUSSED.history, "what_follows": DISCUSSED.what_follows}
    alone = await fill_in(screening, ADEYEMI, address, **typed)
    assert alone.status_code == 422
    assert "Name everybody who took part: at least two people." in alone.text
    assert DISCUSSED.what_follows in alone.text
    together = {**typed, "took_part": "Tola Adeyemi\nMarta Reyes", "complicating_factors": "None found"}
    assert (await fill_in(screening, ADEYEMI, address, **together)).status_code == 303


async def test_who_screens_nothing_discusses_nothing(screening: RunningService) -> None:
    contact = await arrive(screening, "police-domestic-abuse-high")
    assert (await post(screening.client(MARSH), contact, "discussions", **BODY)).status_code == 403
    assert (await post(screening.client(REYES), contact, "discussions", **BODY)).status_code == 422
