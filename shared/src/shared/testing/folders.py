"""Folders that last as long as a test, in memory where the machine has room for that.

A new database is some 300 files: on a disk that takes the processor twenty times as long as in memory.
"""

import os
import shutil
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

MEMORY = Path("/dev/shm")  # noqa: S108 - what is made in it has a random name and is its owner's
ROOM_BYTES = 2 * 1024**3
PREFIX = "frontdoor-test-"


@contextmanager
def passing_folder(name: str = "") -> Generator[Path]:
    """A folder that is gone afterwards, open to the account that Postgres runs as."""
    folder = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-{name}", dir=_in_memory()))
    folder.chmod(0o711)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _in_memory() -> Path | None:
    """None, the machine's own place for such folders, where there is no memory to spare."""
    if not MEMORY.is_dir():
        return None
    _throw_away_what_was_left()
    return MEMORY if shutil.disk_usage(MEMORY).free >= ROOM_BYTES else None


@cache
def _throw_away_what_was_left() -> None:
    """A process that was killed could not, and memory is dear. Looked for once by each process."""
    for folder in MEMORY.glob(f"{PREFIX}*"):
        process_id = folder.name.removeprefix(PREFIX).partition("-")[0]
        if not Path(f"/proc/{process_id}").exists():
            shutil.rmtree(folder, ignore_errors=True)
