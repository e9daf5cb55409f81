"""The last step of a request about an escalation: it and the case that it is about change in one transaction."""

from collections.abc import Iterable, Sequence
from typing import Any

from fastapi import Request

from screening.case.commands import NoteEscalation, NoteEscalationEnded
from screening.case.decider import SCREENING
from screening.case.events import ThresholdDecisionAuthorised
from screening.case.facts import Agency
from screening.case.state import Case, Child
from screening.codes import Upheld
from screening.escalation.access import is_agencys, is_own_contact, may_see
from screening.escalation.commands import AnswerEscalation, EscalationCommand, RaiseEscalation, WithdrawEscalation
from screening.escalation.decider import ESCALATION
from screening.escalation.requests import AnswerBody, RaiseBody, WithdrawBody
from screening.escalation.tiers import stage_above
from screening.read_models import contacts, escalations
from screening.streams import escalation_of, screening_of
from shared.access.actor import Actor
from shared.database import Row
from shared.decider import Refused
from shared.events import Recorded
from shared.handling import Json, Step, handle
from shared.ids import new_id
from shared.problems import NotFound
from shared.service import Service, caller_of

HOW = {Upheld.Y: "Answered: upheld", Upheld.N: "Answered: not upheld", Upheld.PART: "Answered: upheld in part"}


async def contact_for(service: Service, who: Actor, contact_id: str) -> Row:
    """The contact, if this person may disagree about it. Another agency's looks like one that is not there."""
    async with service.pool.acquire() as connection:
        contact = await contacts.contact(connection, contact_id)
    if contact is None or (is_agencys(who) and not is_own_contact(who, contact)):
        raise NotFound("contact")
    return contact


async def escalation_for(service: Service, who: Actor, escalation_id: str) -> Row:
    async with service.pool.acquire() as connection:
        found = await escalations.one(connection, escalation_id)
    if found is None or not may_see(who, found):
        raise NotFound("escalation")
    return found


async def raise_escalation(
    request: Request, service: Service, who: Actor, contact_id: str, body: RaiseBody, key: str | None = None
) -> Json:
    contact = await contact_for(service, who, contact_id)
    if not is_agencys(who) and not body.on_behalf_of:
        raise Refused("ESC-07 ON_BEHALF", "Say who of the agency disagrees: name and job.", "on_behalf_of")
    recorded, case = await _case(service, contact_id)
    if not case.contact.professional_referrer:
        raise Refused("ESC-01 NOT_PROFESSIONAL", "Nobody sent this contact as a professional: it goes by complaint.")
    agency, now, escalation_id = contact["said"]["agency"], service.clock.now(), new_id()
    note = NoteEscalation(
        by=who,
        at=now,
        escalation_id=escalation_id,
        child_ids=body.child_ids,
        agency_org_id=agency["org_id"],
        agency_name=agency["name"] or agency["org_id"],
    )
    about = _about(case, body.child_ids)
    no = await _told_no(service, recorded, contact_id, agency["org_id"], about)
    command = RaiseEscalation(
        by=who,
        at=now,
        escalation_id=escalation_id,
        contact_id=contact_id,
        child_ids=tuple(child.child_id for child in about),
        by_agency=Agency(org_id=agency["org_id"], name=note.agency_name, urn=agency["urn"]),
        words=body.words,
        wants=body.wants,
        on_behalf_of="" if is_agencys(who) else body.on_behalf_of,
        stage=stage_above(one["stage"] for one in no),
    )
    return await handle(
        service.store,
        await caller_of(request, who, key),
        Step(stream=screening_of(contact_id), decider=SCREENING, command=note),
        _step(escalation_id, command, body.expected_version),
        answer=lambda recorded: _receipt(escalation_id, recorded),
    )


async def _case(service: Service, contact_id: str) -> tuple[Sequence[Recorded[object]], Case]:
    recorded = await service.store.load(screening_of(contact_id))
    case = SCREENING.fold(one.data for one in recorded)  # pyright: ignore[reportArgumentType]
    if not isinstance(case, Case):
        raise NotFound("contact")
    return recorded, case


