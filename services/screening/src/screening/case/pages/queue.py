"""My queue: what runs out first, and who has it? One contact: who, what, and what will the rules ask next?"""

from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from screening.authority import READERS
from screening.case.looking import looked_at_queue
from screening.case.pages.showing import OF_CASE, PAGES, Here, show
from screening.case.queueing import STAGE_IN_WORDS, Narrowing, Queue, head, queue_page
from screening.case.seeing import Seeing
from screening.case.view import version_of
from screening.read_models.waiting import Stage
from shared.access.actor import Actor
from shared.access.routes import allow
from shared.web.live import Live

router = APIRouter(include_in_schema=False)

Reader = Annotated[Actor, allow(*READERS)]

QUEUE = "/screening/queue"


@router.get("/queue")
async def my_queue(
    request: Request,
    service: Here,
    who: Reader,
    stage: str = "",
    page: int = 1,
    *,
    mine: bool = False,
    nobodys: bool = False,
) -> HTMLResponse:
    """All that waits, in order of the time that is left; narrowed by what it waits for, or by who has it."""
    asked = Narrowing(
        stage=Stage(stage) if stage in Stage.__members__ else None,
        mine=mine,
        nobodys=nobodys,
        page=page,
    )
    queue = await queue_page(service, who, asked)
    await looked_at_queue(service, who, queue.lines)
    return PAGES.render(
        request,
        "queue.html",
        live=Live(changes="/changes", at=queue.as_of, is_list=True),
        queue=queue,
        counts=_counts(queue, asked),
        narrowed=asked.stage or mine or nobodys,
        pagination=_pagination(queue, asked),
        seeing=Seeing(who.role),
        stage_words=STAGE_IN_WORDS,
    )


def _counts(queue: Queue, asked: Narrowing) -> list[dict[str, Any]]:
    """Every filter is a link, so that it can be kept as a bookmark."""

    def one(text: str, count: int, narrowing: Narrowing) -> dict[str, Any]:
        is_current = narrowing.where == asked.where
        return {"text": text, "count": count, "href": _address(narrowing), "current": is_current}

    stages = [one(words, queue.counts.get(stage, 0), Narrowing(stage=stage)) for stage, words in STAGE_IN_WORDS.items()]
    return [
        one("All", queue.everything, Narrowing()),
        one("With me", queue.with_me, Narrowing(mine=True)),
        one("With nobody", queue.with_nobody, Narrowing(nobodys=True)),
        *stages,
    ]


def _address(narrowing: Narrowing, page: int = 1) -> str:
    asked = narrowing.where | ({"page": page} if page > 1 else {})
    return QUEUE + (f"?{urlencode(asked)}" if asked else "")


def _pagination(queue: Queue, asked: Narrowing) -> dict[str, Any] | None:
    """What ``govukPagination`` takes, or none where all is on one page."""
    if queue.pages == 1:
        return None
    pages: dict[str, Any] = {"landmarkLabel": "Pages of the queue"}
    if queue.page > 1:
        pages["previous"] = {"href": _address(asked, queue.page - 1), "labelText": f"Page {queue.page - 1}"}
    if queue.page < queue.pages:
        pages["next"] = {"href": _address(asked, queue.page + 1), "labelText": f"Page {queue.page + 1}"}
    return pages


@router.get("/changes")
async def changes(service: Here, who: Reader) -> dict[str, int]:
    """How far this service's events have come: what a list that is looked at asks again and again."""
    async with service.pool.acquire() as connection:
        return {"at": await head(connection)}


@router.get(OF_CASE + "/changes")
async def changes_of_a_contact(service: Here, who: Reader, contact_id: str) -> dict[str, int]:
    """The version of one case: what a form about it asks again and again. Says nothing of the case itself."""
    return {"at": await version_of(service, contact_id)}


@router.get(OF_CASE)
async def one_contact(request: Request, service: Here, who: Reader, contact_id: str) -> HTMLResponse:
    return await show(request, service, who, contact_id, "contact.html")
