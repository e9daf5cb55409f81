"""The peers by name: which program drives each, with what it is started, and where its pinned packages come from."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Arguments = Callable[[str, Path, Path], Sequence[str]]
"""(database URL, the environment's folder, an empty folder for data) → the program's arguments."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Peer:
    """One peer. ``pins`` is the file of exact versions beside this one; ``registry`` is where they come from.

    ``language`` is what its users write in; a program "over" a driver of ours runs in our own environment.
    """

    name: str
    pins: str
    program: str
    arguments: Arguments
    registry: Literal["PyPI", "npm"] = "PyPI"
    runs_on: Literal["own Python", "our Python", "Node"] = "own Python"
    is_python: bool = True


def _url(*more: str) -> Arguments:
    return lambda url, environment, data: (url, *more)


PEERS = (
    Peer(
        name="eventsourcing, application",
        pins="eventsourcing.txt",
        program="eventsourcing_peer.py",
        arguments=_url("application"),
    ),
    Peer(
        name="eventsourcing, recorder",
        pins="eventsourcing.txt",
        program="eventsourcing_peer.py",
        arguments=_url("recorder"),
    ),
    Peer(
        name="eventsourcing, database functions",
        pins="eventsourcing.txt",
        program="eventsourcing_peer.py",
        arguments=_url("functions"),
    ),
    Peer(name="eventsource-py", pins="eventsource-py.txt", program="eventsource_py_peer.py", arguments=_url()),
    Peer(name="event-sourcery", pins="event-sourcery.txt", program="event_sourcery_peer.py", arguments=_url()),
    Peer(name="depeche-db", pins="depeche-db.txt", program="depeche_db_peer.py", arguments=_url()),
    Peer(
        name="message-db functions over asyncpg",
        pins="message-db.txt",
        program="message_db_peer.py",
        arguments=lambda url, environment, data: (url, str(environment / "node_modules/@eventide/message-db")),
        registry="npm",
        runs_on="our Python",
        is_python=False,
    ),
    Peer(
        name="Emmett",
        pins="emmett.txt",
        program="emmett_peer.mjs",
        arguments=_url(),
        registry="npm",
        runs_on="Node",
        is_python=False,
    ),
    Peer(
        name="UmaDB",
        pins="umadb.txt",
        program="umadb_peer.py",
        arguments=lambda url, environment, data: (str(data / "books.uma"),),
        is_python=False,
    ),
)
