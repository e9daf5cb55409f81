"""The one folder that holds everything a running system keeps, used by one system at a time."""

import fcntl
import os
import secrets
import shutil
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from shared.embedded_postgres import data_folder

MARK: Final = "README"
MARK_TEXT: Final = "State of a front door on one machine. `make reset` deletes it; nothing else should.\n"


class StateRefused(Exception):
    """The folder cannot be used; the message is for the person who asked."""


class StateFolder:
    """Made on first use. Others may pass through it (Postgres may be another account) but not read it."""

    def __init__(self, path: Path) -> None:
        self.path = path.absolute()

    @property
    def postgres(self) -> Path:
        return self.path / "postgres"

    @property
    def clock(self) -> Path:
        return self.path / "clock.json"

    @property
    def staff_directory(self) -> Path:
        return self.path / "staff.json"

    @property
    def kafka(self) -> "StateFolder":
        """What the broker keeps; it runs, and is locked, beside the system that uses it."""
        return StateFolder(self.path / "kafka")

    @property
    def processes(self) -> "StateFolder":
        """What the system of separate processes keeps, whose databases belong to other roles."""
        return StateFolder(self.path / "processes")

    def exists(self) -> bool:
        return (self.path / MARK).exists()

    def make(self) -> None:
        """Make it unless it is there. Refused for a folder that holds something else."""
        if self.path.exists() and not self.exists() and any(self.path.iterdir()):
            raise StateRefused(f"{self.path} holds something else. Choose another folder with STATE_DIR.")
        self.path.mkdir(parents=True, exist_ok=True)
        self.path.chmod(0o711)
        (self.path / MARK).write_text(MARK_TEXT)

    @contextmanager
    def in_use(self) -> Generator[None]:
        """Hold the folder. The lock is the kernel's, so it goes with the process, whatever ends that."""
        self.make()
        with (self.path / "lock").open("a+") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                lock.seek(0)
                holder = lock.read().strip() or "unknown"
                raise StateRefused(
                    f"A front door is already running on {self.path} (process {holder}). "
                    "Stop it first, or choose another folder with STATE_DIR."
                ) from None
            lock.truncate(0)
            lock.write(str(os.getpid()))
            lock.flush()
            yield

    def secret(self, name: str) -> str:
        """A random secret, the same at every start."""
        path = self.path / name
        if not path.exists():
            draft = self.path / f"{name}.{os.getpid()}"
            with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
                file.write(secrets.token_urlsafe(32))
            draft.replace(path)
        return path.read_text()

    def delete(self) -> None:
        """Throw everything away. Refused for a folder that is not ours, however STATE_DIR came to name it."""
        if not self.exists():
            raise StateRefused(f"{self.path} is not the state of a front door; nothing was deleted.")
        with self.in_use():
            for part in (self.kafka, self.processes):
                if part.exists():
                    part.delete()
            shutil.rmtree(data_folder(self.postgres), ignore_errors=True)
            shutil.rmtree(self.path)
