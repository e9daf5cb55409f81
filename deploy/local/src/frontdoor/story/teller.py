"""Tells a story through the public HTTP APIs: signs people in, moves the clock, posts, and waits until it is seen.

Every post carries a key of its own, so a story that was cut off can be told again from the start: what has happened
already answers with its old receipt.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from http import HTTPStatus
from typing import Any, TypeVar

import httpx2

from frontdoor.services import SERVICES
from shared.time import StoryClock

PATIENCE_SECONDS = 30
LOOK_SECONDS = 0.05
OPERATOR, TO_SEND = "fdm.reyes", "/notifications/api/v1/operations/to-send"
PERSONA_GRANT = "urn:frontdoor:grant:persona"

Json = Mapping[str, Any]
T = TypeVar("T")


class StoryStuck(Exception):
    """The system did not answer as the story expects."""


class Teller:
    """One telling, over one HTTP connection pool.

    ``clock`` is given where no front page moves the clock that the services share.
    """

    def __init__(self, address: str, clock: StoryClock | None = None) -> None:
        self._clock = clock
        self._client = httpx2.AsyncClient(base_url=address, timeout=PATIENCE_SECONDS, trust_env=False)
        self._tokens: dict[str, str] = {}

    async def close(self) -> None:
        await self._client.aclose()

    async def at(self, moment: datetime) -> None:
        """Moves the clock on to this moment, once everybody has heard of everything. A moment that has passed stays."""
        await self.heard()
        if await self._now() < moment:
            await self._move(moment)

    async def post(self, who: str, path: str, body: Json | None = None, key: str | None = None) -> Any:
        """Posts as this persona or machine. ``key`` tells apart two posts to one path."""
        headers = await self.headers(who) | {"idempotency-key": f"story/{path}/{key or ''}"}
        return await self._answer(await self._client.post(path, json=body or {}, headers=headers))

    async def refused(self, who: str, path: str, body: Json, code: str) -> None:
        """Posts what the rules must refuse with this guard."""
        response = await self._client.post(path, json=body, headers=await self.headers(who))
        if response.status_code != 422 or not str(response.json().get("code", "")).startswith(code):
            raise StoryStuck(f"{path} was to be refused with {code}, not answered {response.status_code}")

    async def get(self, who: str, path: str) -> Any:
        return await self._answer(await self._client.get(path, headers=await self.headers(who)))

    async def until(self, look: Callable[[], Awaitable[T | None]], what: str) -> T:
        """Waits until ``look`` finds something: the services tell each other within moments."""
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                while True:
                    found = await look()
                    if found:
                        return found
                    await asyncio.sleep(LOOK_SECONDS)
        except TimeoutError:
            raise StoryStuck(f"Waited in vain for {what}") from None

    async def found(self, who: str, path: str) -> Any:
        """What this path answers, once it answers."""

        async def look() -> Any:
            response = await self._client.get(path, headers=await self.headers(who))
            return None if response.status_code == HTTPStatus.NOT_FOUND else await self._answer(response)

        return await self.until(look, path)

    async def _now(self) -> datetime:
        if self._clock:
            return self._clock.now()
        return datetime.fromisoformat((await self._answer(await self._client.get("/demo/clock")))["now"])

    async def _move(self, moment: datetime) -> None:
        if self._clock:
            self._clock.set(moment)
        else:
            await self._answer(await self._client.post("/demo/clock", json={"to": moment.isoformat()}))

    async def heard(self) -> None:
        """Waits until every service has heard of everything that has happened, and told whom it must tell."""
        await self.until(self._all_heard, "the services to hear of everything")

    async def _all_heard(self) -> bool:
        """Whether nothing is left to fire, publish or take in, twice in a row: taking in can lead to publishing."""
        return all([await self._nothing_waits() for _ in range(2)])

    async def _nothing_waits(self) -> bool:
        reports = [(await self._client.get(f"/{service}/readyz")).json() for service in SERVICES]
        if any(report.get(left) for report in reports for left in ("unfired", "unpublished", "lag")):
            return False
        return not any((await self.get(OPERATOR, TO_SEND)).values())

    async def headers(self, who: str) -> dict[str, str]:
        """The headers by which this persona or machine is known."""
        if who not in self._tokens:
            self._tokens[who] = await self._token(who)
        return {"authorization": f"Bearer {self._tokens[who]}"}

    async def _token(self, who: str) -> str:
        machine = {"grant_type": "client_credentials", "client_id": who, "client_secret": f"{who}-secret"}
        form = {"grant_type": PERSONA_GRANT, "persona": who} if "." in who else machine
        return (await self._answer(await self._client.post("/identity/token", data=form)))["access_token"]

    async def _answer(self, response: httpx2.Response) -> Any:
        if response.is_success:
            return response.json()
        raise StoryStuck(
            f"{response.request.method} {response.request.url.path}: {response.status_code} {response.text}"
        )
