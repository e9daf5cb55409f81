"""What was asked of the system and what it answered, as lines of JSON that outlive whoever wrote them.

Its law: an invocation is written before its request leaves, and a line is never changed; an invocation without an
outcome is unknown. The reader at the end needs nothing of the product.
"""

import base64
import hashlib
import itertools
import os
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal, Self, cast

import orjson

Json = Mapping[str, Any]
Phase = Literal["ok", "refused", "unknown"]
"""2xx is ``ok``, 4xx is ``refused``: both definite. Whatever else happens leaves it unknown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One HTTP request, as intended.

    ``client`` is the logical client, ``who`` the machine or persona that signs in. ``key_client`` and ``key`` are what
    the promise of safe retries is about: ``key_client`` is the organisation for a submission (whose ``key`` is its own
    reference) and ``org/person`` for a person's ``Idempotency-Key``. ``of`` is the op that a repeat repeats or whose
    key is used again. ``body`` is exactly what is sent.
    """

    client: str
    who: str
    service: str
    method: str
    path: str
    kind: str
    key: str | None = None
    key_client: str | None = None
    key_in_header: bool = False
    body: bytes | None = None
    of: str | None = None


class History:
    """The file. Safe from any task and any thread: each line is handed to the kernel in one piece, at once.

    A line that the machine's own end cut short is completed by no one, so the reader leaves it out.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        self._lock = threading.Lock()
        self._ops = itertools.count(1)

    def invoke(self, asked: Asked) -> str:
        """Writes the invocation, and returns its op. Call it before anything is sent."""
        op = f"c-{next(self._ops):06}"
        told = {"body_sha256": _sha256(asked.body), "body": _body(asked), "key_client": asked.key_client}
        self._write({"op": op, "phase": "invoke", **_said_of(asked), **told})
        return op

    def end(
        self,
        op: str,
        asked: Asked,
        phase: Phase,
        *,
        status: int | None = None,
        answer: object = None,
        error: str | None = None,
    ) -> None:
        """Writes how it ended, once."""
        self._write({"op": op, "phase": phase, **_said_of(asked), "status": status, "answer": answer, "error": error})

    def fault(self, fault: str, phase: Literal["start", "heal"], *, what: str, where: str, **more: object) -> None:
        """Writes that a fault began or was healed."""
        self._write({"fault": fault, "phase": phase, "what": what, "where": where, **more})

    def note(self, note: str, **more: object) -> None:
        """Writes something about the run itself: its plan at the start, what stayed unknown at the end."""
        self._write({"note": note, **more})

    def close(self) -> None:
        with self._lock:
            if self._file >= 0:
                os.close(self._file)
            self._file = -1

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _write(self, line: dict[str, object]) -> None:
        with self._lock:
            moment = {"at": time.monotonic(), "wall": datetime.now(UTC).isoformat()}
            left = orjson.dumps(line | moment, option=orjson.OPT_APPEND_NEWLINE)
            while left:
                left = left[os.write(self._file, left) :]


def _said_of(asked: Asked) -> dict[str, object]:
    names = ("client", "who", "service", "method", "path", "kind", "key", "of")
    return {name: getattr(asked, name) for name in names}


def _sha256(body: bytes | None) -> str | None:
    return None if body is None else hashlib.sha256(body).hexdigest()


def _body(asked: Asked) -> object:
    """The body's value; a body that is meant to be unreadable is kept as its bytes."""
    if asked.body is None:
        return None
    if asked.kind == "bad":
        return {"base64": base64.b64encode(asked.body).decode()}
    return orjson.loads(asked.body)


@dataclass(slots=True, kw_only=True)
class Attempt:
    """One request with its outcome. ``answered_at`` is None while, or for ever if, nobody knows how it ended."""

    op: str
    client: str
    who: str
    service: str
    method: str
    path: str
    kind: str
    key: str | None
    key_client: str | None
    of: str | None
    body_sha256: str | None
    body: Any
    invoked_at: float
    phase: Phase = "unknown"
    answered_at: float | None = None
    status: int | None = None
    answer: Any = None
    error: str | None = None


@dataclass(slots=True, kw_only=True)
class Fault:
    """One fault. ``healed_at`` is None where nobody wrote that it was healed."""

    fault: str
    what: str
    where: str
    started_at: float
    healed_at: float | None = None
    more: Json = field(default_factory=dict[str, Any])


@dataclass(slots=True)
class Told:
    """A whole history as read back: attempts in the order of their invocation, faults, and notes."""

    attempts: dict[str, Attempt] = field(default_factory=dict[str, Attempt])
    faults: dict[str, Fault] = field(default_factory=dict[str, Fault])
    notes: list[Json] = field(default_factory=list[Json])

    def of_kind(self, *kinds: str) -> Sequence[Attempt]:
        return [attempt for attempt in self.attempts.values() if attempt.kind in kinds]


def lines(path: Path) -> Iterator[Json]:
    """Every whole line, in order. Only the last can be torn, and only it may be left out."""
    with path.open("rb") as file:
        for line in file:
            if line.endswith(b"\n"):
                yield orjson.loads(line)


def read_history(path: Path) -> Told:
    """The history in this file."""
    told = Told()
    for line in lines(path):
        if "op" in line:
            _take_attempt(told.attempts, line)
        elif "fault" in line:
            _take_fault(told.faults, line)
        else:
            told.notes.append(line)
    return told


def _take_attempt(attempts: dict[str, Attempt], line: Json) -> None:
    if line["phase"] == "invoke":
        known = {name: line[name] for name in _INVOKED}
        attempts[line["op"]] = Attempt(invoked_at=line["at"], **known)
        return
    attempt = attempts[line["op"]]
    attempt.phase, attempt.answered_at = cast(Phase, line["phase"]), line["at"]
    attempt.status, attempt.answer, attempt.error = line["status"], line["answer"], line["error"]


_INVOKED = (
    "op",
    "client",
    "who",
    "service",
    "method",
    "path",
    "kind",
    "key",
    "key_client",
    "of",
    "body_sha256",
    "body",
)
_SAID_OF_FAULT = {"fault", "phase", "what", "where", "at", "wall"}


def _take_fault(faults: dict[str, Fault], line: Json) -> None:
    if line["phase"] == "start":
        more = {name: value for name, value in line.items() if name not in _SAID_OF_FAULT}
        faults[line["fault"]] = Fault(
            fault=line["fault"], what=line["what"], where=line["where"], started_at=line["at"], more=more
        )
    elif line["fault"] in faults:
        faults[line["fault"]].healed_at = line["at"]
