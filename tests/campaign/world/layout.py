"""Who runs in the world, under which name, on which port, and what each process is told about the others.

The law: ports are below those that the kernel gives to outgoing connections: nobody takes one while a process is down.
"""

import random
import socket
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from frontdoor.services import IDENTITY, database_of

API: Final = "api"
HOST: Final = "127.0.0.1"
LOWEST_PORT: Final = 12_000
HIGHEST_PORT: Final = 32_000

_WORKERS: Final = ("relay", "subscriber", "scheduler")
ROLES: Final[Mapping[str, Sequence[str]]] = {
    "intake": (API, *_WORKERS),
    "screening": (API, *_WORKERS),
    "strategy": (API, *_WORKERS),
    "edt-handover": (API, *_WORKERS),
    "notifications": (API, *_WORKERS, "sender"),
    "timeline": (API, *_WORKERS),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """A proxied edge: who connects to `listen` reaches `to`."""

    listen: int
    to: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """The processes of some services, and every port of the world."""

    services: Sequence[str]
    ports: Mapping[str, int]
    """Of each process, and of `postgres`, `kafka`, `controller` and each `kafka for SERVICE`."""
    edges: Mapping[str, Route]

    @property
    def names(self) -> Sequence[str]:
        return (IDENTITY, *process_names(self.services))

    def through(self, edge: str) -> str:
        return f"{HOST}:{self.edges[edge].listen}"

    def listeners(self) -> Mapping[str, tuple[int, int]]:
        """The broker's listeners: where each listens, and which port it tells its clients to use."""
        own = {
            database_of(service).upper(): (self.ports[kafka_for(service)], self.edges[f"{service}>kafka"].listen)
            for service in self.services
        }
        return {"DIRECT": (self.ports["kafka"], self.ports["kafka"]), **own}


def process_names(services: Sequence[str]) -> Sequence[str]:
    return [f"{service}.{role}" for service in services for role in ROLES[service]]


def kafka_for(service: str) -> str:
    return f"kafka for {service}"


def lay_out(services: Sequence[str]) -> Layout:
    """Finds a free port for each process and each edge."""
    free = _free_ports()
    names = (IDENTITY, *process_names(services), "postgres", "kafka", "controller", *map(kafka_for, services))
    ports = {name: next(free) for name in names}
    ends = {"services>identity": ports[IDENTITY]}
    for service in services:
        ends[f"client>{service}"] = ports[f"{service}.{API}"]
        ends[f"{service}>postgres"] = ports["postgres"]
        ends[f"{service}>kafka"] = ports[kafka_for(service)]
    edges = {edge: Route(listen=next(free), to=to) for edge, to in ends.items()}
    return Layout(services=services, ports=ports, edges=edges)


def environment_of(name: str, layout: Layout, folder: Path, secret: str) -> dict[str, str]:
    """What the process of this name is told, as docker-compose.yml tells a container."""
    service, _, role = name.partition(".")
    common = {
        "HOST": HOST,
        "PORT": str(layout.ports[name]),
        "PUBLIC_URL": f"http://{HOST}:{layout.ports[name]}",
        "ISSUER_URL": f"http://{layout.through('services>identity')}",
        "SESSION_SECRET": secret,
        "ENVIRONMENT": "development",
        "CLOCK_FILE": str(clock_file(folder, name)),
        "STATE_DIR": str(folder / "state"),
        "PYTHONUNBUFFERED": "1",
    }
    if service == IDENTITY:
        return common
    database = database_of(service)
    return common | {
        "DATABASE_URL": f"postgresql://{database}:{secret}@{layout.through(f'{service}>postgres')}/{database}",
        "JOURNAL_URL": f"kafka://{layout.through(f'{service}>kafka')}",
        "WORKERS": "" if role == API else role,
    }


def clock_file(folder: Path, name: str) -> Path:
    return folder / "clocks" / f"{name}.json"


def _free_ports() -> Iterator[int]:
    port = random.SystemRandom().randrange(LOWEST_PORT, HIGHEST_PORT - 1000)
    while port < HIGHEST_PORT:
        port += 1
        if _is_free(port):
            yield port


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True
