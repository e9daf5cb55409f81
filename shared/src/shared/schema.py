"""The kernel's tables, in every service's database. The histories of kernel and service are kept apart."""

import threading
from importlib import resources
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import make_url

KERNEL_HISTORY = Path(__file__).parent / "migrations"
ONE_AT_A_TIME = threading.Lock()
"""Alembic keeps its context in module globals: two histories at once in one process would mix."""


def history_of(package: str) -> Path:
    """The folder with the history of a service's own tables."""
    return Path(str(resources.files(package))) / "migrations"


def migrate(database_url: str, service_history: Path | None = None) -> None:
    """Brings a database to the newest version of the kernel's and the service's tables. Blocking."""
    with ONE_AT_A_TIME:
        _upgrade(database_url, KERNEL_HISTORY, "kernel_history")
        if service_history is not None:
            _upgrade(database_url, service_history, "service_history")


def _upgrade(database_url: str, history: Path, version_table: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(KERNEL_HISTORY).replace("%", "%%"))
    config.set_main_option("version_locations", str(history / "versions").replace("%", "%%"))
    config.set_main_option("path_separator", "newline")
    url = make_url(database_url).set(drivername="postgresql+asyncpg")
    config.attributes["url"] = url
    config.attributes["version_table"] = version_table
    command.upgrade(config, "head")
