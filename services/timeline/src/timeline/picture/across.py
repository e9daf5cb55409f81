"""The wide picture: time from left to right, a lane for each kind of work from top to bottom."""

from dataclasses import dataclass, field
from xml.etree.ElementTree import Element, SubElement

from timeline.clocks import Bar
from timeline.facts import Entry, Lane
from timeline.picture.axis import breaks, closed_periods, days
from timeline.picture.frame import finished, link_to, start_svg
from timeline.picture.marks import (
    FAINT,
    HAIRLINE,
    INK,
    LANE_NAMES,
    NIGHT,
    PAPER,
    WEEKEND,
    box,
    line,
    mark,
    width_of,
    words,
)
from timeline.picture.rows import Rows
from timeline.picture.scene import Episode, Scene, bar_words, is_routine, lateness_of
from timeline.picture.strokes import Sheet
from timeline.words import known_after

WIDTH = 960
LEFT = 118.0
RIGHT = 944.0
TOP = 54.0
BAR_ROW = 25.0
STORY_ROW = 27.0
ROUTINE_ROW = 13.0
PADDING = 7.0


@dataclass
class LanePlan:
    """Who stands in which row of a lane."""

    lane: Lane
    bars: list[tuple[Bar, int]] = field(default_factory=list[tuple[Bar, int]])
    story: list[tuple[Entry, int]] = field(default_factory=list[tuple[Entry, int]])
    routine: list[tuple[Entry, int]] = field(default_factory=list[tuple[Entry, int]])
    episodes: list[tuple[Episode, int]] = field(default_factory=list[tuple[Episode, int]])
    rows: tuple[int, int, int] = (0, 0, 0)

    @property
    def height(self) -> float:
        bars, story, routine = self.rows
        return 2 * PADDING + bars * BAR_ROW + story * STORY_ROW + routine * ROUTINE_ROW


def across(scene: Scene) -> str:
    """The scene as SVG, 960 units wide."""
    sheet = Sheet(scene, lambda at: LEFT + scene.scale(at) * (RIGHT - LEFT), lambda along, aside: (along, aside))
    plans = [_plan(sheet, lane) for lane in scene.lanes()]
    height = TOP + sum(plan.height for plan in plans) + 8
    svg = start_svg(scene, WIDTH, height, "across")
    _background(svg, sheet, height)
    _pale(svg, sheet, height)
    top = TOP
    for plan in plans:
        _lane(svg, sheet, plan, top)
        top += plan.height
    _present(svg, sheet, height)
    return finished(svg)


def _plan(sheet: Sheet, lane: Lane) -> LanePlan:
    scene, plan = sheet.scene, LanePlan(lane)
    bar_rows, story_rows, routine_rows = Rows(10), Rows(6), Rows(2)
    for bar in scene.bars:
        if bar.lane is lane:
            plan.bars.append((bar, bar_rows.take(*_bar_room(sheet, bar))))
    for entry in scene.entries:
        if entry.lane is lane:
            rows, members = (routine_rows, plan.routine) if is_routine(entry) else (story_rows, plan.story)
            members.append((entry, rows.take(*_room(sheet, entry))))
    where = {entry.entry_id: row for entry, row in plan.story}
    plan.episodes = [(each, where[each.entry_id]) for each in scene.episodes if each.entry_id in where]
    plan.rows = (len(bar_rows), len(story_rows), len(routine_rows))
    return plan


def _bar_room(sheet: Sheet, bar: Bar) -> tuple[float, float]:
    start = sheet.along(bar.started_at)
    end = max(sheet.along(bar.due_at), sheet.along(bar.stopped_at or sheet.scene.line_at)) + 12
    text = width_of(bar_words(bar, sheet.scene.line_at), 11)
    return min(start, RIGHT - text), max(end, start + text)


def _room(sheet: Sheet, entry: Entry) -> tuple[float, float]:
    at = sheet.along(entry.at)
    known = sheet.along(entry.known_at) if lateness_of(entry) else at
    if is_routine(entry):
        return min(at, known) - 6, max(at, known) + 6
    text = width_of(_label(entry), 12) + 12
    left = at - text if _is_at_the_right(at, text) else at - 9
    return min(left, known - 4), max(at + 9 if _is_at_the_right(at, text) else at + text, known + 5)


def _is_at_the_right(at: float, text: float) -> bool:
    """Whether the words of a mark must stand on its left because the picture ends on its right."""
    return at + text > RIGHT + 10


def _background(svg: Element, sheet: Sheet, height: float) -> None:
    for period in closed_periods(sheet.scene.scale):
        start, end = sheet.along(period.start), sheet.along(period.end)
        shade = box(svg, start, TOP, end - start, height - TOP, NIGHT if period.label == "Night" else WEEKEND)
        SubElement(shade, "title").text = period.label
        if end - start > width_of(period.label, 11):
            words(svg, period.label, (start + end) / 2, TOP - 3, size=11, fill=FAINT, anchor="middle")
    _days(svg, sheet, height)
    for gap in breaks(sheet.scene.scale):
        _break(svg, sheet.along(gap.start), sheet.along(gap.end), gap.words, height)


