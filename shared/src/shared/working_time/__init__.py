"""Working time of an English front door: working days, service hours, school days and elapsed hours.

Its one law: every instant in and out is an aware datetime, out in UTC, computed on London's clocks; nothing
here asks what time it is. A naive datetime raises `ValueError`.

Dates and working days (a Monday to Friday that is not a bank holiday; a council closure day still counts):
    is_working_day(on) -> bool
    add_working_days(on, n) -> date            `on` is day 0 whatever day it is; n = 0 gives `on`
    working_days_between(first, last) -> int   after `first`, up to and with `last`
    bank_holiday_on(on) -> str | None          its name
    close_of_service(on) -> datetime           when the day service closes on that working day

Deadlines:
    due_one_working_day(received_at)           in hours: same clock time on the next working day;
                                               else close of service on the first working day after
    due_in_working_days(at, n)                 23:59:59 London on the n-th working day after (the legal
                                               end; show staff `close_of_service` of that date)
    elapsed(at, hours=…, minutes=…)            24/7, across clock changes
    working_hours_after(at, hours=…, minutes=…)
    working_time_between(start, end) -> timedelta
    fraction_of(start, due, 0.5) -> datetime   when half of the duration will have gone
    elapsed_fraction(start, due, now) -> float may pass 1.0

Service hours (closed on weekends, bank holidays and council closure days):
    in_service_hours(at) -> bool
    next_opening(at) -> datetime               the first opening at or after `at`
    out_of_hours_periods(start, end)           [OutOfHours(start, end, label)], for the shading of a picture

Schools:
    SchoolCalendar(terms=(Term(first_day=…, last_day=…), …), closures=frozenset({…}))
      .is_school_day(on)  .school_days_since(at, now)
    next_school_day_bell(at, school_calendar, bell=time(8, 30)) -> datetime | None

Another authority's hours: `Calendar(hours=ServiceHours(…), closure_days=frozenset({…}))` has the same
methods; the functions above use the default one. `horizon_months(today)` and `horizon_is_short(today)` tell
how far ahead the bank holidays have been checked.
"""

from shared.working_time.bank_holidays import (
    CONFIRMED_UNTIL,
    HORIZON_ALARM_MONTHS,
    bank_holiday_on,
    horizon_is_short,
    horizon_months,
)
from shared.working_time.calendar import Calendar, OutOfHours, ServiceHours
from shared.working_time.instants import LONDON, elapsed, elapsed_fraction, fraction_of, in_london
from shared.working_time.school import SchoolCalendar, Term, next_school_day_bell

DEFAULT_CALENDAR = Calendar()

is_working_day = DEFAULT_CALENDAR.is_working_day
add_working_days = DEFAULT_CALENDAR.add_working_days
close_of_service = DEFAULT_CALENDAR.close_of_service
due_in_working_days = DEFAULT_CALENDAR.due_in_working_days
due_one_working_day = DEFAULT_CALENDAR.due_one_working_day
in_service_hours = DEFAULT_CALENDAR.in_service_hours
next_opening = DEFAULT_CALENDAR.next_opening
working_days_between = DEFAULT_CALENDAR.working_days_between
working_time_between = DEFAULT_CALENDAR.working_time_between
working_hours_after = DEFAULT_CALENDAR.working_hours_after
out_of_hours_periods = DEFAULT_CALENDAR.out_of_hours_periods

__all__ = [
    "CONFIRMED_UNTIL",
    "DEFAULT_CALENDAR",
    "HORIZON_ALARM_MONTHS",
    "LONDON",
    "Calendar",
    "OutOfHours",
    "SchoolCalendar",
    "ServiceHours",
    "Term",
    "add_working_days",
    "bank_holiday_on",
    "close_of_service",
    "due_in_working_days",
    "due_one_working_day",
    "elapsed",
    "elapsed_fraction",
    "fraction_of",
    "horizon_is_short",
    "horizon_months",
    "in_london",
    "in_service_hours",
    "is_working_day",
    "next_opening",
    "next_school_day_bell",
    "out_of_hours_periods",
    "working_days_between",
    "working_hours_after",
    "working_time_between",
]
