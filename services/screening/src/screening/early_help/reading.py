"""Loads what a person asked to see of early help; whoever looks is written down first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from screening.authority import OPEN_CASE_MANAGERS
from screening.early_help.decider import EARLY_HELP
from screening.early_help.events import (
    StepDownAccepted,
    StepDownDeclined,
    StepDownProposed,
    StepDownWithdrawn,
    StepUpDecided,
    StepUpRequested,
)
from screening.early_help.pack import pack_of
from screening.early_help.state import EarlyHelp
from screening.early_help.stepping_down import EARLY_HELP_ROLES
from screening.read_models import contacts, early_help, referrals, waiting
from screening.referral.reading import name_of
from screening.safe_contact import is_careful
from screening.streams import early_help_stream
from shared.access.actor import Actor, Role
from shared.audit import looked
from shared.clocks import ClockView, clocks_of
from shared.database import Row
from shared.events import Recorded
from shared.problems import NotFound
from shared.service import Service


def own_org(who: Actor) -> str | None:
    """The organisation whose children early help sees; social care sees every one (None)."""
    return who.org_id if who.role in EARLY_HELP_ROLES else None


def _may_see(who: Actor, row: Row) -> bool:
    """Early help sees what it was offered, an assessment social worker the children whom she holds."""
    if who.role is Role.ASSESSMENT_SW:
        return row["worker"] == who.user_id
    return own_org(who) in (None, row["recipient_org"])


def state_of(recorded: Sequence[Recorded[object]]) -> EarlyHelp:
    return EARLY_HELP.fold(one.data for one in recorded)  # pyright: ignore[reportArgumentType]


async def early_help_of(service: Service, child_id: str) -> tuple[str, Sequence[Recorded[object]]]:
    """The id that the child's early help is kept under, and all that has happened in it."""
    async with service.pool.acquire() as connection:
        identities = await referrals.identities_of(connection, child_id)
        kept_under = await early_help.stream_child(connection, identities, child_id)
    return kept_under, await service.store.load(early_help_stream(kept_under))


CameToNothing = StepDownDeclined | StepDownWithdrawn
"""A step-down came to nothing: early help declined it, or social care withdrew it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StepDownView:
    """One step-down as a page or a program reads it. ``pack`` is all that early help sees of the child; none where it
    came to nothing, nor before a second manager has agreed where one has to (SCR-10). ``careful``: somebody in the
    family is reached in a safe way only.
    """

    row: Row
    proposed: StepDownProposed
    accepted: StepDownAccepted | None
    came_to_nothing: CameToNothing | None
    state: EarlyHelp
    version: int
    pack: Mapping[str, object] | None
    careful: bool
    clocks: Sequence[ClockView]

    @property
    def name(self) -> str:
        return name_of(self.row)

    @property
    def dob(self) -> date | None:
        return self.row["born_on"]

    @property
    def status(self) -> str:
        return self.row["status"]

    @property
    def ended_at(self) -> datetime | None:
        """When it came to nothing."""
        match self.came_to_nothing:
            case StepDownDeclined() as event:
                return event.declined_at
            case StepDownWithdrawn() as event:
                return event.withdrawn_at
            case None:
                return None

    @property
    def wants_second_manager(self) -> bool:
        return self.status == "OFFERED" and self.proposed.second_manager_wanted and not self.row["agreed"]


async def step_down_view(service: Service, who: Actor, step_down_id: str) -> StepDownView:
    """Raises ``NotFound`` for an unknown step-down, or one that was offered to somebody else."""
    async with service.pool.acquire() as connection:
        row = await early_help.step_down(connection, step_down_id)
        if row is None or not _may_see(who, row):
            raise NotFound("step-down")
        contact = await contacts.contact(connection, row["contact_id"])
        clocks = await clocks_of(connection, early_help_stream(row["child_id"]))
    stream = early_help_stream(row["child_id"])
    recorded = await service.store.load(stream)
    proposed, accepted, nothing = _of(step_down_id, recorded)
    adults = contact["said"]["adults"] if contact else ()
    waits = proposed.second_manager_wanted and not row["agreed"]
    kept = own_org(who) is not None and (waits or nothing is not None)
    await looked(service, who, "ViewStepDownPack", [row["now_child_id"]], [stream])
    return StepDownView(
        row=row,
        proposed=proposed,
        accepted=accepted,
        came_to_nothing=nothing,
        state=state_of(recorded),
        version=len(recorded),
        pack=None if kept else pack_of(proposed, accepted, row, adults),
        careful=is_careful(adults) and not kept,
        clocks=[clock for clock in clocks if clock.code == "CK_STEPDOWN"],
    )


def _of(
    step_down_id: str, recorded: Sequence[Recorded[object]]
) -> tuple[StepDownProposed, StepDownAccepted | None, CameToNothing | None]:
    """What was offered, whether it was accepted, and why it came to nothing."""
    proposed, accepted, nothing = None, None, None
    for one in recorded:
        match one.data:
            case StepDownProposed() as event if event.step_down_id == step_down_id:
                proposed = event
            case StepDownAccepted() as event if event.step_down_id == step_down_id:
                accepted = event
            case StepDownDeclined() | StepDownWithdrawn() as event if event.step_down_id == step_down_id:
                nothing = event
            case _:
                pass
    if proposed is None:
        raise NotFound("step-down")
    return proposed, accepted, nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What early help has and is asked, or, for social care, what waits between the two.

    ``held`` are the contacts of step-ups about children whom the reader's team holds, and may say so (SCR-11).
    """

    step_downs: Sequence[Row]
    episodes: Sequence[Row]
    step_ups: Sequence[Row]
    decided: Sequence[Row]
    held: frozenset[str]


