"""A tiny service for the kernel's own tests: notes that are added to a book until it is closed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Annotated

from shared.access.actor import Actor, Role
from shared.clocks import ClockCommand, StartClock, StopClock, Warning
from shared.contracts import Contract, Reading, Sensitivity
from shared.database import Connection
from shared.decider import Decider, Refused
from shared.events import EventCatalogue, Recorded
from shared.handling import Caller, Step
from shared.journal import Record
from shared.store import StoreDefinition
from shared.subscriptions import Message, Subscriptions
from shared.testing.service import contract_record

AUTHOR = Actor(user_id="ada", name="Ada", role=Role.SCREENER_SW, org_id="la-812", registered_sw=True)
NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
NOTE_ADDED = "frontdoor.NoteAdded.v1"
UNCOUNTABLE = {"poison"}
EVENTS = EventCatalogue()
COPIES = Subscriptions("copies")


@dataclass(frozen=True, slots=True, kw_only=True)
class AddNote:
    text: str
    at: datetime = NOON


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseBook:
    at: datetime = NOON


@EVENTS.event("NoteAdded", classes=("SUB",))
@dataclass(frozen=True, slots=True, kw_only=True)
class NoteAdded:
    text: str
    occurred_at: datetime


@EVENTS.event("BookClosed")
@dataclass(frozen=True, slots=True, kw_only=True)
class BookClosed:
    occurred_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    notes: int = 0
    closed: bool = False


def decide(command: AddNote | CloseBook, state: Book) -> list[NoteAdded | BookClosed]:
    if state.closed:
        raise Refused("NB-01 CLOSED", "The book is closed", "text")
    match command:
        case AddNote():
            return [NoteAdded(text=command.text, occurred_at=command.at)]
        case CloseBook():
            return [BookClosed(occurred_at=command.at)]


def evolve(state: Book, event: NoteAdded | BookClosed) -> Book:
    return replace(state, notes=state.notes + 1) if isinstance(event, NoteAdded) else replace(state, closed=True)


BOOK = Decider(initial=Book(), decide=decide, evolve=evolve)


class NoteAddedV1(Contract, type="frontdoor.NoteAdded.v1", topic="notes"):
    text: Annotated[str, Sensitivity.SUB]


def publish(recorded: Recorded[object]) -> list[Contract]:
    return [NoteAddedV1(text=recorded.data.text)] if isinstance(recorded.data, NoteAdded) else []


def clocks(recorded: Recorded[object]) -> list[ClockCommand]:
    match recorded.data:
        case NoteAdded(occurred_at=at):
            due = at + timedelta(hours=4)
            half = Warning(fraction=0.5, at=at + timedelta(hours=2), tell="FRONT_DOOR_MANAGER")
            return [StartClock(code="CK_BOOK", subject=recorded.stream, started_at=at, due_at=due, warnings=(half,))]
        case BookClosed(occurred_at=at):
            return [StopClock(code="CK_BOOK", subject=recorded.stream, at=at, by_event="BookClosed")]
        case _:
            return []


async def project(connection: Connection, events: Sequence[Recorded[object]]) -> None:
    """Counts the notes of each book; a note that says "poison" can't be counted, until somebody mends that."""
    for recorded in events:
        if isinstance(recorded.data, NoteAdded):
            if recorded.data.text in UNCOUNTABLE:
                raise ValueError("can't be counted")
            await connection.execute(
                """insert into books values ($1, 1)
                   on conflict (stream) do update set notes = books.notes + 1""",
                recorded.stream,
            )


def definition() -> StoreDefinition:
    return StoreDefinition(
        service="notebook",
        topic="notes",
        events=EVENTS,
        read_models=[project],
        publish=publish,
        clocks=clocks,
    )


class NoteToCopy(Reading):
    text: str


@COPIES.on("notes", NOTE_ADDED, NoteToCopy)
def copy_note(message: Message[NoteToCopy]) -> list[Step]:
    """Every note of another service becomes one of ours, in a book of the same name."""
    return [Step(stream=message.meta.stream, decider=BOOK, command=AddNote(text=message.data.text))]


@COPIES.project("notes", NOTE_ADDED, NoteToCopy)
async def keep_copy(connection: Connection, message: Message[NoteToCopy]) -> None:
    await connection.execute(
        "insert into copies (stream, text) values ($1, $2)", message.meta.stream, message.data.text
    )


def told(book: str, text: str, **other_headers: str) -> Record:
    """A note of another service, as its relay would write it."""
    record = contract_record("notes", NOTE_ADDED, {"text": text}, f"Book-{book}", (), AUTHOR, NOON, {})
    return replace(record, headers={**record.headers, **other_headers})


def note(book: str, text: str, at: datetime = NOON, expected_version: int | None = None) -> Step:
    return Step(
        stream=f"Book-{book}",
        decider=BOOK,
        command=AddNote(text=text, at=at),
        expected_version=expected_version,
    )


def closing(book: str, at: datetime = NOON) -> Step:
    return Step(stream=f"Book-{book}", decider=BOOK, command=CloseBook(at=at))


def by(key: str | None = None, body: bytes = b"") -> Caller:
    return Caller(actor=AUTHOR, client="la-812/ada", key=key, body_hash=body)
