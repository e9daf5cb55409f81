"""My queue: what runs out first, and who has it? One contact: who, what, and what will the rules ask next?"""

from collections.abc import Sequence
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from screening.case.looking import looked_at_queue
from screening.case.pages.showing import PAGES, Here, Reader, show
from screening.case.queueing import STAGE_IN_WORDS, Line, Stage, queue_lines
from screening.case.seeing import Seeing

router = APIRouter(include_in_schema=False)


@router.get("/queue")
async def my_queue(request: Request, service: Here, who: Reader, stage: str = "", mine: bool = False) -> HTMLResponse:
    """All that waits, in order of the time that is left; narrowed by what it waits for, or to one's own."""
    lines = await queue_lines(service, who)
    await looked_at_queue(service, who, lines)
    own = [line for line in lines if line.worker == who.name]
    wanted = stage if stage in Stage.__members__ else ""
    shown = own if mine else [line for line in lines if not wanted or line.stage == wanted]
    return PAGES.render(
        request,
        "queue.html",
        lines=shown,
        counts=_counts(lines, own, wanted, mine=mine),
        seeing=Seeing(who.role),
        stage_words=STAGE_IN_WORDS,
    )


def _counts(lines: Sequence[Line], own: Sequence[Line], stage: str, *, mine: bool) -> list[dict[str, Any]]:
    every = {"text": "All", "count": len(lines), "href": "/screening/queue", "current": not stage and not mine}
    stages = [
        {
            "text": words,
            "count": sum(line.stage is one for line in lines),
            "href": f"/screening/queue?stage={one}",
            "current": stage == one and not mine,
        }
        for one, words in STAGE_IN_WORDS.items()
    ]
    with_me = {"text": "With me", "count": len(own), "href": "/screening/queue?mine=true", "current": mine}
    return [every, *stages, with_me]


@router.get("/contacts/{contact_id}")
async def one_contact(request: Request, service: Here, who: Reader, contact_id: str) -> HTMLResponse:
    return await show(request, service, who, contact_id, "contact.html")
