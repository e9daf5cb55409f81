"""Whatever is asked in whatever order: no decision without quorum unless it is provisional and to protect, no final
record on a provisional decision, no enquiry's outcome before the child was seen, never two open enquiries."""

from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from shared.decider import Conflict, Decider, Refused
from strategy.codes import Agency, Decision, S47Outcome, YesNo
from strategy.discussion.commands import ChildDecision, Reconvene
from strategy.discussion.decider import DISCUSSION
from strategy.discussion.events import (
    AttendanceRecorded,
    ChildAddedToDiscussion,
    StrategyDecisionRecorded,
    StrategyDiscussionConvened,
    StrategyDiscussionReconvened,
    StrategyRecordFinalised,
    StrategyThresholdMet,
)
from strategy.register.commands import CloseEnquiry, OpenEnquiry
from strategy.register.decider import REGISTER
from strategy.register.events import EnquiryClosed, EnquiryOpened
from strategy.s47.decider import S47
from strategy.s47.events import ChildSeen, S47OutcomeRecorded

from .people import HALE, LUND, NDLOVU, OKAFOR, PATEL, REYES, WRITTEN
from .story import (
    ALFIE,
    CHAIR,
    CONVENE,
    DECISION,
    FINALISE,
    INVITEES,
    MAISIE,
    MEET_AGAIN,
    OUTCOME,
    PAEDIATRICIAN,
    REQUEST,
    SCHOOL_CLOSED,
    SEEN,
    SERGEANT,
    START,
    attended,
)

PEOPLE = st.sampled_from([HALE, LUND, NDLOVU, OKAFOR, PATEL, REYES])
AGAIN = Reconvene(
    held_at=WRITTEN,
    mode=CONVENE.mode,
    chair="edt.lund",
    chair_role=LUND.role,
    invitees=INVITEES,
    reason="Full quorum",
    by=LUND,
    at=WRITTEN,
)
ATTENDANCES = st.sets(st.sampled_from([CHAIR, SERGEANT, PAEDIATRICIAN, SCHOOL_CLOSED])).map(
    lambda seats: attended(*seats)
)
DECISIONS = st.builds(
    lambda decisions, provisional, by: replace(
        DECISION,
        decisions=tuple(ChildDecision(child_id=child, decision=decision) for child, decision in decisions.items()),
        provisional=provisional,
        by=by,
    ),
    st.dictionaries(st.sampled_from([MAISIE, ALFIE]), st.sampled_from([Decision.S47_JOINT, Decision.NFA_CP])),
    st.booleans(),
    PEOPLE,
)
DISCUSSION_COMMANDS = st.one_of(
    st.sampled_from([replace(REQUEST, child_ids=(MAISIE,)), REQUEST, CONVENE, AGAIN, MEET_AGAIN, FINALISE]),
    ATTENDANCES,
    DECISIONS,
)
S47_COMMANDS = st.one_of(
    st.sampled_from([START, SEEN]),
    st.builds(
        lambda outcome, child_view, by: replace(OUTCOME, outcome=outcome, child_view=child_view, by=by),
        st.sampled_from(S47Outcome),
        st.sampled_from(["", "Wants it to be just us"]),
        PEOPLE,
    ),
)
IDS = st.sampled_from(["S47-1", "S47-2"])


def lived(decider: Decider[Any, Any, Any], commands: list[Any]) -> list[Any]:
    """What has happened after these commands, with those left out that were refused."""
    state, happened = decider.initial, list[Any]()
    for command in commands:
        try:
            events = list(decider.decide(command, state))
        except (Refused, Conflict):
            continue
        state = decider.fold(events, state)
        happened += events
    return happened


@settings(deadline=None)
@given(st.lists(DISCUSSION_COMMANDS, max_size=25))
def test_no_decision_stands_without_quorum_unless_it_protects_for_now(commands: list[Any]) -> None:
    there: set[Agency] = set()
    for event in lived(DISCUSSION, commands):
        match event:
            case StrategyDiscussionConvened() | StrategyDiscussionReconvened():
                there = set()
            case AttendanceRecorded():
                there = {seat.agency for seat in event.attendance if seat.present is YesNo.Y}
            case StrategyDecisionRecorded(provisional=True):
                assert {Agency.CSC, Agency.POLICE} <= there
                assert event.decision is Decision.S47_JOINT
            case StrategyDecisionRecorded():
                assert {Agency.CSC, Agency.POLICE, Agency.HEALTH} <= there
            case _:
                pass


@settings(deadline=None)
@given(st.lists(DISCUSSION_COMMANDS, max_size=25))
def test_a_final_record_has_a_full_decision_for_every_child(commands: list[Any]) -> None:
    owed: set[str] = set()
    for event in lived(DISCUSSION, commands):
        match event:
            case StrategyThresholdMet():
                owed = set(event.child_ids)
            case ChildAddedToDiscussion():
                owed |= {event.child_id}
            case StrategyDecisionRecorded():
                owed = owed | {event.child_id} if event.provisional else owed - {event.child_id}
            case StrategyRecordFinalised():
                assert not owed
            case _:
                pass


@settings(deadline=None)
@given(st.lists(S47_COMMANDS, max_size=15))
def test_no_outcome_before_the_child_was_seen_and_heard(commands: list[Any]) -> None:
    seen = False
    for event in lived(S47, commands):
        seen = seen or isinstance(event, ChildSeen)
        if isinstance(event, S47OutcomeRecorded):
            assert seen
            assert event.child_view
            assert event.outcome is S47Outcome.ICPC or event.authorised_by == "hos.patel"


@settings(deadline=None)
@given(
    st.lists(
        st.one_of(
            IDS.map(lambda s47_id: OpenEnquiry(child_id=MAISIE, s47_id=s47_id)),
            IDS.map(lambda s47_id: CloseEnquiry(child_id=MAISIE, s47_id=s47_id)),
        )
    )
)
def test_a_child_never_has_two_open_enquiries(commands: list[Any]) -> None:
    opened = 0
    for event in lived(REGISTER, commands):
        opened += isinstance(event, EnquiryOpened) - isinstance(event, EnquiryClosed)
        assert opened in (0, 1)
