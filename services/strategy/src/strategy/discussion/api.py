"""The discussion for machines and scripts: every command as JSON, and the record as its reader may see it."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from pydantic import TypeAdapter

from shared.access.actor import Actor, Role
from shared.access.routes import allow
from shared.clocks import ClockView, clocks_of
from shared.handling import Json, Step, handle
from shared.ids import new_id
from shared.inputs import Asked
from shared.service import Service, caller_of, service_of
from strategy.discussion.commands import (
    AgreeAction,
    ChildDecision,
    CompleteAction,
    ConveneStrategyDiscussion,
    DeclineStrategyRequest,
    DiscussionCommand,
    FinaliseRecord,
    Reconvene,
    RecordAttendance,
    RecordStrategyDecision,
    RequestStrategyDiscussion,
    ScheduleReview,
    ShareAgencyInformation,
)
from strategy.discussion.decider import DISCUSSION
from strategy.discussion.invitation import invitation_of
from strategy.discussion.record import Findings
from strategy.discussion.requests import (
    ActionBody,
    AttendanceBody,
    CompleteBody,
    ConveneBody,
    DecisionBody,
    DeclineBody,
    FinaliseBody,
    InformationBody,
    ReconveneBody,
    RequestBody,
    ReviewBody,
)
from strategy.read_models import children, discussions, enquiries
from strategy.read_models.record import Record
from strategy.readers import AGENCIES, HUB_PARTNERS, MANAGERS, SOCIAL_CARE
from strategy.reading import record_read_by, the_record
from strategy.streams import discussion_of_contact, discussion_stream

router = APIRouter(prefix="/api/v1/discussions", tags=["discussions"])

Here = Annotated[Service, Depends(service_of)]
Worker = Annotated[Actor, allow(*SOCIAL_CARE)]
Manager = Annotated[Actor, allow(*MANAGERS)]
Asker = Annotated[Actor, allow(*SOCIAL_CARE, *HUB_PARTNERS)]
Contributor = Annotated[Actor, allow(*SOCIAL_CARE, *AGENCIES)]

DONE = CompleteBody()
_RECORD: TypeAdapter[Record] = TypeAdapter(Record)
_CLOCKS: TypeAdapter[list[ClockView]] = TypeAdapter(list[ClockView])


async def carry_out(
    request: Request,
    service: Service,
    who: Actor,
    strategy_id: str,
    command: DiscussionCommand,
    asked: Asked,
    **told: str,
) -> Json:
    """One command for a discussion that exists, with the version that the person saw."""
    await the_record(service, strategy_id)
    step = Step(
        stream=discussion_stream(strategy_id),
        decider=DISCUSSION,
        command=command,
        expected_version=asked.expected_version,
    )
    return await handle(
        service.store,
        await caller_of(request, who),
        step,
        answer=lambda _: {"strategy_id": strategy_id, **told},
    )


@router.post("", status_code=201)
async def request_discussion(body: RequestBody, request: Request, service: Here, who: Asker) -> Json:
    """Asks for a discussion. A contact leads to one discussion only: asked again, its children are added."""
    strategy_id = discussion_of_contact(body.contact_id) if body.contact_id else new_id()
    command = RequestStrategyDiscussion(
        strategy_id=strategy_id,
        **body.model_dump(exclude={"expected_version"}),
        by=who,
        at=service.clock.now(),
    )
    step = Step(
        stream=discussion_stream(strategy_id),
        decider=DISCUSSION,
        command=command,
        expected_version=body.expected_version,
    )
    return await handle(
        service.store, await caller_of(request, who), step, answer=lambda _: {"strategy_id": strategy_id}
    )


@router.get("")
async def open_discussions(service: Here, who: Worker, contact_id: str | None = None) -> list[dict[str, Any]]:
    """Discussions that are owed or whose record is not final, in the order in which they are due.

    With ``contact_id``: those to which that contact led, whatever has become of them.
    """
    async with service.pool.acquire() as connection:
        if contact_id is None:
            return [dict(row) for row in await discussions.open_discussions(connection)]
        return [dict(row) for row in await discussions.discussions_of_contact(connection, contact_id)]


@router.get("/{strategy_id}")
async def discussion(strategy_id: str, service: Here, who: Contributor) -> dict[str, Any]:
    """The record for whoever was there, the invitation for whoever was asked to come."""
    record, whole = await record_read_by(service, who, strategy_id)
    async with service.pool.acquire() as connection:
        known = await children.children_of(connection, record.child_ids)
        if not whole:
            return {"invitation": invitation_of(record, list(known.values()), who)}
        started = await enquiries.enquiries_of(connection, strategy_id)
        clocks = await clocks_of(connection, discussion_stream(strategy_id))
    return {
        **_RECORD.dump_python(record, mode="json"),
        "children": [{"child_id": c.child_id, "name": c.name, "dob": c.dob} for c in known.values()],
        "enquiries": [{"s47_id": row["s47_id"], "child_id": row["child_id"]} for row in started],
        "clocks": _CLOCKS.dump_python(clocks, mode="json"),
    }


@router.post("/{strategy_id}/decline", status_code=201)
async def decline(strategy_id: str, body: DeclineBody, request: Request, service: Here, who: Manager) -> Json:
    command = DeclineStrategyRequest(rationale=body.rationale, by=who, at=service.clock.now())
    return await carry_out(request, service, who, strategy_id, command, body)


@router.post("/{strategy_id}/convene", status_code=201)
async def convene(strategy_id: str, body: ConveneBody, request: Request, service: Here, who: Manager) -> Json:
    command = ConveneStrategyDiscussion(
        held_at=body.held_at,
        mode=body.mode,
        chair=body.chair,
        chair_role=_chair_role(body, who),
        invitees=body.invitees,
        referrer_reason=body.referrer_reason,
        by=who,
        at=service.clock.now(),
    )
    return await carry_out(request, service, who, strategy_id, command, body)


def _chair_role(body: ConveneBody | ReconveneBody, who: Actor) -> Role:
    """Whoever takes the chair is known; for somebody else the manager who convenes answers."""
    return who.role if body.chair == who.user_id or body.chair_role is None else body.chair_role


@router.post("/{strategy_id}/attendance", status_code=201)
async def record_attendance(
    strategy_id: str, body: AttendanceBody, request: Request, service: Here, who: Worker
) -> Json:
    command = RecordAttendance(attendance=body.attendance, by=who, at=service.clock.now())
    return await carry_out(request, service, who, strategy_id, command, body)


@router.post("/{strategy_id}/information", status_code=201)
async def share_information(
    strategy_id: str, body: InformationBody, request: Request, service: Here, who: Contributor
) -> Json:
    """One agency's section. An agency's own people write for that agency only."""
    await record_read_by(service, who, strategy_id)
    command = ShareAgencyInformation(
        agency=body.agency, content=body.content, handling=body.handling, by=who, at=service.clock.now()
    )
    return await carry_out(request, service, who, strategy_id, command, body)


@router.post("/{strategy_id}/decisions", status_code=201)
async def record_decision(strategy_id: str, body: DecisionBody, request: Request, service: Here, who: Manager) -> Json:
    command = RecordStrategyDecision(
        decisions=tuple(ChildDecision(child_id=c.child_id, decision=c.decision) for c in body.decisions),
        provisional=body.provisional,
        concern=body.concern,
        findings=findings_of(body),
        by=who,
        at=service.clock.now(),
    )
    return await carry_out(request, service, who, strategy_id, command, body)


def findings_of(body: DecisionBody) -> Findings:
    """The part of the body that is about all the children together."""
    return Findings(
        threshold_analysis=body.threshold_analysis,
        each_agency_view=body.each_agency_view,
        dissent=body.dissent,
        interim_safety_plan=body.interim_safety_plan,
        medical=body.medical,
        abe=body.abe,
        legal_advice=body.legal_advice,
        lado=body.lado,
        other_children=body.other_children,
        criminal_investigation=body.criminal_investigation,
        who_speaks_to_parents_when=body.who_speaks_to_parents_when,
        education_reason=body.education_reason,
    )


@router.post("/{strategy_id}/actions", status_code=201)
async def agree_action(strategy_id: str, body: ActionBody, request: Request, service: Here, who: Worker) -> Json:
    action_id = new_id()
    command = AgreeAction(
        action_id=action_id,
        owner=body.owner,
        agency=body.agency,
        what=body.what,
        due_at=body.due_at,
        reconvenes=body.reconvenes,
        by=who,
        at=service.clock.now(),
    )
    return await carry_out(request, service, who, strategy_id, command, body, action_id=action_id)


@router.post("/{strategy_id}/actions/{action_id}/complete", status_code=201)
async def complete_action(
    strategy_id: str, action_id: str, request: Request, service: Here, who: Worker, body: CompleteBody = DONE
) -> Json:
    command = CompleteAction(
        action_id=action_id,
        outcome=body.outcome,
        transferred_to=body.transferred_to,
        note=body.note,
        by=who,
        at=service.clock.now(),
    )
    return await carry_out(request, service, who, strategy_id, command, body)


@router.post("/{strategy_id}/reviews", status_code=201)
async def schedule_review(strategy_id: str, body: ReviewBody, request: Request, service: Here, who: Manager) -> Json:
    command = ScheduleReview(review_by=body.review_by, reason=body.reason, by=who, at=service.clock.now())
    return await carry_out(request, service, who, strategy_id, command, body)


@router.post("/{strategy_id}/reconvene", status_code=201)
async def reconvene(strategy_id: str, body: ReconveneBody, request: Request, service: Here, who: Manager) -> Json:
    command = Reconvene(
        held_at=body.held_at,
        mode=body.mode,
        chair=body.chair,
        chair_role=_chair_role(body, who),
        invitees=body.invitees,
        reason=body.reason,
        by=who,
        at=service.clock.now(),
    )
    return await carry_out(request, service, who, strategy_id, command, body)


@router.post("/{strategy_id}/finalise", status_code=201)
async def finalise(strategy_id: str, body: FinaliseBody, request: Request, service: Here, who: Manager) -> Json:
    command = FinaliseRecord(template_version=body.template_version, by=who, at=service.clock.now())
    return await carry_out(request, service, who, strategy_id, command, body)