def _about(case: Case, child_ids: Sequence[str]) -> list[Child]:
    """The children whose decision it is about; the case's own rule refuses the undecided."""
    named = [case.find(child_id) for child_id in child_ids] if child_ids else list(case.children)
    return [child for child in named if child is not None and child.decision is not None]


async def _told_no(
    service: Service, recorded: Sequence[Recorded[object]], contact_id: str, org_id: str, about: Sequence[Child]
) -> list[Row]:
    """What the agency was told no about a decision on these children that stands: a new decision is a new matter."""
    async with service.pool.acquire() as connection:
        answered = await escalations.told_no(connection, contact_id, org_id)
    decided = [one.data for one in recorded if isinstance(one.data, ThresholdDecisionAuthorised)]

    def stands(child: Child, no: Row) -> bool:
        ids = {child.child_id, child.provisional_child_id}
        since = [event.decided_at for event in decided if event.child_id in ids and event.decided_at > no["ended_at"]]
        return bool(ids & set(no["child_ids"])) and not since

    return [no for no in answered if any(stands(child, no) for child in about)]


def _step(escalation_id: str, command: EscalationCommand, expected_version: int | None) -> Step:
    return Step(
        stream=escalation_of(escalation_id), decider=ESCALATION, command=command, expected_version=expected_version
    )


async def answer(
    request: Request, service: Service, who: Actor, escalation_id: str, body: AnswerBody, key: str | None = None
) -> Json:
    """Upheld, the decision that it is about is open again in the same transaction."""
    found = await escalation_for(service, who, escalation_id)
    recorded, case = await _case(service, found["contact_id"])
    no = await _told_no(service, recorded, found["contact_id"], found["org_id"], _about(case, found["child_ids"]))
    command = AnswerEscalation(
        by=who,
        at=service.clock.now(),
        upheld=body.upheld,
        reason=body.reason,
        decided_by=decided_by(one.data for one in recorded) | {one["ended_by"] for one in no},
    )
    upheld = body.upheld is not Upheld.N
    return await _ended(
        request, service, who, found, command, HOW[body.upheld], body.expected_version, key, upheld=upheld
    )


def decided_by(events: Iterable[object]) -> frozenset[str]:
    """Everybody who proposed or authorised a decision on this contact, for whichever child of it."""
    people: set[str | None] = set()
    for event in events:
        if isinstance(event, ThresholdDecisionAuthorised):
            people |= {event.proposed_by, event.authorised_by, event.first_manager}
    return frozenset(person for person in people if person)


async def withdraw(
    request: Request, service: Service, who: Actor, escalation_id: str, body: WithdrawBody, key: str | None = None
) -> Json:
    found = await escalation_for(service, who, escalation_id)
    if not is_agencys(who) and not found["on_behalf_of"]:
        raise Refused("ESC-07 ON_BEHALF", "The agency raised this itself, so only the agency can withdraw it.")
    command = WithdrawEscalation(by=who, at=service.clock.now(), reason=body.reason)
    return await _ended(request, service, who, found, command, "Withdrawn", body.expected_version, key, upheld=False)


async def _ended(
    request: Request,
    service: Service,
    who: Actor,
    found: Row,
    command: AnswerEscalation | WithdrawEscalation,
    how: str,
    expected_version: int | None,
    key: str | None,
    *,
    upheld: bool,
) -> Json:
    escalation_id = found["escalation_id"]
    note = NoteEscalationEnded(
        by=who,
        at=command.at,
        escalation_id=escalation_id,
        how=how,
        reopen_because=f"{found['agency_name']} disagreed. {how}: {command.reason}" if upheld else "",
    )
    return await handle(
        service.store,
        await caller_of(request, who, key),
        _step(escalation_id, command, expected_version),
        Step(stream=screening_of(found["contact_id"]), decider=SCREENING, command=note),
        answer=lambda recorded: _receipt(escalation_id, recorded),
    )


def _receipt(escalation_id: str, recorded: Sequence[Recorded[object]]) -> dict[str, Any]:
    own = [one for one in recorded if one.stream == escalation_of(escalation_id)]
    return {"escalation_id": escalation_id, "version": own[-1].version, "events": [one.type for one in own]}
