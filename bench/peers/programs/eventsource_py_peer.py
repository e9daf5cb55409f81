"""eventsource-py: aggregates through its repository on its Postgres store. Usage: ``eventsource_py_peer.py URL``."""

# pyright: basic, reportMissingImports=false

import asyncio
import sys
from uuid import NAMESPACE_URL, UUID, uuid4, uuid5

from answering import TEXT, answer_from_tasks
from eventsource import AggregateRepository, AggregateRoot, DomainEvent, register_event
from eventsource.adapters.postgresql import PostgreSQLEventStore
from pydantic import BaseModel
from sqlalchemy.ext.asyncio import create_async_engine


@register_event
class NoteAdded(DomainEvent):
    event_type: str = "NoteAdded"
    aggregate_type: str = "Book"
    text: str


class BookState(BaseModel):
    notes: int = 0


class Book(AggregateRoot[BookState]):
    aggregate_type = "Book"

    def _get_initial_state(self) -> BookState:
        return BookState()

    def _apply(self, event: DomainEvent) -> None:
        self._state = BookState(notes=(self._state.notes if self._state else 0) + 1)

    def add_note(self) -> None:
        self.apply_event(
            NoteAdded(aggregate_id=self.aggregate_id, text=TEXT, aggregate_version=self.get_next_version())
        )


def named(number: int) -> UUID:
    return uuid5(NAMESPACE_URL, f"/books/{number}")


async def main(url: str) -> None:
    engine = create_async_engine(url.replace("postgresql://", "postgresql+asyncpg://"), pool_size=64)
    store = PostgreSQLEventStore(engine, create_schema=True)
    books = AggregateRepository(event_store=store, aggregate_factory=Book, aggregate_type="Book")

    async def open_book(aggregate_id: UUID, events: int = 1) -> None:
        book = books.create_new(aggregate_id)
        for _ in range(events):
            book.add_note()
        await books.save(book)

    async def add_note(number: int) -> None:
        book = await books.load(named(number))
        book.add_note()
        await books.save(book)

    await open_book(uuid4())
    await answer_from_tasks(
        new=lambda: open_book(uuid4()), existing=add_note, seed=lambda number, events: open_book(named(number), events)
    )


asyncio.run(main(sys.argv[1]))
