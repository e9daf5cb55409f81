"""Reading a child's record: recorded before the first byte, opened with a reason, asked in either order."""

from html.parser import HTMLParser

import pytest

from shared.access.actor import Actor, Role
from shared.decider import Refused
from shared.handling import Json, Unit
from shared.problems import StoreUnavailable
from shared.store import EventStore
from shared.testing.service import RunningService
from timeline import reading
from timeline.answers import digest_of
from timeline.commands import UseBreakGlass, ViewRecord
from timeline.decider import ACCESS, access_stream
from timeline.events import BreakGlassUsed, RecordViewed
from timeline.read_models import journey
from timeline.reading import facts_about
from timeline.views import Asked, view_of

from .conftest import tell
from .streams import may
from .telling import ADEYEMI, HALE, MARSH, OSEI, PATEL, POLICE, facts_from
from .weekend import weekend

TIMELINE = "/api/v1/children/child-maisie/timeline"
WEIR = Actor("ig.weir", "Ig Weir", Role.IG_OFFICER, "la-812")
REASON = "Serious incident review ordered by the director."


async def test_what_the_journal_told_is_what_the_pure_functions_tell(told_weekend: RunningService) -> None:
    async with told_weekend.service.pool.acquire() as connection:
        kept = await facts_about(connection, "child-maisie")
    views = [
        view_of(facts, "child-maisie", ADEYEMI, Asked(), may(5, 14), on_shift=False)
        for facts in (kept, facts_from(weekend()))
    ]
    kept_view, pure_view = (view for view in views if view)
    assert digest_of(kept_view.entries, kept_view.bars) == digest_of(pure_view.entries, pure_view.bars)


async def test_a_timeline_told_backwards_and_twice_has_the_same_digest(
    timeline: RunningService, told_weekend: RunningService
) -> None:
    backwards = list(reversed(weekend()))
    await tell(timeline, backwards)
    await tell(timeline, backwards)
    address = "/api/v1/children/child-maisie/digest"
    once, twice = [
        (await service.client(ADEYEMI).get(address)).json()["sha256"] for service in (told_weekend, timeline)
    ]
    assert once == twice


async def test_both_orders_are_to_be_had(told_weekend: RunningService) -> None:
    client = told_weekend.client(ADEYEMI)
    world = (await client.get(f"{TIMELINE}?order=world")).json()["entries"]
    known = (await client.get(f"{TIMELINE}?order=known")).json()["entries"]
    assert [entry["at"] for entry in world] == sorted(entry["at"] for entry in world)
    assert [entry["known_at"] for entry in known] == sorted(entry["known_at"] for entry in known)


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("order=backwards", "order"),
        ("as_known_at=yesterday", "as_known_at"),
        ("as_known_at=0.5", "as_known_at"),
        ("as_known_at=2026-05-03T12:00:00", "as_known_at"),
        ("as_known_at=0001-01-01T00:00:00Z", "as_known_at"),
        ("as_known_at=9999-12-31T23:59:59Z", "as_known_at"),
        ("as_known_at=2026-05-05T13:00:01Z", "as_known_at"),
        ("as_at=soon", "as_at"),
        ("purpose=%3Cscript%3E", "purpose"),
    ],
)
async def test_a_question_that_makes_no_sense_is_refused_with_its_field(
    told_weekend: RunningService, query: str, field: str
) -> None:
    answer = await told_weekend.client(ADEYEMI).get(f"{TIMELINE}?{query}")
    assert (answer.status_code, answer.json()["field"]) == (422, field)


