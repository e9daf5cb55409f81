"""Early help for programs: its work, the step-down pack, step down and step up."""

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request

from screening.authority import CASE_READERS, CASE_WORKERS, EARLY_HELP, FRONT_DOOR_WORKERS, STEP_UP_DECIDERS
from screening.early_help import carrying_out, requests
from screening.early_help.reading import StepDownView, step_down_view, work_of
from screening.referral.reading import name_of
from shared.access.actor import Actor
from shared.access.routes import allow
from shared.database import Row
from shared.handling import Json
from shared.service import Service, service_of

router = APIRouter(prefix="/api/v1", tags=["early help"])

Here = Annotated[Service, Depends(service_of)]
Both = Annotated[Actor, allow(*EARLY_HELP, *CASE_READERS)]
EarlyHelp = Annotated[Actor, allow(*EARLY_HELP)]
Worker = Annotated[Actor, allow(*CASE_WORKERS)]
FrontDoor = Annotated[Actor, allow(*FRONT_DOOR_WORKERS)]
Decider = Annotated[Actor, allow(*STEP_UP_DECIDERS)]
NOT_TOLD = frozenset({"child_id", "now_child_id", "first_name", "surname", "worker", "first_manager", "same_reason"})
"""Columns that others of the answer say better, or that are social care's own."""
ONE = "/step-downs/{step_down_id}"


@router.get("/early-help")
async def the_work(service: Here, who: Both) -> dict[str, Any]:
    """What early help has and is asked; for social care, what waits between the two."""
    work = await work_of(service, who)
    return {
        "step_downs": [_line(row) for row in work.step_downs],
        "episodes": [_line(row) for row in work.episodes],
        "step_ups": [_line(row) for row in work.step_ups],
        "decided": [_line(row) for row in work.decided],
    }


def _line(row: Row) -> dict[str, Any]:
    told = {name: value for name, value in row.items() if name not in NOT_TOLD}
    return told | {"child_id": row["now_child_id"], "name": name_of(row)}


@router.post("/referrals/{referral_id}/step-downs", status_code=201)
async def propose_step_down(
    referral_id: str, body: requests.StepDownBody, request: Request, service: Here, who: Worker
) -> Json:
    """Offers a child to early help. Every guard before a decision that closes stands before it, and SCR-16."""
    return await carrying_out.propose_step_down(request, service, who, referral_id, body)


@router.get(ONE)
async def one_step_down(step_down_id: str, service: Here, who: Both) -> dict[str, Any]:
    """The pack, by its profile, with where the step-down stands; for early help no pack once it came to nothing, nor
    before a second manager has agreed where one has to."""
    return _document(await step_down_view(service, who, step_down_id))


def _document(view: StepDownView) -> dict[str, Any]:
    return {
        "step_down_id": view.proposed.step_down_id,
        "version": view.version,
        "status": view.status,
        "recipient_org": view.proposed.recipient_org,
        "second_manager_wanted": view.wants_second_manager,
        "accept_by": view.proposed.accept_by,
        "contact_family_by": view.proposed.contact_family_by,
        "clocks": [asdict(clock) for clock in view.clocks],
        "pack": view.pack,
        "came_to_nothing_because": view.came_to_nothing.reason if view.came_to_nothing else "",
        "safe_contact_only": view.careful,
    }


@router.post(ONE + "/agreement", status_code=201)
async def agree(step_down_id: str, body: requests.AgreeBody, request: Request, service: Here, who: Worker) -> Json:
    """The second manager's agreement, where domestic abuse was of high risk (SCR-10)."""
    return await carrying_out.answer_step_down(request, service, who, step_down_id, body)


@router.post(ONE + "/acceptance", status_code=201)
async def accept(step_down_id: str, body: requests.AcceptBody, request: Request, service: Here, who: EarlyHelp) -> Json:
    return await carrying_out.answer_step_down(request, service, who, step_down_id, body)


@router.post(ONE + "/refusal", status_code=201)
async def decline(
    step_down_id: str, body: requests.DeclineBody, request: Request, service: Here, who: EarlyHelp
) -> Json:
    return await carrying_out.answer_step_down(request, service, who, step_down_id, body)


@router.post(ONE + "/withdrawal", status_code=201)
async def withdraw(
    step_down_id: str, body: requests.WithdrawBody, request: Request, service: Here, who: Worker
) -> Json:
    """Social care keeps the child after all, before early help has met the family."""
    return await carrying_out.answer_step_down(request, service, who, step_down_id, body)


@router.post(ONE + "/family-contact", status_code=201)
async def record_family_contacted(
    step_down_id: str, body: requests.FamilyContactedBody, request: Request, service: Here, who: Both
) -> Json:
    """Early help has met the family; the referral ends with it."""
    return await carrying_out.answer_step_down(request, service, who, step_down_id, body)


@router.post("/screenings/{contact_id}/children/{child_id}/early-help", status_code=201)
async def open_episode(
    contact_id: str, child_id: str, body: requests.OpenEpisodeBody, request: Request, service: Here, who: FrontDoor
) -> Json:
    """Names who takes up an authorised decision for early help."""
    return await carrying_out.open_episode(request, service, who, contact_id, child_id, body)


@router.post("/episodes/{episode_id}/closure", status_code=201)
async def close_episode(
    episode_id: str, body: requests.CloseEpisodeBody, request: Request, service: Here, who: EarlyHelp
) -> Json:
    return await carrying_out.close_episode(request, service, who, episode_id, body)


@router.post("/episodes/{episode_id}/step-ups", status_code=201)
async def request_step_up(
    episode_id: str, body: requests.StepUpBody, request: Request, service: Here, who: EarlyHelp
) -> Json:
    """Asks social care to look again. The episode stays open."""
    return await carrying_out.request_step_up(request, service, who, episode_id, body)


@router.post("/step-ups/{step_up_id}/decision", status_code=201)
async def decide_step_up(
    step_up_id: str, body: requests.DecideStepUpBody, request: Request, service: Here, who: Decider
) -> Json:
    """A decision for section 17 or a strategy discussion stands on the list of referrals to be accepted.

    ``decided`` is false where a second manager is asked first (SCR-10); ``owed`` is what protection did not wait for.
    """
    return await carrying_out.decide_step_up(request, service, who, step_up_id, body)
