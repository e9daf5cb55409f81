"""The last step of every request about early help: the commands go to the store together, the receipt comes back."""

from collections.abc import Mapping, Sequence

from fastapi import Request

from screening.case.applicability import Unmet
from screening.case.carrying_out import warnings_of
from screening.case.commands import DeferGuards
from screening.case.decider import SCREENING
from screening.case.facts import KnownOfChild
from screening.case.request_parts import values_of
from screening.case.state import Case, Child
from screening.codes import Decision
from screening.early_help.commands import (
    AcceptStepDown,
    AgreeStepDown,
    CloseEpisode,
    Command,
    DecideStepUp,
    DeclineStepDown,
    OpenEpisode,
    RecordFamilyContacted,
    StepDown,
    StepUp,
    WithdrawStepDown,
)
from screening.early_help.decider import EARLY_HELP
from screening.early_help.events import StepUpDecided
from screening.early_help.facts import Goal, Recipient
from screening.early_help.guards import is_protection, owed_afterwards, still_to_do
from screening.early_help.reading import early_help_of, episode_row, state_of, step_down_view, step_up_row
from screening.early_help.requests import (
    AcceptBody,
    AgreeBody,
    CloseEpisodeBody,
    DecideStepUpBody,
    DeclineBody,
    FamilyContactedBody,
    OpenEpisodeBody,
    StepDownBody,
    StepUpBody,
    WithdrawBody,
)
from screening.early_help.state import EarlyHelp
from screening.early_help.stepping_up import ANSWERS
from screening.read_models import history, sampling
from screening.referral.asking import OUT_OF_ORDER
from screening.referral.carrying_out import hand_to_early_help
from screening.referral.reading import referral_view
from screening.streams import early_help_stream, screening_of
from shared.access.actor import Actor
from shared.database import Row
from shared.decider import Refused
from shared.events import Recorded
from shared.handling import Json, Step, handle
from shared.ids import new_id
from shared.problems import NotFound
from shared.service import Service, caller_of

AnswerBody = AgreeBody | AcceptBody | DeclineBody | WithdrawBody | FamilyContactedBody


def _step(child_id: str, command: Command, expected_version: int | None) -> Step:
    return Step(
        stream=early_help_stream(child_id), decider=EARLY_HELP, command=command, expected_version=expected_version
    )


async def screening_case(service: Service, contact_id: str) -> Case:
    """The screening that the guards look at."""
    recorded = await service.store.load(screening_of(contact_id))
    case = SCREENING.fold(one.data for one in recorded)  # pyright: ignore[reportArgumentType]
    if not isinstance(case, Case):
        raise NotFound("contact")
    return case


async def propose_step_down(
    request: Request, service: Service, who: Actor, referral_id: str, body: StepDownBody, key: str | None = None
) -> Json:
    """Offers the child to early help. The child has a worker until early help has met the family."""
    view = await referral_view(service, who, referral_id)
    if not view.is_open or view.worker is None:
        raise Refused(OUT_OF_ORDER, "A step-down is proposed for a child who is open and has a social worker.")
    case = await screening_case(service, view.accepted.contact_id)
    screened = case.find(view.accepted.child_id)
    kept_under, _ = await early_help_of(service, view.accepted.child_id)
    step_down_id = new_id()
    said = values_of(body)
    recipient = Recipient(org_id=said.pop("recipient_org"), name=said.pop("recipient_name"))
    said["goals"] = tuple(Goal(change=goal.change, seen_by=goal.seen_by) for goal in body.goals)
    command = StepDown(
        by=who,
        at=service.clock.now(),
        step_down_id=step_down_id,
        child_id=kept_under,
        referral_id=referral_id,
        screening=case,
        screened=screened,
        in_enquiry=view.in_enquiry,
        known=await _known(service, case, screened),
        recipient=recipient,
        same_reason=await _written_before(service, who, case, view.child_id, body.reason),
        **said,
    )
    return await handle(
        service.store,
        await caller_of(request, who, key),
        _step(kept_under, command, body.expected_version),
        answer=lambda recorded: {
            "step_down_id": step_down_id,
            "referral_id": referral_id,
            **warnings_of(recorded, "reason"),
        },
    )


async def _written_before(service: Service, who: Actor, case: Case, child_id: str, reason: str) -> int:
    """For how many other children this person wrote the same words (SCR-19)."""
    contact_id, now = case.contact.contact_id, service.clock.now()
    async with service.pool.acquire() as connection:
        return await sampling.written_before(connection, who.user_id, reason, contact_id, child_id, now)


async def _known(service: Service, case: Case, child: Child | None) -> KnownOfChild | None:
    """What our own record holds of the child, and how often it has heard of it by now: months may lie between."""
    if child is None:
        return None
    async with service.pool.acquire() as connection:
        return await history.known_of_child(
            connection, case.contact.contact_id, child.child_id, case.contact.received_at, service.clock.now()
        )


async def answer_step_down(
    request: Request, service: Service, who: Actor, step_down_id: str, body: AnswerBody, key: str | None = None
) -> Json:
    """What is done about one step-down. When the family has been met the referral ends with it."""
    view = await step_down_view(service, who, step_down_id)
    current = view.state.step_down
    if current is None or current.step_down_id != step_down_id:
        raise Refused("STEPDOWN OUT_OF_ORDER", "This step-down is over.")
    command = _answer(body, who, service)
    steps = [_step(view.row["child_id"], command, body.expected_version)]
    if isinstance(command, RecordFamilyContacted):
        steps += await hand_to_early_help(service, who, view.proposed.referral_id, step_down_id)
    caller = await caller_of(request, who, key)
    return await handle(service.store, caller, *steps, answer=lambda _: {"step_down_id": step_down_id})


