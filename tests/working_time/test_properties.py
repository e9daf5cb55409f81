"""What must hold for every instant, whatever the season."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from shared.working_time import (
    LONDON,
    add_working_days,
    due_in_working_days,
    due_one_working_day,
    elapsed,
    elapsed_fraction,
    fraction_of,
    in_service_hours,
    is_working_day,
    next_opening,
    out_of_hours_periods,
    working_hours_after,
)

DAYS = st.dates(min_value=date(2015, 1, 1), max_value=date(2040, 12, 31))
INSTANTS = st.datetimes(
    min_value=datetime(2015, 1, 1),  # noqa: DTZ001
    max_value=datetime(2040, 12, 31),  # noqa: DTZ001
    timezones=st.sampled_from([UTC, LONDON]),
)
COUNTS = st.integers(min_value=1, max_value=60)
MINUTES = st.integers(min_value=0, max_value=3000)


@given(DAYS, COUNTS)
def test_between_a_day_and_its_deadline_lie_exactly_that_many_working_days(on: date, n: int) -> None:
    due = add_working_days(on, n)
    days_after = (on + timedelta(days=i) for i in range(1, (due - on).days + 1))
    assert sum(is_working_day(day) for day in days_after) == n


@given(DAYS, COUNTS)
def test_a_deadline_is_a_working_day(on: date, n: int) -> None:
    assert is_working_day(add_working_days(on, n))


@given(DAYS, COUNTS, COUNTS)
def test_working_days_add_up(on: date, m: int, n: int) -> None:
    assert add_working_days(add_working_days(on, m), n) == add_working_days(on, m + n)


@given(INSTANTS, INSTANTS, COUNTS)
def test_who_comes_later_is_never_due_earlier(one: datetime, other: datetime, n: int) -> None:
    earlier, later = sorted((one, other))
    assert due_in_working_days(earlier, n) <= due_in_working_days(later, n)


@given(INSTANTS)
def test_one_working_day_ends_on_the_next_working_day(at: datetime) -> None:
    due = due_one_working_day(at)
    assert due.astimezone(LONDON).date() == add_working_days(at.astimezone(LONDON).date(), 1)
    assert due <= due_in_working_days(at, 1)


@given(INSTANTS)
def test_in_hours_a_working_day_keeps_its_clock_time(at: datetime) -> None:
    received, due = at.astimezone(LONDON), due_one_working_day(at).astimezone(LONDON)
    assert (due.time() == received.time()) or not in_service_hours(at)


@given(INSTANTS)
def test_the_doors_are_open_at_the_next_opening_and_were_shut_just_before(at: datetime) -> None:
    opening = next_opening(at)
    assert opening >= at
    assert in_service_hours(opening)
    assert not in_service_hours(opening - timedelta(seconds=1))


@given(INSTANTS, MINUTES, MINUTES)
def test_working_time_adds_up(at: datetime, some: int, more: int) -> None:
    assert (
        working_hours_after(at, minutes=some + more)
        == working_hours_after(working_hours_after(at, minutes=some), minutes=more)
        or more == 0
    )


@given(INSTANTS, st.integers(min_value=1, max_value=3000))
def test_working_time_passes_only_in_service_hours(at: datetime, minutes: int) -> None:
    assert in_service_hours(working_hours_after(at, minutes=minutes) - timedelta(seconds=1))


@given(INSTANTS, st.integers(min_value=0, max_value=14 * 24 * 60), st.integers(min_value=1, max_value=20160))
def test_every_minute_is_either_in_service_hours_or_in_exactly_one_gap(at: datetime, i: int, length: int) -> None:
    start = at.astimezone(UTC)
    end, moment = start + timedelta(minutes=length), start + timedelta(minutes=i % length)
    gaps = [gap for gap in out_of_hours_periods(start, end) if gap.start <= moment < gap.end]
    assert len(gaps) == (0 if in_service_hours(moment) else 1)


@given(INSTANTS, st.integers(min_value=1, max_value=20160))
def test_gaps_come_in_order_within_the_picture_and_do_not_overlap(at: datetime, length: int) -> None:
    start = at.astimezone(UTC)
    end = start + timedelta(minutes=length)
    edges = [start, *(edge for gap in out_of_hours_periods(start, end) for edge in (gap.start, gap.end)), end]
    assert edges == sorted(edges)


@given(INSTANTS, st.integers(min_value=1, max_value=200))
def test_elapsed_hours_ignore_clock_changes(at: datetime, hours: int) -> None:
    assert elapsed(at, hours=hours) - at.astimezone(UTC) == timedelta(hours=hours)


@given(INSTANTS, st.integers(min_value=1, max_value=10_000), st.sampled_from([0.0, 0.25, 0.5, 0.75, 1.0]))
def test_a_fraction_of_a_clock_has_gone_when_it_says_so(at: datetime, minutes: int, fraction: float) -> None:
    due = elapsed(at, minutes=minutes)
    assert elapsed_fraction(at, due, fraction_of(at, due, fraction)) == fraction
