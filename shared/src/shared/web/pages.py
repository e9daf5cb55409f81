"""Renders a service's pages in the shell they share: escaped always, and a name nobody gave is an error.

Every page knows who reads it, what time the service says it is, and whether this is the demonstration.
"""

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from http import HTTPStatus
from typing import Any, Protocol, cast

from fastapi.responses import HTMLResponse
from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup
from starlette.requests import Request

from shared.access.actor import Actor
from shared.access.session import csrf_token, signed_in
from shared.ids import new_id
from shared.settings import Settings
from shared.time import Clock
from shared.web import words
from shared.web.code_words import in_words, options
from shared.web.fields import FIELD_FUNCTIONS
from shared.web.govuk import govuk_macros
from shared.web.live import Live
from shared.web.navigation import links_for
from shared.web.static import static_address

# A page with a child's record must not linger in a browser that somebody else uses next. Only a page that says when it
# has changed runs a script, and that is our own.
HEADERS = {
    "cache-control": "no-store",
    "content-security-policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; {scripts}"
        "form-action 'self' {public}; frame-ancestors 'none'; base-uri 'none'"
    ),
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
}
SCRIPTS = "script-src 'self'; connect-src 'self'; "


class Surroundings(Protocol):
    """What a page needs of the service that shows it."""

    @property
    def clock(self) -> Clock: ...
    @property
    def settings(self) -> Settings: ...


class Pages:
    """The templates of one package, over the shared ones."""

    def __init__(self, package: str) -> None:
        self._environment = _environment(package)

    def render(
        self,
        request: Request,
        template: str,
        /,
        *,
        status: int = HTTPStatus.OK,
        headers: Mapping[str, str] | None = None,
        live: Live | None = None,
        **context: Any,
    ) -> HTMLResponse:
        """The page for whoever asks. `context` holds `refusal` and `typed` when a form comes back."""
        around = _surroundings(request)
        everything = {**_everywhere(request, around), "live": live, **context}
        html = self._environment.get_template(template).render(everything)
        sent = _headers(around.settings, scripts=SCRIPTS if live else "")
        return HTMLResponse(html, status, sent | dict(headers or {}))


def _surroundings(request: Request) -> Surroundings:
    return cast(Surroundings, request.app.state.service)


def _headers(settings: Settings, *, scripts: str) -> dict[str, str]:
    return {name: value.format(public=settings.public_url, scripts=scripts) for name, value in HEADERS.items()}


def _everywhere(request: Request, around: Surroundings) -> dict[str, object]:
    # Whoever was let pass, also by a token; on a page that is open to all, whoever is signed in.
    actor = cast(Actor | None, getattr(request.state, "actor", None)) or signed_in(request)
    return {
        "request": request,
        "actor": actor,
        "csrf": csrf_token(request),
        "now": around.clock.now(),
        "demo": around.settings.clock_file is not None,
        "links": links_for(actor.role, request.url.path) if actor else [],
        "here": _here(request),
        "base": request.scope.get("root_path", ""),
        "refusal": None,
        "typed": {},
        "questions": dict[str, str](),
    }


def _here(request: Request) -> str:
    return request.url.path + (f"?{request.url.query}" if request.url.query else "")


@cache
def _environment(package: str) -> Environment:
    """One for all the modules of a package that show pages: what they share is compiled once."""
    loader = ChoiceLoader([PackageLoader(package), PackageLoader("shared.web")])
    environment = Environment(
        loader=loader,
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    names = cast(dict[str, object], environment.globals)
    names |= {**govuk_macros(), **FIELD_FUNCTIONS}
    names |= {"static": _static, "idempotency_key": new_id, "options": options, "words": words}
    filters = cast(dict[str, object], environment.filters)
    filters |= {
        "day_and_time": _day_and_time,
        "date_words": words.date_words,
        "age_on": words.age_words,
        "duration_words": words.duration_words,
        "in_words": in_words,
    }
    return environment


@pass_context
def _static(context: Context, name: str) -> str:
    return static_address(cast(Request, context["request"]), name)


@pass_context
def _day_and_time(context: Context, at: words.Instant | None) -> Markup:
    """The filter: adds the year to a time that lies in another year than the service's clock."""
    now: datetime | None = context.get("now")
    return words.day_and_time(at, now)
