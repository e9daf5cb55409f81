"""The page at `/`: what this address is and where to go on, for somebody who has just arrived."""

from dataclasses import dataclass

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse
from starlette.types import Lifespan

from shared.access.login import login_router
from shared.access.routes import public
from shared.access.session import signed_in
from shared.answers import answer_problems
from shared.settings import Settings
from shared.time import Clock, clock_for
from shared.web import Pages, static_app
from shared.web.navigation import links_for


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the shared pages need to know of the app that shows them."""

    clock: Clock
    settings: Settings


def build(settings: Settings, *, home: bool = True, lifespan: Lifespan[FastAPI] | None = None) -> FastAPI:
    """The app in front of the services; ``home`` False leaves `/` to whoever has a story to tell."""
    app = FastAPI(openapi_url=None, lifespan=lifespan)
    app.state.service = Surroundings(clock_for(settings.clock_file), settings)
    answer_problems(app)
    app.include_router(login_router(settings))
    app.mount("/static", static_app())
    if home:
        _add_home(app)
    return app


def _add_home(app: FastAPI) -> None:
    pages = Pages("frontdoor")

    @app.get("/", dependencies=[public()])
    async def start(request: Request) -> HTMLResponse:
        actor = signed_in(request)
        request.state.actor = actor
        doors = links_for(actor.role, "/") if actor else []
        return pages.render(request, "start.html", doors=doors)
