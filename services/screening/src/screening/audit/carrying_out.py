"""The last step of a request about an audit: what the command needs of our own record, then the store."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from fastapi import Request

from screening.audit.commands import (
    AcknowledgeBriefing,
    AgreeAuditAction,
    AuditCommand,
    CompleteAuditAction,
    ModerateAudit,
    PublishOneMinuteBriefing,
    RecordAudit,
    SelectDipSample,
)
from screening.audit.decider import AUDIT
from screening.audit.drawing import draw
from screening.audit.facts import SampledCase
from screening.audit.requests import (
    AgreeBody,
    BriefingBody,
    CompleteBody,
    ModerateBody,
    RecordBody,
    SelectBody,
)
from screening.audit.state import Drawn
from screening.read_models import audits, briefings, contacts, sampling
from screening.streams import audit_of
from shared.access.actor import Actor
from shared.events import Recorded
from shared.handling import Json, Step, handle
from shared.ids import new_id
from shared.inputs import Asked
from shared.problems import NotFound
from shared.service import Service, caller_of


async def the_audit(service: Service, audit_id: str) -> Drawn:
    """The audit as it stands. Raises ``NotFound`` for an unknown one."""
    recorded = await service.store.load(audit_of(audit_id))
    state = AUDIT.fold(one.data for one in recorded)  # pyright: ignore[reportArgumentType]
    if not isinstance(state, Drawn):
        raise NotFound("audit")
    return state


async def select(request: Request, service: Service, who: Actor, body: SelectBody, key: str | None = None) -> Json:
    audit_id, query = new_id(), body.query()
    async with service.pool.acquire() as connection:
        position = await sampling.head(connection)
        population = await sampling.population(connection, query, position)
    command = SelectDipSample(
        by=who,
        at=service.clock.now(),
        audit_id=audit_id,
        question=body.question,
        query=query,
        seed=body.seed or audit_id,
        population=population,
        position=position,
    )
    return await _done(request, service, who, audit_id, command, body, key)


async def drawn_again(service: Service, audit_id: str) -> dict[str, Any]:
    """The same seed, the population as it stood at the stored position: are the cases the same?"""
    sample = (await the_audit(service, audit_id)).sample
    async with service.pool.acquire() as connection:
        population = await sampling.population(connection, sample.query, sample.position)
    again = draw(population, sample.query, sample.seed, sample.drawn_by)
    return {
        "audit_id": audit_id,
        "seed": sample.seed,
        "position": sample.position,
        "equal": again == sample.cases,
        "cases": [_named(case) for case in again],
    }


def _named(case: SampledCase) -> dict[str, Any]:
    return {"case": case.number, "stratum": case.stratum, "contact_id": case.contact_id, "child_id": case.child_id}


async def record(
    request: Request, service: Service, who: Actor, audit_id: str, case: int, body: RecordBody, key: str | None = None
) -> Json:
    await the_audit(service, audit_id)
    command = RecordAudit(
        by=who,
        at=service.clock.now(),
        case=case,
        grade=body.grade,
        answers=body.answered(),
        own_child=body.own_child,
        child_at_risk=body.child_at_risk,
        summary=body.summary,
        action_id=new_id(),
        action=body.action.action() if body.action else None,
    )
    return await _done(request, service, who, audit_id, command, body, key)


async def moderate(
    request: Request, service: Service, who: Actor, audit_id: str, case: int, body: ModerateBody, key: str | None = None
) -> Json:
    await the_audit(service, audit_id)
    command = ModerateAudit(by=who, at=service.clock.now(), case=case, grade=body.grade, reason=body.reason)
    return await _done(request, service, who, audit_id, command, body, key)


async def agree(
    request: Request, service: Service, who: Actor, audit_id: str, body: AgreeBody, key: str | None = None
) -> Json:
    await the_audit(service, audit_id)
    command = AgreeAuditAction(by=who, at=service.clock.now(), action_id=new_id(), action=body.action(), case=body.case)
    return await _done(request, service, who, audit_id, command, body, key)


async def complete(
    request: Request, service: Service, who: Actor, action_id: str, body: CompleteBody, key: str | None = None
) -> Json:
    async with service.pool.acquire() as connection:
        action = await audits.action(connection, action_id)
    if action is None:
        raise NotFound("action")
    command = CompleteAuditAction(by=who, at=service.clock.now(), action_id=action_id, outcome=body.outcome)
    return await _done(request, service, who, action["audit_id"], command, body, key)


async def publish(
    request: Request, service: Service, who: Actor, audit_id: str, body: BriefingBody, key: str | None = None
) -> Json:
    names, birthdays = await _children(service, await the_audit(service, audit_id))
    command = PublishOneMinuteBriefing(
        by=who,
        at=service.clock.now(),
        briefing_id=new_id(),
        title=body.title,
        looked_at=body.looked_at,
        good=body.good,
        change=body.change,
        messages=tuple(message for message in body.messages if message),
        standard=body.standard,
        names=names,
        birthdays=birthdays,
    )
    return await _done(request, service, who, audit_id, command, body, key)


async def _children(service: Service, drawn: Drawn) -> tuple[tuple[str, ...], tuple[date, ...]]:
    """Names and birthdays of every child whom a contact of the sample names, brothers and sisters too."""
    names: set[str] = set()
    birthdays: set[date] = set()
    async with service.pool.acquire() as connection:
        for contact_id in sorted({case.contact_id for case in drawn.sample.cases}):
            for child in await contacts.children_of(connection, contact_id):
                names |= {child["first_name"], child["surname"]} - {"", None}
                birthdays |= {child["born_on"]} - {None}
    return tuple(sorted(names)), tuple(sorted(birthdays))


async def acknowledge(
    request: Request, service: Service, who: Actor, briefing_id: str, body: Asked, key: str | None = None
) -> Json:
    async with service.pool.acquire() as connection:
        briefing = await briefings.one(connection, briefing_id)
    if briefing is None:
        raise NotFound("briefing")
    command = AcknowledgeBriefing(by=who, at=service.clock.now(), briefing_id=briefing_id)
    return await _done(request, service, who, briefing["audit_id"], command, body, key)


async def _done(
    request: Request,
    service: Service,
    who: Actor,
    audit_id: str,
    command: AuditCommand,
    body: Asked,
    key: str | None,
) -> Json:
    step = Step(stream=audit_of(audit_id), decider=AUDIT, command=command, expected_version=body.expected_version)
    caller = await caller_of(request, who, key)
    return await handle(service.store, caller, step, answer=lambda recorded: _receipt(audit_id, recorded))


def _receipt(audit_id: str, recorded: Sequence[Recorded[object]]) -> dict[str, Any]:
    """What was done, with the ids that it made."""
    own = [one for one in recorded if one.stream == audit_of(audit_id)]
    made = {
        name: getattr(one.data, name) for one in own for name in ("action_id", "briefing_id") if hasattr(one.data, name)
    }
    version = own[-1].version if own else None
    return {"audit_id": audit_id, "version": version, "events": [one.type for one in own], **made}
