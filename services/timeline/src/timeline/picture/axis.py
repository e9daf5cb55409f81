"""The days, the hours without day service, and the breaks of the time axis."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from shared.web.words import LONDON, duration_words, london
from shared.working_time import OutOfHours, out_of_hours_periods
from timeline.picture.scale import DAY, Scale


@dataclass(frozen=True, slots=True)
class Day:
    """Where a London day begins in the picture: at its midnight, or where the picture comes upon it."""

    at: datetime
    words: str
    at_midnight: bool


def days(scale: Scale, this_year: int) -> list[Day]:
    """Every day that is drawn hour for hour; the year is named where it changes."""
    found: list[Day] = []
    year = this_year
    for start, end in scale.unbroken():
        midnights = [at for at in _midnights_between(start, end) if at < scale.last]
        for at in [start, *midnights]:
            local = london(at)
            said = f"{local:%a} {local.day} {local:%b}" + _year(local.year, year)
            found.append(Day(at, said, at_midnight=at in midnights))
            year = local.year
    return found


def _year(now: int, before: int) -> str:
    return "" if now == before else f" {now}"


def _midnights_between(start: datetime, end: datetime) -> Iterator[datetime]:
    day = london(start).date()
    while True:
        day += timedelta(days=1)
        at = datetime.combine(day, time(), LONDON)
        if at >= end:
            return
        yield at


def closed_periods(scale: Scale) -> list[OutOfHours]:
    """The hours without day service, where the picture draws hour for hour."""
    return [period for start, end in scale.unbroken() for period in out_of_hours_periods(start, end)]


@dataclass(frozen=True, slots=True)
class Break:
    """A long empty stretch that is drawn short."""

    start: datetime
    end: datetime
    words: str


def breaks(scale: Scale) -> list[Break]:
    """The breaks with their true length in words."""
    return [Break(each.start, each.end, long_words(each.end - each.start)) for each in scale.breaks()]


def long_words(lasting: timedelta) -> str:
    """``3 days 4 h``, ``5 weeks``, ``7 months``, ``4 years``: the longer, the rounder."""
    days = lasting // DAY
    if days < 28:
        return duration_words(lasting)
    if days < 90:
        return f"{days // 7} weeks"
    return f"{round(days / 30.44)} months" if days < 730 else f"{days / 365.25:.0f} years"
