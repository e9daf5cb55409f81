"""One whole service in a test: its app with all workers on a real Postgres and a real journal, people and machines
who ask it for things, and contracts from services that are not there."""

import asyncio
import re
import time
from collections.abc import AsyncGenerator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, cast

import httpx2
from fastapi import FastAPI
from joserfc import jwt
from joserfc.jwk import ECKey, Key
from pydantic import SecretStr

from shared.access.actor import SYSTEM, Actor
from shared.access.issuer import Issuer
from shared.access.session import cookie_name, signed_session
from shared.access.tokens import AUDIENCE
from shared.contracts import read_body
from shared.events import canonical
from shared.ids import new_id
from shared.journal.port import Record
from shared.relay import unpublished
from shared.service import Service
from shared.settings import Settings

PUBLIC_URL = "http://127.0.0.1:8000"
SETTLE_SECONDS = 20
A_FRIDAY = datetime(2026, 5, 1, 13, tzinfo=UTC)
"""When a service runs that was not told of a time of its own."""
OTHER_UTC = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+[+-]00:00")


class KnownKey(Issuer):
    """An identity provider whose only key the test holds."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.signing_key = ECKey.generate_key("P-256", {"kid": "test", "use": "sig"})

    async def key(self, key_id: str) -> Key | None:
        return self.signing_key if key_id == "test" else None

    def token(self, actor: Actor, scope: str = "") -> str:
        """An access token: a machine's when it has a scope, else a person's."""
        now = int(time.time())
        claims: dict[str, Any] = {
            "iss": self.url,
            "aud": AUDIENCE,
            "sub": actor.user_id,
            "iat": now,
            "exp": now + 3600,
            "name": actor.name,
            "role": actor.role.value,
            "org_id": actor.org_id,
            "registered_sw": actor.registered_sw,
        }
        claims |= {"scope": scope} if scope else {"auth_time": now, "client_id": "frontdoor-pages"}
        return jwt.encode({"alg": "ES256", "kid": "test"}, claims, self.signing_key)


@dataclass
class SetClock:
    """A clock that stands where it was put."""

    at: datetime

    def now(self) -> datetime:
        return self.at


@dataclass
class RunningService:
    """A service that runs, and those who may talk to it."""

    app: FastAPI
    issuer: KnownKey
    clock: SetClock
    _clients: list[httpx2.AsyncClient] = field(default_factory=list[httpx2.AsyncClient])

    @property
    def service(self) -> Service:
        return self.app.state.service

    def nobody(self, **headers: str) -> httpx2.AsyncClient:
        """A client that says nothing about who it is."""
        client = httpx2.AsyncClient(
            transport=httpx2.ASGITransport(app=self.app, raise_app_exceptions=False),
            base_url=PUBLIC_URL,
            headers=headers,
            event_hooks={"response": [says_utc_with_z]},
        )
        self._clients.append(client)
        return client

    def client(self, actor: Actor, scope: str = "") -> httpx2.AsyncClient:
        """A client with a bearer token: a machine's when a scope is given."""
        return self.nobody(authorization=f"Bearer {self.issuer.token(actor, scope)}")

    def browser(self, actor: Actor) -> httpx2.AsyncClient:
        """A browser in which this person is signed in."""
        client = self.nobody(accept="text/html", origin=PUBLIC_URL)
        client.cookies.set(cookie_name(self.service.settings), signed_session(self.service.settings, actor))
        return client

    async def publish(
        self,
        topic: str,
        contract_type: str,
        data: Mapping[str, Any],
        *,
        key: str,
        child_ids: tuple[str, ...] = (),
        actor: Actor = SYSTEM,
        recorded_at: datetime | None = None,
        **times: datetime,
    ) -> str:
        """Puts another service's contract in the journal and waits until this service has passed it."""
        record = contract_record(
            topic, contract_type, data, key, child_ids, actor, recorded_at or self.clock.now(), times
        )
        await self.publish_record(record)
        return record.headers["ce_id"]

    async def publish_record(self, record: Record) -> None:
        """Puts a record in the journal, whatever it holds, and waits until this service has passed it."""
        journal = self.service.journal
        await journal.ensure_topics([record.topic])
        await journal.publish([record], await journal.identity())
        await self.settle()

    async def settle(self) -> None:
        """Waits until everything committed is published and everything published has been taken in."""
        async with asyncio.timeout(SETTLE_SECONDS):
            while await self._waiting():
                await asyncio.sleep(0.02)

    async def _waiting(self) -> bool:
        if await unpublished(self.service.pool):
            return True
        subscriber = self.service.subscriber
        return subscriber is not None and await subscriber.lag() > 0

    async def published(self, contract_type: str) -> list[dict[str, Any]]:
        """The bodies of everything of this type that the service has put in its outbox, in order."""
        rows = await self.service.pool.fetch(
            "select value from outbox where headers->>'ce_type' = $1 order by sequence", contract_type
        )
        return [dict(read_body(row["value"])) for row in rows]

    async def close(self) -> None:
        for client in self._clients:
            await client.aclose()


async def says_utc_with_z(response: httpx2.Response) -> None:
    """Every answer to every test writes UTC as Z. What a message said keeps London's clocks, as it was sent."""
    if response.headers.get("content-type") == "application/json":
        await response.aread()
        other = [text for text in _texts(response.json()) if OTHER_UTC.fullmatch(text)]
        if other:
            raise AssertionError(f"{response.url} answers {other}")


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for name, member in cast(dict[str, Any], value).items():
            yield from () if name == "payload" else _texts(member)
    elif isinstance(value, list):
        for member in cast(list[Any], value):
            yield from _texts(member)
    elif isinstance(value, str):
        yield value


def contract_record(
    topic: str,
    contract_type: str,
    data: Mapping[str, Any],
    key: str,
    child_ids: tuple[str, ...],
    actor: Actor,
    recorded_at: datetime,
    times: Mapping[str, datetime],
) -> Record:
    """A contract as its publisher's relay would write it."""
    event_id = new_id()
    meta = {
        "event_id": event_id,
        "stream": key,
        "version": 1,
        "position": 1,
        "recorded_at": recorded_at,
        "child_ids": child_ids,
        "actor": {name: value for name, value in actor.to_dict().items() if name != "registered_sw"},
        "correlation_id": new_id(),
        "causation_id": event_id,
        **times,
    }
    headers = {"ce_id": new_id(), "ce_type": contract_type, "ce_specversion": "1.0", "ce_source": "/test"}
    return Record(topic=topic, key=key, value=canonical({**data, "meta": meta}), headers=headers)


@asynccontextmanager
async def running(
    build: Callable[[Settings], FastAPI],
    database_url: str,
    journal_url: str,
    at: datetime = A_FRIDAY,
) -> AsyncGenerator[RunningService]:
    """Runs a service with all its workers for as long as the context is open."""
    settings = Settings(
        database_url=database_url,
        journal_url=journal_url,
        public_url=PUBLIC_URL,
        issuer_url=f"{PUBLIC_URL}/identity",
        session_secret=SecretStr("a secret for tests only"),
        environment="development",
    )
    app = build(settings)
    clock = SetClock(at)
    app.state.service.clock = clock
    app.state.issuer = KnownKey(settings.issuer_url)
    async with app.router.lifespan_context(app):
        service = RunningService(app, app.state.issuer, clock)
        try:
            yield service
        finally:
            await service.close()
