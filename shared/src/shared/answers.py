"""Turns whatever a route raises into the answer its client can act on: problem details, or the same as a page."""

from collections.abc import Sequence
from http import HTTPStatus
from socket import gaierror
from typing import cast

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import BaseRoute, Match

from shared.database import POSTGRES_AWAY
from shared.decider import Conflict, Refused
from shared.problems import Problem, StoreAway
from shared.web.errors import problem_page

log = structlog.get_logger("answers")

MOST_ERRORS = 20
IN_WORDS = {
    "datetime_": "Give a time as 2026-05-02T23:20:00+01:00",
    "date_": "Give a day as 2026-05-02",
    "missing": "Needed, and not sent",
    "int_": "Give a whole number, such as 2",
    "bool_": "Give true or false",
    "string_type": "Give text",
    "list_type": "Give a list, in [ and ]",
    "model_": "Give an object, in { and }",
}
"""What to send instead, by the beginning of the kind of error."""
METHODS = ("DELETE", "GET", "HEAD", "PATCH", "POST", "PUT")
STORE_AWAY = (ConnectionError, TimeoutError, gaierror, *POSTGRES_AWAY)


class InputInvalid(Problem):
    """Fields that are missing or of the wrong kind. What was sent is not repeated."""

    def __init__(self, errors: Sequence[dict[str, str]]) -> None:
        first = errors[0]
        super().__init__(422, "Input not understood", first["reason"], "INPUT", first["field"] or None)
        self.errors = errors

    def body(self) -> dict[str, object]:
        return super().body() | {"errors": list(self.errors)}


def as_problem(error: Exception) -> Problem:
    """The problem that stands for this error."""
    match error:
        case Problem():
            return error
        case Refused():
            return Problem(422, "Refused", error.reason, error.code, error.field)
        case Conflict():
            return Problem(409, "Someone got there first", error.reason, "STALE-VERSION", "expected_version")
        case RequestValidationError():
            return InputInvalid([_error(entry) for entry in error.errors()[:MOST_ERRORS]])
        case _ if isinstance(error, STORE_AWAY):
            return StoreAway()
        case HTTPException():
            title = HTTPStatus(error.status_code).phrase
            code = f"HTTP-{error.status_code}"
            return Problem(error.status_code, title, title, code, headers=dict(error.headers or {}))
        case _:
            return Problem(500, "Not done", "Something went wrong on our side. It has been logged.", "INTERNAL")


def _error(entry: dict[str, object]) -> dict[str, str]:
    location = cast(Sequence[object], entry["loc"])
    path = ".".join(str(part) for part in location[1:])
    kind = str(entry["type"])
    return {"field": path, "reason": f"{path or 'body'}: {_in_words(kind, str(entry['msg']))}", "kind": kind}


def _in_words(kind: str, message: str) -> str:
    """What to send instead, where the library only says what it choked on."""
    for start, words in IN_WORDS.items():
        if kind.startswith(start) and "year must lie" not in message:
            return words
    said = message.removeprefix("Value error, ")
    return said[:1].upper() + said[1:]


async def answer(request: Request, error: Exception) -> Response:
    """The response for an error, as a page for a browser and as problem details for everyone else."""
    problem = as_problem(error)
    if problem.status == HTTPStatus.METHOD_NOT_ALLOWED:
        problem.headers["Allow"] = _allowed(request)
        problem.detail = f"This address does not take {request.method}. It takes {problem.headers['Allow']}."
    if problem.code == "HTTP-404":
        problem.detail = "There is nothing at this address."
        if not wants_page(request):
            problem.detail += f" Every address of this service stands at {request.scope.get('root_path', '')}/api/docs."
    if problem.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        log.error("not_done", error=type(error).__name__, status=problem.status, method=request.method)
    if wants_page(request):
        page = problem_page(request, problem)
        page.headers.update(problem.headers)
        return page
    return JSONResponse(problem.body(), problem.status, problem.headers, "application/problem+json")


def _allowed(request: Request) -> str:
    """Every method that some route takes at this path: the one that was found first knows its own alone."""
    routes = cast(Sequence[BaseRoute], request.app.routes)
    asked = [(method, {**request.scope, "method": method}) for method in METHODS]
    return ", ".join(method for method, scope in asked if any(each.matches(scope)[0] is Match.FULL for each in routes))


def wants_page(request: Request) -> bool:
    """Whether a browser asked for a page."""
    path = request.url.path.removeprefix(request.scope.get("root_path", ""))
    return "text/html" in request.headers.get("accept", "") and not path.startswith("/api/")


def answer_problems(app: FastAPI) -> None:
    """Registers the answers with an app."""
    for error in (Problem, Refused, Conflict, RequestValidationError, HTTPException, Exception, *STORE_AWAY):
        app.add_exception_handler(error, answer)
