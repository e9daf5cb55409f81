"""The demo's front page: the weekend in a few steps, each with the page and the persona where one sees it."""

import asyncio
import contextlib
import json
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Annotated
from urllib.parse import urlencode

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.types import Lifespan

from frontdoor import start_page
from frontdoor.story import clock
from frontdoor.story.chapters import CHAPTERS, shown
from shared.access.login import safe_next
from shared.access.routes import public
from shared.access.session import check_csrf
from shared.settings import Settings
from shared.time import StoryClock
from shared.web import Pages

REMEMBER_SECONDS = 2
PLACES = "story.json"


class Move(BaseModel):
    """How far, or to when, the clock is to be moved."""

    model_config = ConfigDict(extra="forbid")

    minutes: Annotated[int | None, Field(ge=0, le=60 * 24 * 400)] = None
    to: str | None = None


def places_told(state_dir: Path) -> dict[str, str]:
    """The pages that the story has come by, by the names that the chapters use; empty before it has been told."""
    path = state_dir / PLACES
    return json.loads(path.read_text()) if path.exists() else {}


def build(settings: Settings) -> FastAPI:
    """The app in front of the services in the demo."""
    if settings.clock_file is None or settings.state_dir is None:
        raise ValueError("The demo needs a clock of its own and a folder for its state")
    story_clock = clock.resumed(settings.clock_file)
    app = start_page.build(settings, home=False, lifespan=_remembering(story_clock, settings.clock_file))
    state_dir = settings.state_dir
    pages = Pages("frontdoor")

    @app.get("/", dependencies=[public()])
    async def story(request: Request) -> HTMLResponse:
        chapters = shown(CHAPTERS, places_told(state_dir))
        return pages.render(request, "story.html", chapters=chapters, sign_in=sign_in)

    @app.get("/demo/clock", dependencies=[public()])
    async def what_time() -> dict[str, str]:
        return {"now": story_clock.now().isoformat()}

    @app.post("/demo/clock", dependencies=[public()])
    async def move_clock(request: Request) -> Response:
        await check_csrf(request)
        try:
            move = await _asked(request)
        except ValidationError:
            raise clock.not_moved("Say minutes, or an instant with its offset.") from None
        story_clock.set(clock.moved(story_clock.now(), move.minutes, move.to))
        if not _is_form(request):
            return JSONResponse(await what_time())
        return RedirectResponse(safe_next(str((await request.form()).get("next", "/"))), 303)

    return app


def sign_in(persona: str, page: str) -> str:
    """The address that signs this persona in and goes on to the page."""
    return "/login?" + urlencode({"next": page, "login_hint": persona})


def _is_form(request: Request) -> bool:
    return request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded")


async def _asked(request: Request) -> Move:
    if not _is_form(request):
        return Move.model_validate(await request.json())
    form = await request.form()
    return Move.model_validate({name: form[name] for name in Move.model_fields if name in form})


def _remembering(story_clock: StoryClock, path: Path) -> Lifespan[FastAPI]:
    @contextlib.asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncGenerator[None]:
        task = asyncio.create_task(_remember(story_clock, path))
        try:
            yield
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            clock.remember(story_clock, path)

    return lifespan


async def _remember(story_clock: StoryClock, path: Path) -> None:
    while True:
        clock.remember(story_clock, path)
        await asyncio.sleep(REMEMBER_SECONDS)
