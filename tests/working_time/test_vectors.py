"""The test vectors of the domain brief §3.0, exactly."""

from datetime import UTC, date, datetime

import pytest

from shared.working_time import (
    LONDON,
    add_working_days,
    close_of_service,
    due_in_working_days,
    due_one_working_day,
    elapsed,
)


def london(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


@pytest.mark.parametrize(
    ("received", "due"),
    [
        pytest.param("2026-05-01 10:15", "2026-05-05 10:15", id="over the early May bank holiday"),
        pytest.param("2026-05-02 23:50", "2026-05-05 17:00", id="received on a Saturday night"),
        pytest.param("2026-12-24 09:00", "2026-12-29 09:00", id="28 December is a substitute day"),
        pytest.param("2027-03-25 14:00", "2027-03-30 14:00", id="over Good Friday and Easter Monday"),
    ],
)
def test_one_working_day(received: str, due: str) -> None:
    assert due_one_working_day(london(received)) == london(due)


@pytest.mark.parametrize(
    ("days", "start", "due"),
    [
        pytest.param(15, "2026-05-03", "2026-05-26", id="conference, strategy discussion on a Sunday"),
        pytest.param(15, "2026-05-01", "2026-05-26", id="conference, the Friday before"),
        pytest.param(15, "2026-12-23", "2027-01-18", id="conference over Christmas"),
        pytest.param(45, "2026-05-05", "2026-07-08", id="assessment"),
        pytest.param(7, "2026-05-08", "2026-05-19", id="private fostering visit"),
    ],
)
def test_working_days(days: int, start: str, due: str) -> None:
    assert add_working_days(date.fromisoformat(start), days) == date.fromisoformat(due)


def test_the_assessment_of_a_referral_accepted_on_13_may_is_due_on_16_july() -> None:
    assert add_working_days(date(2026, 5, 13), 45) == date(2026, 7, 16)


def test_a_deadline_in_working_days_ends_one_second_before_londons_midnight() -> None:
    assert due_in_working_days(london("2026-05-03 11:00"), 15) == london("2026-05-26 23:59:59")


def test_staff_are_shown_the_close_of_service_which_is_earlier_on_a_friday() -> None:
    assert close_of_service(date(2026, 5, 26)) == london("2026-05-26 17:00")
    assert close_of_service(date(2026, 5, 1)) == london("2026-05-01 16:30")


def test_seventy_two_hours_are_elapsed_hours() -> None:
    assert elapsed(london("2026-05-11 03:40"), hours=72) == london("2026-05-14 03:40")


def test_seventy_two_hours_over_the_spring_clock_change_end_an_hour_later_by_the_clock() -> None:
    assert elapsed(london("2026-03-28 12:00"), hours=72) == london("2026-03-31 13:00")


def test_seventy_two_hours_over_the_autumn_clock_change_end_an_hour_earlier_by_the_clock() -> None:
    assert elapsed(london("2026-10-24 12:00"), hours=72) == london("2026-10-27 11:00")


def test_answers_are_in_utc() -> None:
    assert due_one_working_day(london("2026-05-01 10:15")).tzinfo is UTC
    assert elapsed(london("2026-05-01 10:15"), hours=1).tzinfo is UTC
