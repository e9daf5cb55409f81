"""The library's bank holidays against gov.uk's own list (bundled), and how far ahead they are known."""

from datetime import date

import pytest
from govuk_bank_holidays.bank_holidays import BankHolidays

from shared.working_time import (
    CONFIRMED_UNTIL,
    bank_holiday_on,
    horizon_is_short,
    horizon_months,
    is_working_day,
)

GOVUK = {
    date.fromisoformat(event["date"])
    for event in BankHolidays.load_backup_data()[BankHolidays.ENGLAND_AND_WALES]["events"]
}
YEARS = range(min(GOVUK).year, max(GOVUK).year + 1)
SATURDAY = 5


@pytest.mark.parametrize("year", YEARS)
def test_the_library_and_govuk_agree_on_every_weekday(year: int) -> None:
    # gov.uk lists a substitute day instead of the Saturday or Sunday; the library lists both.
    every_day = (date.fromordinal(n) for n in range(date(year, 1, 1).toordinal(), date(year + 1, 1, 1).toordinal()))
    computed = {day for day in every_day if bank_holiday_on(day) and day.weekday() < SATURDAY}
    assert computed == {day for day in GOVUK if day.year == year}


def test_nothing_is_called_confirmed_that_govuk_has_not_listed() -> None:
    assert date(max(GOVUK).year, 12, 31) >= CONFIRMED_UNTIL


def test_one_off_days_count() -> None:
    assert bank_holiday_on(date(2022, 9, 19)) == "State Funeral of Queen Elizabeth II"
    assert not is_working_day(date(2023, 5, 8))


def test_the_horizon_is_counted_in_whole_months() -> None:
    assert horizon_months(date(2028, 3, 31)) == 9
    assert horizon_months(date(2028, 12, 31)) == 0
    assert horizon_months(date(2029, 1, 15)) == -1


def test_the_alarm_rings_when_less_than_nine_months_are_known() -> None:
    assert not horizon_is_short(date(2028, 3, 31))
    assert horizon_is_short(date(2028, 4, 1))
