"""Where a strategy discussion stands, and how each event moves it: only what its rules need to know."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import assert_never

from strategy.codes import Agency, Concern, Decision, Immediacy, YesNo, YesNoNotKnown
from strategy.discussion.events import (
    AgencyInformationShared,
    AttendanceRecorded,
    ChildAddedToDiscussion,
    DiscussionEvent,
    StrategyActionAgreed,
    StrategyActionCompleted,
    StrategyAskedForAgain,
    StrategyDecisionRecorded,
    StrategyDiscussionConvened,
    StrategyDiscussionHastened,
    StrategyDiscussionReconvened,
    StrategyRecordFinalised,
    StrategyRequestDeclined,
    StrategyReviewScheduled,
    StrategyThresholdMet,
)
from strategy.discussion.record import Attendee, Invitee, ReferringAgency


@dataclass(frozen=True, slots=True, kw_only=True)
class NotRequested:
    """Nobody has asked for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Requested:
    """The threshold is met; the discussion is owed by ``due_at``. ``grounds`` are those of everybody who asked."""

    strategy_id: str
    contact_id: str | None
    child_ids: tuple[str, ...]
    grounds: frozenset[str]
    concern: frozenset[Concern]
    immediacy: Immediacy
    due_at: datetime
    referrer: ReferringAgency | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Declined:
    """A manager said no, with reasons. New facts may ask again."""

    strategy_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """The decision that stands for one child, and the sitting that took it."""

    decision: Decision
    sitting: int
    provisional: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Convened:
    """Called together, once or again. ``attendance`` is that of the latest sitting."""

    request: Requested
    sitting: int
    held_at: datetime
    chair: str
    invitees: tuple[Invitee, ...]
    attendance: tuple[Attendee, ...] = ()
    informed_by: frozenset[Agency] = frozenset()
    decisions: Mapping[str, Standing] = field(default_factory=dict[str, Standing])
    open_actions: frozenset[str] = frozenset()
    closed_actions: frozenset[str] = frozenset()
    will_meet_again: bool = False
    police_position_stated: bool = False
    finalised: bool = False

    @property
    def strategy_id(self) -> str:
        return self.request.strategy_id

    @property
    def child_ids(self) -> tuple[str, ...]:
        return self.request.child_ids

    @property
    def undecided(self) -> tuple[str, ...]:
        return tuple(child_id for child_id in self.child_ids if child_id not in self.decisions)

    @property
    def provisional(self) -> bool:
        """A decision taken without full quorum still stands."""
        return any(standing.provisional for standing in self.decisions.values())

    def present(self, agency: Agency) -> bool:
        return any(seat.agency is agency and _came(seat) for seat in self.attendance)

    @property
    def manager_present(self) -> bool:
        """The chair, who is a social-care manager, came."""
        return any(seat.agency is Agency.CSC and seat.person == self.chair and _came(seat) for seat in self.attendance)

    @property
    def quorate(self) -> bool:
        return self.manager_present and self.present(Agency.POLICE) and self.present(Agency.HEALTH)

    def invited(self, agency: Agency) -> bool:
        return any(invitee.agency is agency for invitee in self.invitees)

    def informed(self, agency: Agency) -> bool:
        """The agency told what it knows: it was there, sent it, or wrote its section."""
        sent = any(seat.agency is agency and seat.sent_info is YesNo.Y for seat in self.attendance)
        return sent or self.present(agency) or agency in self.informed_by


def _came(seat: Attendee) -> bool:
    return seat.present is YesNo.Y and bool(seat.person)


DiscussionState = NotRequested | Requested | Declined | Convened


def evolve(state: DiscussionState, event: DiscussionEvent) -> DiscussionState:
    match event:
        case StrategyThresholdMet():
            return _asked_for(event)
        case StrategyRequestDeclined():
            return Declined(strategy_id=event.strategy_id)
        case _ if isinstance(state, Requested):
            return _while_requested(state, event)
        case _ if isinstance(state, Convened):
            return _while_convened(state, event)
        case _:
            return state


def _asked_for(event: StrategyThresholdMet) -> Requested:
    return Requested(
        strategy_id=event.strategy_id,
        contact_id=event.contact_id,
        child_ids=event.child_ids,
        grounds=frozenset({event.grounds}),
        concern=frozenset(event.concern),
        immediacy=event.immediacy,
        due_at=event.due_at,
        referrer=event.referrer,
    )


def _while_requested(state: Requested, event: DiscussionEvent) -> DiscussionState:
    match event:
        case ChildAddedToDiscussion():
            return _with_child(state, event)
        case StrategyAskedForAgain():
            return _with_grounds(state, event)
        case StrategyDiscussionHastened():
            return replace(_with_grounds(state, event), immediacy=event.immediacy, due_at=event.due_at)
        case StrategyDiscussionConvened():
            return Convened(request=state, sitting=1, held_at=event.held_at, chair=event.chair, invitees=event.invitees)
        case _:
            return state


def _with_child(request: Requested, event: ChildAddedToDiscussion) -> Requested:
    return replace(_with_grounds(request, event), child_ids=(*request.child_ids, event.child_id))


def _with_grounds(
    request: Requested, event: ChildAddedToDiscussion | StrategyAskedForAgain | StrategyDiscussionHastened
) -> Requested:
    return replace(request, grounds=request.grounds | {event.grounds}, concern=request.concern | set(event.concern))


def _while_convened(state: Convened, event: DiscussionEvent) -> Convened:
    match event:
        case ChildAddedToDiscussion():
            return replace(state, request=_with_child(state.request, event), finalised=False)
        case StrategyAskedForAgain():
            return replace(state, request=_with_grounds(state.request, event), finalised=False)
        case AttendanceRecorded():
            return replace(state, attendance=event.attendance)
        case AgencyInformationShared():
            return replace(state, informed_by=state.informed_by | {event.agency})
        case StrategyDecisionRecorded():
            return _decided(state, event)
        case StrategyActionAgreed():
            return replace(
                state,
                open_actions=state.open_actions | {event.action_id},
                will_meet_again=state.will_meet_again or event.reconvenes,
            )
        case StrategyActionCompleted():
            return replace(
                state,
                open_actions=state.open_actions - {event.action_id},
                closed_actions=state.closed_actions | {event.action_id},
            )
        case StrategyReviewScheduled():
            return replace(state, will_meet_again=True)
        case StrategyDiscussionReconvened():
            return _met_again(state, event)
        case StrategyRecordFinalised():
            return replace(state, finalised=True)
        case StrategyThresholdMet() | StrategyRequestDeclined():
            return state
        case StrategyDiscussionHastened() | StrategyDiscussionConvened():
            return state
    assert_never(event)


def _decided(state: Convened, event: StrategyDecisionRecorded) -> Convened:
    standing = Standing(decision=event.decision, sitting=state.sitting, provisional=event.provisional)
    police = event.findings.criminal_investigation is not YesNoNotKnown.NK or any(
        view.agency is Agency.POLICE and view.view.strip() for view in event.findings.each_agency_view
    )
    return replace(
        state,
        decisions={**state.decisions, event.child_id: standing},
        police_position_stated=state.police_position_stated or police,
    )


def _met_again(state: Convened, event: StrategyDiscussionReconvened) -> Convened:
    return replace(
        state,
        sitting=state.sitting + 1,
        held_at=event.held_at,
        chair=event.chair,
        invitees=event.invitees,
        attendance=(),
        will_meet_again=False,
        finalised=False,
    )
