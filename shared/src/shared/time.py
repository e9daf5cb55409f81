"""Where the time comes from. Domain code never asks: commands carry the instant they were given."""

import json
import os
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol


class Clock(Protocol):
    """Tells the time as an aware UTC instant."""

    def now(self) -> datetime: ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)


class StoryClock:
    """A clock that flows at the machine's pace from wherever a story has set it.

    The file holds one number, the seconds between the story and the machine, so that every process that reads it
    agrees; it is read again whenever it changes.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._stamp = -1
        self._offset = timedelta()

    def now(self) -> datetime:
        stamp = os.stat(self._path).st_mtime_ns
        if stamp != self._stamp:
            self._offset = timedelta(seconds=json.loads(self._path.read_text())["offset_seconds"])
            self._stamp = stamp
        return datetime.now(UTC) + self._offset

    def set(self, moment: datetime) -> None:
        """Makes ``moment`` the present, for every process that shares the file. Atomic."""
        offset = (moment - datetime.now(UTC)).total_seconds()
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("w", dir=self._path.parent, delete=False) as draft:
            json.dump({"offset_seconds": offset}, draft)
        os.replace(draft.name, self._path)


def clock_for(path: Path | None) -> Clock:
    """The story's clock where there is one, the machine's otherwise."""
    return StoryClock(path) if path else SystemClock()