def _answer(body: AnswerBody, who: Actor, service: Service) -> Command:
    at = service.clock.now()
    match body:
        case AgreeBody():
            return AgreeStepDown(by=who, at=at, rationale=body.rationale)
        case AcceptBody():
            return AcceptStepDown(by=who, at=at, episode_id=new_id(), lead_practitioner=body.lead_practitioner)
        case DeclineBody():
            return DeclineStepDown(by=who, at=at, reason=body.reason)
        case WithdrawBody():
            return WithdrawStepDown(by=who, at=at, reason=body.reason)
        case FamilyContactedBody():
            return RecordFamilyContacted(
                by=who, at=at, contacted_at=body.contacted_at, joint_visit_made=body.joint_visit_made
            )


async def open_episode(
    request: Request,
    service: Service,
    who: Actor,
    contact_id: str,
    child_id: str,
    body: OpenEpisodeBody,
    key: str | None = None,
) -> Json:
    """Early help begins for a child whose decision was early help."""
    case = await screening_case(service, contact_id)
    child = case.find(child_id)
    if child is None:
        raise NotFound("child of this contact")
    kept_under, _ = await early_help_of(service, child.child_id)
    episode_id = new_id()
    command = OpenEpisode(
        by=who,
        at=service.clock.now(),
        episode_id=episode_id,
        child_id=kept_under,
        contact_id=contact_id,
        decision=child.decision,
        recipient=Recipient(org_id=body.recipient_org, name=body.recipient_name),
    )
    step = _step(kept_under, command, body.expected_version)
    caller = await caller_of(request, who, key)
    return await handle(service.store, caller, step, answer=lambda _: {"episode_id": episode_id})


async def close_episode(
    request: Request, service: Service, who: Actor, episode_id: str, body: CloseEpisodeBody, key: str | None = None
) -> Json:
    row = await episode_row(service, who, episode_id)
    command = CloseEpisode(by=who, at=service.clock.now(), reason=body.reason)
    step = _step(row["child_id"], command, body.expected_version)
    caller = await caller_of(request, who, key)
    return await handle(service.store, caller, step, answer=lambda _: {"episode_id": episode_id})


async def request_step_up(
    request: Request, service: Service, who: Actor, episode_id: str, body: StepUpBody, key: str | None = None
) -> Json:
    """Early help asks social care; its own episode stays open."""
    row = await episode_row(service, who, episode_id)
    step_up_id = new_id()
    command = StepUp(by=who, at=service.clock.now(), step_up_id=step_up_id, reason=body.reason, urgent=body.urgent)
    step = _step(row["child_id"], command, body.expected_version)
    caller = await caller_of(request, who, key)
    return await handle(service.store, caller, step, answer=lambda _: {"step_up_id": step_up_id})


async def screened_for_step_up(service: Service, row: Row) -> tuple[Case, Child | None]:
    """The screening that led to early help, and the child in it, under whichever id it is known by now."""
    case = await screening_case(service, row["contact_id"])
    return case, case.find(row["child_id"]) or case.find(row["now_child_id"])


async def wanted_for_answers(service: Service, row: Row) -> tuple[Case, EarlyHelp, Mapping[Decision, Sequence[Unmet]]]:
    """The screening, the child's early help, and what the guards want before each answer that no form here asks."""
    case, screened = await screened_for_step_up(service, row)
    known = await _known(service, case, screened)
    state = await _early_help(service, row)
    return case, state, {answer: still_to_do(answer, case, screened, known, state) for answer in ANSWERS}


async def decide_step_up(
    request: Request, service: Service, who: Actor, step_up_id: str, body: DecideStepUpBody, key: str | None = None
) -> Json:
    """The answer. What protection did not wait for is owed in the screening, by the same transaction."""
    row = await step_up_row(service, who, step_up_id)
    if row["decision"] is not None:
        raise Refused("STEPUP OUT_OF_ORDER", "This step-up has been answered already.")
    case, screened = await screened_for_step_up(service, row)
    command = DecideStepUp(
        by=who,
        at=service.clock.now(),
        child_id=row["child_id"],
        screening=case,
        screened=screened,
        known=await _known(service, case, screened),
        same_reason=await _written_before(service, who, case, row["child_id"], body.rationale),
        **values_of(body),
    )
    steps = [_step(row["child_id"], command, body.expected_version), *await _deferring(service, row, command)]
    caller = await caller_of(request, who, key)
    return await handle(service.store, caller, *steps, answer=lambda recorded: _answered(step_up_id, recorded))


async def _early_help(service: Service, row: Row) -> EarlyHelp:
    return state_of(await service.store.load(early_help_stream(row["child_id"])))


async def _deferring(service: Service, row: Row, command: DecideStepUp) -> list[Step]:
    """Only an answer that protects leaves anything for later, so only then is early help read before it is decided."""
    screened = command.screened
    if screened is None or not is_protection(command):
        return []
    if not (guards := owed_afterwards(command, await _early_help(service, row))):
        return []
    owed = DeferGuards(
        by=command.by,
        at=command.at,
        child_id=screened.child_id,
        guards=guards,
        assumptions_tested=command.assumptions_tested,
        info_gaps=command.info_gaps,
    )
    return [Step(stream=screening_of(row["contact_id"]), decider=SCREENING, command=owed)]


def _answered(step_up_id: str, recorded: Sequence[Recorded[object]]) -> Json:
    """Whether it is decided, or a second manager is asked; and what is owed although it went first."""
    decided = [one.data for one in recorded if isinstance(one.data, StepUpDecided)]
    return {
        "step_up_id": step_up_id,
        "decided": bool(decided),
        "owed": [code for one in decided for code in one.deferred],
        **warnings_of(recorded, "rationale"),
    }