async def test_every_reading_is_recorded_with_who_why_and_what(timeline: RunningService) -> None:
    await tell(timeline, weekend())
    await timeline.client(ADEYEMI).get(f"{TIMELINE}?purpose=SCREENING")
    await timeline.browser(OSEI).get("/children/child-maisie")
    readings = (await timeline.client(WEIR).get("/api/v1/children/p-maisie/access-log")).json()
    assert [(each["user_id"], each["purpose"], each["classes"]) for each in readings] == [
        ("dsl.osei", "OWN_SUBMISSIONS", ["PUBLIC", "SCR"]),
        (
            "sw.adeyemi",
            "SCREENING",
            ["ADR", "EDT", "EDU", "HH", "HIS", "HLT", "ID", "POL", "REF", "SCR", "STR", "SUB"],
        ),
    ]


async def test_each_child_on_a_list_is_recorded_as_looked_at(timeline: RunningService) -> None:
    await tell(timeline, weekend())
    listed = (await timeline.client(MARSH).get("/api/v1/children?q=alfie")).json()
    assert [row["name"] for row in listed] == ["Alfie Thornbeck-Rudd"]
    readings = (await timeline.client(WEIR).get("/api/v1/children/child-alfie/access-log")).json()
    assert [(each["user_id"], each["what"]) for each in readings] == [("ch.marsh", "ListViewed")]


async def test_a_retried_reading_is_two_readings(timeline: RunningService) -> None:
    await tell(timeline, weekend())
    for _ in range(2):
        await timeline.client(ADEYEMI).get(TIMELINE, headers={"idempotency-key": "one"})
    stored = await timeline.service.store.load(access_stream("child-maisie", may(5, 14)))
    assert [type(each.data) for each in stored] == [RecordViewed, RecordViewed]


async def test_no_record_of_the_reading_no_data(told_weekend: RunningService, monkeypatch: pytest.MonkeyPatch) -> None:
    async def disk_full(_: EventStore, __: Unit) -> Json:
        raise StoreUnavailable

    monkeypatch.setattr(EventStore, "submit", disk_full)
    for who, address in [
        (ADEYEMI, TIMELINE),
        (ADEYEMI, "/api/v1/children/child-maisie/digest"),
        (ADEYEMI, "/children/child-maisie"),
        (ADEYEMI, "/children"),
        (OSEI, "/api/v1/agency/children"),
    ]:
        answer = await told_weekend.browser(who).get(address)
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
        assert "Maisie" not in answer.text


async def test_a_leader_opens_a_record_with_a_reason_and_it_is_kept(timeline: RunningService) -> None:
    await tell(timeline, weekend())
    leader, page = timeline.client(PATEL), timeline.browser(PATEL)
    closed = await page.get("/children/child-maisie")
    assert (closed.status_code, "Thornbeck" in closed.text) == (403, False)
    opened = await leader.post("/api/v1/children/child-maisie/break-glass", json={"reason": REASON})
    assert opened.status_code == 201
    entries = (await leader.get(TIMELINE)).json()["entries"]
    assert "Strategy decision" in [entry["title"] for entry in entries]
    assert "ADR" not in {part["class"] for entry in entries for part in entry["parts"]}
    readings = (await timeline.client(WEIR).get("/api/v1/children/child-maisie/access-log")).json()
    assert [(each["what"], each["purpose"]) for each in readings] == [
        ("RecordViewed", "BREAK_GLASS"),
        ("BreakGlassUsed", REASON),
    ]


async def test_a_broken_glass_is_whole_again_the_next_day(timeline: RunningService) -> None:
    await tell(timeline, weekend())
    leader = timeline.client(PATEL)
    await leader.post("/api/v1/children/child-maisie/break-glass", json={"reason": REASON})
    timeline.clock.at = may(6, 8)
    assert (await leader.get(TIMELINE)).json()["code"] == "TL-02 BREAK_GLASS"


async def test_glass_is_not_broken_for_those_who_see_all_they_may(told_weekend: RunningService) -> None:
    answer = await told_weekend.client(HALE).post("/api/v1/children/child-maisie/break-glass", json={"reason": REASON})
    assert answer.status_code == 404


