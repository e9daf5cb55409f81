"""The deadlines of the clock register (domain brief §3.0), worked out a second time and by another way.

Walks minute marks of the London calendar; shares nothing with the product, not even its list of bank holidays.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
DAY = timedelta(days=1)
OPENS, CLOSES, FRIDAY_CLOSES = time(8, 30), time(17), time(16, 30)


def easter(year: int) -> date:
    """Easter Sunday, by the anonymous Gregorian computus."""
    a, b, c = year % 19, year // 100, year % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    m = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)


@lru_cache
def bank_holidays(year: int) -> frozenset[date]:
    """Those of England and Wales that return every year, weekends moved to the next free weekday."""
    sunday = easter(year)
    mondays = [_monday(date(year, 5, 1)), _last_monday(date(year, 5, 31)), _last_monday(date(year, 8, 31))]
    found = {sunday - 2 * DAY, sunday + DAY, *mondays}
    for fixed in (date(year, 1, 1), date(year, 12, 25), date(year, 12, 26)):
        day = fixed
        while day.weekday() > 4 or day in found:
            day += DAY
        found.add(day)
    return frozenset(found)


def _monday(day: date) -> date:
    return day + (7 - day.weekday()) % 7 * DAY


def _last_monday(day: date) -> date:
    return day - day.weekday() * DAY


def is_working_day(day: date) -> bool:
    return day.weekday() < 5 and day not in bank_holidays(day.year)


def working_days_later(day: date, count: int) -> date:
    while count:
        day += DAY
        count -= is_working_day(day)
    return day


def service_of(day: date) -> tuple[datetime, datetime]:
    """When the day service opens and closes."""
    closes = FRIDAY_CLOSES if day.weekday() == 4 else CLOSES
    return _utc(day, OPENS), _utc(day, closes)


def _utc(day: date, at: time) -> datetime:
    return datetime.combine(day, at, LONDON).astimezone(UTC)


def in_service(at: datetime) -> bool:
    day = at.astimezone(LONDON).date()
    opens, closes = service_of(day)
    return is_working_day(day) and opens <= at < closes


def one_working_day(at: datetime) -> datetime:
    """In hours: the same clock time on the next working day; out of hours: its close of service."""
    local = at.astimezone(LONDON)
    day = working_days_later(local.date(), 1)
    return _utc(day, local.time()) if in_service(at) else service_of(day)[1]


def close_after(at: datetime, working_days: int) -> datetime:
    """Close of service so many working days later."""
    return service_of(working_days_later(at.astimezone(LONDON).date(), working_days))[1]


def working_time_later(at: datetime, owed: timedelta) -> datetime:
    """When that much service time has passed."""
    for opens, closes in _services(at.astimezone(LONDON).date()):
        begin = max(at, opens)
        if begin < closes:
            if owed <= closes - begin:
                return begin + owed
            owed -= closes - begin
    raise AssertionError("service days never end")


def _services(day: date) -> Iterator[tuple[datetime, datetime]]:
    while True:
        if is_working_day(day):
            yield service_of(day)
        day += DAY
