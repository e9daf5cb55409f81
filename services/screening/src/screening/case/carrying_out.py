"""The last step of every request that changes something: the command goes to the store, the receipt comes back."""

from collections.abc import Sequence
from typing import Any

from fastapi import Request

from screening.authority import ON_CALL, SOCIAL_WORKERS
from screening.case.decider import SCREENING
from screening.case.events import TemplateRationaleNoticed
from screening.case.requests import (
    AssignScreener,
    AuthoriseDecision,
    Body,
    ProposeDecision,
    RecordBreachReason,
    RecordManagementDirection,
    ReviewHistory,
)
from screening.early_help.events import StepDownTemplateNoticed, StepUpTemplateNoticed
from screening.naming import is_unlisted
from screening.read_models import alerts, history, queue, sampling
from screening.streams import contact_of, screening_of
from shared.access.actor import Actor
from shared.database import Connection
from shared.events import Recorded
from shared.handling import Json, Step, handle
from shared.problems import NotFound
from shared.service import Service, caller_of


async def carry_out(
    request: Request, service: Service, who: Actor, contact_id: str, body: Body, key: str | None = None
) -> Json:
    """The receipt of the command, with the events that it led to. Raises ``NotFound`` for an unknown contact."""
    known = await _known(service, who, contact_id, body)
    step = Step(
        stream=screening_of(contact_id),
        decider=SCREENING,
        command=body.command(who, service.clock.now(), **known),
        expected_version=body.expected_version,
    )
    caller = await caller_of(request, who, key)
    return await handle(service.store, caller, step, answer=lambda recorded: _receipt(contact_id, recorded))


async def _known(service: Service, who: Actor, contact_id: str, body: Body) -> dict[str, Any]:
    """What the command needs of our own record and must not be told by whoever asks."""
    unlisted = await _unlisted(service, who, body)
    async with service.pool.acquire() as connection:
        row = await queue.row(connection, contact_id)
        if row is None:
            raise NotFound("screening")
        if isinstance(body, RecordBreachReason):
            ours = contact_of(body.subject) == contact_id
            return {"ran_out": ours and await alerts.has_run_out(connection, body.code, body.subject)}
        if not isinstance(body, (ReviewHistory, ProposeDecision, AuthoriseDecision)):
            return unlisted
        received_at = row["received_at"]
        if isinstance(body, ReviewHistory):
            to = await history.reads_to(connection, contact_id, body.child_id, received_at, service.clock.now())
            known = await history.known_of_child(connection, contact_id, body.child_id, received_at, to)
            return {"items_available": known.items, "contacts_counted_12m": known.contacts_12m}
        known = await history.known_of_child(connection, contact_id, body.child_id, received_at)
        return {"known": known, "same_rationale": await _written_before(connection, service, who, contact_id, body)}


async def _unlisted(service: Service, who: Actor, body: Body) -> dict[str, Any]:
    """Whether the directory knows whoever is to screen, and whoever directed by telephone; whoever asks is known."""
    if not isinstance(body, (AssignScreener, RecordManagementDirection)):
        return {}
    named = None if body.screener_id == who.user_id else body.screener_id
    unlisted = {"unlisted": await is_unlisted(service, named, SOCIAL_WORKERS)}
    if isinstance(body, AssignScreener) or body.on_call is None:
        return unlisted
    return unlisted | {"on_call_unlisted": await is_unlisted(service, body.on_call.manager, ON_CALL)}


async def _written_before(
    connection: Connection, service: Service, who: Actor, contact_id: str, body: ProposeDecision | AuthoriseDecision
) -> int:
    words = body.rationale if isinstance(body, ProposeDecision) else body.manager_rationale
    child_id = await history.current_id(connection, contact_id, body.child_id)
    return await sampling.written_before(connection, who.user_id, words, contact_id, child_id, service.clock.now())


def _receipt(contact_id: str, recorded: Sequence[Recorded[object]]) -> dict[str, Any]:
    own = [one for one in recorded if one.stream == screening_of(contact_id)]
    return {
        "contact_id": contact_id,
        "version": own[-1].version if own else None,
        "events": [one.type for one in own],
        **warnings_of(own, "rationale"),
    }


def warnings_of(recorded: Sequence[Recorded[object]], field: str) -> dict[str, Any]:
    """What was let through and should make somebody think: the record says so, and so does the receipt."""
    noticed = [
        one.data
        for one in recorded
        if isinstance(one.data, (TemplateRationaleNoticed, StepDownTemplateNoticed, StepUpTemplateNoticed))
    ]
    warnings = [
        {
            "code": "SCR-19 TEMPLATE_RATIONALE",
            "detail": f"You wrote the same words for {one.times} other children in {one.days} days. "
            "It is recorded, and may be looked at in an audit.",
            "field": field,
        }
        for one in noticed
    ]
    return {"warnings": warnings} if warnings else {}
