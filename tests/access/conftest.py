"""A small copy of the real thing: identity provider and two services in one process, over HTTP on a free port."""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import httpx2
import pytest
import pytest_asyncio
import uvicorn
from fastapi import FastAPI, Form, Request
from joserfc import jwt
from pydantic import SecretStr

from frontdoor.identity.app import build
from frontdoor.identity.keys import signing_key
from frontdoor.identity.minting import Mint
from frontdoor.identity.personas import PERSONA_BY_ID
from shared.access.actor import Actor, Role
from shared.access.login import login_router
from shared.access.routes import allow, public
from shared.access.session import csrf_token
from shared.answers import answer_problems
from shared.settings import Settings
from shared.time import Clock, SystemClock

SCREENERS = (Role.SCREENER_SW, Role.FRONT_DOOR_MANAGER)
CERTIFICATES = httpx2.create_ssl_context()


@dataclass(frozen=True)
class TinyService:
    """What access and the pages need of a service."""

    settings: Settings
    clock: Clock


def settings_at(public_url: str, state_dir: Path | None = None) -> Settings:
    return Settings(
        database_url="unused",
        journal_url="unused",
        public_url=public_url,
        issuer_url=f"{public_url}/identity",
        session_secret=SecretStr("a secret for tests only"),
        environment="development",
        state_dir=state_dir,
    )


def tiny_app(settings: Settings) -> FastAPI:
    """One route of each kind that services have."""
    app = FastAPI(openapi_url=None)
    app.state.service = TinyService(settings, SystemClock())
    answer_problems(app)
    app.include_router(login_router(settings))

    @app.get("/queue")
    async def queue(request: Request, who: Annotated[Actor, allow(*SCREENERS)]) -> dict[str, str]:
        return {"user_id": who.user_id, "csrf_token": csrf_token(request)}

    @app.get("/api/v1/contacts")
    async def contacts(
        who: Annotated[Actor, allow(Role.POLICE_SYSTEM, *SCREENERS, scope="contacts:read")],
    ) -> dict[str, object]:
        return dict(who.to_dict())

    @app.post("/api/v1/decisions")
    async def decide(who: Annotated[Actor, allow(Role.POLICE_SYSTEM, *SCREENERS)]) -> dict[str, str]:
        return {"by": who.user_id}

    @app.post("/notes")
    async def note(text: Annotated[str, Form()], who: Annotated[Actor, allow(*SCREENERS)]) -> dict[str, str]:
        return {"by": who.user_id, "text": text}

    @app.get("/about", dependencies=[public()])
    async def about() -> str:
        return "open to all"

    return app


@dataclass(frozen=True)
class Copy:
    """A running copy: where it is, and the key that its identity provider signs with."""

    settings: Settings

    @property
    def url(self) -> str:
        return self.settings.public_url

    def forged(self, header: dict[str, str] | None = None, **claims: object) -> str:
        """A token signed by the provider's own key, with these claims in place of a screener's; None drops one."""
        key = signing_key(self.settings.state_dir)
        genuine = Mint(self.settings.issuer_url, key).person_token(PERSONA_BY_ID["sw.adeyemi"], "scripts")
        changed = {**jwt.decode(genuine, key, algorithms=["RS256"]).claims, **claims}
        kept = {name: value for name, value in changed.items() if value is not None}
        return jwt.encode({"alg": "RS256", "kid": str(key.kid), **(header or {})}, kept, key)

    async def machine_token(self, client_id: str, scope: str = "") -> str:
        return await self._token(
            grant_type="client_credentials",
            client_id=client_id,
            client_secret=f"{client_id}-secret",
            scope=scope,
        )

    async def person_token(self, persona: str) -> str:
        return await self._token(grant_type="urn:frontdoor:grant:persona", persona=persona)

    async def _token(self, **form: str) -> str:
        async with httpx2.AsyncClient(verify=CERTIFICATES) as client:
            answer = await client.post(f"{self.url}/identity/token", data=form)
        return str(answer.json()["access_token"])

    def browser(self) -> httpx2.AsyncClient:
        """Keeps cookies, asks for pages, and follows no redirect by itself."""
        return httpx2.AsyncClient(base_url=self.url, headers={"accept": "text/html"}, verify=CERTIFICATES)

    async def sign_in(self, browser: httpx2.AsyncClient, persona: str, path: str = "/screening/queue") -> str:
        """Everything a person does from the login link to the first page; the address they end at."""
        chooser = await browser.get("/screening/login", params={"next": path})
        back = await self.choose(browser, chooser.headers["location"], persona)
        return str((await browser.get(back)).headers["location"])

    async def choose(self, browser: httpx2.AsyncClient, page: str, persona: str) -> str:
        """Press the persona's button on the page; the callback address that it leads to."""
        asked = dict(httpx2.URL(page).params)
        chosen = await browser.post(f"/identity/authorize/{persona}", data=asked)
        return str(chosen.headers["location"])


@pytest.fixture(scope="session")
def state_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("state")


@pytest_asyncio.fixture(scope="session")
async def copy(state_dir: Path) -> AsyncIterator[Copy]:
    listening = socket.create_server(("127.0.0.1", 0))
    settings = settings_at(f"http://127.0.0.1:{listening.getsockname()[1]}", state_dir)
    host = FastAPI(openapi_url=None)
    host.mount("/identity", build(settings))
    host.mount("/screening", tiny_app(settings))
    host.mount("/timeline", tiny_app(settings))
    server = uvicorn.Server(uvicorn.Config(host, log_level="error", ws="none", lifespan="off"))
    serving = asyncio.create_task(server.serve(sockets=[listening]))
    yield Copy(settings)
    server.should_exit = True
    await serving


@pytest_asyncio.fixture
async def browser(copy: Copy) -> AsyncIterator[httpx2.AsyncClient]:
    async with copy.browser() as client:
        yield client


@pytest_asyncio.fixture
async def api(copy: Copy) -> AsyncIterator[httpx2.AsyncClient]:
    async with httpx2.AsyncClient(base_url=copy.url, verify=CERTIFICATES) as client:
        yield client


@pytest.fixture
def tiny() -> Callable[[str], FastAPI]:
    """`tiny(public_url)` is one service whose identity provider is nowhere."""
    return lambda public_url: tiny_app(settings_at(public_url))
