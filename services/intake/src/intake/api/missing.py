"""After a missing episode, over the API: the return home interview, and the pattern of repeated episodes."""

from typing import Annotated

from fastapi import APIRouter, Request

from intake.access import FRONT_DOOR, MISSING_WORK, Here
from intake.acting import act
from intake.commands import (
    CompleteReturnInterview,
    ConsiderMissingPattern,
    DeclineReturnInterview,
    OfferReturnInterview,
    ReportChildReturned,
)
from intake.people_requests import Interview, InterviewDeclined, InterviewOffer, MissingPattern, Return
from shared.access.actor import Actor, Role
from shared.access.routes import allow
from shared.handling import Json

router = APIRouter(prefix="/api/v1/contacts/{contact_id}")
MissingWorker = Annotated[Actor, allow(*MISSING_WORK)]


@router.post("/return", status_code=201)
async def report_child_returned(
    contact_id: str,
    asked: Return,
    request: Request,
    service: Here,
    who: Annotated[Actor, allow(*FRONT_DOOR, Role.MISSING_COORDINATOR)],
) -> Json:
    """A carer says that the child is back: the 72 hours of the interview begin (CK_RHI)."""
    values = asked.model_dump(exclude={"expected_version"})
    command = ReportChildReturned(by=who, at=service.clock.now(), **values)
    return await act(request, service, who, contact_id, command, asked.expected_version)


@router.post("/return-interview/offer", status_code=201)
async def offer_return_interview(
    contact_id: str, asked: InterviewOffer, request: Request, service: Here, who: MissingWorker
) -> Json:
    """The child has been offered an interview. The 72 hours run on until it is completed or declined (CK_RHI)."""
    values = asked.model_dump(exclude={"expected_version"})
    command = OfferReturnInterview(by=who, at=service.clock.now(), **values)
    return await act(request, service, who, contact_id, command, asked.expected_version)


@router.post("/return-interview", status_code=201)
async def complete_return_interview(
    contact_id: str, asked: Interview, request: Request, service: Here, who: MissingWorker
) -> Json:
    """What the child said about why it went and what it needs (CK_RHI)."""
    values = asked.model_dump(exclude={"expected_version"})
    command = CompleteReturnInterview(by=who, at=service.clock.now(), **values)
    return await act(request, service, who, contact_id, command, asked.expected_version)


@router.post("/return-interview/declined", status_code=201)
async def decline_return_interview(
    contact_id: str, asked: InterviewDeclined, request: Request, service: Here, who: MissingWorker
) -> Json:
    """Child or carer declined, and how the child's account will be heard instead."""
    values = asked.model_dump(exclude={"expected_version"})
    command = DeclineReturnInterview(by=who, at=service.clock.now(), **values)
    return await act(request, service, who, contact_id, command, asked.expected_version)


@router.post("/missing-pattern", status_code=201)
async def consider_missing_pattern(
    contact_id: str, asked: MissingPattern, request: Request, service: Here, who: MissingWorker
) -> Json:
    """After a third missing episode: is a strategy discussion needed? (CK_MISS3)"""
    values = asked.model_dump(exclude={"expected_version"})
    command = ConsiderMissingPattern(by=who, at=service.clock.now(), **values)
    return await act(request, service, who, contact_id, command, asked.expected_version)
