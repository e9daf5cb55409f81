"""Working days and service hours of one authority.

Statutory clocks count working days, which a council's own closure days still are; only its doors are shut."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from shared.working_time.bank_holidays import bank_holiday_on
from shared.working_time.instants import in_london, in_utc, london_moment

FRIDAY, SATURDAY = 4, 5
ONE_DAY = timedelta(days=1)
END_OF_DAY = time(23, 59, 59)
DAYS_KEPT = 4096
"""Of so many days it is remembered when they are open: whoever counts a year's deadlines asks for each day often."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceHours:
    """When the day service is open. The emergency duty team covers exactly the rest."""

    opens: time = time(8, 30)
    closes: time = time(17, 0)
    friday_closes: time = time(16, 30)

    def closing_on(self, on: date) -> time:
        return self.friday_closes if on.weekday() == FRIDAY else self.closes


@dataclass(frozen=True, slots=True, kw_only=True)
class OutOfHours:
    """A stretch without day service: from `start`, up to and not including `end`."""

    start: datetime
    end: datetime
    label: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Calendar:
    hours: ServiceHours = ServiceHours()
    closure_days: frozenset[date] = frozenset()

    def is_working_day(self, on: date) -> bool:
        return on.weekday() < SATURDAY and bank_holiday_on(on) is None

    def add_working_days(self, on: date, n: int) -> date:
        """The n-th working day after `on`, which is day 0 whatever day it is."""
        if n < 0:
            raise ValueError("deadlines are counted forwards")
        day = on
        for _ in range(n):
            day = self._next_working_day(day)
        return day

    def working_days_between(self, first: date, last: date) -> int:
        """How many working days come after ``first``, up to and with ``last``."""
        days = (first + timedelta(days=day) for day in range(1, (last - first).days + 1))
        return sum(self.is_working_day(day) for day in days)

    def close_of_service(self, on: date) -> datetime:
        return london_moment(on, self.hours.closing_on(on))

    def due_in_working_days(self, at: datetime, n: int) -> datetime:
        return london_moment(self.add_working_days(in_london(at).date(), n), END_OF_DAY)

    def due_one_working_day(self, received_at: datetime) -> datetime:
        """Day 0 is the London date of receipt, also before opening: Tue 06:00 is due at Wednesday's close."""
        received = in_london(received_at)
        next_day = self._next_working_day(received.date())
        if self._is_open(received_at, received.date()):
            return london_moment(next_day, received.time())
        return self.close_of_service(next_day)

    def in_service_hours(self, at: datetime) -> bool:
        return self._is_open(at, in_london(at).date())

    def _is_open(self, at: datetime, on: date) -> bool:
        return any(opens <= at < closes for opens, closes in self._service_on(on))

    def next_opening(self, at: datetime) -> datetime:
        """The first moment, at or after `at`, at which the day service opens its doors."""
        moment = in_utc(at)
        return next(opens for opens, _ in self._service_from(in_london(at).date()) if opens >= moment)

    def working_hours_after(self, at: datetime, *, hours: float = 0, minutes: float = 0) -> datetime:
        """When that much service time will have passed; from the next opening when received out of hours."""
        remaining = timedelta(hours=hours, minutes=minutes)
        if remaining < timedelta(0):
            raise ValueError("deadlines are counted forwards")
        moment = in_utc(at)
        for opens, closes in self._service_from(in_london(at).date()):
            begin = max(moment, opens)
            if begin < closes:
                if remaining <= closes - begin:
                    return begin + remaining
                remaining -= closes - begin
        raise AssertionError("service days never end")

    def working_time_between(self, start: datetime, end: datetime) -> timedelta:
        """How long the day service is open between the two."""
        begin, until, found = in_utc(start), in_utc(end), timedelta(0)
        for opens, closes in self._service_from(in_london(start).date()):
            if opens >= until:
                break
            found += max(min(closes, until) - max(opens, begin), timedelta(0))
        return found

    def out_of_hours_periods(self, start: datetime, end: datetime) -> list[OutOfHours]:
        """The stretches between start and end without day service, in order, each with its reason.

        Neighbouring days of one reason are one stretch (Saturday and Sunday: one "Weekend").
        """
        pieces = (
            OutOfHours(start=max(opens, in_utc(start)), end=min(closes, in_utc(end)), label=label)
            for opens, closes, label in self._closed_pieces(in_london(start).date(), in_london(end).date())
        )
        return list(_joined(piece for piece in pieces if piece.start < piece.end))

    def _next_working_day(self, on: date) -> date:
        return _working_day_after(self, on)

    def _service_on(self, on: date) -> Sequence[tuple[datetime, datetime]]:
        return _service_on(self, on)

    def _service_from(self, on: date) -> Iterator[tuple[datetime, datetime]]:
        day = on
        while True:
            yield from self._service_on(day)
            day += ONE_DAY

    def _closed_pieces(self, first: date, last: date) -> Iterator[tuple[datetime, datetime, str]]:
        day = first
        while day <= last:
            midnight, next_midnight = london_moment(day, time()), london_moment(day + ONE_DAY, time())
            label = self._closed_because(day)
            for opens, closes in self._service_on(day):
                yield midnight, opens, label
                midnight = closes
            yield midnight, next_midnight, label
            day += ONE_DAY

    def _closed_because(self, on: date) -> str:
        if (name := bank_holiday_on(on)) is not None:
            return f"Bank holiday: {name}"
        if on.weekday() >= SATURDAY:
            return "Weekend"
        return "Council closed" if on in self.closure_days else "Night"


@lru_cache(maxsize=DAYS_KEPT)
def _working_day_after(calendar: Calendar, on: date) -> date:
    day = on + ONE_DAY
    while not calendar.is_working_day(day):
        day += ONE_DAY
    return day


@lru_cache(maxsize=DAYS_KEPT)
def _service_on(calendar: Calendar, on: date) -> Sequence[tuple[datetime, datetime]]:
    if not calendar.is_working_day(on) or on in calendar.closure_days:
        return ()
    return ((london_moment(on, calendar.hours.opens), calendar.close_of_service(on)),)


def _joined(pieces: Iterator[OutOfHours]) -> Iterator[OutOfHours]:
    """Adjacent pieces with one label become one; pieces on both sides of an open day stay apart."""
    previous: OutOfHours | None = None
    for piece in pieces:
        if previous and previous.end == piece.start and previous.label == piece.label:
            previous = OutOfHours(start=previous.start, end=piece.end, label=piece.label)
            continue
        if previous:
            yield previous
        previous = piece
    if previous:
        yield previous
