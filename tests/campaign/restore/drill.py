"""The drill itself: load, base backup in it, archive, crash, restore, and what the restored system has to show."""

import asyncio
import signal
import time
from collections.abc import Awaitable, Callable, Generator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random

import asyncpg
import httpx2

from shared.embedded_postgres import PostgresCluster
from tests.campaign.restore.clusters import Archive, archiving_cluster, restored_cluster, take_base_backup
from tests.campaign.restore.load import PATH, Acknowledged, Load, body_of, token_of
from tests.local.running import Frontdoor, free_port, running

SECRET = "restore-drill-session-secret-0123456789"
SENDERS = 6
WAIT_SECONDS = 180
SWITCH_SECONDS = (0.4, 2.6)
TAIL_SECONDS = (0.3, 3.0)
SHARE_BEFORE = (0.1, 0.4)
"""Between which bounds the seed decides how long each of these lasts."""
LOOK_SECONDS = 0.1

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What the drill came to. Everything in ``missing``, and every fault, is red."""

    acknowledged: int
    archived: int
    in_the_backup: int
    missing: Sequence[str]
    tail_lost: int
    faults: Sequence[str]

    @property
    def green(self) -> bool:
        return not self.missing and not self.faults and 0 < self.in_the_backup < self.archived


class Drill:
    """One drill, under one folder that the account of Postgres can reach."""

    def __init__(self, folder: Path, seconds: float, seed: int, say: Say) -> None:
        self._folder = folder
        self._seconds = seconds
        self._chance = Random(seed)
        self._say = say
        self._archive = Archive(folder / "archive")
        self._identity_port = free_port()

    @property
    def _identity(self) -> str:
        return f"http://127.0.0.1:{self._identity_port}"

    async def run(self) -> Found:
        self._archive.make()
        with ExitStack() as running_all:
            running_all.enter_context(self._identity_provider())
            original = archiving_cluster(self._folder / "original", self._archive)
            running_all.callback(original.stop)
            acknowledged, in_the_backup = await self._load_and_crash(original)
            end = self._archive.end()
            self._say(f"crashed; the archive ends at {end:#x}")
            restored = restored_cluster(self._folder / "base", self._archive, original, self._folder / "restored")
            running_all.callback(restored.stop)
            await _until(lambda: _takes_writes(restored), "the end of the recovery")
            self._say("restored from the base backup and the archive")
            return await self._compare(restored, acknowledged, in_the_backup, end)

    async def _load_and_crash(self, original: PostgresCluster) -> tuple[list[Acknowledged], int]:
        await _make_databases(original, ["intake", "journal"])
        with self._intake(original, "journal", "before") as (process, address):
            load = Load(address, original.url("intake"), await token_of(self._identity), SENDERS)
            sending = asyncio.create_task(load.run())
            await asyncio.sleep(self._seconds * self._chance.uniform(*SHARE_BEFORE))
            await _until(load.has_receipts, "the first receipt")
            before = len(load.acknowledged)
            self._say(f"base backup under load, after {before} receipts")
            await asyncio.to_thread(take_base_backup, original, self._folder / "base")
            self._say(f"base backup taken, after {len(load.acknowledged)} receipts; the load goes on")
            await self._archive_for(original, self._seconds)
            await asyncio.sleep(self._chance.uniform(*TAIL_SECONDS))
            original.ask_to_stop(signal.SIGKILL)
            process.process.kill()
            load.stop.set()
            await sending
        return load.acknowledged, before

    async def _archive_for(self, original: PostgresCluster, seconds: float) -> None:
        """Switches segments now and then, and waits until the last of them is in the archive."""
        connection = await asyncpg.connect(original.url())
        try:
            segment, until = "", time.monotonic() + seconds
            while not segment or time.monotonic() < until:
                await asyncio.sleep(self._chance.uniform(*SWITCH_SECONDS))
                segment = await connection.fetchval("select pg_walfile_name(pg_switch_wal())")
            await _until(lambda: self._has(segment), "the last segment in the archive")
        finally:
            connection.terminate()

    async def _has(self, segment: str) -> bool:
        return (self._archive.folder / segment).exists()

    async def _compare(
        self, restored: PostgresCluster, acknowledged: Sequence[Acknowledged], in_the_backup: int, end: int
    ) -> Found:
        safe = [each for each in acknowledged if each.flushed <= end]
        counts = await _received(restored)
        missing = [each.source_ref for each in safe if counts.get(each.receipt["contact_id"]) != 1]
        tail = [each for each in acknowledged if each.flushed > end]
        with self._intake(restored, "journal_anew", "after") as (_, address):
            faults = await self._serves(address, safe)
            faults += await self._publishes(restored, address)
        return Found(
            acknowledged=len(acknowledged),
            archived=len(safe),
            in_the_backup=in_the_backup,
            missing=missing,
            tail_lost=sum(each.receipt["contact_id"] not in counts for each in tail),
            faults=faults,
        )

    async def _serves(self, address: str, safe: Sequence[Acknowledged]) -> list[str]:
        """The old keys give the old receipts, a new contact is taken, the chain is whole."""
        faults: list[str] = []
        headers = {"authorization": f"Bearer {await token_of(self._identity)}"}
        async with httpx2.AsyncClient(base_url=address, trust_env=False, timeout=WAIT_SECONDS) as client:
            for each in (safe[0], safe[len(safe) // 2], safe[-1]):
                again = await client.post(PATH, content=body_of(each.source_ref), headers=headers)
                if again.json() != each.receipt:
                    faults.append(f"{each.source_ref} sent again was answered {again.status_code} {again.text[:200]}")
            new = await client.post(PATH, content=body_of("after-the-restore"), headers=headers)
            if not new.is_success:
                faults.append(f"a new contact was answered {new.status_code}")
            chain = await client.get("/api/v1/operations/chain", headers=await self._manager(client))
            if not chain.json().get("intact"):
                faults.append(f"the chain is broken: {chain.text}")
        return faults

    async def _manager(self, client: httpx2.AsyncClient) -> dict[str, str]:
        form = {"grant_type": "urn:frontdoor:grant:persona", "persona": "fdm.reyes"}
        answer = await client.post(f"{self._identity}/token", data=form)
        return {"authorization": f"Bearer {answer.raise_for_status().json()['access_token']}"}

    async def _publishes(self, restored: PostgresCluster, address: str) -> list[str]:
        """All of the outbox is in the new journal, each record once."""
        async with httpx2.AsyncClient(base_url=address, trust_env=False, timeout=WAIT_SECONDS) as client:

            async def all_published() -> bool:
                return (await client.get("/readyz")).json().get("unpublished") == 0

            await _until(all_published, "the relay to publish everything again")
        outbox = await _column(restored, "intake", "select headers->>'ce_id' from outbox order by 1")
        journal = await _column(restored, "journal_anew", "select headers->>'ce_id' from records order by 1")
        self._say(f"{len(outbox)} records in the outbox, {len(journal)} in the new journal")
        return [] if outbox == journal else ["the new journal is not what the outbox holds"]

    @contextmanager
    def _intake(self, cluster: PostgresCluster, journal: str, name: str) -> Generator[tuple[Frontdoor, str]]:
        port = free_port()
        address = f"http://127.0.0.1:{port}"
        settings = self._settings(address) | {
            "PORT": str(port),
            "DATABASE_URL": cluster.url("intake"),
            "JOURNAL_URL": cluster.url(journal),
        }
        words = ["service", "intake", "--port", str(port)]
        with running(words, settings, self._folder / f"intake-{name}") as process:
            _wait(f"{address}/readyz", process)
            yield process, address

    @contextmanager
    def _identity_provider(self) -> Generator[None]:
        settings = self._settings(self._identity)
        words = ["identity", "--port", str(self._identity_port)]
        with running(words, settings, self._folder / "identity") as process:
            _wait(f"{self._identity}/jwks", process)
            yield

    def _settings(self, public: str) -> dict[str, str]:
        return {
            "PUBLIC_URL": public,
            "ISSUER_URL": self._identity,
            "SESSION_SECRET": SECRET,
            "ENVIRONMENT": "development",
        }


async def _make_databases(cluster: PostgresCluster, names: Sequence[str]) -> None:
    connection = await asyncpg.connect(cluster.url())
    for name in names:
        await connection.execute(f'create database "{name}"')
    await connection.close()


async def _received(cluster: PostgresCluster) -> dict[str, int]:
    """How often each contact was received, by the events of the restored store."""
    connection = await asyncpg.connect(cluster.url("intake"))
    rows = await connection.fetch(
        "select substr(stream, 9) as contact_id, count(*) as times from events "
        "where type = 'ContactReceived' group by 1"
    )
    await connection.close()
    return {row["contact_id"]: row["times"] for row in rows}


async def _takes_writes(cluster: PostgresCluster) -> bool:
    """A server answers readers long before all of the archive is in."""
    return await _column(cluster, "postgres", "select pg_is_in_recovery()") == [False]


async def _column(cluster: PostgresCluster, database: str, query: str) -> list[object]:
    connection = await asyncpg.connect(cluster.url(database))
    rows = await connection.fetch(query)
    await connection.close()
    return [row[0] for row in rows]


async def _until(look: Callable[[], Awaitable[bool]], what: str) -> None:
    deadline = time.monotonic() + WAIT_SECONDS
    while not await look():
        assert time.monotonic() < deadline, f"waited in vain for {what}"
        await asyncio.sleep(LOOK_SECONDS)


def _wait(address: str, process: Frontdoor) -> None:
    deadline = time.monotonic() + WAIT_SECONDS
    while time.monotonic() < deadline:
        assert process.process.poll() is None, process.said()
        try:
            if httpx2.get(address, trust_env=False, timeout=5).is_success:
                return
        except httpx2.TransportError:
            pass
        time.sleep(LOOK_SECONDS)
    raise AssertionError(process.said())
