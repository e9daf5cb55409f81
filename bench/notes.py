"""The smallest service that uses everything the store does: a note is an event of 1 kB, a book has a deadline."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Annotated

from shared.access.actor import Actor, Role
from shared.clocks import ClockCommand, StartClock, Warning
from shared.contracts import Contract, Sensitivity
from shared.database import Connection
from shared.decider import Decider
from shared.events import EventCatalogue, Recorded
from shared.handling import Caller, Step
from shared.ids import new_id
from shared.store import StoreDefinition

AUTHOR = Actor("bench", "Bench", Role.SCREENER_SW, "la-812", registered_sw=True)
TEXT = "x" * 900
"""With the names of its fields, an event of 1 kB."""
BODY_HASH = b"#" * 32
NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
EVENTS = EventCatalogue()

BOOKS = """create table books (stream text primary key, notes int not null, last_at timestamptz not null)"""


@EVENTS.event("NoteAdded", classes=("SUB",))
@dataclass(frozen=True, slots=True, kw_only=True)
class NoteAdded:
    number: int
    child_id: str
    text: str
    occurred_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AddNote:
    child_id: str
    text: str
    at: datetime


class NoteAddedV1(Contract, type="frontdoor.BenchNoteAdded.v1", topic="bench"):
    number: Annotated[int, Sensitivity.PUBLIC]
    text: Annotated[str, Sensitivity.SUB]


def decide(command: AddNote, state: int) -> list[NoteAdded]:
    return [NoteAdded(number=state + 1, child_id=command.child_id, text=command.text, occurred_at=command.at)]


def evolve(state: int, event: NoteAdded) -> int:
    return event.number


NOTES: Decider[AddNote, NoteAdded, int] = Decider(initial=0, decide=decide, evolve=evolve)


def publish(recorded: Recorded[object]) -> list[Contract]:
    note = recorded.data
    return [NoteAddedV1(number=note.number, text=note.text)] if isinstance(note, NoteAdded) else []


def clocks(recorded: Recorded[object]) -> list[ClockCommand]:
    """The first note of a book starts its deadline."""
    if not isinstance(recorded.data, NoteAdded) or recorded.data.number > 1:
        return []
    at = recorded.data.occurred_at
    half = Warning(fraction=0.5, at=at + timedelta(hours=2), tell="FRONT_DOOR_MANAGER")
    due = at + timedelta(hours=4)
    return [StartClock(code="CK_BENCH", subject=recorded.stream, started_at=at, due_at=due, warnings=(half,))]


async def project(connection: Connection, events: Sequence[Recorded[object]]) -> None:
    """How many notes each book has: the last row of each book, in one statement."""
    books = {r.stream: (r.data.number, r.meta.recorded_at) for r in events if isinstance(r.data, NoteAdded)}
    await connection.execute(
        """insert into books select * from unnest($1::text[], $2::int[], $3::timestamptz[])
           on conflict (stream) do update set notes = excluded.notes, last_at = excluded.last_at""",
        list(books),
        [notes for notes, _ in books.values()],
        [at for _, at in books.values()],
    )


def definition() -> StoreDefinition:
    return StoreDefinition(
        service="bench", topic="bench", events=EVENTS, read_models=[project], publish=publish, clocks=clocks
    )


def book(number: int | None = None) -> str:
    """A new stream, or the one of this number."""
    return f"Book-{new_id()}" if number is None else f"Book-{number:08d}"


def note(stream: str) -> Step:
    return Step(stream=stream, decider=NOTES, command=AddNote(child_id=f"child-{stream}", text=TEXT, at=NOON))


def caller() -> Caller:
    """Every command has a key of its own, as a request through the API has."""
    return Caller(actor=AUTHOR, client="bench", key=new_id(), body_hash=BODY_HASH)
