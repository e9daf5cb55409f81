"""A school is chosen by its name: of those that the register of recipients knows, or kept as it was said."""

from typing import Any

import pytest

from intake.schools import in_words, urn_of
from shared.testing.service import RunningService

from .conftest import CALL_HANDLER
from .test_pages import hidden

SCHOOLS = {"999014": "Dunmere Academy", "999001": "Larkfield Primary", "999002": "St Mary's", "999003": "St Mary's"}


@pytest.mark.parametrize(
    ("typed", "urn"),
    [
        ("Larkfield Primary (999001)", "999001"),
        ("larkfield primary", "999001"),
        ("999001", "999001"),
        ("123456", "123456"),
        ("St Mary's", None),
        ("St Mary's (999003)", "999003"),
        ("Hillside Nursery", None),
        ("", None),
    ],
)
def test_which_school_was_meant(typed: str, urn: str | None) -> None:
    assert urn_of(typed, SCHOOLS) == urn


def test_a_school_is_offered_as_it_is_understood() -> None:
    assert all(urn_of(in_words(urn, SCHOOLS), SCHOOLS) == urn for urn in SCHOOLS)


async def taken(intake: RunningService, school: str) -> dict[str, Any]:
    """The child of a call in which this school was named."""
    for urn, name in [*SCHOOLS.items(), (None, "Hillside Nursery")]:
        await intake.publish(
            "notifications",
            "frontdoor.RecipientRegistered.v1",
            {"urn": urn, "name": name},
            key=f"Recipient-{name}{urn}",
        )
    browser = intake.browser(CALL_HANDLER)
    page = (await browser.get("/telephone")).text
    assert '<option value="Larkfield Primary (999001)"></option>' in page
    assert 'list="schools"' in page
    typed = {"child_1_first_name": "Jay", "worries": "Alone at home last night", "child_1_school": school}
    answer = await browser.post("/telephone", data=hidden(page) | typed)
    assert answer.status_code == 303, answer.text
    [received] = await intake.published("frontdoor.ContactReceived.v1")
    return received["children"][0]


async def test_a_call_handler_names_the_school_and_nobody_looks_for_its_number(intake: RunningService) -> None:
    child = await taken(intake, "larkfield primary")
    assert (child["school_urn"], child["school_name"]) == ("999001", None)


async def test_a_school_that_we_do_not_know_is_kept_by_its_name(intake: RunningService) -> None:
    child = await taken(intake, "Hillside Nursery")
    assert (child["school_urn"], child["school_name"]) == (None, "Hillside Nursery")
    [quality] = await intake.published("frontdoor.ContactQualityAssessed.v1")
    assert quality["tests"]["q4"]
