"""Reads from docker-compose.yml what it runs: the commands and the environment of our own services.

The law: nothing is said here that the file says; only the places of containers become places on this machine.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, cast

import yaml

_VARIABLE = re.compile(r"\$\$|\$\{(?P<name>\w+)(?::(?P<kind>[-?])(?P<text>[^}]*))?\}")
"""`${NAME}`, `${NAME:-default}` and `${NAME:?message}`: what the file uses of the Compose specification."""


class ComposeRefused(Exception):
    """The file asks for something that is missing; the message says what."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ComposeService:
    """One service of the file that runs our image."""

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str]


def our_services(path: Path, variables: Mapping[str, str]) -> dict[str, ComposeService]:
    """The services built from our image, by name, with `variables` filled in as docker compose would."""
    if not path.exists():
        raise ComposeRefused(f"{path} is not here: start in the folder of the checkout.")
    document = cast(dict[str, Any], yaml.safe_load(path.read_text()))
    services = cast(dict[str, dict[str, Any]], document["services"])
    return {name: _service(name, spec, variables) for name, spec in services.items() if "build" in spec}


def on_this_machine(service: ComposeService, places: Mapping[str, str]) -> ComposeService:
    """The same service with each `container:port` of `places` replaced, and listening where `places` says."""
    host, port = places[f"{service.name}:8000"].split(":")
    moved = {name: _moved(value, places) for name, value in service.environment.items()}
    return replace(service, environment=moved | {"HOST": host, "PORT": port})


def _service(name: str, spec: Mapping[str, Any], variables: Mapping[str, str]) -> ComposeService:
    environment = cast(dict[str, str | None], spec.get("environment", {}))
    given = {key: value if value is not None else variables.get(key) for key, value in environment.items()}
    return ComposeService(
        name=name,
        command=tuple(_filled_in(word, variables) for word in cast(list[str], spec["command"])),
        environment={key: _filled_in(value, variables) for key, value in given.items() if value is not None},
    )


def _filled_in(text: str, variables: Mapping[str, str]) -> str:
    def value_of(found: re.Match[str]) -> str:
        name = found["name"]
        if name is None:
            return "$"
        if variables.get(name):
            return variables[name]
        if found["kind"] == "?":
            raise ComposeRefused(f"{name} is missing: {found['text']}")
        return found["text"] or ""

    return _VARIABLE.sub(value_of, text)


def _moved(text: str, places: Mapping[str, str]) -> str:
    for place, local in places.items():
        text = re.sub(rf"(?<![\w.-]){re.escape(place)}(?![\w-])", local, text)
    return text
