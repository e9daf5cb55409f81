"""The identity provider that we trust, from a service: its endpoints and the keys that it signs with.

Its one law: while the provider is away the answer is "try again" (503), never "you are nobody" (401).
"""

import asyncio
import ssl
import time
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, TypedDict, cast
from urllib.parse import urlsplit

import httpx2
from joserfc.errors import JoseError
from joserfc.jwk import Key, KeySet, KeySetSerialization

_KEYS_KEPT_SECONDS = 3600.0
"""After this the keys are asked for again; while the provider is away the old ones go on serving."""
_REFETCH_AFTER_SECONDS = 10.0
"""A key id that nobody knows makes us ask at most this often, or anybody could make us flood the provider."""
_RETRY_AFTER_FAILURE_SECONDS = 1.0
_TIMEOUT_SECONDS = 5.0
TOKENS_KEPT = 1024

Claims = dict[str, Any]
"""What a token says, as JSON gives it: its parts are looked at one by one."""


class IssuerUnreachable(Exception):
    """The identity provider did not answer, and nothing kept from earlier can stand in for it."""


class Endpoints(TypedDict):
    """The parts of the discovery document (OpenID Connect Discovery 1.0, section 3) that we use."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str


class ClientOptions(TypedDict):
    """What httpx2 and Authlib's client both take."""

    transport: httpx2.AsyncBaseTransport | None
    verify: ssl.SSLContext
    timeout: float
    trust_env: bool


class Issuer:
    """One identity provider, its endpoints and keys fetched when first needed and then kept."""

    def __init__(
        self,
        url: str,
        transport: httpx2.AsyncBaseTransport | None = None,
        seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        self.url = url.rstrip("/")
        self.transport = transport
        self._seconds = seconds
        self._endpoints: Endpoints | None = None
        self._keys: dict[str, Key] = {}
        self._fetched_at = float("-inf")
        self._ask_again_at = float("-inf")
        self._fetching = asyncio.Lock()
        self.proven: dict[str, Claims] = {}
        """The claims of tokens whose signature held under the present keys: a client sends the same one many times."""

    def client(self) -> httpx2.AsyncClient:
        """A client for the back channel."""
        return httpx2.AsyncClient(**self.client_options())

    def client_options(self) -> ClientOptions:
        """How any client reaches this provider. The environment's proxy is not for our loopback address."""
        return {
            "transport": self.transport,
            "verify": _certificates(),
            "timeout": _TIMEOUT_SECONDS,
            "trust_env": not is_loopback(self.url),
        }

    async def endpoints(self) -> Endpoints:
        """Where to send people and codes. Raises IssuerUnreachable."""
        if self._endpoints is None:
            async with self.client() as client:
                self._endpoints = await self._discover(client)
        return self._endpoints

    async def key(self, key_id: str) -> Key | None:
        """The public key of that id; None when the provider has no such key. Raises IssuerUnreachable."""
        if key_id not in self._keys or self._seconds() - self._fetched_at > _KEYS_KEPT_SECONDS:
            await self._refresh()
        return self._keys.get(key_id)

    def keep_proven(self, token: str, claims: Claims) -> None:
        """Keeps these claims until the keys are fetched again. Whether they are still in time is asked each time."""
        if len(self.proven) >= TOKENS_KEPT:
            self.proven.clear()
        self.proven[token] = claims

    async def _refresh(self) -> None:
        async with self._fetching:
            if self._seconds() >= self._ask_again_at:
                await self._fetch()
            elif not self._keys:
                raise IssuerUnreachable(self.url)

    async def _fetch(self) -> None:
        self._ask_again_at = self._seconds() + _RETRY_AFTER_FAILURE_SECONDS
        try:
            async with self.client() as client:
                self._endpoints = await self._discover(client)
                self._keys = _signing_keys(await _get_json(client, self._endpoints["jwks_uri"]))
        except IssuerUnreachable:
            if not self._keys:
                raise
            return
        self.proven.clear()
        self._fetched_at = self._seconds()
        self._ask_again_at = self._fetched_at + _REFETCH_AFTER_SECONDS

    async def _discover(self, client: httpx2.AsyncClient) -> Endpoints:
        document = await _get_json(client, f"{self.url}/.well-known/openid-configuration")
        if document.get("issuer") != self.url or not Endpoints.__required_keys__ <= document.keys():
            raise IssuerUnreachable(f"{self.url} describes itself as another provider, or not completely")
        return cast(Endpoints, document)


@cache
def _certificates() -> ssl.SSLContext:
    """Reading them takes a fifth of a second, in which nothing else is answered: once a process is enough."""
    return httpx2.create_ssl_context()


def is_loopback(url: str) -> bool:
    """Whether the address stays on this machine."""
    return urlsplit(url).hostname in {"127.0.0.1", "::1", "localhost"}


async def _get_json(client: httpx2.AsyncClient, url: str) -> Mapping[str, object]:
    try:
        response = await client.get(url)
        response.raise_for_status()
        document: object = response.json()
    except (httpx2.HTTPError, httpx2.InvalidURL, ValueError) as failure:
        raise IssuerUnreachable(url) from failure
    if not isinstance(document, dict):
        raise IssuerUnreachable(url)
    return cast(dict[str, object], document)


def _signing_keys(document: Mapping[str, object]) -> dict[str, Key]:
    try:
        keys = KeySet.import_key_set(cast(KeySetSerialization, document))
    except (JoseError, KeyError, TypeError, ValueError) as failure:
        raise IssuerUnreachable("the key set cannot be read") from failure
    return {key.kid: key for key in keys if key.kid and key.get("use", "sig") == "sig"}
