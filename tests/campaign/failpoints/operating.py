"""What a person does after a fix: has the parked records taken in again, stream by stream, through the API."""

import asyncio
import time
from collections.abc import Callable
from typing import Any

import httpx2

from frontdoor.story.teller import PERSONA_GRANT

MANAGER = "fdm.reyes"
PATIENCE_SECONDS = 20.0
AGAIN_SECONDS = 0.5


class Operator:
    """One manager. ``address`` is where the API of a service is."""

    def __init__(self, identity: str, address: Callable[[str], str], client: httpx2.AsyncClient) -> None:
        self._identity = identity
        self._address = address
        self._client = client
        self._token = ""

    async def take_in_again(self, service: str) -> None:
        """Until nothing is parked, or patience ends: what then is still parked is seen at the end."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline:
            try:
                parked = await self._parked(service)
                if not parked:
                    return
                for topic, key in sorted({(each["topic"], each["key"]) for each in parked}):
                    await self._ask("POST", service, "/parked/retry", {"topic": topic, "key": key})
            except httpx2.HTTPError:
                await asyncio.sleep(AGAIN_SECONDS)

    async def _parked(self, service: str) -> list[dict[str, Any]]:
        return await self._ask("GET", service, "/parked", None)

    async def _ask(self, method: str, service: str, path: str, body: dict[str, str] | None) -> Any:
        headers = {"authorization": f"Bearer {await self._signed_in()}"}
        address = f"{self._address(service)}/api/v1/operations{path}"
        answer = await self._client.request(method, address, json=body, headers=headers)
        return answer.raise_for_status().json()

    async def _signed_in(self) -> str:
        if not self._token:
            form = {"grant_type": PERSONA_GRANT, "persona": MANAGER}
            answer = await self._client.post(f"{self._identity}/token", data=form)
            self._token = str(answer.raise_for_status().json()["access_token"])
        return self._token
