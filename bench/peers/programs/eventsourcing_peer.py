"""eventsourcing with its Postgres recorder: an application that saves aggregates, or the recorder alone.

Usage: ``eventsourcing_peer.py URL application|recorder|functions`` ("functions": inserting by database functions).
"""

# pyright: basic, reportMissingImports=false

import os
import sys
from collections import Counter
from urllib.parse import urlsplit
from uuid import NAMESPACE_URL, uuid4, uuid5

from answering import TEXT, answer_from_threads
from eventsourcing.application import Application
from eventsourcing.domain import Aggregate, event
from eventsourcing.persistence import StoredEvent

url = urlsplit(sys.argv[1])
os.environ |= {
    "PERSISTENCE_MODULE": "eventsourcing.postgres",
    "POSTGRES_DBNAME": url.path.strip("/"),
    "POSTGRES_HOST": url.hostname or "",
    "POSTGRES_PORT": str(url.port),
    "POSTGRES_USER": url.username or "",
    "POSTGRES_PASSWORD": url.password or "",
    "POSTGRES_POOL_SIZE": "16",
    "POSTGRES_MAX_OVERFLOW": "48",
    "POSTGRES_MAX_WAITING": "100",
    "POSTGRES_ENABLE_DB_FUNCTIONS": "y" if sys.argv[2] == "functions" else "n",
}


class Book(Aggregate):
    @event("Opened")
    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self.notes = 1

    @event("NoteAdded")
    def add_note(self, text: str) -> None:
        self.notes += 1

    @staticmethod
    def create_id(name: str) -> object:
        return uuid5(NAMESPACE_URL, f"/books/{name}")


class Books(Application):
    def open(self, name: str, events: int = 1) -> None:
        book = Book(name, TEXT)
        for _ in range(events - 1):
            book.add_note(TEXT)
        self.save(book)

    def add_note(self, number: int) -> None:
        book = self.repository.get(Book.create_id(str(number)))
        book.add_note(TEXT)
        self.save(book)


books = Books()
versions: Counter[int] = Counter()
STATE = b'{"text":"' + TEXT.encode() + b'"}'


def record(originator: object, first: int, events: int = 1) -> None:
    books.recorder.insert_events(
        [StoredEvent(originator, first + number, "NoteAdded", STATE) for number in range(events)]
    )


def record_existing(number: int) -> None:
    versions[number] += 1
    record(Book.create_id(str(number)), versions[number])


def seed_records(number: int, events: int) -> None:
    record(Book.create_id(str(number)), 1, events)
    versions[number] = events


if sys.argv[2] == "application":
    answer_from_threads(
        new=lambda: books.open(str(uuid4())),
        existing=books.add_note,
        seed=lambda number, events: books.open(str(number), events),
    )
else:
    answer_from_threads(new=lambda: record(uuid4(), 1), existing=record_existing, seed=seed_records)
