"""What a service keeps of its own events, made anew from its own store while nothing is appended to it."""

from collections.abc import Sequence
from dataclasses import dataclass

import asyncpg

from shared.database import Connection
from shared.events import EventCatalogue, read_stored
from shared.store.batch import STORE_LOCK
from shared.store.definition import Project

PAGE_EVENTS = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnReadModels:
    """The read models of a service's own events, and all the tables that they write."""

    events: EventCatalogue
    read_models: Sequence[Project]
    tables: Sequence[str]

    async def project(self, store: Connection, beside: Connection, after: int) -> int:
        """Projects the events after this position and returns the last one's."""
        while rows := await store.fetch(
            "select position, content from events where position > $1 order by position limit $2", after, PAGE_EVENTS
        ):
            recorded = [read_stored(self.events, row["content"]) for row in rows]
            async with beside.transaction():
                for project in self.read_models:
                    await project(beside, recorded)
            after = rows[-1]["position"]
        return after


async def stop_appending(connection: "asyncpg.Connection[asyncpg.Record]") -> None:
    """Whoever appends waits from here until this connection lets go or ends."""
    await connection.execute("select pg_advisory_lock($1)", STORE_LOCK)
