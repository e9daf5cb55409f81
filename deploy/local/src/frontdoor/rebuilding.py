"""Makes anew what one service keeps of the journal, beside the system that runs on this machine or on DATABASE_URL."""

import importlib
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from frontdoor.services import JOURNAL_DATABASE, SERVICES, database_of
from frontdoor.settings import LocalSettings
from frontdoor.state_folder import StateFolder, StateRefused
from shared.embedded_postgres import running_server
from shared.rebuilding import OwnReadModels, RebuildRefused, Rebuilt, rebuild
from shared.subscriptions import Subscriptions


async def rebuilt(service: str, local: LocalSettings) -> Rebuilt:
    """Raises ``RebuildRefused`` where nothing can be made anew, ``StateRefused`` where there is no server to ask."""
    subscriptions, own = _what_is_kept(service)
    state = StateFolder(local.state_dir)
    server = local.database_url or running_server(state.postgres) or running_server(state.processes.postgres)
    if server is None:
        raise StateRefused(f"Nothing runs on {state.path}. Start it first, or name the server: DATABASE_URL.")
    return await rebuild(
        subscriptions,
        _database(server, database_of(service)),
        local.journal_url or _database(server, JOURNAL_DATABASE),
        own=own,
        clock_file=_clock(state),
    )


def _what_is_kept(service: str) -> tuple[Subscriptions, OwnReadModels | None]:
    if service not in SERVICES:
        raise RebuildRefused(f"There is no service {service}. They are {', '.join(SERVICES)}.")
    package = database_of(service)
    try:
        subscriptions: Subscriptions = importlib.import_module(f"{package}.subscriptions").SUBSCRIPTIONS
    except ModuleNotFoundError as none:
        raise RebuildRefused(f"{service} listens to nobody, so there is nothing to make anew.") from none
    if subscriptions.keeping is None:
        return subscriptions, None
    own: OwnReadModels | None = getattr(importlib.import_module(f"{package}.operations"), "OWN", None)
    return subscriptions, own


def _clock(state: StateFolder) -> Path | None:
    return state.clock if state.clock.exists() else None


def _database(server: str, name: str) -> str:
    return urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
