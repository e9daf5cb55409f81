"""Where an instant stands in the picture: hour for hour, except that long empty stretches are drawn short.

A stretch without any event that is longer than a day is broken: one day wide, or, where a line of lateness
crosses it, wider the longer it is, so that late always looks late and later never looks earlier.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from math import log

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
NARROWEST_HOURS = 12.0

Span = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Stretch:
    """A piece of time, ``weight`` hours wide as drawn, beginning ``before`` hours from the picture's
    start."""

    start: datetime
    end: datetime
    before: float
    weight: float
    broken: bool


@dataclass(frozen=True, slots=True)
class Scale:
    """Maps instants to 0 … 1. Never decreasing; instants outside the picture stand at its edge."""

    stretches: Sequence[Stretch]

    @property
    def start(self) -> datetime:
        return self.stretches[0].start

    @property
    def end(self) -> datetime:
        return self.stretches[-1].end

    @property
    def last(self) -> datetime:
        """The last instant that was asked for; what follows is margin."""
        return self.stretches[-1].start

    @property
    def hours(self) -> float:
        """The width of the whole picture in hours as drawn."""
        last = self.stretches[-1]
        return last.before + last.weight

    def __call__(self, instant: datetime) -> float:
        instant = min(max(instant, self.start), self.end)
        index = bisect_right(self.stretches, instant, key=lambda stretch: stretch.start) - 1
        stretch = self.stretches[index]
        part = (instant - stretch.start) / (stretch.end - stretch.start)
        return (stretch.before + part * stretch.weight) / self.hours

    def breaks(self) -> list[Stretch]:
        """The stretches that are drawn shorter than they were."""
        return [stretch for stretch in self.stretches if stretch.broken]

    def unbroken(self) -> list[Span]:
        """The runs of time that are drawn hour for hour, in order."""
        runs: list[Span] = []
        for stretch in self.stretches:
            if stretch.broken:
                continue
            if runs and runs[-1][1] == stretch.start:
                runs[-1] = (runs[-1][0], stretch.end)
            else:
                runs.append((stretch.start, stretch.end))
        return runs


def scale_for(instants: Iterable[datetime], late: Sequence[Span] = ()) -> Scale:
    """The scale on which all these instants can be read. ``late`` are the lines from happened to known."""
    known = sorted({*instants, *(moment for span in late for moment in span)})
    drawn = sum(_weight(end - start, crossed=_crossed(start, end, late)) for start, end in pairwise(known))
    before, after = _margins(drawn)
    points = [known[0] - before, *known, known[-1] + after]
    stretches: list[Stretch] = []
    reached = 0.0
    for start, end in pairwise(points):
        weight = _weight(end - start, crossed=_crossed(start, end, late))
        stretches.append(Stretch(start, end, reached, weight, broken=end - start > DAY))
        reached += weight
    return Scale(stretches)


def _margins(drawn_hours: float) -> tuple[timedelta, timedelta]:
    """Room for the first day's name before the first event, and for the last mark after the last."""
    hours = max(drawn_hours, NARROWEST_HOURS)
    return min(DAY, hours * 0.08 * HOUR), min(DAY, hours * 0.02 * HOUR)


def _crossed(start: datetime, end: datetime, late: Sequence[Span]) -> bool:
    return any(at <= start and end <= known_at for at, known_at in late)


def _weight(gap: timedelta, *, crossed: bool) -> float:
    if gap <= DAY:
        return gap / HOUR
    return 24 * (1 + log(gap / DAY)) if crossed else 24.0
