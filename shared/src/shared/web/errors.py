"""The page a browser is shown instead of problem details: what happened, what it means, where to go on."""

from dataclasses import dataclass
from functools import cache
from typing import Protocol
from urllib.parse import urlsplit

from fastapi.responses import HTMLResponse
from starlette.requests import Request

from shared.web.pages import Pages


class ProblemShown(Protocol):
    """The members of problem details that a page shows."""

    @property
    def status(self) -> int: ...
    @property
    def title(self) -> str: ...
    @property
    def detail(self) -> str: ...
    @property
    def code(self) -> str: ...
    @property
    def field(self) -> str | None: ...


@dataclass(frozen=True, slots=True)
class Explanation:
    """A heading, and what to do next."""

    heading: str
    next_step: str


EXPLANATIONS = {
    400: Explanation("We could not read that", "Go back and try again."),
    403: Explanation(
        "You may not do this",
        "What you can see and do follows from your role. If your work needs this, ask your manager.",
    ),
    404: Explanation(
        "Page not found",
        "It may have moved, or your role may not see it. Check the address or start from your own pages.",
    ),
    409: Explanation(
        "Someone got there first",
        "The record changed after you opened it, and nothing of yours was stored. "
        "Go back, read what is new, and decide again.",
    ),
    422: Explanation("The rules do not allow this yet", "Nothing was stored. Go back and put right what is missing."),
    429: Explanation("Too many requests", "Wait a minute, then try again."),
    503: Explanation(
        "We could not store that",
        "Nothing was stored. Wait a few seconds, go back and send it again; it cannot be counted twice. "
        "If a child needs something now, pick up the phone.",
    ),
}
OTHER = Explanation("Something went wrong", "It has been reported. Go back and try again.")


def problem_page(request: Request, problem: ProblemShown) -> HTMLResponse:
    """The problem as a page, with its own status and the way back."""
    explanation = EXPLANATIONS.get(problem.status, OTHER)
    return _pages().render(
        request,
        "error.html",
        status=problem.status,
        problem=problem,
        explanation=explanation,
        back=_back(request),
    )


@cache
def _pages() -> Pages:
    return Pages("shared.web")


def _back(request: Request) -> str:
    """The page this request came from, when it is one of ours; a form's own page otherwise."""
    came_from = urlsplit(request.headers.get("referer", ""))
    if came_from.netloc and came_from.netloc == request.url.netloc:
        return came_from.path + (f"?{came_from.query}" if came_from.query else "")
    return request.url.path if request.method == "POST" else "/"
