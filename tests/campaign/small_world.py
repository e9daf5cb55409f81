"""A world without a broker: the services named, one process a role, with the journal in the same Postgres.

For directed runs, which then begin within seconds. Everything else is the world's own.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from frontdoor.services import JOURNAL_DATABASE
from tests.campaign.world.layout import HOST
from tests.campaign.world.world import Json, World


class NoBroker:
    """Stands where the broker would; there is nothing to start."""

    pid: int | None = None

    @property
    def broker(self) -> "NoBroker":
        return self

    async def prepare(self) -> None:
        return None

    async def start(self) -> None:
        return None

    async def stop(self) -> None:
        return None


class SmallWorld(World):
    """Use as the world itself."""

    def __init__(
        self,
        folder: Path,
        *,
        services: Sequence[str],
        sabotage: Mapping[str, Json] | None = None,
        offset_seconds: float = 0,
    ) -> None:
        super().__init__(folder, services=services, sabotage=sabotage, offset_seconds=offset_seconds)
        without: Any = NoBroker()
        self.kafka = without

    @property
    def journal_url(self) -> str:
        return self.postgres.cluster.url(JOURNAL_DATABASE)

    async def _start_postgres(self) -> None:
        await super()._start_postgres()
        await self.postgres.give_database(JOURNAL_DATABASE, self._secret)

    def _environment(self, name: str) -> Mapping[str, str]:
        place = f"{HOST}:{self.layout.ports['postgres']}/{JOURNAL_DATABASE}"
        told = super()._environment(name)
        journal = {"JOURNAL_URL": f"postgresql://{JOURNAL_DATABASE}:{self._secret}@{place}"}
        return {**told, **journal} if "JOURNAL_URL" in told else told
