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
BODY_HASH = "frontdoor.body_hash"
"""Where the SHA-256 of the body stands in the ASGI scope: a form's body can be read only once."""


class StrictBodies:
    """ASGI middleware. ``except_for`` are paths of routes that read the raw bytes themselves."""

    def __init__(self, app: ASGIApp, limit_bytes: int, except_for: Collection[str] = ()) -> None:
        self._app = app
        self._limit_bytes = limit_bytes
        self._except_for = frozenset(except_for)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
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
        body = await self._read(receive)
        scope[BODY_HASH] = hashlib.sha256(body).digest()
        kind = Headers(scope=scope).get("content-type", "").partition(";")[0].strip().lower()
        path = scope["path"].removeprefix(scope.get("root_path", ""))
        if _is_json(kind) and path not in self._except_for:
            parse(body)
        if kind == "application/x-www-form-urlencoded" and (b"%00" in body or b"\x00" in body):
            raise Unreadable("FORM-NUL", "Text must not hold the NUL character.")
        return _replay(body, receive)

    async def _read(self, receive: Receive) -> bytes:
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
                    if length > self._limit_bytes:
                        raise _too_large(self._limit_bytes)
                    if not message.get("more_body", False):
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


def _too_large(limit_bytes: int) -> Problem:
    detail = f"The body is longer than {limit_bytes} bytes. Send attachments by reference."
    return Problem(413, "Body too large", detail, "BODY-TOO-LARGE", headers={"Connection": "close"})


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
