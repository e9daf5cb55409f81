"""The picture: length is lateness, every mark leads to its entry, and what was not known is not drawn."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from xml.etree.ElementTree import Element, fromstring

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.access.actor import Actor
from shared.disclosure import Sensitivity
from timeline.clocks import Bar
from timeline.facts import Entry, Kind, Lane, Significance
from timeline.picture import Scene, across, down, scene_of
from timeline.picture.marks import SHAPES
from timeline.picture.rows import Rows
from timeline.picture.scale import scale_for
from timeline.views import Asked, view_of

from .canaries import CANARY, CHILD, canaries
from .streams import may
from .telling import ADEYEMI, OSEI, POLICE, Told, facts_from
from .weekend import weekend

SVG = "{http://www.w3.org/2000/svg}"
NOW = may(5, 14)
Draw = Callable[[Scene], str]
BOTH_WAYS = pytest.mark.parametrize("draw", [across, down])


def happened(at: datetime, known_at: datetime, *, kind: Kind = Kind.CONTACT, number: int = 1) -> Entry:
    return Entry(
        entry_id=f"e{number}",
        child_id="c",
        at=at,
        known_at=known_at,
        received_at=None,
        kind=kind,
        lane=Lane.CONTACT,
        title='Something <happened> & was "told"',
        significance=Significance.CHRONOLOGY,
        source_event="s",
        source_type="t",
        base=Sensitivity.SUB,
        by="",
        by_org="",
        episode_id="episode",
    )


def drawn(entries: Sequence[Entry], bars: Sequence[Bar] = (), draw: Draw = across, at: datetime = NOW) -> Element:
    return fromstring(draw(scene_of(entries, bars, at)))  # noqa: S314 - our own


def view_drawn(contracts: Sequence[Told], who: Actor, asked: Asked, draw: Draw, child_id: str) -> str:
    view = view_of(facts_from(contracts), child_id, who, asked, NOW, on_shift=False)
    assert view is not None
    return draw(scene_of(view.entries, view.bars, view.line_at, looking_back=asked.as_known_at is not None))


def lateness_lines(svg: Element) -> list[Element]:
    return svg.findall(f".//{SVG}line[@class='lateness']")


def lateness(svg: Element) -> list[float]:
    return [float(line.get("x2", "")) - float(line.get("x1", "")) for line in lateness_lines(svg)]


def links(svg: Element) -> list[str]:
    return [link.get("href", "") for link in svg.iter(f"{SVG}a")]


def test_a_line_is_twice_as_long_when_it_was_known_twice_as_late() -> None:
    at = may(5, 1)
    svg = drawn([happened(at, at + timedelta(hours=3)), happened(at, at + timedelta(hours=6), number=2)])
    short, long = sorted(lateness(svg))
    assert long == pytest.approx(2 * short, rel=0.01)


def test_an_incident_heard_of_three_weeks_late_is_the_longest_line_of_all() -> None:
    late = happened(may(5, 10) - timedelta(days=21), may(5, 10))
    svg = drawn([late, happened(may(2, 23, 20), may(3, 1, 5), number=2)])
    long, short = lateness(svg)
    assert long > 400 > 20 * short


@BOTH_WAYS
def test_what_was_known_at_once_has_no_line(draw: Draw) -> None:
    assert lateness(drawn([happened(may(5, 1), may(5, 1, 10))], draw=draw)) == []


hours = st.integers(1, 24 * 60).map(lambda count: timedelta(hours=count))


@given(hours, hours)
def test_later_never_looks_earlier(first: timedelta, second: timedelta) -> None:
    at = may(1, 8)
    sooner, later = sorted([at + first, at + second])
    entries = [happened(at, sooner), happened(at, later, number=2)]
    wide = lateness(drawn(entries))
    assert wide[0] <= wide[1] + 0.1
    ends = [float(line.get("y2", "")) for line in lateness_lines(drawn(entries, draw=down))]
    assert ends == sorted(ends)


@given(st.lists(hours, min_size=1, max_size=12))
def test_the_scale_keeps_every_instant_inside_and_in_order(gaps: list[timedelta]) -> None:
    instants = [may(1, 8)]
    for gap in gaps:
        instants.append(instants[-1] + gap)
    scale = scale_for(instants)
    places = [scale(instant) for instant in instants]
    assert places == sorted(places)
    assert places[0] > 0
    assert places[-1] < 1


def test_years_of_nothing_are_drawn_short_and_say_how_long_they_were() -> None:
    svg = drawn(
        [
            happened(may(1, 9) - timedelta(days=1800), may(1, 9) - timedelta(days=1800)),
            happened(may(5, 9), may(5, 9), number=2),
        ]
    )
    said = [text.text for text in svg.iter(f"{SVG}text")]
    assert "5 years" in said


@BOTH_WAYS
def test_every_mark_leads_to_its_entry(draw: Draw) -> None:
    view = view_of(facts_from(weekend()), "child-maisie", ADEYEMI, Asked(), NOW, on_shift=False)
    assert view is not None
    svg = drawn(view.entries, view.bars, draw)
    assert sorted(links(svg)) == sorted(f"#entry-{entry.entry_id}" for entry in view.entries)


@BOTH_WAYS
def test_every_mark_says_in_words_what_it_is_and_when(draw: Draw) -> None:
    svg = drawn([happened(may(2, 23, 20), may(3, 1, 5))], draw=draw)
    (link,) = svg.iter(f"{SVG}a")
    assert link.get("aria-label") == (
        'Something <happened> & was "told", Sat 2 May 2026, 23:20, known 1 h 45 min after'
    )


@BOTH_WAYS
def test_the_picture_describes_itself(draw: Draw) -> None:
    svg = drawn([happened(may(2, 23, 20), may(3, 1, 5))], draw=draw)
    assert svg.findtext(f"{SVG}title") == "What happened, and when it was known"
    assert "1 entry from Sat 2 May 2026, 23:20" in (svg.findtext(f"{SVG}desc") or "")


@BOTH_WAYS
def test_what_was_not_yet_known_vanishes(draw: Draw) -> None:
    then = view_drawn(weekend(), ADEYEMI, Asked(as_known_at=may(3, 12, 5)), draw, "child-maisie")
    assert "As known at Sun 3 May, 12:05" in then
    assert "Followed up" not in then
    assert "Child seen" not in then
    assert "Accept the handover" not in then


@BOTH_WAYS
def test_what_lies_beyond_the_line_is_an_outline(draw: Draw) -> None:
    svg = drawn([happened(may(5, 9), may(5, 9)), happened(may(21, 12), may(5, 10), number=2)], draw=draw)
    outlined = [
        path for path in svg.iter(f"{SVG}path") if path.get("stroke-dasharray") and path.get("fill") == "#ffffff"
    ]
    assert len(outlined) == 1


@BOTH_WAYS
def test_a_school_sees_only_what_it_was_sent(draw: Draw) -> None:
    svg = view_drawn(weekend(), OSEI, Asked(), draw, "child-maisie")
    assert len(links(fromstring(svg))) == 1  # noqa: S314 - our own
    for name in ("Contact", "Screening", "Strategy", "Out of hours", "clock", "21 days"):
        assert name not in svg


@BOTH_WAYS
@pytest.mark.parametrize("who", [ADEYEMI, OSEI, POLICE])
def test_no_words_of_a_part_get_into_the_picture(draw: Draw, who: Actor) -> None:
    svg = view_drawn(canaries(), who, Asked(), draw, CHILD)
    told = {found.upper() for found in CANARY.findall(svg)}
    # The clocks of these contracts have canaries for codes: whoever sees a clock sees its name.
    assert told <= ({"CANARY-SCR", "CANARY-STR", "CANARY-EDT"} if who is ADEYEMI else set())


def bar(due_at: datetime, status: str = "RUNNING", stopped_at: datetime | None = None) -> Bar:
    return Bar(
        code="CK_RED",
        lane=Lane.SCREENING,
        started_at=may(5, 9),
        due_at=due_at,
        status=status,  # pyright: ignore[reportArgumentType]
        stopped_at=stopped_at,
    )


def signs(svg: Element) -> list[str]:
    return [path.get("d", "") for path in svg.findall(f".//{SVG}g[@class='clock']/{SVG}path")]


def clock_words(svg: Element) -> str:
    return svg.findtext(f".//{SVG}g[@class='clock']/{SVG}title") or ""


def test_a_clock_that_was_met_ends_in_a_tick() -> None:
    svg = drawn([], [bar(may(5, 13), "MET", may(5, 11))])
    assert [sign[:7] for sign in signs(svg)] == ["M-5 0L-"]
    assert clock_words(svg) == "Decide (red): done in 2 h of 4 h"


@BOTH_WAYS
def test_a_clock_that_ran_out_ends_in_a_cross(draw: Draw) -> None:
    svg = drawn([], [bar(may(5, 13), "BREACHED")], draw)
    assert [sign[:7] for sign in signs(svg)] == ["M-5 -5L"]
    assert clock_words(svg) == "Decide (red): 1 h over a limit of 4 h"


@BOTH_WAYS
def test_a_clock_that_still_runs_ends_in_a_gap(draw: Draw) -> None:
    svg = drawn([], [bar(may(5, 17))], draw)
    done, rest, _ = svg.findall(f".//{SVG}g[@class='clock']/{SVG}line")
    along = "x" if draw is across else "y"
    assert float(rest.get(f"{along}1", "")) > float(done.get(f"{along}2", "")) + 3
    assert signs(svg) == []


@BOTH_WAYS
def test_an_open_missing_episode_has_an_open_end(draw: Draw) -> None:
    missing = [replace(happened(may(4, 18), may(4, 22)), lane=Lane.MISSING)]
    svg = drawn(missing, draw=draw)
    assert [path.get("d") for path in svg.iter(f"{SVG}path")].count("M-6 -5L0 0L-6 5") == 1


def test_kinds_differ_in_shape_and_not_only_in_colour() -> None:
    kinds = (Kind.CONTACT, Kind.DECISION, Kind.STRATEGY, Kind.S47, Kind.EDT, Kind.NOTIFICATION)
    shapes = {SHAPES[kind] for kind in kinds}
    assert len(shapes) == 6


@given(st.lists(st.tuples(st.floats(0, 900), st.floats(0, 100)), max_size=30))
def test_nothing_in_a_row_covers_anything_else(spans: list[tuple[float, float]]) -> None:
    rows, taken = Rows(2), dict[int, float]()
    for start, length in sorted(spans):
        row = rows.take(start, start + length)
        assert start >= taken.get(row, float("-inf"))
        taken[row] = start + length
