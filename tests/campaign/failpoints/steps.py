"""The steps of the append, relay, subscribe, deadline and send transactions, each known by its statement or call.

A transaction's begin and commit have no words of their own: they belong to what the connection did in it.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

BEGIN: Final = re.compile(r"^\s*BEGIN\b", re.IGNORECASE)
COMMIT: Final = re.compile(r"^\s*COMMIT\b", re.IGNORECASE)
PUBLISH: Final = "relay: publish"
TAKE: Final = "subscribe: take a batch from the journal"
MODES: Final = ("kill", "raise", "cancel", "sleep")
WHENS: Final = ("before", "after")

_KERNEL: Final = "events|outbox|idempotency|audit|inbox|journal_positions|store_head|relay|parked"
_STATEMENTS: Final[Mapping[str, str]] = {
    "append: lock": r"pg_advisory_xact_lock\(",
    "append: look up keys, inbox, streams and head": r"\bfrom store_head\b",
    "append: read models": rf"^\s*(insert into|update) (?!({_KERNEL})\b)(?!outstanding set next_at = null)\w+",
    "append: write events, outbox, receipts, audit and head": r"\binsert into events\b",
    "relay: lease": r"update relay set owner",
    "relay: agree on the journal": r"select journal, acknowledged from relay",
    "relay: fetch": r"\bfrom outbox\s+where sequence > \(select published_to",
    "relay: move on": r"update relay set published_to = \$1",
    "subscribe: look up places": r"\bfrom journal_positions\b",
    "subscribe: look up parked streams": r"select distinct topic, key from parked",
    "keep: take turn": r"pg_advisory_xact_lock_shared\(",
    "keep: inbox": r"^\s*insert into inbox\b",
    "keep: facts": rf"^\s*(insert into|update) (?!({_KERNEL})\b)\w+",
    "keep: places": r"\binsert into journal_positions\b",
    "park: put aside": r"^\s*insert into parked\b",
    "deadline: look": r"\bfrom clocks where next_at\b",
    "send: look": r"\bfrom outstanding\b",
    "send: rest": r"update outstanding set next_at = null",
}
STATEMENTS: Final = {name: re.compile(pattern, re.IGNORECASE) for name, pattern in _STATEMENTS.items()}
COMMITS: Final = {
    "append": "append: commit",
    "relay": "relay: commit the agreement",
    "keep": "keep: commit",
    "park": "park: commit",
}

_APPEND: Final = (
    "append: lock",
    "append: look up keys, inbox, streams and head",
    "append: read models",
    "append: write events, outbox, receipts, audit and head",
    "append: commit",
)
_PARK: Final = ("park: put aside", "park: commit")
STEPS: Final[Mapping[str, Sequence[str]]] = {
    "intake.api": _APPEND,
    "intake.relay": (
        "relay: lease",
        "relay: agree on the journal",
        "relay: commit the agreement",
        "relay: fetch",
        PUBLISH,
        "relay: move on",
    ),
    "screening.subscriber": (
        TAKE,
        "subscribe: look up parked streams",
        "subscribe: look up places",
        *_APPEND,
        "keep: places",
        *_PARK,
    ),
    "timeline.subscriber": (
        TAKE,
        "subscribe: look up parked streams",
        "subscribe: look up places",
        "keep: take turn",
        "keep: inbox",
        "keep: facts",
        "keep: places",
        "keep: commit",
        *_PARK,
    ),
    "screening.scheduler": ("deadline: look", *_APPEND),
    "notifications.sender": ("send: look", *_APPEND, "send: rest"),
}
"""Which steps each process has. The steps of an append are the same code everywhere, reached in another way."""
AT_THE_START: Final = frozenset(
    {"relay: agree on the journal", "relay: commit the agreement", "subscribe: look up places"}
)
"""Steps that a process takes when it connects: it is started anew to reach them."""
POISONED: Final = frozenset({"append: write events, outbox, receipts, audit and head", "keep: inbox"})
"""Where every record is refused while a process is led to the steps of parking: only poison is parked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Failpoint:
    """One step of one process, before or after it, and what happens there when it is reached the ``nth`` time."""

    id: str
    process: str
    step: str
    when: str
    mode: str
    nth: int

    def __str__(self) -> str:
        return f"{self.mode} {self.when} {self.step!r} in {self.process}"

    @property
    def needs_poison(self) -> bool:
        return self.step in _PARK


def steps_of(statement: str, process: str) -> Sequence[str]:
    """The steps of this process that a statement is."""
    known = STEPS.get(process, ())
    return [name for name, pattern in STATEMENTS.items() if name in known and pattern.search(statement)]
