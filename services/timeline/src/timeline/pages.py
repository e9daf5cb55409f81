"""Pages: the children one may look up, and one child's timeline as a picture and as a list."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from http import HTTPStatus
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from shared import people
from shared.access.actor import Actor
from shared.access.routes import allow
from shared.decider import Refused
from shared.service import Service
from shared.web import Pages
from shared.web.forms import Typed, instant, read_form, text
from shared.web.words import clock_state, for_picker
from timeline.api import GLASS_BREAKERS, AnyReader, ChildId, Here
from timeline.clocks import Bar
from timeline.disclosure import ASSESSMENT, OWN_BOUND
from timeline.facts import Part
from timeline.picture import across, down, scene_of
from timeline.picture.marks import LANE_NAMES
from timeline.reading import break_glass, list_children, read_child, siblings_of
from timeline.views import Asked, Order, View
from timeline.words import known_after, named_in, phrase

PAGES = Pages("timeline")
router = APIRouter(include_in_schema=False)

DECIDING = frozenset(
    f"frontdoor.{name}.v1"
    for name in ("ThresholdDecisionAuthorised", "StrategyDecisionRecorded", "S47OutcomeRecorded", "ICPCHeld")
)
HEADING = "What happened, and when we knew"
OWN_HEADING = "What you told us, and what we told you"
SHOWN_AT_ONCE = 3
"""How many parts of an entry stand open in the list; the others are one step away."""


@dataclass(frozen=True, slots=True)
class Named:
    """Who the timeline is about, for the bar at the top."""

    name: str
    dob: date | None


@router.get("/children")
async def children(
    request: Request, service: Here, who: AnyReader, q: Annotated[str, Query(max_length=100)] = ""
) -> HTMLResponse:
    """Whose timeline do you want to see?"""
    listing = await list_children(service, who, q)
    return PAGES.render(request, "children.html", listing=listing, q=q, whose=_whose(who))


def _whose(who: Actor) -> str:
    if who.role in OWN_BOUND:
        return "Children your organisation wrote about or was told of"
    return "Children of the assessment service" if who.role in ASSESSMENT else "Children"


@router.get("/children/{child_id}")
async def child(
    request: Request,
    child_id: ChildId,
    service: Here,
    who: AnyReader,
    order: Order = Order.WORLD,
    as_known_at: str = "",
) -> HTMLResponse:
    """What happened to this child, and when did we know?"""
    typed = {"as_known_at": as_known_at}
    try:
        asked = Asked(order=order, as_known_at=instant(typed, "as_known_at"))
        view = await read_child(service, who, child_id, asked, None)
    except Refused as refusal:
        if refusal.field == "reason":
            return _closed(request, child_id, None, {}, HTTPStatus.FORBIDDEN)
        view = await read_child(service, who, child_id, Asked(order=order), None)
        return await _timeline(request, service, view, refusal, typed)
    return await _timeline(request, service, view)


@router.get("/children/{child_id}/break-glass")
async def say_why(request: Request, child_id: ChildId, who: Annotated[Actor, allow(*GLASS_BREAKERS)]) -> HTMLResponse:
    """Why do you need to see this record?"""
    return _closed(request, child_id, None, {}, HTTPStatus.OK)


@router.post("/children/{child_id}/break-glass")
async def open_with_a_reason(
    request: Request, child_id: ChildId, service: Here, who: Annotated[Actor, allow(*GLASS_BREAKERS)]
) -> Response:
    """Opens the record to the reader for the rest of the day."""
    typed = await read_form(request)
    try:
        await break_glass(service, who, child_id, text(typed, "reason"))
    except Refused as refusal:
        return _closed(request, child_id, refusal, typed, HTTPStatus.UNPROCESSABLE_ENTITY)
    return RedirectResponse(f"/timeline/children/{child_id}", HTTPStatus.SEE_OTHER)


def _closed(request: Request, child_id: str, refusal: Refused | None, typed: Typed, status: HTTPStatus) -> HTMLResponse:
    return PAGES.render(request, "glass.html", status=status, child_id=child_id, refusal=refusal, typed=typed)


async def _timeline(
    request: Request, service: Service, view: View, refusal: Refused | None = None, typed: Typed | None = None
) -> HTMLResponse:
    siblings = await siblings_of(service, view)
    async with service.pool.acquire() as connection:
        view = by_name(view, await people.names(connection))
    return PAGES.render(
        request,
        "child.html",
        status=HTTPStatus.UNPROCESSABLE_ENTITY if refusal else HTTPStatus.OK,
        refusal=refusal,
        typed=typed or {},
        view=view,
        child=_named(view),
        heading=OWN_HEADING if view.reader.actor.role in OWN_BOUND else HEADING,
        decided=_last_decided(view),
        alerts=_alerts(view.bars, view.line_at),
        siblings=siblings,
        pictures=_pictures(view),
        orders=_orders(view),
        lanes=LANE_NAMES,
        known_after=known_after,
        shown_at_once=SHOWN_AT_ONCE,
    )


def by_name(view: View, names: Mapping[str, str]) -> View:
    """The same view with names for the ids of staff, as people read it; what machines are answered keeps the ids."""
    entries = [replace(entry, parts=tuple(_by_name(part, names) for part in entry.parts)) for entry in view.entries]
    return replace(view, entries=entries)


def _by_name(part: Part, names: Mapping[str, str]) -> Part:
    return replace(part, text=named_in(part.text, names))


def _named(view: View) -> Named:
    about = view.present_name
    if about is None:
        return Named("Name not known to you", None)
    return Named(f"{about.first_name} {about.surname}".strip() or "Name not given", about.born_on)


def _last_decided(view: View) -> str:
    """The last thing that was decided, among what this reader may see."""
    decided = [entry for entry in view.entries if entry.source_type in DECIDING and entry.parts]
    if not decided:
        return ""
    return max(decided, key=lambda entry: (entry.known_at, entry.entry_id)).parts[0].text


def _alerts(bars: Sequence[Bar], line_at: datetime) -> list[str]:
    return [f"Late: {phrase(bar.code, 'clock')}" for bar in bars if clock_state(bar, line_at) == "breached"]


def _pictures(view: View) -> dict[str, str]:
    if not view.entries:
        return {}
    looking_back = view.asked.as_known_at is not None
    scene = scene_of(view.entries, view.bars, view.line_at, looking_back=looking_back)
    return {"across": across(scene), "down": down(scene)}


def _orders(view: View) -> list[dict[str, object]]:
    """Links to the same question in either order."""
    words = {Order.WORLD: "As it happened", Order.KNOWN: "As it became known"}
    kept = {"as_known_at": for_picker(view.asked.as_known_at)} if view.asked.as_known_at else {}
    return [
        {
            "text": said,
            "href": f"?{urlencode({'order': order.value} | kept)}#list",
            "current": order is view.asked.order,
        }
        for order, said in words.items()
    ]
