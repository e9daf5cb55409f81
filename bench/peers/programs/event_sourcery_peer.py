"""python-event-sourcery: events appended through its SQLAlchemy backend. Usage: ``event_sourcery_peer.py URL``."""

# pyright: basic, reportMissingImports=false

import sys
from uuid import uuid4

from answering import TEXT, answer_from_threads
from event_sourcery import StreamId
from event_sourcery.event import Event
from event_sourcery_sqlalchemy import SQLAlchemyBackend, configure_models
from sqlalchemy import create_engine
from sqlalchemy.orm import DeclarativeBase, Session

address = sys.argv[1].replace("postgresql://", "postgresql+psycopg://")
engine = create_engine(address, pool_size=64, max_overflow=0)


class Models(DeclarativeBase):
    pass


class NoteAdded(Event):
    text: str


configure_models(Models)
Models.metadata.create_all(bind=engine)


def append(stream_id: StreamId, events: int, *, load: bool = False) -> None:
    """A backend is made for the session of each command, as its documentation does for each request."""
    with Session(engine) as session:
        store = SQLAlchemyBackend().configure(session).event_store
        version = store.load_stream(stream_id)[-1].version if load else 0
        store.append(*(NoteAdded(text=TEXT) for _ in range(events)), stream_id=stream_id, expected_version=version)
        session.commit()


names = {}


def seed(number: int, events: int) -> None:
    names[number] = StreamId(uuid4())
    append(names[number], events)


answer_from_threads(
    new=lambda: append(StreamId(uuid4()), 1), existing=lambda number: append(names[number], 1, load=True), seed=seed
)