async def test_assessment_lists_the_children_it_holds(told_canaries: RunningService) -> None:
    listed = (await told_canaries.client(HALE).get("/api/v1/children")).json()
    assert [row["child_id"] for row in listed] == ["child-canary"]


async def test_an_agency_lists_its_own_children_by_the_ids_it_knows(told_weekend: RunningService) -> None:
    machine = told_weekend.client(POLICE, "contacts:read")
    listed = (await machine.get("/api/v1/agency/children")).json()
    assert [row["child_id"] for row in listed] == ["p-maisie", "p-alfie"]


async def test_a_list_that_ends_early_says_so_and_every_child_of_the_agency_is_found_by_name(
    told_weekend: RunningService, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = (await told_weekend.browser(POLICE).get("/children")).text
    monkeypatch.setattr(journey, "NEWEST_OF_AN_AGENCY", 1)
    page = (await told_weekend.browser(POLICE).get("/children")).text
    assert ("there are more" in whole, "there are more" in page) == (False, True)
    names = ["Alfie", "Maisie"]
    missing = next(name for name in names if name not in page)
    found = (await told_weekend.browser(POLICE).get(f"/children?q={missing}")).text
    assert (missing in found.partition("</form>")[2], "there are more" in found) == (True, False)


async def test_the_front_doors_list_that_ends_early_says_so(
    told_weekend: RunningService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "MOST_LISTED", 1)
    assert "Only the newest 1: there are more" in (await told_weekend.browser(MARSH).get("/children")).text


def test_a_short_reason_is_not_a_reason() -> None:
    command = UseBreakGlass(by=PATEL, at=may(5, 9), child_id="c", reason="because")
    with pytest.raises(Refused, match="TL-02 BREAK_GLASS"):
        ACCESS.decide(command, ACCESS.initial)


def test_one_readers_glass_is_not_anothers() -> None:
    (broken,) = ACCESS.decide(UseBreakGlass(by=PATEL, at=may(5, 9), child_id="c", reason=REASON), ACCESS.initial)
    state = ACCESS.fold([broken])
    view = ViewRecord(by=HALE, at=may(5, 9), child_id="c", purpose="X", classes=(), needs_glass=True)
    with pytest.raises(Refused):
        ACCESS.decide(view, state)


def test_a_reason_is_reviewed_within_one_working_day() -> None:
    (broken,) = ACCESS.decide(UseBreakGlass(by=PATEL, at=may(2, 3), child_id="c", reason=REASON), ACCESS.initial)
    assert isinstance(broken, BreakGlassUsed)
    assert broken.review_by == may(5, 17)


class Anchors(HTMLParser):
    """The ids of a page and the links within it."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "id" and value:
                self.ids.append(value)
            if tag == "a" and name == "href" and value and value.startswith("#"):
                self.links.append(value.removeprefix("#"))


async def test_every_mark_of_the_picture_leads_to_an_entry_of_the_list(told_weekend: RunningService) -> None:
    page = Anchors()
    page.feed((await told_weekend.browser(ADEYEMI).get("/children/child-maisie")).text)
    assert set(page.links) <= set(page.ids)
    assert len(page.ids) == len(set(page.ids))
    assert {link for link in page.links if link.startswith("entry-")} == {
        id for id in page.ids if id.startswith("entry-")
    }


async def test_the_page_says_how_many_later_entries_exist(told_weekend: RunningService) -> None:
    page = await told_weekend.browser(ADEYEMI).get("/children/child-maisie?as_known_at=2026-05-03T12:05")
    assert "10 later entries exist and are not shown" in page.text


async def test_a_moment_that_cannot_be_asked_for_is_said_beside_the_form(told_weekend: RunningService) -> None:
    page = await told_weekend.browser(ADEYEMI).get("/children/child-maisie?as_known_at=2027-01-01T00:00")
    assert page.status_code == 422
    assert "Nobody can say yet what will be known then." in page.text
    assert 'value="2027-01-01T00:00"' in page.text
