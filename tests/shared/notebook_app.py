"""The notebook as a whole service, as small as one can be: `build_service` gives it everything else."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Depends, FastAPI, Request
from pydantic import BaseModel, ConfigDict

from shared.access.actor import Actor, Role
from shared.access.routes import allow
from shared.handling import handle
from shared.service import Service, build_service, caller_of, service_of
from shared.settings import Settings
from shared.store.definition import nothing

from . import notebook

router = APIRouter(prefix="/api/v1")
Running = Annotated[Service, Depends(service_of)]
Who = Annotated[Actor, allow(Role.SCREENER_SW, scope="notes:write")]


class NewNote(BaseModel):
    model_config = ConfigDict(extra="forbid")

    text: str
    expected_version: int | None = None


@router.post("/books/{book}/notes", status_code=201)
async def add_note(book: str, body: NewNote, request: Request, service: Running, who: Who) -> dict[str, Any]:
    step = notebook.note(book, body.text, at=service.clock.now(), expected_version=body.expected_version)
    return dict(await handle(service.store, await caller_of(request, who), step))


@router.get("/books/{book}")
async def count_notes(book: str, service: Running, who: Who) -> dict[str, int | None]:
    return {"notes": await service.pool.fetchval("select notes from books where stream = $1", f"Book-{book}")}


@router.get("/slow")
async def read_slowly(service: Running, who: Who) -> None:
    await service.pool.execute("select pg_sleep(30)")


@router.get("/falls")
async def fall(who: Who) -> None:
    raise RuntimeError("Amara was seen at 12 Elm Street")


@router.post("/stuck")
async def wait_for_ever(who: Who) -> None:
    await asyncio.Event().wait()


def build(settings: Settings) -> FastAPI:
    """The notebook."""
    return build_service(
        settings, definition=notebook.definition(), package=notebook.__package__ or "", routers=[router]
    )


def build_copies(settings: Settings) -> FastAPI:
    """A second service, which copies the notebook's notes and publishes only its own clocks."""
    definition = replace(notebook.definition(), service="copies", topic="copies", publish=nothing)
    return build_service(
        settings,
        definition=definition,
        package=notebook.__package__ or "",
        routers=[router],
        subscriptions=notebook.COPIES,
    )


Build = Callable[[Settings], FastAPI]
