"""Stands before every route: a body that could be misread is answered with a problem before any code sees it."""

import asyncio
import hashlib
from collections.abc import Collection, Generator
from contextlib import contextmanager

from starlette.datastructures import Headers
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.problems import Problem
from shared.strict_json import Unreadable, parse

PROBLEM = "application/problem+json"
READS_A_BODY = {"POST", "PUT", "PATCH", "DELETE"}
BODY_SECONDS = 30
LONGEST_LENGTH = 15
"""Digits of a declared length that somebody may mean."""
BODY_HASH = "frontdoor.body_hash"
"""Where the SHA-256 of the body stands in the ASGI scope: a form's body can be read only once."""
CUT_FROM = "frontdoor.cut_from"
"""Where it stands how many bytes at least a body had of which only the first are handed on."""
FIRST_BYTES = 65_536
"""How much of a body that is too long is handed on to a route that reads the raw bytes itself."""


class StrictBodies:
    """ASGI middleware. ``except_for`` are paths of routes that read the raw bytes themselves.

    Such a route gets the beginning of a body that is too long, and has to refuse it (``too_long``): it knows by then
    who sent it, and may keep that it came. A slash at the end of an address that takes a body means nothing: a client
    that is told to go elsewhere may go without its body.
    """

    def __init__(self, app: ASGIApp, limit_bytes: int, except_for: Collection[str] = ()) -> None:
        self._app = app
        self._limit_bytes = limit_bytes
        self._except_for = frozenset(except_for)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        scope = _without_last_slash(scope)
        try:
            _check_address(scope)
            receive = await self._checked(scope, receive)
        except Problem as problem:
            await _refuse(problem)(scope, receive, send)
            return
        await self._app(scope, receive, send)

    async def _checked(self, scope: Scope, receive: Receive) -> Receive:
        if scope["method"] not in READS_A_BODY:
            return receive
        reads_raw = scope["path"].removeprefix(_root(scope)) in self._except_for
        body = await self._read(receive)
        if len(body) > self._limit_bytes:
            if not reads_raw:
                raise too_long(self._limit_bytes)
            scope[CUT_FROM] = _declared_length(scope) or len(body)
            body = body[:FIRST_BYTES]
        scope[BODY_HASH] = hashlib.sha256(body).digest()
        kind = Headers(scope=scope).get("content-type", "").partition(";")[0].strip().lower()
        if _is_json(kind) and not reads_raw:
            parse(body)
        if kind == "application/x-www-form-urlencoded" and (b"%00" in body or b"\x00" in body):
            raise Unreadable("FORM-NUL", "Text must not hold the NUL character.")
        return _replay(body, receive)

    async def _read(self, receive: Receive) -> bytes:
        """The body; of one that is too long, a little more than the limit."""
        parts: list[bytes] = []
        length = 0
        with _patience():
            async with asyncio.timeout(BODY_SECONDS):
                while True:
                    message = await receive()
                    if message["type"] != "http.request":
                        raise Unreadable("BODY-CUT", "The body ended before it was complete.")
                    parts.append(message.get("body", b""))
                    length += len(parts[-1])
                    if length > self._limit_bytes or not message.get("more_body", False):
                        return b"".join(parts)


def _is_json(kind: str) -> bool:
    """Whatever FastAPI would read as JSON."""
    return kind == "application/json" or kind.endswith("+json")


@contextmanager
def _patience() -> Generator[None]:
    try:
        yield
    except TimeoutError:
        raise Problem(408, "Too slow", f"The body took longer than {BODY_SECONDS} s.", "BODY-SLOW") from None


def too_long(limit_bytes: int) -> Problem:
    """The refusal of a body that is longer than what may be sent."""
    detail = f"The body is longer than {limit_bytes:,} bytes, which is the most. Send attachments by reference."
    return Problem(413, "Body too large", detail, "BODY-TOO-LARGE", headers={"Connection": "close"})


def _declared_length(scope: Scope) -> int | None:
    """What the sender said that the body has. Whoever sends it in chunks says nothing."""
    declared = Headers(scope=scope).get("content-length", "")
    return int(declared) if declared.isascii() and declared.isdigit() and len(declared) < LONGEST_LENGTH else None


def _without_last_slash(scope: Scope) -> Scope:
    path: str = scope["path"]
    if scope["method"] not in READS_A_BODY or not path.endswith("/") or not path.removeprefix(_root(scope)).strip("/"):
        return scope
    return {**scope, "path": path.rstrip("/"), "raw_path": scope.get("raw_path", b"").rstrip(b"/")}


def _root(scope: Scope) -> str:
    return scope.get("root_path", "")


def _check_address(scope: Scope) -> None:
    if "\x00" in scope["path"] or b"%00" in scope["query_string"]:
        raise Unreadable("ADDRESS-NUL", "The address must not hold the NUL character.")


def _replay(body: bytes, receive: Receive) -> Receive:
    waiting: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def replay() -> Message:
        return waiting.pop() if waiting else await receive()

    return replay


def _refuse(problem: Problem) -> ASGIApp:
    return JSONResponse(problem.body(), problem.status, problem.headers, PROBLEM)
