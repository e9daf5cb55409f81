"""The kernel's tables, in every service's database. The histories of kernel and service are kept apart."""

import asyncio
import threading
from importlib import resources
from pathlib import Path

import asyncpg

from shared.database import OwnConnection

KERNEL_HISTORY = Path(__file__).parent / "migrations"
ONE_AT_A_TIME = threading.Lock()
"""Alembic keeps its context in module globals: two histories at once in one process would mix."""


def history_of(package: str) -> Path:
    """The folder with the history of a service's own tables."""
    return Path(str(resources.files(package))) / "migrations"


def migrate(database_url: str, service_history: Path | None = None) -> None:
    """Brings a database to the newest version of the kernel's and the service's tables. Blocking."""
    with ONE_AT_A_TIME:
        for version_table, history in asyncio.run(behind(database_url, service_history)).items():
            _upgrade(database_url, history, version_table)


async def behind(database_url: str, service_history: Path | None = None) -> dict[str, Path]:
    """The histories that the database has not followed to their end, each by its version table."""
    histories = {"kernel_history": KERNEL_HISTORY} | ({"service_history": service_history} if service_history else {})
    connection = await asyncpg.connect(database_url, timeout=10)
    try:
        return {
            version_table: history
            for version_table, history in histories.items()
            if await _version(connection, version_table) != _newest(history)
        }
    finally:
        await connection.close()


async def _version(connection: OwnConnection, version_table: str) -> str | None:
    try:
        return await connection.fetchval(f"select version_num from {version_table}")
    except asyncpg.UndefinedTableError:
        return None


def _newest(history: Path) -> str:
    """Each file is named by its revision, then by what it does."""
    return max(file.name.partition("_")[0] for file in (history / "versions").glob("*_*.py"))


def _upgrade(database_url: str, history: Path, version_table: str) -> None:
    # Here, since nearly every start finds nothing to do, and these cost a second and 20 MB.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(KERNEL_HISTORY).replace("%", "%%"))
    config.set_main_option("version_locations", str(history / "versions").replace("%", "%%"))
    config.set_main_option("path_separator", "newline")
    config.attributes["url"] = database_url
    config.attributes["version_table"] = version_table
    command.upgrade(config, "head")
