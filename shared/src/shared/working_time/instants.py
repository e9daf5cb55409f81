"""Instants and durations: UTC outside, Europe/London inside.

Elapsed time is counted in UTC, so that a clock change neither gives nor takes an hour."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


def in_utc(at: datetime) -> datetime:
    if at.utcoffset() is None:
        raise ValueError("an instant needs its time zone")
    return at.astimezone(UTC)


def in_london(at: datetime) -> datetime:
    return in_utc(at).astimezone(LONDON)


def london_moment(on: date, clock: time) -> datetime:
    """The instant at which London's clocks show this time on this date, in UTC."""
    return datetime.combine(on, clock, tzinfo=LONDON).astimezone(UTC)


def elapsed(at: datetime, *, hours: float = 0, minutes: float = 0) -> datetime:
    """That many hours and minutes later, nights and clock changes included."""
    return in_utc(at) + timedelta(hours=hours, minutes=minutes)


def fraction_of(start: datetime, due: datetime, fraction: float) -> datetime:
    """The instant at which this fraction of the way from start to due has gone (0.75 of 4 h: after 3 h)."""
    begin = in_utc(start)
    return begin + (in_utc(due) - begin) * fraction


def elapsed_fraction(start: datetime, due: datetime, now: datetime) -> float:
    """How much of the duration has gone: 0.0 at the start, 1.0 when due, more when late.

    A clock that was due before it started has all of it gone.
    """
    begin = in_utc(start)
    duration = in_utc(due) - begin
    if duration <= timedelta(0):
        return 1.0
    return (in_utc(now) - begin) / duration
