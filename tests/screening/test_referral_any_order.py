"""Whatever managers try, in whatever order: a child is accepted and allocated once, and no handover buys time."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from screening.referral.clocks import clocks
from screening.referral.codes import ClosureReason
from screening.referral.commands import (
    AuthoriseAssessment,
    CloseReferral,
    Command,
    FlagUnallocated,
    RecordReferralNFA,
)
from screening.referral.decider import REFERRAL
from screening.referral.events import CaseTransferred, Event, ReferralAccepted, ReferralNFA, WorkerAllocated
from screening.referral.register import REGISTER, ChildReferralEnded, EndReferral, Referrals, RegisterCommand
from screening.referral.state import Open
from shared.access.actor import SYSTEM
from shared.clocks import ClockCommand, StartClock, StopClock
from shared.decider import Refused

from .people import HALE, may
from .referral_story import ACCEPT, ACCEPT_S47, ALLOCATE, TRANSFER, opening
from .story import NOOR
from .test_referral import recorded

at = st.integers(0, 90 * 24).map(lambda hours: may(13, 12) + timedelta(hours=hours))
worker = st.sampled_from(("sw.ndlovu", "sw.moss", "sw.reed", ""))


def commands() -> st.SearchStrategy[Command]:
    return st.one_of(
        st.builds(lambda command, when: replace(command, at=when), st.sampled_from((ACCEPT, ACCEPT_S47)), at),
        st.builds(lambda who, when: replace(ALLOCATE, worker=who, at=when), worker, at),
        st.builds(lambda who, when: replace(TRANSFER, to_worker=who, at=when), worker, at),
        st.builds(lambda when: FlagUnallocated(by=SYSTEM, at=when, due_at=when), at),
        st.builds(lambda when: AuthoriseAssessment(by=HALE, at=when, authorised_on=when.date()), at),
        st.builds(lambda when: RecordReferralNFA(by=HALE, at=when, reason="Moved away", why_unseen="Known there"), at),
        st.builds(
            lambda when, why: CloseReferral(by=HALE, at=when, closure_reason=why, reason="Over", why_unseen="Known"),
            at,
            st.sampled_from(ClosureReason),
        ),
    )


def history_of(asked: list[Command]) -> list[Event]:
    """What happens when these are asked one after another, refusals left out."""
    happened: list[Event] = []
    for command in asked:
        state = REFERRAL.fold(happened)
        try:
            happened += REFERRAL.decide(command, state)
        except Refused:
            continue
    return happened


@settings(deadline=None)
@given(st.lists(commands(), max_size=12))
def test_no_order_of_commands_accepts_or_allocates_twice(asked: list[Command]) -> None:
    happened = history_of(asked)
    for kind in (ReferralAccepted, WorkerAllocated, ReferralNFA):
        assert sum(isinstance(event, kind) for event in happened) <= 1


@settings(deadline=None)
@given(st.lists(commands(), max_size=12))
def test_a_transfer_never_starts_stops_or_moves_a_clock(asked: list[Command]) -> None:
    happened = history_of([ACCEPT, ALLOCATE, *asked])
    for event in happened:
        if isinstance(event, CaseTransferred):
            assert clocks(recorded(event)) == []
            assert event.handover_note.strip()
    started = [clock for event in happened for clock in clocks(recorded(event)) if isinstance(clock, StartClock)]
    assert [clock.code for clock in started] == ["CK_ALLOC", "CK_ASSESS", "CK_VISIT17"]


@settings(deadline=None)
@given(st.lists(commands(), max_size=12))
def test_each_handover_is_counted(asked: list[Command]) -> None:
    happened = history_of([ACCEPT, ALLOCATE, *asked])
    state = REFERRAL.fold(happened)
    handovers = sum(isinstance(event, CaseTransferred) for event in happened)
    if isinstance(state, Open):
        assert state.handover_count == handovers
        named = [one.worker for one in happened if isinstance(one, WorkerAllocated)]
        moved = [one for one in happened if isinstance(one, CaseTransferred)]
        named += [one.to_worker for one in moved]
        assert [one.social_worker_count for one in moved[-1:]] == [len({*named})][: len(moved)]


@settings(deadline=None)
@given(st.lists(commands(), max_size=12))
def test_the_clock_of_allocation_is_stopped_by_a_named_worker_and_by_nothing_else(asked: list[Command]) -> None:
    for event in history_of(asked):
        stops: list[ClockCommand] = [clock for clock in clocks(recorded(event)) if isinstance(clock, StopClock)]
        if any(clock.code == "CK_ALLOC" for clock in stops):
            assert isinstance(event, WorkerAllocated)
            assert event.worker


days = st.integers(0, 800).map(lambda n: date(2026, 5, 1) + timedelta(days=n))
register = st.one_of(
    st.builds(lambda on, name: opening(on, referral_id=name), days, st.sampled_from("abc")),
    st.builds(lambda name: EndReferral(child_id=NOOR, referral_id=name), st.sampled_from("abc")),
)


@settings(deadline=None)
@given(st.lists(register, max_size=12))
def test_a_child_has_one_open_referral_at_most_and_one_a_day(asked: list[RegisterCommand]) -> None:
    known, open_now, days_used = Referrals(), 0, list[date]()
    for command in asked:
        try:
            events = REGISTER.decide(command, known)
        except Refused:
            continue
        for event in events:
            ended = isinstance(event, ChildReferralEnded)
            open_now += -1 if ended else 1
            if not isinstance(event, ChildReferralEnded):
                days_used.append(event.referral_date)
        known = REGISTER.fold(events, known)
        assert open_now in (0, 1)
    assert len(days_used) == len(set(days_used))
