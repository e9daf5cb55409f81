"""Bank holidays of England and Wales, and how far ahead they can be trusted.

The library computes the regular ones for ever; one-off days (a jubilee, a funeral) are known once announced.
"""

from datetime import date
from functools import lru_cache

import holidays

CONFIRMED_UNTIL = date(2028, 12, 31)
"""The last day up to which the library was checked against gov.uk's list (a test repeats the check)."""

HORIZON_ALARM_MONTHS = 9


@lru_cache(maxsize=512)
def _of_year(year: int) -> dict[date, str]:
    return dict(holidays.country_holidays("GB", subdiv="ENG", years=year).items())


def bank_holiday_on(on: date) -> str | None:
    """The bank holiday's name ("Good Friday", "Boxing Day (observed)"), or None on any other day."""
    return _of_year(on.year).get(on)


def horizon_months(today: date) -> int:
    """Whole months from today to the last day that was checked; negative once that day is past."""
    months = (CONFIRMED_UNTIL.year - today.year) * 12 + CONFIRMED_UNTIL.month - today.month
    return months if today.day <= CONFIRMED_UNTIL.day else months - 1


def horizon_is_short(today: date) -> bool:
    """True when deadlines may soon be computed past what is known: update the library and check again."""
    return horizon_months(today) < HORIZON_ALARM_MONTHS
