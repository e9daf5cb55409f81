"""Times, ages and durations in the words of the work. Pure: nothing here asks what time it is.

An instant may be an aware `datetime` or the ISO text of one, as rows hold it; people read London time.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Literal, Protocol
from zoneinfo import ZoneInfo

from markupsafe import Markup

from shared.web.code_words import CLOCK_ENDED_BY
from shared.working_time import (
    close_of_service,
    due_in_working_days,
    due_one_working_day,
    working_days_between,
    working_hours_after,
    working_time_between,
)

LONDON = ZoneInfo("Europe/London")
Instant = datetime | str
Day = date | str

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


def utc(at: Instant) -> datetime:
    """The instant in UTC, where a difference is elapsed time. Raises ValueError without an offset."""
    moment = datetime.fromisoformat(at) if isinstance(at, str) else at
    if moment.tzinfo is None:
        raise ValueError(f"{at} has no offset")
    return moment.astimezone(UTC)


def london(at: Instant) -> datetime:
    """The instant on London's clock, to be shown and never subtracted: a night may have 23 hours or 25."""
    return utc(at).astimezone(LONDON)


def _day(on: Day) -> date:
    """The day itself; an instant counts as its day in London."""
    if isinstance(on, datetime):
        return london(on).date()
    return date.fromisoformat(on) if isinstance(on, str) else on


def clock_words(at: Instant) -> str:
    """02:40, and in the hour that October has twice also which of the two."""
    local = london(at)
    twice = local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()
    return f"{local:%H:%M} {local.tzname()}" if twice else f"{local:%H:%M}"


def day_and_time_words(at: Instant, now: Instant | None = None) -> str:
    """Sat 2 May, 02:40. The year is added when it is not the year of `now`."""
    local = london(at)
    year = "" if now is None or london(now).year == local.year else f" {local.year}"
    return f"{local:%a} {local.day} {local:%b}{year}, {clock_words(at)}"


def day_and_time(at: Instant | None, now: Instant | None = None) -> Markup:
    """`day_and_time_words` for people, the ISO time for machines; says so where no time is known."""
    if not at:
        return Markup("time not known")
    return Markup('<time datetime="{}">{}</time>').format(london(at).isoformat(), day_and_time_words(at, now))


def full_day_and_time_words(at: Instant) -> str:
    """Sat 2 May 2026, 23:40."""
    local = london(at)
    return f"{local:%a} {local.day} {local:%b %Y}, {clock_words(at)}"


def for_picker(at: Instant) -> str:
    """2026-05-02T23:40, as a `datetime-local` field wants it."""
    return f"{london(at):%Y-%m-%dT%H:%M}"


def date_words(on: Day | None) -> str:
    """2 May 2026. An instant counts as its day in London."""
    if not on:
        return "date not known"
    day = _day(on)
    return f"{day.day} {day:%B %Y}"


