"""Brothers and sisters of a contact, the status of its children, and its quality as a screener sees it."""

from typing import Annotated, Any

from fastapi import APIRouter, Request

from intake.access import CONFIRMERS, FRONT_DOOR, Here
from intake.acting import act
from intake.adding import newly_named, sibling_of
from intake.commands import AddSibling, ConfirmContactQuality, ExcludeSibling, NameChild, RecordCareStatus
from intake.people_requests import CareStatus, ChildIn, Quality, SiblingIn, SiblingOut
from intake.read_models import household
from shared.access.actor import Actor, Role
from shared.access.routes import allow
from shared.audit import looked
from shared.handling import Json

router = APIRouter(prefix="/api/v1")
Confirmer = Annotated[Actor, allow(*CONFIRMERS)]
Anyone = Annotated[Actor, allow(*FRONT_DOOR)]


@router.get("/contacts/{contact_id}/siblings")
async def siblings_to_decide_on(contact_id: str, service: Here, who: Confirmer) -> list[dict[str, Any]]:
    """Children of the household whom the contact does not name and on whom nobody has decided yet (INT-04)."""
    async with service.pool.acquire() as connection:
        rows = await household.undecided_siblings(connection, contact_id)
    await looked(service, who, "ViewHousehold", (row["child_id"] for row in rows), [f"Contact-{contact_id}"])
    shown = ("child_id", "first_name", "surname", "dob", "expected_dob", "address", "why", "found_at")
    return [{name: row[name] for name in shown} for row in rows]


@router.post("/contacts/{contact_id}/siblings", status_code=201)
async def add_sibling(contact_id: str, asked: SiblingIn, request: Request, service: Here, who: Confirmer) -> Json:
    """The child joins the contact and gets a decision of its own."""
    child = await sibling_of(service, contact_id, asked.child_id)
    command = AddSibling(by=who, at=service.clock.now(), child=child)
    return await act(request, service, who, contact_id, command, asked.expected_version)


@router.post("/contacts/{contact_id}/children", status_code=201)
async def name_child(contact_id: str, asked: ChildIn, request: Request, service: Here, who: Anyone) -> Json:
    """Somebody has found out whom the contact is about: the child is screened like one whom the sender named."""
    child = newly_named(**asked.model_dump(exclude={"expected_version", "reason"}))
    command = NameChild(by=who, at=service.clock.now(), child=child, reason=asked.reason)
    return await act(request, service, who, contact_id, command, asked.expected_version)


@router.post("/contacts/{contact_id}/sibling-exclusions", status_code=201)
async def exclude_sibling(contact_id: str, asked: SiblingOut, request: Request, service: Here, who: Confirmer) -> Json:
    """The child is not part of this contact, for a reason that is kept."""
    command = ExcludeSibling(by=who, at=service.clock.now(), child_id=asked.child_id, reason=asked.reason)
    return await act(request, service, who, contact_id, command, asked.expected_version)


@router.post("/contacts/{contact_id}/care-status", status_code=201)
async def record_care_status(contact_id: str, asked: CareStatus, request: Request, service: Here, who: Anyone) -> Json:
    """Whether the child was open to us when the contact came; an open child's worker and manager get it (INT-05)."""
    values = asked.model_dump(exclude={"expected_version"})
    command = RecordCareStatus(by=who, at=service.clock.now(), **values)
    return await act(request, service, who, contact_id, command, asked.expected_version)


@router.post("/contacts/{contact_id}/quality", status_code=201)
async def confirm_quality(
    contact_id: str,
    asked: Quality,
    request: Request,
    service: Here,
    who: Annotated[Actor, allow(Role.SCREENER_SW, Role.FRONT_DOOR_MANAGER, Role.EDT_WORKER, Role.EDT_MANAGER)],
) -> Json:
    """A screener confirms the system's score, or answers otherwise and says why."""
    command = ConfirmContactQuality(by=who, at=service.clock.now(), tests=asked.tests, reason=asked.reason)
    return await act(request, service, who, contact_id, command, asked.expected_version)
