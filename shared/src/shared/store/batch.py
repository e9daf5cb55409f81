"""One transaction of the store: what is waiting is decided and written together, under the store's lock.

Positions are taken under the lock and the lock is held to the commit, so position order is commit order and a reader
of ``position > n`` can never skip a writer in flight. Nothing is written before every unit has been decided, so a unit
that is refused leaves nothing behind.
"""

import asyncio
from collections.abc import Sequence
from datetime import datetime

from shared.clocks import rows as clock_rows
from shared.database import Connection
from shared.handling import Unit
from shared.store.deciding import Decisions, Outcome
from shared.store.definition import StoreDefinition
from shared.store.encoding import Encoded, encode
from shared.store.looking_up import Found, look_further, look_up
from shared.store.streams import KeptStreams
from shared.store.writing import write

STORE_LOCK = 812_002
LOCK = f"select pg_advisory_xact_lock({STORE_LOCK})"


class Batch:
    """The units that commit together. ``tells`` whether they wrote anything into the outbox."""

    def __init__(self, definition: StoreDefinition, connection: Connection, now: datetime, known: KeptStreams) -> None:
        self._definition = definition
        self._connection = connection
        self._now = now
        self._known = known
        self._decided: Decisions | None = None
        self.tells = False

    def committed(self) -> None:
        """Keeps what the streams have become, now that it is so."""
        if self._decided is not None:
            self._known.keep(self._decided.streams, self._decided.position)

    async def run(self, units: Sequence[Unit]) -> list[Outcome]:
        """Decides and writes everything; the caller holds the lock and commits. One outcome a unit, in their order.

        What goes wrong while a unit is decided is the outcome of that unit. An error of the database, of a read model,
        of an effect or of what is to be stored or published fails the whole transaction.
        """
        decided, outcomes = await self._decide(units, await look_up(self._connection, units, self._known))
        for effect in decided.effects:
            await effect(self._connection)
        encoded = await self._keep_rows_and_encode(decided)
        await write(self._connection, decided, encoded)
        self._decided, self.tells = decided, bool(encoded.records)
        return outcomes

    async def _decide(self, units: Sequence[Unit], found: Found) -> tuple[Decisions, list[Outcome]]:
        """Deciding is pure: if a stream that nobody had named proves not to be empty, it is simply done again."""
        while True:
            decided = Decisions(self._definition, found, self._now)
            outcomes = [decided.take(unit) for unit in units]
            if not await look_further(self._connection, found, decided.unforeseen):
                return decided, outcomes

    async def _keep_rows_and_encode(self, decided: Decisions) -> Encoded:
        """Both at once: the first statement is on its way to Postgres before the encoding takes this thread."""
        rows = asyncio.create_task(self._keep_rows(decided))
        try:
            await asyncio.sleep(0)
            return encode(self._definition, decided)
        finally:
            await rows

    async def _keep_rows(self, decided: Decisions) -> None:
        if decided.events:
            await clock_rows.project(self._connection, decided.events)
            for project in self._definition.read_models:
                await project(self._connection, decided.events)
