"""Every macro on sample pages: an application with a shell and nothing behind it.

`uvicorn --factory shared.testing.gallery:gallery` shows it on a machine; the tests look at the same pages.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse
from pydantic import SecretStr

from shared.access.actor import Actor, Role
from shared.access.session import cookie_name, signed_session
from shared.clocks import ClockView
from shared.clocks.rows import ClockStatus
from shared.decider import Refused
from shared.problems import Problem
from shared.settings import Settings
from shared.web import Pages, problem_page, static_app
from shared.web.forms import read_form

NOW = datetime(2026, 5, 2, 22, 40, tzinfo=UTC)
MARTA = Actor("fdm.reyes", "Marta Reyes", Role.FRONT_DOOR_MANAGER, "la-812", registered_sw=True)
ANITA = Actor("dsl.osei", "Anita Osei", Role.SCHOOL_DSL, "sch-999001")


class StoppedClock:
    """Always the same Saturday night."""

    def now(self) -> datetime:
        return NOW


@dataclass(frozen=True, slots=True)
class Gallery:
    """As much of a service as a page needs."""

    settings: Settings
    clock: StoppedClock


def settings(demo: bool = True) -> Settings:
    return Settings(
        database_url="postgresql://nowhere",
        journal_url="postgresql://nowhere",
        session_secret=SecretStr("x" * 32),
        clock_file=Path("clock.json") if demo else None,
    )


def cookie_of(actor: Actor) -> dict[str, str]:
    """The session cookie of somebody signed in."""
    return {cookie_name(settings()): signed_session(settings(), actor)}


def clock_view(
    status: ClockStatus = "RUNNING",
    *,
    warned: float = 0,
    started: int = 20,
    due: int = 24,
    stopped: int = 0,
    ended_by: str | None = None,
) -> ClockView:
    """A red clock of 2 May 2026; the numbers are hours of that day, UTC, and may pass midnight."""
    return ClockView(
        code="CK_RED",
        subject="Screening-1",
        child_ids=(),
        started_at=_hour(started),
        due_at=_hour(due),
        status=status,
        warned_fraction=warned,
        stopped_at=_hour(stopped) if stopped else None,
        ended_by=ended_by,
    )


def _hour(hour: int) -> datetime:
    return datetime(2026, 5, 2 + hour // 24, hour % 24, tzinfo=UTC)


CLOCKS = [
    clock_view("BREACHED", warned=0.75, started=17, due=21),
    clock_view(warned=0.5),
    clock_view(),
    clock_view("MET", stopped=21),
    clock_view("MET_LATE", started=10, due=14, stopped=16),
    clock_view("CANCELLED", stopped=21, ended_by="ScreeningEnded"),
]

SAMPLE: dict[str, Any] = {
    "maisie": {"name": "Maisie Thornbeck", "dob": "2017-09-14"},
    "bump": {"name": "Unborn baby Thornbeck", "dob": "2026-07-14"},
    "clocks": CLOCKS,
    "worries": "Strangulation of mother with both children in the home; fourth incident in 12 months; "
    "mother had asked him to leave.",
    "occurred_at": "2026-05-02T23:20:00+01:00",
    "received_at": "2026-05-03T01:05:00+01:00",
    "old": "2021-11-08T10:00:00+00:00",
    "counts": [
        {"text": "Waiting for direction", "count": 3, "href": "?state=direction", "current": False},
        {"text": "All", "count": 12, "href": "?", "current": True},
    ],
    "tasks": [
        {"text": "Record management direction", "href": "/x", "done": True, "code": "SCR-01 NO_DIRECTION"},
        {
            "text": "Review Alfie's history",
            "href": "/y",
            "done": False,
            "hint": "3 contacts before, all closed",
        },
        {"text": "Authorise", "href": None, "done": False},
    ],
    "agencies": [
        {"agency": "CSC", "state": "present", "who": "Ingrid Lund"},
        {"agency": "POLICE", "state": "information_sent", "who": "DS Yusuf Amin"},
        {"agency": "HEALTH", "state": "missing"},
        {"agency": "EDUCATION", "state": "apologies", "who": "School closed (bank holiday)"},
    ],
}

PAGES = Pages("shared.testing.gallery")


def gallery(demo: bool = True) -> FastAPI:
    """The gallery mounted at `/gallery`, as the host mounts a service."""
    service = FastAPI()
    service.state.service = Gallery(settings(demo), StoppedClock())
    service.mount("/static", static_app())
    service.get("/page")(_page)
    service.post("/page")(_page_of_a_form)
    service.get("/plain/{name}")(_plain)
    service.get("/unnamed")(_unnamed)
    service.get("/problem/{status}")(_problem)
    host = FastAPI()
    host.mount("/gallery", service)
    return host


async def _page(request: Request) -> HTMLResponse:
    return PAGES.render(request, "gallery.html", **SAMPLE)


async def _page_of_a_form(request: Request) -> HTMLResponse:
    """Refuses whatever was typed."""
    refusal = Refused("SCR-01 NO_DIRECTION", "Say what the screener must find out", "text")
    typed = await read_form(request)
    return PAGES.render(request, "gallery.html", status=422, refusal=refusal, typed=typed, **SAMPLE)


async def _plain(request: Request, name: str) -> HTMLResponse:
    return PAGES.render(request, "plain.html", name=name)


async def _unnamed(request: Request) -> HTMLResponse:
    return PAGES.render(request, "unnamed.html")


async def _problem(request: Request, status: int) -> HTMLResponse:
    return problem_page(request, Problem(status, "A title", "What went wrong.", "A-CODE", "a_field"))
