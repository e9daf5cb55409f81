"""When the day service is open, and what is due when it is not."""

from datetime import date, datetime, time, timedelta

import pytest

from shared.working_time import (
    LONDON,
    Calendar,
    OutOfHours,
    ServiceHours,
    add_working_days,
    due_one_working_day,
    elapsed_fraction,
    fraction_of,
    in_service_hours,
    next_opening,
    out_of_hours_periods,
    working_hours_after,
)

BETWEEN_THE_YEARS = Calendar(closure_days=frozenset({date(2026, 12, 29), date(2026, 12, 30)}))


def london(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


@pytest.mark.parametrize(
    ("at", "is_open"),
    [
        ("2026-04-30 08:30", True),
        ("2026-04-30 08:29", False),
        ("2026-04-30 16:59", True),
        ("2026-04-30 17:00", False),
        ("2026-05-01 16:29", True),
        ("2026-05-01 16:30", False),
        ("2026-05-02 11:00", False),
        ("2026-05-04 11:00", False),
    ],
)
def test_the_service_opens_at_half_past_eight_and_closes_earlier_on_a_friday(at: str, is_open: bool) -> None:
    assert in_service_hours(london(at)) is is_open


def test_the_emergency_duty_team_covers_three_quarters_of_an_ordinary_week() -> None:
    gaps = out_of_hours_periods(london("2026-04-20 00:00"), london("2026-04-27 00:00"))
    assert sum((gap.end - gap.start for gap in gaps), timedelta()) == timedelta(hours=126)


def test_received_before_opening_is_out_of_hours_and_the_day_itself_is_day_0() -> None:
    assert due_one_working_day(london("2026-05-05 06:00")) == london("2026-05-06 17:00")


def test_received_late_on_a_thursday_keeps_its_clock_time_on_friday_after_the_early_close() -> None:
    assert due_one_working_day(london("2026-05-07 16:45")) == london("2026-05-08 16:45")


def test_received_on_friday_evening_is_due_at_mondays_close() -> None:
    assert due_one_working_day(london("2026-05-08 18:00")) == london("2026-05-11 17:00")


def test_a_council_closure_day_is_a_working_day_for_a_statutory_clock() -> None:
    assert BETWEEN_THE_YEARS.add_working_days(date(2026, 12, 24), 2) == date(2026, 12, 30)
    assert add_working_days(date(2026, 12, 24), 2) == date(2026, 12, 30)


def test_on_a_council_closure_day_the_doors_are_shut() -> None:
    assert not BETWEEN_THE_YEARS.in_service_hours(london("2026-12-29 11:00"))
    assert BETWEEN_THE_YEARS.next_opening(london("2026-12-24 17:00")) == london("2026-12-31 08:30")


def test_a_contact_received_on_a_closure_day_is_due_at_the_next_working_days_close() -> None:
    assert BETWEEN_THE_YEARS.due_one_working_day(london("2026-12-29 11:00")) == london("2026-12-30 17:00")


def test_the_doors_next_open_on_tuesday_after_a_bank_holiday_weekend() -> None:
    assert next_opening(london("2026-05-01 16:30")) == london("2026-05-05 08:30")


def test_at_the_moment_of_opening_the_next_opening_is_now() -> None:
    assert next_opening(london("2026-05-05 08:30")) == london("2026-05-05 08:30")


def test_four_working_hours_do_not_run_over_the_weekend() -> None:
    assert working_hours_after(london("2026-04-24 15:00"), hours=4) == london("2026-04-27 11:00")


def test_a_working_hour_received_at_night_runs_from_opening() -> None:
    assert working_hours_after(london("2026-05-02 23:50"), hours=1) == london("2026-05-05 09:30")


def test_a_working_hour_that_fits_exactly_ends_at_closing() -> None:
    assert working_hours_after(london("2026-05-01 15:30"), minutes=60) == london("2026-05-01 16:30")


def test_the_picture_of_a_bank_holiday_weekend_names_every_gap() -> None:
    assert out_of_hours_periods(london("2026-05-01 14:00"), london("2026-05-05 12:00")) == [
        OutOfHours(start=london("2026-05-01 16:30"), end=london("2026-05-02 00:00"), label="Night"),
        OutOfHours(start=london("2026-05-02 00:00"), end=london("2026-05-04 00:00"), label="Weekend"),
        OutOfHours(start=london("2026-05-04 00:00"), end=london("2026-05-05 00:00"), label="Bank holiday: May Day"),
        OutOfHours(start=london("2026-05-05 00:00"), end=london("2026-05-05 08:30"), label="Night"),
    ]


def test_one_night_between_two_working_days_is_one_stretch() -> None:
    assert out_of_hours_periods(london("2026-05-05 12:00"), london("2026-05-06 12:00")) == [
        OutOfHours(start=london("2026-05-05 17:00"), end=london("2026-05-06 08:30"), label="Night")
    ]


def test_another_authority_keeps_other_hours() -> None:
    islington = Calendar(hours=ServiceHours(opens=time(9)))
    assert islington.next_opening(london("2026-05-01 17:00")) == london("2026-05-05 09:00")


def test_half_of_a_red_clock_is_two_hours() -> None:
    received = london("2026-05-03 01:05")
    due = london("2026-05-03 05:05")
    assert fraction_of(received, due, 0.5) == london("2026-05-03 03:05")
    assert elapsed_fraction(received, due, london("2026-05-03 06:05")) == 1.25


def test_a_clock_that_was_due_before_it_started_is_used_up() -> None:
    assert elapsed_fraction(london("2026-05-05 09:00"), london("2026-05-05 08:30"), london("2026-05-05 09:00")) == 1


@pytest.mark.parametrize("ask", [due_one_working_day, in_service_hours, next_opening, working_hours_after])
def test_a_time_without_a_zone_is_not_a_time(ask: object) -> None:
    assert callable(ask)
    with pytest.raises(ValueError, match="time zone"):
        ask(datetime(2026, 5, 1, 10, 15))  # noqa: DTZ001
