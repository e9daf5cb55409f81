"""depeche-db: messages written to a stream at an expected version. Usage: ``depeche_db_peer.py URL``."""

# pyright: basic, reportMissingImports=false

import datetime as dt
import sys
import uuid

import pydantic
import sqlalchemy
from answering import TEXT, answer_from_threads
from depeche_db import MessageStore
from depeche_db.tools import PydanticMessageSerializer


class NoteAdded(pydantic.BaseModel):
    text: str
    message_id: uuid.UUID = pydantic.Field(default_factory=uuid.uuid4)
    sent_at: dt.datetime = pydantic.Field(default_factory=lambda: dt.datetime.now(dt.UTC))

    def get_message_id(self) -> uuid.UUID:
        return self.message_id

    def get_message_time(self) -> dt.datetime:
        return self.sent_at


address = sys.argv[1].replace("postgresql://", "postgresql+psycopg://")
engine = sqlalchemy.create_engine(address, pool_size=64, max_overflow=0)
store = MessageStore(name="books", engine=engine, serializer=PydanticMessageSerializer(NoteAdded))


def new() -> None:
    store.write(stream=f"book-{uuid.uuid4()}", message=NoteAdded(text=TEXT), expected_version=0)


def existing(number: int) -> None:
    messages = list(store.read(f"book-{number}"))
    store.write(stream=f"book-{number}", message=NoteAdded(text=TEXT), expected_version=messages[-1].version)


def seed(number: int, events: int) -> None:
    notes = [NoteAdded(text=TEXT) for _ in range(events)]
    store.synchronize(stream=f"book-{number}", expected_version=0, messages=notes)


answer_from_threads(new=new, existing=existing, seed=seed)
