"""The next bell of a school, over weekends, half-terms and holidays."""

from datetime import date, datetime, time

from shared.working_time import LONDON, SchoolCalendar, Term, next_school_day_bell

SUMMER_2026 = SchoolCalendar(
    terms=(
        Term(first_day=date(2026, 6, 1), last_day=date(2026, 7, 21)),
        Term(first_day=date(2026, 4, 13), last_day=date(2026, 5, 22)),
    ),
    closures=frozenset({date(2026, 6, 12)}),
)


def london(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


def test_after_a_saturday_night_of_a_bank_holiday_weekend_the_bell_rings_on_tuesday() -> None:
    assert next_school_day_bell(london("2026-05-02 23:20"), SUMMER_2026) == london("2026-05-05 08:30")


def test_an_incident_early_on_a_school_day_is_due_at_that_days_bell() -> None:
    assert next_school_day_bell(london("2026-05-05 03:00"), SUMMER_2026) == london("2026-05-05 08:30")


def test_once_the_bell_has_rung_the_next_one_is_tomorrows() -> None:
    assert next_school_day_bell(london("2026-05-05 08:30"), SUMMER_2026) == london("2026-05-06 08:30")


def test_over_half_term_the_bell_rings_on_the_first_day_back() -> None:
    assert next_school_day_bell(london("2026-05-22 20:00"), SUMMER_2026) == london("2026-06-01 08:30")


def test_a_closed_school_has_no_bell() -> None:
    assert next_school_day_bell(london("2026-06-11 20:00"), SUMMER_2026) == london("2026-06-15 08:30")


def test_a_school_may_ring_another_bell() -> None:
    assert next_school_day_bell(london("2026-05-05 08:40"), SUMMER_2026, time(8, 50)) == london("2026-05-05 08:50")


def test_beyond_the_known_terms_nobody_knows() -> None:
    assert next_school_day_bell(london("2026-07-21 09:00"), SUMMER_2026) is None


def test_school_days_are_counted_without_weekends_bank_holidays_and_half_term() -> None:
    assert SUMMER_2026.school_days_since(london("2026-05-01 12:00"), london("2026-05-05 07:00")) == 1
    assert SUMMER_2026.school_days_since(london("2026-05-21 12:00"), london("2026-06-02 07:00")) == 3
    assert SUMMER_2026.school_days_since(london("2026-05-05 23:00"), london("2026-05-05 23:30")) == 0
