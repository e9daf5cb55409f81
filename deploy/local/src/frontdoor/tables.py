"""Brings the services' databases to their newest tables before they start, in a process of its own.

Each service does so itself too. But it takes a second and 20 MB, which the one process of all would keep for good.
"""

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from typing import Final

from frontdoor.databases import DatabaseUrls
from frontdoor.services import SERVICES, database_of
from shared import child_process
from shared.schema import behind, history_of, migrate

BEHIND: Final = "FRONTDOOR_DATABASES_BEHIND"

Making = subprocess.Popen[bytes] | None


async def begin(urls: DatabaseUrls) -> Making:
    """Starts the process where any database is behind. What goes wrong in it goes wrong again, and is told, when the
    service itself starts."""
    packages = [database_of(service) for service in SERVICES]
    wanting = {package: urls[package] for package in packages if await behind(urls[package], history_of(package))}
    if not wanting:
        return None
    environment = {**os.environ, BEHIND: json.dumps(wanting)}
    command = [sys.executable, "-m", "frontdoor.tables"]
    return child_process.start(command, environment=environment, output=subprocess.DEVNULL)


async def finish(making: Making) -> None:
    """Waits until all are made."""
    if making is not None:
        await asyncio.to_thread(making.wait)


def _make(wanting: Mapping[str, str]) -> None:
    for package, url in wanting.items():
        migrate(url, history_of(package))


if __name__ == "__main__":
    _make(json.loads(os.environ[BEHIND]))
