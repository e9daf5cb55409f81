"""The last step of every request about a referral: the commands go to the store together, the receipt comes back."""

from typing import Any

from fastapi import Request

from screening.authority import CASE_READERS
from screening.case.request_parts import values_of
from screening.codes import CareStatus
from screening.naming import is_unlisted
from screening.read_models import referrals
from screening.referral.commands import (
    AcceptReferral,
    AllocateReferral,
    AuthoriseAssessment,
    CloseReferral,
    Command,
    HandToEarlyHelp,
    RecordReferralNFA,
    RecordReferredChildNotSeen,
    RecordReferredChildSeen,
    TransferCase,
)
from screening.referral.decider import REFERRAL
from screening.referral.reading import Deciding, deciding, is_in_enquiry, referral_view
from screening.referral.register import REGISTER, EndReferral, OpenReferral
from screening.referral.requests import (
    AcceptBody,
    AllocateBody,
    AssessmentBody,
    ChildNotSeenBody,
    ChildSeenBody,
    CloseBody,
    NoFurtherActionBody,
    TransferBody,
)
from screening.streams import referral_stream, register_stream
from shared.access.actor import Actor
from shared.handling import Json, Step, handle
from shared.ids import new_id
from shared.service import Service, caller_of

Body = AllocateBody | TransferBody | ChildSeenBody | ChildNotSeenBody | AssessmentBody | NoFurtherActionBody | CloseBody


async def accept(
    request: Request,
    service: Service,
    who: Actor,
    contact_id: str,
    child_id: str,
    body: AcceptBody,
    key: str | None = None,
) -> Json:
    """The child's register says whether there may be a referral; then it is accepted. Both or neither."""
    known = await deciding(service, contact_id, child_id, body.step_up_id)
    referral_id = new_id()
    register = OpenReferral(
        child_id=known.child_id,
        referral_id=referral_id,
        referral_date=known.basis.referral_date,
        care_status=_care_status(known, body),
        elsewhere=known.elsewhere,
    )
    command = AcceptReferral(
        by=who,
        at=service.clock.now(),
        referral_id=referral_id,
        child_id=known.child_id,
        basis=known.basis,
        primary_need=body.primary_need,
        previous_start=known.previous_start,
        care_status=body.care_status,
    )
    return await handle(
        service.store,
        await caller_of(request, who, key),
        Step(stream=register_stream(known.child_id), decider=REGISTER, command=register),
        Step(stream=referral_stream(referral_id), decider=REFERRAL, command=command),
        answer=lambda _: {"referral_id": referral_id, "child_id": known.child_id},
    )


def _care_status(known: Deciding, body: AcceptBody) -> CareStatus:
    """What the history review found; what the manager says now, while that knows nothing. Open wins."""
    said = body.care_status or CareStatus.UNKNOWN
    if known.care_status.is_open or said is CareStatus.UNKNOWN:
        return known.care_status
    return said if said.is_open or known.care_status is CareStatus.UNKNOWN else known.care_status


async def carry_out(
    request: Request, service: Service, who: Actor, referral_id: str, body: Body, key: str | None = None
) -> Json:
    """One command for a referral that exists. What ends it frees the child's register with it."""
    view = await referral_view(service, who, referral_id)
    asked = {"by": who, "at": service.clock.now()} | await _known_of_worker(service, body)
    if isinstance(body, NoFurtherActionBody | CloseBody):
        asked |= {"seen_in_enquiry": view.is_visited, "in_enquiry": view.in_enquiry}
    command = _command(body, asked)
    steps = [
        Step(
            stream=referral_stream(referral_id),
            decider=REFERRAL,
            command=command,
            expected_version=body.expected_version,
        )
    ]
    if isinstance(command, RecordReferralNFA | CloseReferral):
        steps.append(ending(view.accepted.child_id, referral_id))
    return await handle(
        service.store, await caller_of(request, who, key), *steps, answer=lambda _: {"referral_id": referral_id}
    )


async def _known_of_worker(service: Service, body: Body) -> dict[str, Any]:
    """Whether the directory knows whoever is to have the child."""
    match body:
        case AllocateBody():
            return {"unlisted": await is_unlisted(service, body.worker, CASE_READERS)}
        case TransferBody():
            return {"unlisted": await is_unlisted(service, body.to_worker, CASE_READERS)}
        case _:
            return {}


async def hand_to_early_help(service: Service, who: Actor, referral_id: str, step_down_id: str) -> list[Step]:
    """Ends the referral once early help has met the family. Nothing, where it has ended in another way meanwhile, or a
    section 47 enquiry has begun: that the family was met is kept all the same."""
    async with service.pool.acquire() as connection:
        row = await referrals.referral(connection, referral_id)
    if row is None or row["status"] != "OPEN" or await is_in_enquiry(service, row["child_id"]):
        return []
    command = HandToEarlyHelp(by=who, at=service.clock.now(), step_down_id=step_down_id)
    step = Step(stream=referral_stream(referral_id), decider=REFERRAL, command=command)
    return [step, ending(row["child_id"], referral_id)]


def ending(child_id: str, referral_id: str) -> Step:
    """Lets the child have a new referral, now that this one is over. ``child_id`` is the one it was accepted for."""
    command = EndReferral(child_id=child_id, referral_id=referral_id)
    return Step(stream=register_stream(child_id), decider=REGISTER, command=command)


def _command(body: Body, asked: dict[str, Any]) -> Command:
    said = values_of(body) | asked
    match body:
        case AllocateBody():
            return AllocateReferral(**said)
        case TransferBody():
            return TransferCase(**said)
        case ChildSeenBody():
            return RecordReferredChildSeen(**said)
        case ChildNotSeenBody():
            return RecordReferredChildNotSeen(**said)
        case AssessmentBody():
            return AuthoriseAssessment(**said)
        case NoFurtherActionBody():
            return RecordReferralNFA(**said)
        case CloseBody():
            return CloseReferral(**said)
