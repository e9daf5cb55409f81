"""A police system that notifies without a pause, and notes of each receipt how far the WAL had come by then."""

import asyncio
from dataclasses import dataclass
from typing import Any

import asyncpg
import httpx2
import orjson

MACHINE = "expol-rms"
PATH = "/api/v1/police-notifications"
PATIENCE_SECONDS = 10
NOT_WELL_SECONDS = 0.2
GONE = (httpx2.TransportError, OSError, asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError)
"""What a request and a query meet when the service or its database is cut off in the middle of an answer."""

Json = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Acknowledged:
    """One receipt. The commit of the command lies before ``flushed``, a log sequence number."""

    source_ref: str
    receipt: Json
    flushed: int


async def token_of(identity: str) -> str:
    form = {"grant_type": "client_credentials", "client_id": MACHINE, "client_secret": f"{MACHINE}-secret"}
    async with httpx2.AsyncClient(trust_env=False, timeout=PATIENCE_SECONDS) as client:
        return str((await client.post(f"{identity}/token", data=form)).raise_for_status().json()["access_token"])


def body_of(source_ref: str) -> bytes:
    """A notification about two children, the same bytes at every call."""
    names = [{"temp_ref": f"c{n}", "first_name": f"Child{n}", "surname": source_ref} for n in (1, 2)]
    return orjson.dumps(
        {
            "source_system": "DRILL",
            "source_ref": source_ref,
            "contact_type": "DOMESTIC_ABUSE",
            "worries": "Shouting was heard.",
            "children": names,
        }
    )


class Load:
    """Several senders side by side. ``stop`` ends them; a database that is gone ends nobody."""

    def __init__(self, address: str, database_url: str, token: str, senders: int) -> None:
        self.acknowledged: list[Acknowledged] = []
        self.stop = asyncio.Event()
        self._address = address
        self._database_url = database_url
        self._headers = {"authorization": f"Bearer {token}"}
        self._senders = senders

    async def run(self) -> None:
        async with httpx2.AsyncClient(base_url=self._address, trust_env=False, timeout=PATIENCE_SECONDS) as client:
            await asyncio.gather(*(self._send(client, number) for number in range(self._senders)))

    async def has_receipts(self) -> bool:
        return bool(self.acknowledged)

    async def _send(self, client: httpx2.AsyncClient, sender: int) -> None:
        connection = await asyncpg.connect(self._database_url)
        number = 0
        try:
            while not self.stop.is_set():
                number += 1
                await self._one(client, connection, f"{sender}-{number}")
        finally:
            connection.terminate()

    async def _one(self, client: httpx2.AsyncClient, connection: "asyncpg.Connection", source_ref: str) -> None:
        try:
            answer = await client.post(PATH, content=body_of(source_ref), headers=self._headers)
            if answer.is_success:
                flushed: int = await connection.fetchval("select pg_current_wal_flush_lsn() - '0/0'::pg_lsn")
                self.acknowledged.append(
                    Acknowledged(source_ref=source_ref, receipt=answer.json(), flushed=int(flushed))
                )
                return
        except GONE:
            pass
        await asyncio.sleep(NOT_WELL_SECONDS)