def _days(svg: Element, sheet: Sheet, height: float) -> None:
    found = [(sheet.along(day.at), day) for day in days(sheet.scene.scale, sheet.scene.this_year)]
    ends = [at for at, _ in found[1:]] + [RIGHT + 16]
    for (at, day), end in zip(found, ends, strict=True):
        if day.at_midnight:
            line(svg, (at, TOP - 26), (at, height), stroke=HAIRLINE, width=0.7)
        if end - at > width_of(day.words, 12):
            words(svg, day.words, at + 3, TOP - 17, size=12)


def _pale(svg: Element, sheet: Sheet, height: float) -> None:
    """What lies right of the reader's line had not happened yet."""
    if sheet.scene.looking_back:
        at = sheet.along(sheet.scene.line_at)
        box(svg, at, TOP - 16, WIDTH - at, height, PAPER).set("fill-opacity", ".65")


def _break(svg: Element, start: float, end: float, said: str, height: float) -> None:
    """Two jagged strokes and the true length: here time is drawn short."""
    group = SubElement(svg, "g", {"class": "break"})
    SubElement(group, "title").text = f"{said}, drawn short"
    middle = (start + end) / 2
    for offset in (-3.0, 3.0):
        x = middle + offset
        path = "".join(f"L{x + (3 if step % 2 else -3):.1f} {y:.1f}" for step, y in _steps(height))
        SubElement(group, "path", {"d": "M" + path[1:], "fill": "none", "stroke": HAIRLINE, "stroke-width": "1"})
    if end - start > width_of(said, 11):
        words(group, said, middle, TOP - 3, size=11, fill=FAINT, anchor="middle")


def _steps(height: float) -> list[tuple[int, float]]:
    return [(step, TOP + step * 8) for step in range(int((height - TOP) / 8) + 1)]


def _lane(svg: Element, sheet: Sheet, plan: LanePlan, top: float) -> None:
    group = SubElement(svg, "g", {"class": f"lane lane--{plan.lane.lower()}"})
    line(group, (8, top), (RIGHT + 10, top), stroke=HAIRLINE, width=1)
    words(group, LANE_NAMES[plan.lane], 8, top + 20, size=13, bold=True)
    bars, story, _ = plan.rows
    for bar, row in plan.bars:
        _bar(group, sheet, bar, top + PADDING + row * BAR_ROW)
    story_top = top + PADDING + bars * BAR_ROW
    for episode, row in plan.episodes:
        sheet.episode(group, episode, story_top + (row + 0.5) * STORY_ROW)
    for entry, row in plan.story:
        _story(group, sheet, entry, story_top + (row + 0.5) * STORY_ROW)
    routine_top = story_top + story * STORY_ROW
    for entry, row in plan.routine:
        _routine(group, sheet, entry, routine_top + (row + 0.5) * ROUTINE_ROW)


def _bar(parent: Element, sheet: Sheet, bar: Bar, top: float) -> None:
    group = SubElement(parent, "g", {"class": "clock"})
    said = bar_words(bar, sheet.scene.line_at)
    SubElement(group, "title").text = said
    start, _ = _bar_room(sheet, bar)
    words(group, said, max(LEFT, start), top + 10, size=11, fill=FAINT, halo=PAPER)
    sheet.clock(group, bar, top + 18)


def _story(parent: Element, sheet: Sheet, entry: Entry, y: float) -> None:
    link = link_to(parent, entry)
    at = sheet.along(entry.at)
    if lateness_of(entry):
        sheet.lateness(link, entry, y)
    text = width_of(_label(entry), 12) + 12
    if _is_at_the_right(at, text):
        words(link, _label(entry), at - 11, y - 2, anchor="end", halo=PAPER)
    else:
        words(link, _label(entry), at + 11, y - 2, halo=PAPER)
    mark(link, entry.kind, at, y, routine=False, pale=entry.at > sheet.scene.line_at)


def _label(entry: Entry) -> str:
    """What came in says how late it came, whatever room its line has: that is the first thing to ask of it."""
    if entry.lane in (Lane.CONTACT, Lane.MISSING) and lateness_of(entry):
        return f"{entry.title}, known {known_after(entry.at, entry.known_at)}"
    return entry.title


def _routine(parent: Element, sheet: Sheet, entry: Entry, y: float) -> None:
    link = link_to(parent, entry)
    if lateness_of(entry):
        sheet.lateness(link, entry, y)
    mark(link, entry.kind, sheet.along(entry.at), y, routine=True, pale=entry.at > sheet.scene.line_at)


def _present(svg: Element, sheet: Sheet, height: float) -> None:
    """The line of the present, or the one that the reader has put there."""
    at = sheet.along(sheet.scene.line_at)
    said = sheet.scene.line_words
    near_the_right = at + width_of(said, 12) > WIDTH
    line(svg, (at, 6), (at, height), stroke=INK, width=2, dashes=None if sheet.scene.looking_back else "6 3")
    label = words(
        svg,
        said,
        at - 5 if near_the_right else at + 5,
        15,
        anchor="end" if near_the_right else "start",
        bold=True,
    )
    label.set("class", "line-words")
