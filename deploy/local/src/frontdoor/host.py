"""The one-process host: Postgres, six services, the identity provider and a front page behind one address.

The law: each service is the same app as in a process of its own; only the way in is shared.
"""

from collections.abc import Awaitable, Callable, Mapping
from contextlib import AsyncExitStack
from pathlib import Path

import httpx2
from fastapi import FastAPI
from starlette.applications import Starlette
from starlette.routing import Mount

from frontdoor import tables
from frontdoor.databases import DatabaseUrls, databases
from frontdoor.health import health_routes, in_process
from frontdoor.identity.personas import write_staff_directory
from frontdoor.lifespans import all_alive
from frontdoor.nowhere import nowhere
from frontdoor.ready import ready_line
from frontdoor.server import Stop, serve, take_port
from frontdoor.services import IDENTITY, JOURNAL_DATABASE, SERVICES, build, database_of
from frontdoor.settings import LocalSettings, settings_in_host
from frontdoor.state_folder import StateFolder
from shared.settings import Settings

FrontPage = Callable[[Settings], FastAPI]
WhenReady = Callable[[], Awaitable[None]]


async def _nothing_more() -> None:
    return None


async def run_host(
    local: LocalSettings,
    stop: Stop,
    front_page: FrontPage,
    *,
    on_demo_clock: bool = False,
    when_ready: WhenReady = _nothing_more,
) -> None:
    """Start everything, say when it is ready, then do `when_ready`, and serve until asked to stop.

    On a demo clock all parts tell the time by one file, which the front page sets before any of them starts.
    """
    state = StateFolder(local.state_dir)
    async with AsyncExitStack() as running:
        running.enter_context(state.in_use())
        listener = running.enter_context(take_port("127.0.0.1", local.port))
        print("Starting Postgres …" if local.database_url is None else "Connecting to Postgres …", flush=True)
        names = [*map(database_of, SERVICES), JOURNAL_DATABASE]
        urls = await running.enter_async_context(databases(local.database_url, state.postgres, names))
        print(f"Starting {', '.join(SERVICES)} …", flush=True)
        making = await tables.begin(urls)
        write_staff_directory(state.staff_directory)
        clock = state.clock if on_demo_clock else None
        parts = {name: build(name, _settings(local, state, urls, clock, name)) for name in (*SERVICES, IDENTITY)}
        front = front_page(_settings(local, state, urls, clock))
        clients = {name: in_process(app, name) for name, app in parts.items()}
        await tables.finish(making)
        await running.enter_async_context(all_alive(parts | {"front page": front}))

        async def announce() -> None:
            await ready_line(local.address, clients)
            await when_ready()

        await serve(_whole(parts, front, clients), listener, stop, announce)
        print("Stopping …", flush=True)


def _settings(
    local: LocalSettings, state: StateFolder, urls: DatabaseUrls, clock: Path | None, service: str = ""
) -> Settings:
    """Those of a service, or of a part that keeps nothing."""
    return settings_in_host(
        local,
        database_url=urls.get(database_of(service)),
        journal_url=local.journal_url or urls[JOURNAL_DATABASE],
        session_secret=state.secret("session-secret"),
        clock_file=clock,
        staff_directory=state.staff_directory,
    )


def _whole(parts: Mapping[str, FastAPI], front: FastAPI, clients: Mapping[str, httpx2.AsyncClient]) -> Starlette:
    mounts = [Mount(f"/{name}", app) for name, app in parts.items()]
    routes = [*health_routes(clients), *mounts, Mount("/", front)]
    return Starlette(routes=routes, exception_handlers={404: nowhere})