def age_words(dob: Day | None, on: Day) -> str:
    """8 years 7 months; 7 months; 3 weeks; unborn, due 14 July 2026. `on` is the day that is asked about."""
    if not dob:
        return "age not known"
    born, day = _day(dob), _day(on)
    if born > day:
        return f"unborn, due {date_words(born)}"
    months = (day.year - born.year) * 12 + day.month - born.month - (day.day < born.day)
    if months == 0:
        return _baby(day - born)
    return _joined(_counted(months // 12, "year"), _counted(months % 12, "month"))


def is_born(dob: Day | None, on: Day) -> bool:
    """Whether a date of birth is known and is one, not the day on which a birth is expected."""
    return bool(dob) and _day(dob) <= _day(on)


def _baby(lived: timedelta) -> str:
    weeks = lived.days // 7
    return _counted(weeks, "week") if weeks else _counted(lived.days, "day") or "newborn"


def _counted(number: int, unit: str) -> str:
    return "" if number == 0 else f"{number} {unit}{'' if number == 1 else 's'}"


def _joined(*parts: str) -> str:
    return " ".join(part for part in parts if part)


def duration_words(lasting: timedelta) -> str:
    """12 min; 1 h 12 min; 18 h; 3 days 4 h; 21 days. Cut, never rounded up."""
    if lasting < MINUTE:
        return "less than a minute"
    minutes = lasting // MINUTE
    if lasting < timedelta(days=1):
        return _joined(_unit(minutes // 60, "h"), _unit(minutes % 60, "min"))
    hours = _unit(lasting // HOUR % 24, "h") if lasting < timedelta(days=7) else ""
    return _joined(_counted(lasting.days, "day"), hours)


def _unit(number: int, unit: str) -> str:
    return f"{number} {unit}" if number else ""


def lateness(occurred: Instant | None, received: Instant) -> str:
    """18 h after the incident."""
    if not occurred:
        return "time of the incident not known"
    lag = utc(received) - utc(occurred)
    return "before the incident" if lag < timedelta(0) else f"{duration_words(lag)} after the incident"


COUNTED_IN_WORKING_DAYS = frozenset(
    {
        "CK_1WD",
        "CK_ACK",
        "CK_ALLOC",
        "CK_AMBER",
        "CK_ASSESS",
        "CK_CLARIFY",
        "CK_EDT_FU",
        "CK_ESC",
        "CK_FEEDBACK",
        "CK_GREEN",
        "CK_ICPC",
        "CK_LADO",
        "CK_MARAC",
        "CK_MISS3",
        "CK_PF",
        "CK_STEPDOWN",
        "CK_STEPUP",
        "CK_STRAT",
        "CK_STRAT_REC",
        "CK_VISIT17",
    }
)
"""The clocks whose limit is, or may be, in working days (clock register, brief §3.0); the others count hours."""
COUNTED_IN_WORKING_HOURS = frozenset({"CK_ALLOC", "CK_CLARIFY", "CK_TRIAGE"})
"""The clocks whose limit may be in hours of the day service."""
ClockState = Literal["running", "warned", "breached", "met", "met-late", "cancelled"]
ENDED: Mapping[str, ClockState] = {"MET": "met", "MET_LATE": "met-late", "CANCELLED": "cancelled"}


class ClockFacts(Protocol):
    """What a sentence about a clock needs of its row."""

    @property
    def code(self) -> str: ...
    @property
    def status(self) -> str: ...
    @property
    def warned_fraction(self) -> float: ...
    @property
    def started_at(self) -> datetime: ...
    @property
    def due_at(self) -> datetime: ...
    @property
    def stopped_at(self) -> datetime | None: ...
    @property
    def ended_by(self) -> str | None: ...


def clock_state(clock: ClockFacts, now: datetime) -> ClockState:
    """What a clock is at `now`: past its limit it is breached even before the scheduler has said so."""
    if ended := ENDED.get(clock.status):
        return ended
    if clock.status == "BREACHED" or now > clock.due_at:
        return "breached"
    return "warned" if clock.warned_fraction > 0 else "running"


def clock_sentence(clock: ClockFacts, now: datetime) -> str:
    """The number of a clock with its limit: what is left, how late it is, or how it ended.

    1 h 12 min left of 2 h; 35 min over a limit of 4 h; 1 working day left of 1 working day and 40 min left of 1 working
    hour, however long a bank holiday makes them.
    """
    told, limit = _as_counted(clock)
    ended = clock.stopped_at or now
    over = f"{_elapsed(clock.due_at, ended)} over a limit of {limit}"
    match clock_state(clock, now):
        case "cancelled":
            because = CLOCK_ENDED_BY.get(clock.ended_by or "")
            return f"Cancelled{f' as {because}' if because else ''}, limit was {limit}"
        case "met":
            return f"Done in {told(clock.started_at, ended)} of {limit}"
        case "met-late":
            return f"Done {over}"
        case _:
            return over if now > clock.due_at else f"{told(now, clock.due_at)} left of {limit}"


def _as_counted(clock: ClockFacts) -> tuple[Callable[[datetime, datetime], str], str]:
    """How the register counts the time of this clock, and its limit."""
    if _counts_working_days(clock):
        return _in_working_days, _in_working_days(clock.started_at, clock.due_at)
    if hours := _working_hours(clock):
        return _in_working_time, _counted(hours, "working hour")
    return _elapsed, _elapsed(clock.started_at, clock.due_at)


def _elapsed(start: datetime, end: datetime) -> str:
    return duration_words(utc(end) - utc(start))


def _in_working_days(start: datetime, end: datetime) -> str:
    """As people count: whole working days, and the hours of the last one."""
    return _counted(_working_days(start, end), "working day") or _elapsed(start, end)


def _working_days(start: datetime, end: datetime) -> int:
    return working_days_between(london(start).date(), london(end).date())


def _counts_working_days(clock: ClockFacts) -> bool:
    """Whether it ends as the register lets working days end; one that was shortened to some hours does not."""
    if clock.code not in COUNTED_IN_WORKING_DAYS or _working_days(clock.started_at, clock.due_at) == 0:
        return False
    due_on = london(clock.due_at).date()
    ends = due_one_working_day(clock.started_at), close_of_service(due_on), due_in_working_days(clock.due_at, 0)
    return utc(clock.due_at) in ends


def _in_working_time(start: datetime, end: datetime) -> str:
    return duration_words(working_time_between(start, end))


def _working_hours(clock: ClockFacts) -> int:
    """Its limit, where that is whole working hours which a night or a weekend parts; else 0."""
    if clock.code not in COUNTED_IN_WORKING_HOURS or london(clock.started_at).date() == london(clock.due_at).date():
        return 0
    hours = working_time_between(clock.started_at, clock.due_at) // HOUR
    return hours if working_hours_after(clock.started_at, hours=hours) == utc(clock.due_at) else 0
