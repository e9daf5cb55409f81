"""The demo's clock: it starts before the story, stands still while the system is stopped, and never goes back."""

import json
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

from shared.problems import Problem
from shared.time import StoryClock
from shared.working_time import LONDON, in_london, next_opening

BEGINNING = datetime(2026, 5, 1, 14, 0, tzinfo=LONDON)
"""Friday 1 May 2026, 14:00: the preparation for the bank-holiday weekend."""

LONGEST_MOVE = timedelta(days=400)
NEXT_WORKING_MORNING = "next-working-morning"


def resumed(path: Path) -> StoryClock:
    """The clock where it stood when the system was last seen running, or at the beginning."""
    clock = StoryClock(path)
    seen = _seen(path)
    clock.set(datetime.fromisoformat(json.loads(seen.read_text())["at"]) if seen.exists() else BEGINNING)
    return clock


def remember(clock: StoryClock, path: Path) -> None:
    """Notes what time it is, so that a stop, however sudden, does not let days go by."""
    draft = _seen(path).with_suffix(".draft")
    draft.write_text(json.dumps({"at": clock.now().isoformat()}))
    draft.replace(_seen(path))


def _seen(path: Path) -> Path:
    return path.with_name("clock-seen.json")


def moved(now: datetime, minutes: int | None, to: str | None) -> datetime:
    """Where the clock stands after a move. Raises ``Problem`` for a move that makes no sense."""
    target = _target(now, minutes, to)
    if not now <= target <= now + LONGEST_MOVE:
        raise not_moved("The demo clock goes forward only, by at most 400 days.")
    return target


def not_moved(why: str) -> Problem:
    """The answer to a move that makes no sense."""
    return Problem(422, "Not moved", why, "DEMO-CLOCK", "to")


def _target(now: datetime, minutes: int | None, to: str | None) -> datetime:
    if minutes is not None:
        return now + timedelta(minutes=minutes)
    if to == NEXT_WORKING_MORNING:
        tomorrow = in_london(now).date() + timedelta(days=1)
        return next_opening(datetime.combine(tomorrow, time(), tzinfo=LONDON))
    try:
        moment = datetime.fromisoformat(to or "")
    except ValueError:
        raise not_moved("Say minutes, or an instant with its offset.") from None
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=LONDON)
