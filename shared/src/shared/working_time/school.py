"""School days, which are not working days: terms, half-terms and closures differ between establishments."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from shared.working_time.bank_holidays import bank_holiday_on
from shared.working_time.instants import in_london, in_utc, london_moment

SATURDAY = 5
ONE_DAY = timedelta(days=1)
BELL = time(8, 30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """Days on which pupils are in school, first and last included. Half-term divides two of them."""

    first_day: date
    last_day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class SchoolCalendar:
    terms: tuple[Term, ...]
    closures: frozenset[date] = frozenset()

    def is_school_day(self, on: date) -> bool:
        if on.weekday() >= SATURDAY or on in self.closures or bank_holiday_on(on):
            return False
        return any(term.first_day <= on <= term.last_day for term in self.terms)

    def next_school_day(self, on: date) -> date | None:
        """The first school day on or after this date; None when the known terms have none."""
        for term in sorted(self.terms, key=lambda term: term.first_day):
            day = max(on, term.first_day)
            while day <= term.last_day:
                if self.is_school_day(day):
                    return day
                day += ONE_DAY
        return None

    def school_days_since(self, at: datetime, now: datetime) -> int:
        """How many school days have begun since the day of `at`, today included, that day not."""
        day, today, count = in_london(at).date() + ONE_DAY, in_london(now).date(), 0
        while (school_day := self.next_school_day(day)) is not None and school_day <= today:
            day, count = school_day + ONE_DAY, count + 1
        return count


def next_school_day_bell(at: datetime, calendar: SchoolCalendar, bell: time = BELL) -> datetime | None:
    """The first bell that rings after `at`; None when the known terms have no school day left."""
    on = in_london(at).date()
    if london_moment(on, bell) <= in_utc(at):
        on += ONE_DAY
    day = calendar.next_school_day(on)
    return None if day is None else london_moment(day, bell)