async def work_of(service: Service, who: Actor) -> Work:
    org_id = own_org(who)
    front_door = org_id is None and who.role is not Role.ASSESSMENT_SW
    async with service.pool.acquire() as connection:
        step_downs = await early_help.step_downs(connection, org_id)
        step_ups = await early_help.step_ups(connection, org_id) if org_id or front_door else ()
        asked_of = [row["contact_id"] for row in step_ups]
        work = Work(
            step_downs=[row for row in step_downs if _may_see(who, row)],
            episodes=await early_help.episodes(connection, org_id) if org_id else (),
            step_ups=step_ups,
            decided=await early_help.decided(connection) if front_door else (),
            held=await waiting.of_assessment(connection, asked_of) if who.role in OPEN_CASE_MANAGERS else frozenset(),
        )
    rows = [*work.step_downs, *work.episodes, *work.step_ups, *work.decided]
    await looked(service, who, "ViewEarlyHelp", [row["now_child_id"] for row in rows])
    return work


async def episode_row(service: Service, who: Actor, episode_id: str) -> Row:
    """Raises ``NotFound`` for an episode that is not this organisation's."""
    async with service.pool.acquire() as connection:
        row = await early_help.episode(connection, episode_id)
    if row is None or row["org_id"] != who.org_id:
        raise NotFound("early help episode")
    await looked(service, who, "ViewEarlyHelp", [row["now_child_id"]])
    return row


async def step_up_row(service: Service, who: Actor, step_up_id: str) -> Row:
    async with service.pool.acquire() as connection:
        row = await early_help.step_up(connection, step_up_id)
    if row is None:
        raise NotFound("step-up")
    await looked(service, who, "ViewStepUp", [row["now_child_id"]])
    return row


@dataclass(frozen=True, slots=True, kw_only=True)
class StepUpView:
    """What early help asked, and what a manager answered."""

    asked: StepUpRequested
    decided: StepUpDecided


async def step_up_view(service: Service, who: Actor, step_up_id: str) -> StepUpView:
    """Raises ``NotFound`` for an unknown step-up, or one that nobody has answered."""
    row = await step_up_row(service, who, step_up_id)
    _, recorded = await early_help_of(service, row["child_id"])
    told = [one.data for one in recorded]
    asked = [one for one in told if isinstance(one, StepUpRequested) and one.step_up_id == step_up_id]
    decided = [one for one in told if isinstance(one, StepUpDecided) and one.step_up_id == step_up_id]
    if not asked or not decided:
        raise NotFound("step-up")
    return StepUpView(asked=asked[0], decided=decided[0])
