"""Where the services are and who may ask them: base addresses, and bearers of tokens."""

import asyncio
import ssl
from dataclasses import dataclass
from typing import Protocol

import httpx2

PERSONA_GRANT = "urn:frontdoor:grant:persona"

TOKEN_SECONDS = 5.0
AUTHORITY = "la-812"
ORGANISATIONS = {
    "expol-rms": "force-example",
    "ds.amin": "force-example",
    "school-portal-999001": "sch-999001",
    "school-portal-999014": "sch-999014",
    "dsl.osei": "sch-999001",
    "health-system": "health-example",
    "nurse.farrow": "health-example",
}
"""Everybody who is not of the authority."""


class Places(Protocol):
    """Where the system is. A ``World`` of processes is one, and so is ``OneHost``."""

    @property
    def identity(self) -> str:
        """The base address of the identity provider."""
        ...

    def address(self, service: str) -> str:
        """The base address of one service, before ``/api/v1``."""
        ...


@dataclass(frozen=True, slots=True)
class OneHost:
    """The whole system behind one address."""

    base: str

    @property
    def identity(self) -> str:
        return f"{self.base}/identity"

    def address(self, service: str) -> str:
        return f"{self.base}/{service}"


NO_TLS = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
"""Nothing here speaks TLS; without this, every client would read all the certificates of the machine."""


def http_client(timeout_seconds: float) -> httpx2.AsyncClient:
    """A client of its own for whoever asks: its connections are nobody else's."""
    return httpx2.AsyncClient(timeout=timeout_seconds, trust_env=False, verify=NO_TLS)


def organisation(who: str) -> str:
    return ORGANISATIONS.get(who, AUTHORITY)


class NoToken(Exception):
    """The identity provider gave none just now."""


class Tokens:
    """The tokens of everybody, fetched when first needed and again once they are refused."""

    def __init__(self, places: Places) -> None:
        self._places = places
        self._client = http_client(TOKEN_SECONDS)
        self._tokens: dict[str, str] = {}
        self._locks: dict[str, asyncio.Lock] = {}

    async def of(self, who: str) -> str:
        """The token of this machine or persona. Raises ``NoToken``."""
        async with self._locks.setdefault(who, asyncio.Lock()):
            if who not in self._tokens:
                self._tokens[who] = await self._fetch(who)
            return self._tokens[who]

    def forget(self, who: str, token: str) -> None:
        """Drops a token that was refused, unless somebody has fetched a new one meanwhile."""
        if self._tokens.get(who) == token:
            del self._tokens[who]

    async def close(self) -> None:
        await self._client.aclose()

    async def _fetch(self, who: str) -> str:
        machine = {"grant_type": "client_credentials", "client_id": who, "client_secret": f"{who}-secret"}
        form = {"grant_type": PERSONA_GRANT, "persona": who} if "." in who else machine
        try:
            answer = await self._client.post(f"{self._places.identity}/token", data=form)
        except (httpx2.HTTPError, OSError) as error:
            raise NoToken(type(error).__name__) from error
        if not answer.is_success:
            raise NoToken(str(answer.status_code))
        return str(answer.json()["access_token"])
