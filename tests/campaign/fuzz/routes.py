"""Every route of every service, as docs/access.md lists them, and somebody who may use it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from frontdoor.identity.personas import CLIENTS, PERSONAS
from frontdoor.services import SERVICES

ACCESS = Path("docs/access.md")
HEADING = re.compile(r"^## (.+)$")
ROW = re.compile(r"^\| `(GET|POST) (/\S*)` \| (.+?) \|")
EXCEPT = "every role but"
FALLBACK = "fdm.reyes"
PARAMETER = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Route:
    """One method and path template of one service; ``callers`` are personas and machines that it is open to."""

    service: str
    method: str
    path: str
    callers: tuple[str, ...]

    @property
    def name(self) -> str:
        return f"{self.method} /{self.service}{self.path}"

    @property
    def is_api(self) -> bool:
        return self.path.startswith("/api/")

    def parameters(self) -> list[str]:
        return PARAMETER.findall(self.path)

    def filled(self, **values: str) -> str:
        """The path from the root of the system, with these values as they are."""
        return f"/{self.service}" + PARAMETER.sub(lambda found: values[found[1]], self.path)


def all_routes(document: Path = ACCESS) -> list[Route]:
    """Read from the generated document. The routes that every service has are listed once for each."""
    return [
        Route(service, method, path, _callers(who))
        for heading, method, path, who in _rows(document.read_text().splitlines())
        for service in (SERVICES if heading == "Every service" else [heading])
    ]


def _rows(lines: list[str]) -> Iterator[tuple[str, str, str, str]]:
    heading = ""
    for line in lines:
        if found := HEADING.match(line):
            heading = found[1]
        elif found := ROW.match(line):
            yield heading, found[1], found[2], found[3]


def _callers(who: str) -> tuple[str, ...]:
    if who == "anybody" or who.startswith(EXCEPT):
        return (FALLBACK,)
    roles = set(who.split(", "))
    actors = [*(persona.actor for persona in PERSONAS), *(client.actor for client in CLIENTS)]
    first = {actor.role.value: actor.user_id for actor in reversed(actors) if actor.role.value in roles}
    return tuple(sorted(first.values())) or (FALLBACK,)
