"""Whatever people try, in whatever order: a decision that stands was one person's and another one tested it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from screening.case.applicability import guards_before
from screening.case.commands import (
    AcknowledgeOpenCase,
    AssignRag,
    ChallengeDecision,
    Command,
    OverrideGuard,
    ReopenScreening,
    ReviewAuthorisation,
)
from screening.case.decider import SCREENING
from screening.case.events import AuthorisationReviewOwed, Event, ThresholdDecisionAuthorised
from screening.case.facts import LateReason
from screening.case.guards import MANAGERS, works_alone
from screening.case.state import Case, State
from screening.codes import BreachReason, CheckedAgency, Decision, Rag
from shared.access.actor import SYSTEM, Actor, Role
from shared.decider import Refused

from .people import EVERYBODY, may
from .story import (
    DIRECTION,
    NOOR,
    NOORS_CONTACT,
    PLAIN,
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
            guard=st.sampled_from(("SCR-01", "SCR-02", "SCR-05", "SCR-06", "SCR-10", "SCR-12", "SCR-20")),
            reason=st.just(WORDS),
            review_by=st.just(may(30, 12).date()),
        ),
        st.builds(ReviewAuthorisation, by=by, at=at, child_id=child, agrees=st.booleans(), text=st.just(PLAIN)),
        st.builds(ReopenScreening, by=by, at=at, reason=st.just("New"), child_ids=st.just((NOOR,))),
    )


def play(tried: Sequence[Command]) -> list[tuple[State, Command, list[Event]]]:
    """Every command that was accepted, with the state that it met."""
    state = SCREENING.fold(SCREENING.decide(NOORS_CONTACT, SCREENING.initial))
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


@settings(max_examples=60, deadline=None)
@given(histories)
def test_a_deadline_only_ever_comes_nearer(tried: list[Command]) -> None:
    without_reopening = [command for command in tried if not isinstance(command, ReopenScreening)]
    due = [
        after.decision_due_at
        for state, command, events in play(without_reopening)
        if isinstance(command, AssignRag)
        and isinstance(after := SCREENING.fold(events, state), Case)
        and after.decision_due_at
    ]
    assert due == sorted(due, reverse=True)
