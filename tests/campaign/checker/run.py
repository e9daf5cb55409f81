"""A run as the checker sees it: what clients asked and were told, and what the final reads found.

Nothing here knows the product: events, records and rows are what the stores' own bytes and columns say.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from math import inf
from typing import Any, NamedTuple, cast

SUBMISSION_PATHS = ("/police-notifications", "/contacts", "/missing-reports", "/telephone-contacts")
READ_METHODS = ("GET", "HEAD")
JOURNAL = "the journal"
SUBMITTED = frozenset({"ContactReceived", "ContactAmended"})


class Key(NamedTuple):
    """A key is one client's own: an organisation's for its submissions, a person's for everything else."""

    service: str
    client: str
    key: str

    def __str__(self) -> str:
        return f"{self.key} of {self.client} in {self.service}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """One request of one client. ``answered_at`` is infinite while nobody knows what became of it."""

    op: str
    kind: str
    client: str
    service: str
    method: str
    path: str
    invoked_at: float
    answered_at: float = inf
    wall: str = ""
    answered_wall: str = ""
    outcome: str = "unknown"
    who: str = ""
    key: str | None = None
    key_client: str = ""
    body_sha256: str = ""
    body: Mapping[str, Any] = field(default_factory=dict[str, Any])
    status: int | None = None
    answer: Any = None

    @property
    def ok(self) -> bool:
        return self.outcome == "ok"

    @property
    def is_read(self) -> bool:
        return self.method in READ_METHODS

    @property
    def is_submission(self) -> bool:
        return self.service == "intake" and self.method == "POST" and self.path.endswith(SUBMISSION_PATHS)

    @property
    def known_as(self) -> Key | None:
        """The key by which a repeat is known: a submission's own reference, else the header's."""
        key = self.key
        if self.is_submission and self.body.get("source_ref"):
            version = self.body.get("source_version", 1)
            key = f"{self.body.get('source_system')}/{self.body['source_ref']}/{version}"
        return None if key is None else Key(self.service, self.key_client, key)

    @property
    def receipt(self) -> Mapping[str, Any]:
        return cast(Mapping[str, Any], self.answer) if isinstance(self.answer, Mapping) else {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One fault of the nemesis; ``healed_at`` is infinite when it was never healed."""

    fault: str
    what: str
    where: str
    started_at: float
    healed_at: float = inf


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One stored event: its columns and what its bytes say."""

    service: str
    position: int
    stream: str
    version: int
    event_id: str
    type: str
    child_ids: tuple[str, ...]
    recorded_at: datetime
    user_id: str
    role: str
    org_id: str
    correlation_id: str
    causation_id: str
    key: str | None
    data: Mapping[str, Any]

    @property
    def is_clock(self) -> bool:
        return self.stream.startswith("Clock-")

    @property
    def is_root(self) -> bool:
        """Whether a request led to it, not another event."""
        return self.causation_id == self.correlation_id

    def __str__(self) -> str:
        return f"{self.type} {self.event_id} ({self.service}, {self.stream} version {self.version})"


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxRow:
    sequence: int
    position: int
    topic: str
    key: str
    message_id: str
    type: str
    value_sha256: str
    published: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalRecord:
    topic: str
    partition: int
    offset: int
    key: str
    message_id: str
    type: str
    value_sha256: str
    event_id: str
    child_ids: tuple[str, ...]
    named: tuple[str, ...]
    """The children that the record's own body names, for contacts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyRow:
    client: str
    key: str
    body_sha256: str
    receipt: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Store:
    """One service's store at the end. ``broken`` says where its bytes, columns and hashes disagree."""

    service: str
    events: Sequence[Event] = ()
    outbox: Sequence[OutboxRow] = ()
    keys: Sequence[KeyRow] = ()
    inbox: Sequence[str] = ()
    parked: Sequence[Mapping[str, Any]] = ()
    clocks: Sequence[Mapping[str, Any]] = ()
    audit: Sequence[Mapping[str, Any]] = ()
    places: Sequence[Mapping[str, Any]] = ()
    broken: Sequence[str] = ()


