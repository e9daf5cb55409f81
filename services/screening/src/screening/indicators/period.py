"""Which days are counted. Pure; days are London's."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from shared.decider import Refused
from shared.inputs import EARLIEST_YEAR, LATEST_YEAR
from shared.working_time.instants import london_moment

MOST_DAYS = 366
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """From the first day to the last, both counted."""

    first: date
    last: date

    def days_by(self, today: date) -> int:
        """How many of its days have begun; one at least."""
        return max((min(self.last, today) - self.first).days + 1, 1)

    @property
    def since(self) -> datetime:
        """The first instant that is in it."""
        return london_moment(self.first, time())

    @property
    def until(self) -> datetime:
        """The first instant after it."""
        return london_moment(self.last + ONE_DAY, time())


def period(first: date | None, last: date | None, today: date) -> Period:
    """These days; without any the last whole month, with one of them the month of that day from it on or up to it.

    Raises Refused for days in the wrong order, and for more than a year.
    """
    given = [day for day in (first, last) if day is not None]
    if any(not EARLIEST_YEAR < day.year < LATEST_YEAR for day in given):
        raise _refused()
    first = first or (last or _month_before(today)).replace(day=1)
    last = last or _end_of_month(first)
    if not first <= last < first + MOST_DAYS * ONE_DAY:
        raise _refused()
    return Period(first=first, last=last)


def often_asked(today: date) -> tuple[tuple[str, Period], ...]:
    """The days that are asked for most, in words: the last whole month, this one so far, a year to its end."""
    this_month = today.replace(day=1)
    last_month = period(None, None, today)
    return (
        ("Last month", last_month),
        ("This month so far", Period(first=this_month, last=today)),
        ("The last twelve months", Period(first=this_month.replace(year=today.year - 1), last=last_month.last)),
    )


def _refused() -> Refused:
    return Refused("INDICATORS PERIOD", "Give a first and a last day, in that order, at most a year apart.", "to")


def _month_before(day: date) -> date:
    return day.replace(day=1) - ONE_DAY


def _end_of_month(day: date) -> date:
    return (day.replace(day=28) + 4 * ONE_DAY).replace(day=1) - ONE_DAY
