"""Which requests are sent: every hostile value in every field of bodies, forms, paths, queries, in a seeded order."""

import gzip
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from tests.campaign.fuzz.hostile.fragments import FORM_VALUES, JSON_VALUES, PATH_VALUES, QUERY_VALUES, WHOLE_BODIES
from tests.campaign.fuzz.hostile.headers import CONTENT_TYPES, HEADERS
from tests.campaign.fuzz.hostile.samples import HERE, bodies_with_a_hole, query_names
from tests.campaign.fuzz.places import Places
from tests.campaign.fuzz.routes import Route

JSON_TYPE = "application/json"
FORM_TYPE = "application/x-www-form-urlencoded"
FORM_FIELDS = ("expected_version", "idempotency_key", "rationale", "outcome", "at", "child_id", "csrf", "on")
BOMB_BYTES = 50 * 1024 * 1024
BY_SESSION = 0.7
"""How often a page is asked for by somebody who is signed in, not by a token."""

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Attack:
    """One request as it will be sent; ``name`` says what is hostile about it."""

    name: str
    route: Route
    path: str
    who: str
    headers: dict[str, str] = field(default_factory=dict[str, str])
    body: bytes | None = None
    by_session: bool = False

    def example(self) -> str:
        """Enough to send it again."""
        body = "" if self.body is None else f" body[{len(self.body)}] {self.body[:300]!r}"
        way = "session" if self.by_session else "token"
        return f"{self.route.method} {self.path[:200]} as {self.who} by {way} {self.headers}{body}"


class Attacks:
    """All attacks on these routes, in an order that the seed decides. The bodies come from the APIs' own documents."""

    def __init__(self, routes: list[Route], documents: dict[str, Json], places: Places, seed: int) -> None:
        self._routes = routes
        self._documents = documents
        self._places = places
        self._rng = random.Random(seed)

    def rounds(self) -> Iterator[Attack]:
        """For ever: each round takes each route once and gives it the next attack of each kind."""
        while True:
            for route in self._rng.sample(self._routes, len(self._routes)):
                for attack in self._on(route):
                    by_session = not route.is_api and "." in attack.who and self._rng.random() < BY_SESSION
                    yield replace(attack, by_session=by_session)

    def _on(self, route: Route) -> Iterator[Attack]:
        path = route.filled(**self._places.values(route, self._rng))
        yield self._headers(route, path)
        yield self._query(route, path)
        if route.parameters():
            yield self._path(route)
        if route.method == "POST":
            for make in self._bodies(route):
                yield make(route, path)

    def _bodies(self, route: Route) -> "list[Callable[[Route, str], Attack]]":
        if route.is_api:
            return [self._field, self._field, self._field, self._whole, self._type, self._bomb]
        return [self._form, self._form, self._fields, self._type, self._multipart]

    def _who(self, route: Route) -> str:
        return self._rng.choice(route.callers)

    def _sent(self, name: str, route: Route, path: str, kind: str, body: bytes) -> Attack:
        return Attack(name, route, path, self._who(route), {"content-type": kind}, body)

    def _field(self, route: Route, path: str) -> Attack:
        hole, template = self._rng.choice(bodies_with_a_hole(self._documents[route.service], route.path))
        value, fragment = self._rng.choice(sorted(JSON_VALUES.items()))
        return self._sent(f"{hole}: {value}", route, path, JSON_TYPE, template.replace(HERE, fragment))

    def _whole(self, route: Route, path: str) -> Attack:
        name, body = self._rng.choice(sorted(WHOLE_BODIES.items()))
        return self._sent(name, route, path, JSON_TYPE, body)

    def _type(self, route: Route, path: str) -> Attack:
        kind = self._rng.choice(CONTENT_TYPES)
        _, body = self._rng.choice(sorted(WHOLE_BODIES.items()))
        return self._sent(f"content type {kind[:60]}", route, path, kind, body)

    def _bomb(self, route: Route, path: str) -> Attack:
        headers = {"content-type": JSON_TYPE, "content-encoding": self._rng.choice(["gzip", "deflate", "br", "zstd"])}
        return Attack("compressed bomb", route, path, self._who(route), headers, bomb())

    def _form(self, route: Route, path: str) -> Attack:
        name, value = self._rng.choice(FORM_FIELDS), self._rng.choice(FORM_VALUES)
        body = b"&".join(f"{other}=a".encode() for other in FORM_FIELDS if other != name)
        return self._sent(f"form field {name}", route, path, FORM_TYPE, name.encode() + b"=" + value + b"&" + body)

    def _fields(self, route: Route, path: str) -> Attack:
        many = self._rng.choice([b"a=1&" * 20_000, b"&" * 100_000, b"=" * 100_000, b"a[b][c]=1&a=2&" * 500])
        return self._sent("a form of many fields", route, path, FORM_TYPE, many)

    def _multipart(self, route: Route, path: str) -> Attack:
        part = b'--b\r\nContent-Disposition: form-data; name="a"; filename="../\x00x"\r\n\r\n1\r\n'
        body = self._rng.choice([part * 2_000, part[:30], part + b"--b--", b"--b\r\n" + b"X: y\r\n" * 20_000, b"\r\n"])
        kind = self._rng.choice(
            ["multipart/form-data; boundary=b", "multipart/form-data", "multipart/form-data; boundary="]
        )
        return self._sent("multipart form", route, path, kind, body)

    def _path(self, route: Route) -> Attack:
        values = self._places.values(route, self._rng)
        name = self._rng.choice(route.parameters())
        value = self._rng.choice(PATH_VALUES)
        body = b"{}" if route.method == "POST" else None
        headers = {"content-type": JSON_TYPE if route.is_api else FORM_TYPE} if body else {"accept": self._accept()}
        path = route.filled(**values | {name: value})
        return Attack(f"{name} in the path: {value[:30]}", route, path, self._who(route), headers, body)

    def _query(self, route: Route, path: str) -> Attack:
        documented = query_names(self._documents[route.service], route.method, route.path)
        name = self._rng.choice([*documented, *documented, "page", "next", "q", "status"])
        value = self._rng.choice(QUERY_VALUES)
        query = self._rng.choice([f"{name}={value}", "&".join([f"{name}={value[:50]}"] * 500)])
        body = b"{}" if route.method == "POST" else None
        headers = {"accept": self._accept(), **({"content-type": JSON_TYPE} if body else {})}
        return Attack(f"query {name}={value[:30]}", route, f"{path}?{query}", self._who(route), headers, body)

    def _headers(self, route: Route, path: str) -> Attack:
        name, headers = self._rng.choice(sorted(HEADERS.items()))
        body = b"{}" if route.method == "POST" else None
        kind = {"content-type": JSON_TYPE} if body else {}
        return Attack(f"header {name}", route, path, self._who(route), kind | headers, body)

    def _accept(self) -> str:
        return self._rng.choice(["text/html", "application/json", "*/*", "", "text/html;q=x, \x7f", "image/*"])


@cache
def bomb() -> bytes:
    """Fifty megabytes of blanks in some fifty kilobytes."""
    return gzip.compress(b" " * BOMB_BYTES, compresslevel=9)
