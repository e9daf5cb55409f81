"""Whatever people try, in whatever order: a decision that stands was one person's and another one tested it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from screening.case.applicability import guards_before, owed
from screening.case.clocks import clocks
from screening.case.commands import (
    AcknowledgeOpenCase,
    AssignRag,
    ChallengeDecision,
    CloseScreening,
    Command,
    NoteAmendment,
    NoteCareStatus,
    NoteCompletion,
    NoteEscalation,
    NoteIdentity,
    NoteSibling,
    NoteSiblingsFound,
    OpenScreening,
    OverrideGuard,
    RecordBreachReason,
    ReopenScreening,
    ReviewAuthorisation,
    SendOutcomeFeedback,
)
from screening.case.deadlines import CLOCK_OF_RAG
from screening.case.decider import SCREENING
from screening.case.events import (
    AuthorisationReviewOwed,
    Event,
    RagAssigned,
    ScreeningClosed,
    ThresholdDecisionAuthorised,
    ThresholdDecisionProposed,
)
from screening.case.facts import LateReason, NamedChild
from screening.case.guards import MANAGERS, works_alone
from screening.case.state import Case, State
from screening.codes import BreachReason, CareStatus, CheckedAgency, Decision, Rag
from screening.streams import screening_of
from shared.access.actor import SYSTEM, Actor, Role
from shared.clocks.decider import CLOCK, ClockState, Running
from shared.decider import Refused

from .people import ADEYEMI, BROOK, EVERYBODY, OSEI, REYES, may
from .spec import recorded
from .story import (
    AMBER,
    CONTACT,
    DIRECTION,
    EARLIER,
    JAY,
    NOOR,
    NOORS_CONTACT,
    PLAIN,
    WEDNESDAY,
    WORDS,
    ZED,
    analysed,
    answered,
    authorised,
    proposed,
    reviewed,
)

PEOPLE = {actor.user_id: actor for actor in (*EVERYBODY, SYSTEM)}
by = st.sampled_from(list(PEOPLE.values()))
# Managers twice: most of what they alone may do should get through, so that the rules behind it are reached.
managers = st.sampled_from([actor for actor in EVERYBODY if actor.role in MANAGERS])
child = st.sampled_from((NOOR, ZED))
decision = st.sampled_from(Decision)
at = st.integers(0, 72).map(lambda hours: may(13, 9, 45) + timedelta(hours=hours))


def commands() -> st.SearchStrategy[Command]:
    return st.one_of(
        st.builds(lambda who, child_id, what: proposed(child_id, what, by=who), by, child, decision),
        st.builds(lambda who, child_id, when: authorised(child_id, by=who, at=when), by | managers, child, at),
        st.builds(
            lambda who, child_id: authorised(child_id, by=who, change_to=Decision.REFERRAL_STRATEGY),
            managers,
            child,
        ),
        st.builds(lambda child_id: reviewed(child_id), child),
        st.builds(lambda child_id: analysed(child_id), child),
        st.just(DIRECTION),
        st.just(answered(CheckedAgency.MARAC)),
        st.builds(AssignRag, by=by, at=at, rag=st.sampled_from(Rag), reasons=st.just(("New",))),
        st.builds(ChallengeDecision, by=by, at=at, child_id=child, points=st.just(("Why?",))),
        st.builds(AcknowledgeOpenCase, by=by, at=at, child_id=child, team=st.just("CASS-3")),
        st.builds(
            OverrideGuard,
            by=by,
            at=at,
            child_id=child,
            guard=st.sampled_from(("SCR-01", "SCR-02", "SCR-05", "SCR-06", "SCR-10", "SCR-12", "SCR-18", "SCR-20")),
            reason=st.just(WORDS),
            review_by=st.just(may(30, 12).date()),
        ),
        st.builds(ReviewAuthorisation, by=by, at=at, child_id=child, agrees=st.booleans(), text=st.just(PLAIN)),
        st.builds(
            NoteEscalation,
            by=st.just(OSEI),
            at=at,
            escalation_id=st.just(EARLIER[0]),
            child_ids=st.just((NOOR,)),
            agency_org_id=st.just(OSEI.org_id),
            agency_name=st.just("Larkfield Primary"),
        ),
        st.builds(ReopenScreening, by=by, at=at, reason=st.just("New"), child_ids=st.just((NOOR,))),
    )


def play(tried: Sequence[Command], opening: OpenScreening = NOORS_CONTACT) -> list[tuple[State, Command, list[Event]]]:
    """Every command that was accepted, with the state that it met."""
    state = SCREENING.fold(SCREENING.decide(opening, SCREENING.initial))
    accepted: list[tuple[State, Command, list[Event]]] = []
    for command in tried:
        try:
            events = list(SCREENING.decide(command, state))
        except Refused:
            continue
        accepted.append((state, command, events))
        state = SCREENING.fold(events, state)
    return accepted


LATE = LateReason(code=BreachReason.CAPACITY, text="Two people on duty.")
workers = st.sampled_from([actor for actor in EVERYBODY if actor.registered_sw])


def attempts(child_id: str) -> st.SearchStrategy[list[Command]]:
    """One child proposed for and authorised, by whomever: what the rules are there to look at."""
    return st.tuples(
        st.builds(lambda who, what: proposed(child_id, what, by=who), workers, decision),
        st.builds(lambda who, when: authorised(child_id, by=who, at=when, late_reason=LATE), managers, at),
    ).map(list)


READY: list[Command] = [DIRECTION, reviewed(NOOR), reviewed(ZED), answered(CheckedAgency.MARAC)]
histories = st.builds(
    lambda before, noor, zed, after: [*before, noor[0], zed[0], noor[1], zed[1], *after],
    st.sampled_from((READY, READY[:2], [])) | st.lists(commands(), max_size=6).map(lambda few: [*READY, *few]),
    attempts(NOOR),
    attempts(ZED),
    st.lists(commands(), max_size=8),
)


@settings(max_examples=150, deadline=None)
@given(histories)
def test_who_decides_is_a_social_worker_and_who_authorises_a_manager(tried: list[Command]) -> None:
    for _, _, events in play(tried):
        for event in events:
            if isinstance(event, ThresholdDecisionAuthorised):
                assert PEOPLE[event.proposed_by].registered_sw
                assert PEOPLE[event.authorised_by].role in MANAGERS


@settings(max_examples=150, deadline=None)
@given(histories)
def test_nobody_authorises_their_own_proposal_unless_alone_or_protecting(tried: list[Command]) -> None:
    for state, command, events in play(tried):
        for event in events:
            if isinstance(event, ThresholdDecisionAuthorised) and event.proposed_by == event.authorised_by:
                assert isinstance(state, Case)
                assert any(isinstance(owed, AuthorisationReviewOwed) for owed in events)
                assert _may_stand(state, event, PEOPLE[event.authorised_by], command)


def _may_stand(case: Case, event: ThresholdDecisionAuthorised, person: Actor, command: Command) -> bool:
    """Alone at night, where the guard does not stand, or where another manager has let it pass."""
    let_pass = any(
        override.guard == "SCR-05" and override.overridden_by != person.user_id for override in case.overrides
    )
    stands_before = "SCR-05" in guards_before(event.decision, case.rag)
    return works_alone(person, command.at) or not stands_before or let_pass


@settings(max_examples=60, deadline=None)
@given(histories)
def test_the_machine_never_rates_and_never_decides(tried: list[Command]) -> None:
    as_machine = [replace(command, by=SYSTEM) for command in tried if isinstance(command, AssignRag)]
    assert play(as_machine) == []
    assert all(
        PEOPLE[event.authorised_by].role is not Role.SYSTEM
        for _, _, events in play(tried)
        for event in events
        if isinstance(event, ThresholdDecisionAuthorised)
    )


rated = st.builds(
    lambda ratings, tried: [*ratings, *tried],
    st.lists(st.builds(AssignRag, by=managers, at=at, rag=st.sampled_from(Rag), reasons=st.just(("New",))), max_size=4),
    histories,
)


@settings(max_examples=100, deadline=None)
@given(rated)
def test_while_a_child_waits_a_deadline_only_ever_comes_nearer(tried: list[Command]) -> None:
    """Whatever is asked, a reopening of another child too. What has been decided and is opened again counts anew."""
    for state, _, events in play(tried):
        after = SCREENING.fold(events, state)
        assert isinstance(state, Case)
        assert isinstance(after, Case)
        if state.is_waited_for and state.decision_due_at:
            told = [event.decision_due_at for event in events if isinstance(event, RagAssigned)]
            assert after.decision_due_at
            assert max((after.decision_due_at, *told)) <= state.decision_due_at


NAMED_LATER = NamedChild(temp_ref="c9", child_id=JAY)
told_by_intake = st.sampled_from(
    (
        NoteAmendment(by=SYSTEM, at=WEDNESDAY, contact_id=CONTACT, source_version=2, says_police=False),
        NoteAmendment(
            by=SYSTEM,
            at=WEDNESDAY,
            contact_id=CONTACT,
            source_version=3,
            says_police=False,
            children=(NAMED_LATER,),
        ),
        NoteSibling(by=SYSTEM, at=WEDNESDAY, contact_id=CONTACT, child=NAMED_LATER),
        NoteSiblingsFound(by=SYSTEM, at=WEDNESDAY, contact_id=CONTACT, found=(EARLIER[1],)),
        NoteCompletion(by=SYSTEM, at=WEDNESDAY, contact_id=CONTACT, completed_at=WEDNESDAY),
        NoteCareStatus(
            by=SYSTEM,
            at=WEDNESDAY,
            contact_id=CONTACT,
            child_id=NOOR,
            care_status=CareStatus.CP,
            team="CASS-3",
            worker=None,
        ),
        NoteIdentity(
            by=SYSTEM, at=WEDNESDAY, contact_id=CONTACT, temp_ref="c1", provisional_child_id=NOOR, child_id=EARLIER[0]
        ),
    )
)
told_at = st.sampled_from((WEDNESDAY, WEDNESDAY + timedelta(days=7)))
ending = st.one_of(
    st.builds(CloseScreening, by=workers, at=st.just(WEDNESDAY)),
    st.builds(SendOutcomeFeedback, by=workers, at=told_at, told_whom=st.just("A Osei"), method=st.none()),
    st.builds(
        RecordBreachReason,
        by=managers,
        at=st.just(WEDNESDAY),
        code=st.just("CK_FEEDBACK"),
        subject=st.just(screening_of(CONTACT)),
        reason=st.just(LATE),
    ),
    told_by_intake,
)
CLOSE = CloseScreening(by=ADEYEMI, at=WEDNESDAY)


def worked_to(decision: Decision, manager: Actor, told: datetime) -> list[Command]:
    """Both children decided, by two people or by a manager alone, and the referrer told, in time or not."""
    alone = manager if decision is Decision.REFERRAL_STRATEGY else ADEYEMI
    proposals = [proposed(child_id, decision, by=alone) for child_id in (NOOR, ZED)]
    agreed = [authorised(child_id, by=manager) for child_id in (NOOR, ZED)]
    tell = SendOutcomeFeedback(by=ADEYEMI, at=told, told_whom="A Osei", method=None)
    return [AMBER, *READY, *proposals, *agreed, tell]


stories = st.builds(
    lambda first, then: [*first, *(one for command in then for one in (command, CLOSE))],
    histories
    | st.builds(
        worked_to,
        st.sampled_from((Decision.NFA, Decision.REFERRAL_S17, Decision.REFERRAL_STRATEGY)),
        st.sampled_from((BROOK, REYES)),
        told_at,
    ),
    st.lists(st.one_of(ending, ending, commands()), min_size=1, max_size=8),
)
"""Somebody tries to close after every step."""


NOBODY_NAMED = replace(NOORS_CONTACT, children=())


@settings(max_examples=150, deadline=None)
@given(stories, st.sampled_from((NOORS_CONTACT, NOORS_CONTACT, NOBODY_NAMED)))
def test_no_order_of_commands_closes_a_case_past_a_guard(tried: list[Command], opening: OpenScreening) -> None:
    for state, _, events in play(tried, opening):
        if not any(isinstance(event, ScreeningClosed) for event in events):
            continue
        assert isinstance(state, Case)
        let_past = {override.guard for override in state.overrides}
        assert state.all_decided
        assert not any(child.review_owed_by_other_than for child in state.children)
        assert "SCR-12" in let_past or not state.siblings_waiting
        assert all(child.referrer_told for child in state.children)
        assert "SCR-18" in let_past or not state.escalations
        assert not state.late
        for child in state.children:
            assert "SCR-02" in let_past or child.history_current or not (child.decision and child.decision.closes)
            assert not owed(state, child)


@settings(max_examples=150, deadline=None)
@given(stories)
def test_no_order_loses_a_child(tried: list[Command]) -> None:
    """Whoever was once named is there for ever, and behind a closed case nobody waits for a decision."""
    for state, _, events in play(tried):
        assert isinstance(state, Case)
        after = SCREENING.fold(events, state)
        assert isinstance(after, Case)
        assert {child.temp_ref for child in state.children} <= {child.temp_ref for child in after.children}
        assert not after.closed or all(child.is_decided for child in after.children)


@settings(max_examples=150, deadline=None)
@given(stories)
def test_a_decision_is_one_childs(tried: list[Command]) -> None:
    for state, _, events in play(tried):
        for event in events:
            if isinstance(event, (ThresholdDecisionAuthorised, ThresholdDecisionProposed)):
                assert isinstance(state, Case)
                after = SCREENING.fold([event], state)
                assert isinstance(after, Case)
                others = [child for child in state.children if child.child_id != event.child_id]
                assert others == [child for child in after.children if child.child_id != event.child_id]


@settings(max_examples=100, deadline=None)
@given(st.lists(st.builds(AssignRag, by=managers, at=at, rag=st.sampled_from(Rag), reasons=st.just(("New",)))))
def test_a_rating_never_lengthens_a_clock(ratings: list[AssignRag]) -> None:
    """The clocks themselves, as their own rules keep them: what is owed first is never owed later than it was."""
    running: dict[str, datetime] = {}
    clocks_of: dict[str, ClockState] = {}
    for _, _, events in play(ratings):
        before = min(running.values(), default=None)
        for asked in (one for event in events for one in clocks(recorded("Screening-x", event))):
            state = clocks_of.get(asked.code, CLOCK.initial)
            clocks_of[asked.code] = CLOCK.fold(CLOCK.decide(asked, state), state)
        running = {code: state.due_at for code, state in clocks_of.items() if isinstance(state, Running)}
        assert before is None or min(running.values()) <= before
        assert len([code for code in running if code in CLOCK_OF_RAG.values()]) <= 1
