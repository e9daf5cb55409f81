"""The tall picture, for a phone: time runs down, lanes stand side by side on the left, words on the right.

Every thing that has words has a row of its own, so crowded hours are drawn longer than quiet ones; later is always
further down. Clocks that ended in time are left to the list: what still runs or ran late is what one must see here.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from xml.etree.ElementTree import Element, SubElement

from markupsafe import Markup

from shared.web.words import clock_state, clock_words
from timeline.clocks import Bar
from timeline.facts import Entry, Lane
from timeline.picture.axis import Break, Day, breaks, closed_periods, days
from timeline.picture.frame import finished, link_to, start_svg
from timeline.picture.marks import (
    FAINT,
    HAIRLINE,
    INK,
    LANE_NAMES,
    NIGHT,
    WEEKEND,
    box,
    line,
    mark,
    number,
    words,
)
from timeline.picture.rows import Rows
from timeline.picture.scene import Scene, bar_words, is_routine, lateness_of
from timeline.picture.strokes import Sheet
from timeline.words import known_after

WIDTH = 344.0
TOP = 112.0
ROW = 18.0
MARK_COLUMN = 22.0
BAR_COLUMN = 10.0
LEAST_HEIGHT, MOST_HEIGHT = 240.0, 620.0
UNITS_PER_HOUR = 3.0
CLEAR_HOURS = 1.0
INCOMING = frozenset({Lane.CONTACT, Lane.MISSING})
OPEN_STATES = frozenset({"running", "warned", "breached", "met-late"})


@dataclass(frozen=True, slots=True)
class Present:
    """The line of the present, or the one that the reader put there."""

    at: datetime


Item = Entry | Day | Break | Present


@dataclass(frozen=True, slots=True)
class Ladder:
    """Rungs: instants with their rows, never going up. Between two rungs time is drawn evenly."""

    instants: Sequence[datetime]
    firsts: Sequence[float]
    lasts: Sequence[float]

    def __call__(self, instant: datetime) -> float:
        index = bisect_right(self.instants, instant) - 1
        if index < 0:
            return self.firsts[0]
        if instant == self.instants[index] or index + 1 == len(self.instants):
            return self.firsts[index] if instant == self.instants[index] else self.lasts[index]
        start, end = self.instants[index], self.instants[index + 1]
        part = (instant - start) / (end - start)
        return self.lasts[index] + part * (self.firsts[index + 1] - self.lasts[index])


@dataclass(frozen=True, slots=True)
class Column:
    """Where a lane stands: its bars first, its marks to the right of them."""

    lane: Lane
    left: float
    bars: Sequence[tuple[Bar, int]]
    marks_at: float
    right: float


def down(scene: Scene) -> Markup:
    """The scene as SVG, 344 units wide."""
    rows, ladder = _rows(scene)
    columns = _columns(scene)
    words_at = columns[-1].right + 8 if columns else 8.0
    sheet = Sheet(scene, ladder, lambda along, aside: (aside, along))
    height = ladder.lasts[-1] + ROW
    svg = start_svg(scene, WIDTH, height, "down")
    _background(svg, sheet, columns, words_at, height)
    for column in columns:
        _column(svg, sheet, column, height)
    marks_at = {column.lane: column.marks_at for column in columns}
    for item, y in rows:
        _row(svg, sheet, item, y, marks_at, words_at)
    return finished(svg)


def _rows(scene: Scene) -> tuple[list[tuple[Item, float]], Ladder]:
    """A row for each thing with words, and the ladder that they make with the instants between them."""
    scale = scene.scale
    items: list[tuple[datetime, Item | None]] = [(entry.at, entry) for entry in scene.entries if not is_routine(entry)]
    items += [(day.at, day) for day in days(scale, scene.this_year)]
    items += [(gap.start + (gap.end - gap.start) / 2, gap) for gap in breaks(scale)]
    items += [(scene.line_at, Present(scene.line_at)), (scale.start, None), (scale.end, None)]
    items += [(gap.start, None) for gap in breaks(scale)] + [(gap.end, None) for gap in breaks(scale)]
    height = min(MOST_HEIGHT, max(LEAST_HEIGHT, scale.hours * UNITS_PER_HOUR))
    rows: list[tuple[Item, float]] = []
    firsts: dict[datetime, float] = {}
    lasts: dict[datetime, float] = {}
    reached = TOP
    for at, item in sorted(items, key=lambda pair: pair[0]):
        y = max(TOP + ROW / 2 + scale(at) * height, reached)
        if item is not None:
            rows.append((item, y))
            reached = y + (2 * ROW if _says_lateness(item) else ROW)
        firsts.setdefault(at, y)
        lasts[at] = y
    return rows, Ladder(list(firsts), list(firsts.values()), list(lasts.values()))


def _columns(scene: Scene) -> list[Column]:
    columns: list[Column] = []
    left = 4.0
    for lane in scene.lanes():
        taken = Rows(CLEAR_HOURS)
        bars: list[tuple[Bar, int]] = []
        for bar in scene.bars:
            if bar.lane is lane and clock_state(bar, scene.line_at) in OPEN_STATES:
                start = scene.scale(bar.started_at) * scene.scale.hours
                end = scene.scale(max(bar.due_at, bar.stopped_at or scene.line_at)) * scene.scale.hours
                bars.append((bar, taken.take(start, end)))
        marks_at = left + len(taken) * BAR_COLUMN + MARK_COLUMN / 2
        columns.append(Column(lane, left, bars, marks_at, marks_at + MARK_COLUMN / 2))
        left = columns[-1].right
    return columns


def _background(svg: Element, sheet: Sheet, columns: Sequence[Column], words_at: float, height: float) -> None:
    right = words_at - 6
    for period in closed_periods(sheet.scene.scale):
        start, end = sheet.along(period.start), sheet.along(period.end)
        shade = box(svg, 0, start, right, end - start, NIGHT if period.label == "Night" else WEEKEND)
        SubElement(shade, "title").text = period.label
    for column in columns:
        line(svg, (column.left, TOP), (column.left, height), stroke=HAIRLINE, width=0.7)
        heading = words(svg, LANE_NAMES[column.lane], 0, 0, size=13, bold=True)
        turned = f"translate({number(column.marks_at + 5)} {number(TOP - 6)}) rotate(-90)"
        heading.set("transform", turned)


def _column(svg: Element, sheet: Sheet, column: Column, height: float) -> None:
    scene = sheet.scene
    group = SubElement(svg, "g", {"class": f"lane lane--{column.lane.lower()}"})
    for bar, place in column.bars:
        clock = SubElement(group, "g", {"class": "clock"})
        SubElement(clock, "title").text = bar_words(bar, scene.line_at)
        sheet.clock(clock, bar, column.left + (place + 0.5) * BAR_COLUMN + 1)
    if column.lane is Lane.MISSING:
        for episode in scene.episodes:
            sheet.episode(group, episode, column.marks_at)
    for entry in scene.entries:
        if entry.lane is column.lane and is_routine(entry):
            y = sheet.along(entry.at)
            dash = link_to(group, entry)
            line(dash, (column.marks_at - 4, y), (column.marks_at + 4, y), stroke=INK, width=2)


def _row(svg: Element, sheet: Sheet, item: Item, y: float, marks_at: dict[Lane, float], words_at: float) -> None:
    match item:
        case Entry():
            _story(svg, sheet, item, y, marks_at[item.lane], words_at)
        case Day():
            if item.at_midnight:
                line(svg, (0, y), (WIDTH, y), stroke=HAIRLINE, width=0.7)
            words(svg, item.words, WIDTH, y + 4, size=12, fill=FAINT, anchor="end", halo="#ffffff")
        case Break():
            _break(svg, item, y, words_at)
        case Present():
            dashes = None if sheet.scene.looking_back else "6 3"
            line(svg, (0, y), (words_at - 2, y), stroke=INK, width=2, dashes=dashes)
            words(svg, sheet.scene.line_words, words_at, y + 4, size=12, bold=True)


def _story(svg: Element, sheet: Sheet, entry: Entry, y: float, x: float, words_at: float) -> None:
    link = link_to(svg, entry)
    if lateness_of(entry):
        sheet.lateness(link, entry, x, start=y)
    line(link, (x + 9, y), (words_at - 2, y), stroke=HAIRLINE, width=0.7)
    mark(link, entry.kind, x, y, routine=False, pale=entry.at > sheet.scene.line_at)
    said = f"{clock_words(entry.at)} {entry.title}"
    words(link, shortened(said, WIDTH - words_at), words_at, y + 4, size=12)
    if _says_lateness(entry):
        words(link, f"known {known_after(entry.at, entry.known_at)}", words_at, y + 19, size=12, fill=FAINT)


def _says_lateness(item: Item) -> bool:
    """What came in says how late it came."""
    return isinstance(item, Entry) and item.lane in INCOMING and lateness_of(item) is not None


def shortened(said: str, width: float) -> str:
    """As much as there is room for; the link says the whole."""
    most = int(width / (12 * 0.52))
    return said if len(said) <= most else said[: most - 1].rstrip() + "…"


def _break(svg: Element, gap: Break, y: float, words_at: float) -> None:
    group = SubElement(svg, "g", {"class": "break"})
    SubElement(group, "title").text = f"{gap.words}, drawn short"
    for offset in (-3.0, 3.0):
        points = "".join(f"L{step * 8} {y + offset + (3 if step % 2 else -3):.1f}" for step in range(int(words_at / 8)))
        SubElement(group, "path", {"d": "M" + points[1:], "fill": "none", "stroke": HAIRLINE})
    words(group, gap.words, words_at, y + 4, size=12, fill=FAINT)