class Shown(NamedTuple):
    """One entry of a timeline, as far as a rule goes by it."""

    entry_id: str
    source_type: str
    source_event: str
    known_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """What one child's timeline answered in the end. ``digest`` is the service's own, where it was asked for, ``live``
    that of the answer. The whole ``answer`` is kept of the few children at whom others look, too.
    """

    child_id: str
    status: int
    entries: Sequence[Shown] = ()
    digest: str | None = None
    live: str = ""
    answer: Mapping[str, Any] = field(default_factory=dict[str, Any])


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """What one child's timeline answered in the end to somebody of another agency or role."""

    who: str
    child_id: str
    status: int
    answer: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class End:
    """One final read: how much was read, and whether that was all."""

    what: str
    read: int
    complete: bool
    why: str = ""


@dataclass(kw_only=True)
class Run:
    """Everything that is known about a run."""

    commands: Sequence[Command] = ()
    faults: Sequence[Fault] = ()
    stores: Mapping[str, Store] = field(default_factory=dict[str, Store])
    journal: Sequence[JournalRecord] = ()
    journal_ends: Mapping[tuple[str, int], int] = field(default_factory=dict[tuple[str, int], int])
    journal_identity: str = ""
    timelines: Mapping[str, Timeline] = field(default_factory=dict[str, Timeline])
    sights: Sequence[Sight] = ()
    lists: Mapping[str, Sequence[Mapping[str, Any]]] = field(default_factory=dict[str, Sequence[Mapping[str, Any]]])
    """What people worked from in the end, by the list's name, as its service showed it."""
    chains: Mapping[str, Mapping[str, Any]] = field(default_factory=dict[str, Mapping[str, Any]])
    rebuilt: Mapping[str, str] | None = None
    settled: Mapping[str, Any] | None = None
    clocks_at: Mapping[str, datetime] = field(default_factory=dict[str, datetime])
    """What each service's own clock said at the final read."""
    ends: Sequence[End] = ()

    @cached_property
    def asked(self) -> Sequence[Command]:
        """The commands that may change something."""
        return [command for command in self.commands if not command.is_read]

    @property
    def has_journal(self) -> bool:
        """Whether the journal was read to its end: only then does what it lacks say anything."""
        return all(end.complete for end in self.ends if end.what == JOURNAL)

    @cached_property
    def by_key(self) -> Mapping[Key, Sequence[Command]]:
        """All attempts of each key, in the order in which they were asked."""
        found: dict[Key, list[Command]] = {}
        for command in self.asked:
            if command.known_as is not None:
                found.setdefault(command.known_as, []).append(command)
        return found

    @cached_property
    def key_rows(self) -> Mapping[Key, KeyRow]:
        """What the stores keep under each key."""
        return {Key(store.service, row.client, row.key): row for store in self.stores.values() for row in store.keys}

    @cached_property
    def events(self) -> Mapping[str, Event]:
        """Every event of every store, by its id."""
        return {event.event_id: event for store in self.stores.values() for event in store.events}

    @cached_property
    def placed(self) -> Mapping[tuple[str, str, int], Event]:
        """Every event by service, stream and version."""
        return {(e.service, e.stream, e.version): e for store in self.stores.values() for e in store.events}

    @cached_property
    def units(self) -> Mapping[tuple[str, str], Sequence[Event]]:
        """What each request led to in its own service, by service and correlation."""
        found: dict[tuple[str, str], list[Event]] = {}
        for store in self.stores.values():
            for event in store.events:
                if event.is_root:
                    found.setdefault((store.service, event.correlation_id), []).append(event)
        return found

    @cached_property
    def units_of_key(self) -> Mapping[Key, Sequence[Sequence[Event]]]:
        """The units that were stored under each key: one each, or something is wrong."""
        found: dict[Key, list[Sequence[Event]]] = {}
        for events in self.units.values():
            if (key := key_of(events)) is not None:
                found.setdefault(key, []).append(events)
        return found

    def of(self, service: str, *types: str) -> list[Event]:
        """A service's events of these types, in order."""
        store = self.stores.get(service)
        return [event for event in store.events if event.type in types] if store else []


def key_of(unit: Sequence[Event]) -> Key | None:
    """The key under which a unit was stored, with the client whose key it is."""
    first = unit[0]
    if first.key is None:
        return None
    person = "" if any(event.type in SUBMITTED for event in unit) else f"/{first.user_id}"
    return Key(first.service, f"{first.org_id}{person}", first.key)
