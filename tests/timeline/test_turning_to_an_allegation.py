"""What a sender said before a contact was called an allegation is the designated officer's, like the rest of it."""

from importlib import import_module
from itertools import permutations
from typing import Any

import pytest

from shared.access.actor import Actor, Role
from shared.testing.service import RunningService
from timeline.views import Asked, View, view_of

from .conftest import tell
from .streams import Streams, may
from .telling import ADEYEMI, MARSH, OKAFOR, OSEI, REYES, SCHOOL_SYSTEM, Told, facts_from

OFFICER = Actor("lado", "Designated officer", Role.LADO, "la-812")
HUB = Actor("hub", "Hub nurse", Role.HEALTH_MASH, "health-example")
UPGRADE = import_module("timeline.migrations.versions.0004_allegations")
JAY, NOOR = "p-jay", "p-noor"
JAY_NAMED = {"temp_ref": "c1", "child_id": JAY, "first_name": "Jay", "child_words": "The first words of the child."}
NOOR_NAMED = {"temp_ref": "c2", "child_id": NOOR, "first_name": "Noor"}
FIRST = "The first words of the school."
KNOWS = "The child said this to the school alone."


def told(name: str, version: int, kind: str, **said: Any) -> Told:
    """A version of the school's contact, recorded at so many o'clock."""
    data = {
        "contact_id": "contact-a",
        "contact_type": kind,
        "source_version": version,
        "source_code": "2A",
        "agency": {"org_id": "sch-999001", "name": "Ashgrove"},
        "children": [JAY_NAMED, NOOR_NAMED],
        "worries": FIRST,
    }
    children = said.get("children", data["children"])
    ids = [child["child_id"] for child in children]
    return Streams().tell(
        "contacts", name, f"Contact-{name}{version}", may(3, version), data | said, SCHOOL_SYSTEM, ids
    )


RECEIVED = told("ContactReceived", 1, "CHILD_CONCERN")
BECAME_ONE = told(
    "ContactAmended", 2, "LADO", changes=["contact_type"], children=[JAY_NAMED], worries="The second words."
)
WAS_NONE = told("ContactAmended", 3, "CHILD_CONCERN", changes=["contact_type"], worries="The third words.")
CAME_LATE = told("ContactAmended", 1, "CHILD_CONCERN", superseded=True)
CONSENT = Streams().tell(
    "contacts",
    "ConsentStatusRecorded",
    "Contact-consent",
    may(3, 2),
    {"contact_id": "contact-a", "parents_informed": "YES", "child_view": KNOWS},
    SCHOOL_SYSTEM,
    (JAY,),
)


def seen(who: Actor, contracts: list[Told], child_id: str = JAY, **asked: Any) -> View | None:
    return view_of(facts_from(contracts), child_id, who, Asked(**asked), may(5, 14), on_shift=False)


def words(view: View | None) -> str:
    return " ".join(part.text for entry in view.entries for part in entry.parts) if view else ""


@pytest.mark.parametrize("who", [ADEYEMI, REYES, MARSH, HUB], ids=lambda who: who.role.value)
def test_before_it_is_called_an_allegation_its_words_are_read(who: Actor) -> None:
    assert FIRST in words(seen(who, [RECEIVED]))


@pytest.mark.parametrize("who", [ADEYEMI, REYES, OKAFOR, MARSH, HUB], ids=lambda who: who.role.value)
def test_once_it_is_one_nobody_else_reads_what_was_said_first(who: Actor) -> None:
    read = words(seen(who, [RECEIVED, CONSENT, BECAME_ONE]))
    assert [each for each in (FIRST, "The first words of the child.", "second words", KNOWS) if each in read] == []


def test_the_designated_officer_and_the_sender_read_all_of_it() -> None:
    for who in (OFFICER, OSEI):
        read = words(seen(who, [RECEIVED, BECAME_ONE]))
        assert FIRST in read
        assert "The second words." in read


def test_a_screener_sees_that_something_restricted_is_there() -> None:
    view = seen(ADEYEMI, [RECEIVED, BECAME_ONE])
    assert view is not None
    assert [entry.title for entry in view.entries] == ["Restricted entry", "Restricted entry"]


def test_it_stays_so_whatever_one_asks_was_known_before() -> None:
    assert words(seen(ADEYEMI, [RECEIVED, BECAME_ONE], as_known_at=may(3, 1, 30))) == ""


def test_it_holds_for_a_child_whom_the_later_version_does_not_name() -> None:
    assert words(seen(ADEYEMI, [RECEIVED], NOOR)) != ""
    assert words(seen(ADEYEMI, [RECEIVED, BECAME_ONE], NOOR)) == ""


def test_an_earlier_version_that_comes_late_is_the_officers_too() -> None:
    assert FIRST not in words(seen(ADEYEMI, [BECAME_ONE, CAME_LATE]))


def test_what_is_said_after_it_turned_out_to_be_none_is_told() -> None:
    for order in permutations([RECEIVED, BECAME_ONE, WAS_NONE]):
        read = words(seen(ADEYEMI, list(order)))
        assert "The third words." in read
        assert FIRST not in read


async def test_the_service_tells_it_so_too(timeline: RunningService) -> None:
    await tell(timeline, [RECEIVED, CONSENT, BECAME_ONE])
    for child in (JAY, NOOR):
        answer = await timeline.client(ADEYEMI).get(f"/api/v1/children/{child}/timeline")
        page = await timeline.browser(ADEYEMI).get(f"/children/{child}")
        assert (answer.status_code, page.status_code) == (200, 200)
        assert FIRST not in answer.text + page.text
        assert KNOWS not in answer.text + page.text
    own = await timeline.client(OSEI).get(f"/api/v1/children/{NOOR}/timeline")
    assert FIRST in own.text


async def test_what_was_kept_before_is_asked_to_be_made_anew(timeline: RunningService) -> None:
    pool = timeline.service.pool
    for contracts, asked in (([], 0), ([RECEIVED], 1)):
        await tell(timeline, contracts)
        await pool.execute(UPGRADE.ASK_FOR_A_REBUILD)
        assert await pool.fetchval("select count(*) from rebuilds") == asked
