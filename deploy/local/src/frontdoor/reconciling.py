"""Compares the journal with every store of the system that runs on one machine."""

from urllib.parse import urlsplit, urlunsplit

from frontdoor.documents import services
from frontdoor.services import JOURNAL_DATABASE, database_of
from frontdoor.settings import LocalSettings
from frontdoor.state_folder import StateFolder, StateRefused
from shared.embedded_postgres import running_server
from shared.reconcile import Report, reconcile


async def compared(local: LocalSettings) -> Report:
    """What journal and stores say of each other. Raises ``StateRefused`` when there is no server to ask."""
    state = StateFolder(local.state_dir)
    server = local.database_url or running_server(state.postgres)
    if server is None:
        raise StateRefused(f"Nothing runs on {state.path}. Start it first, or name the server: DATABASE_URL.")
    speaking = services()
    stores = {each.service: _database(server, database_of(each.service)) for each in speaking}
    listening = {each.service: each.subscriptions.types() for each in speaking if each.subscriptions}
    return await reconcile(local.journal_url or _database(server, JOURNAL_DATABASE), stores, listening)


def _database(server: str, name: str) -> str:
    return urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
