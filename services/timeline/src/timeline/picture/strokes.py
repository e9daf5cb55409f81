"""Lines that mean time: lateness, clocks, episodes.

The same strokes lie across a wide picture and hang down a tall one.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from xml.etree.ElementTree import Element, SubElement

from shared.web.words import clock_state
from timeline.clocks import Bar
from timeline.facts import Entry
from timeline.picture.marks import FAINT, INK, LATE, line, number
from timeline.picture.scene import Episode, Scene

GAP = 5.0
TICK = "M-5 0L-1 5L6 -6"
CROSS = "M-5 -5L5 5M5 -5L-5 5"


@dataclass(frozen=True, slots=True)
class Sheet:
    """How a scene lies on the page: ``along`` turns an instant into pixels, ``place`` pixels along and
    aside into x, y."""

    scene: Scene
    along: Callable[[datetime], float]
    place: Callable[[float, float], tuple[float, float]]

    def stroke(
        self,
        parent: Element,
        start: float,
        end: float,
        aside: float,
        *,
        stroke: str,
        width: float,
        dashes: str | None = None,
    ) -> Element:
        return line(
            parent,
            self.place(start, aside),
            self.place(end, aside),
            stroke=stroke,
            width=width,
            dashes=dashes,
        )

    def across(self, parent: Element, at: float, aside: float, half: float, *, stroke: str, width: float = 1.5) -> None:
        """A short stroke at a right angle to time."""
        line(parent, self.place(at, aside - half), self.place(at, aside + half), stroke=stroke, width=width)

    def sign(self, parent: Element, path: str, at: float, aside: float, stroke: str) -> None:
        x, y = self.place(at, aside)
        attributes = {
            "d": path,
            "transform": f"translate({number(x)} {number(y)})",
            "fill": "none",
            "stroke": stroke,
        }
        SubElement(parent, "path", {**attributes, "stroke-width": "2.5"})

    def lateness(self, parent: Element, entry: Entry, aside: float, start: float | None = None) -> None:
        """From where it happened to where it was known, with a foot at the end: its length is the lateness."""
        start = self.along(entry.at) if start is None else start
        end = self.along(entry.known_at)
        dashes = None if entry.known_at >= entry.at else "2 3"
        made = self.stroke(parent, start, end, aside, stroke=INK, width=1.5, dashes=dashes)
        made.set("class", "lateness")
        self.across(parent, end, aside, 4, stroke=INK)

    def clock(self, parent: Element, bar: Bar, aside: float) -> None:
        """A bar that ends in a tick (met), a gap (still running) or a cross (the deadline passed)."""
        line_at = self.scene.line_at
        state = clock_state(bar, line_at)
        start, due = self.along(bar.started_at), self.along(bar.due_at)
        end = self.along(bar.stopped_at or line_at)
        stop = max(start + 2, min(end, due))
        self.stroke(parent, start, stop, aside, stroke=INK, width=5)
        match state:
            case "met":
                self.sign(parent, TICK, stop + 6, aside, INK)
            case "cancelled":
                self.across(parent, stop, aside, 5, stroke=FAINT)
            case "running" | "warned":
                self._rest(parent, end, due, aside)
            case "breached" | "met-late":
                self._overrun(parent, due, end, aside, open_ended=state == "breached")

    def _rest(self, parent: Element, end: float, due: float, aside: float) -> None:
        if due > end + GAP:
            self.stroke(parent, end + GAP, due, aside, stroke=FAINT, width=1.5, dashes="3 3")
        self.across(parent, due, aside, 5, stroke=FAINT)

    def _overrun(self, parent: Element, due: float, end: float, aside: float, *, open_ended: bool) -> None:
        self.stroke(parent, due, end, aside, stroke=LATE, width=2, dashes="5 2")
        self.sign(parent, CROSS, due, aside, LATE)
        if not open_ended:
            self.across(parent, end, aside, 5, stroke=LATE, width=2.5)

    def episode(self, parent: Element, episode: Episode, aside: float) -> None:
        """A missing child is a thick line from last seen to found; an open episode runs out of the
        picture, open."""
        start = self.along(episode.started_at)
        end = self.along(episode.ended_at or self.scene.line_at)
        self.stroke(parent, start, end, aside, stroke=LATE, width=4)
        if episode.ended_at is None:
            self.sign(parent, "M-6 -5L0 0L-6 5", end + 4, aside, LATE)
