"""What does the indicators' counting need of each contact, each child in one, each decision and proposal about one? One
row each, with codes and times and no word that anybody wrote.

Its law: the events alone fill the rows, in their order; whom an event names is whoever had that id then.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from screening.case.deadlines import feedback_due
from screening.case.events import (
    CaseDiscussionRecorded,
    ChildIdentityNoted,
    ChildVoiceRecorded,
    ClarificationAttempted,
    ClarificationRequested,
    ContactAmendmentNoted,
    CumulativeRiskAnalysed,
    DecisionChallenged,
    FamilySpokenTo,
    HistoryReviewed,
    InformationRequested,
    ManagementDirectionRecorded,
    OutcomeFeedbackSent,
    QualityFeedbackGiven,
    RagAssigned,
    ScreeningEnded,
    ScreeningOpened,
    ScreeningReopened,
    SiblingNoted,
    StrategyConvenedNoted,
    ThresholdDecisionAuthorised,
    ThresholdDecisionProposed,
)
from screening.case.facts import NamedChild
from shared.database import Connection
from shared.events import Recorded
from shared.read_models import Keep, keep_alike, keep_rows

IS_THE_CHILD = "c.contact_id = new.contact_id and new.child_id in (c.child_id, c.provisional_child_id)"
OF_THE_CHILD = f"{IS_THE_CHILD} and m.contact_id = c.contact_id and m.temp_ref = c.temp_ref"

OPENED = "insert into measured_contacts (contact_id) select * from unnest($1::text[])"
NAMED = """
    insert into measured_children (contact_id, temp_ref, child_id, provisional_child_id, response_due_at)
    select contact_id, temp_ref, child_id, child_id, due_at
    from unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[])
      as new (contact_id, temp_ref, child_id, due_at)"""
NEWS = "update measured_children set read = false where contact_id = any($1)"
IDENTIFIED = """
    update measured_children c set child_id = new.child_id, identified = true, read = read and c.child_id = new.child_id
    from unnest($1::text[], $2::text[], $3::text[]) as new (contact_id, temp_ref, child_id)
    where c.contact_id = new.contact_id and c.temp_ref = new.temp_ref"""
"""A child who turns out to be somebody else has another history, which nobody has read yet."""
RATED = """
    update measured_contacts m set rag = new.rag, rag_due_at = new.due_at
    from unnest($1::text[], $2::text[], $3::timestamptz[]) as new (contact_id, rag, due_at)
    where m.contact_id = new.contact_id"""
DIRECTED = """
    update measured_contacts m set directed = new.position
    from unnest($1::text[], $2::bigint[]) as new (contact_id, position)
    where m.contact_id = new.contact_id and m.directed is null"""
ACTED = """
    update measured_contacts m set acted = new.position
    from unnest($1::text[], $2::bigint[]) as new (contact_id, position)
    where m.contact_id = new.contact_id and m.acted is null"""
READ = f"""
    with acted as ({ACTED})
    update measured_children c set read = true
    from unnest($1::text[], $3::text[]) as new (contact_id, child_id) where {IS_THE_CHILD}"""
PROPOSED = f"""
    with acted as ({ACTED})
    insert into measured_proposals (position, contact_id, temp_ref, proposed_at)
    select new.position, c.contact_id, c.temp_ref, new.at
    from unnest($1::text[], $2::bigint[], $3::text[], $4::timestamptz[]) as new (contact_id, position, child_id, at)
    join measured_children c on {IS_THE_CHILD}"""
CHALLENGED = f"""
    update measured_proposals m set challenged = true
    from unnest($1::text[], $2::text[]) as new (contact_id, child_id), measured_children c
    where {OF_THE_CHILD} and not exists (
      select from measured_proposals o
      where o.contact_id = m.contact_id and o.temp_ref = m.temp_ref and o.position > m.position)"""
ANSWERED = f"""
    update measured_children c set answered_at = new.at, held = true
    from unnest($1::text[], $2::text[], $3::timestamptz[]) as new (contact_id, child_id, at)
    where {IS_THE_CHILD} and answered_at is null"""
DECIDED = f"""
    with about as (
      select new.*, c.temp_ref
      from unnest($1::bigint[], $2::text[], $3::text[], $4::text[], $5::int[], $6::timestamptz[], $7::text[],
          $8::text[], $9::bool[], $10::bool[], $11::int[], $12::int[], $13::timestamptz[])
        as new (position, contact_id, child_id, decision, need_level, decided_at, proposed_by, authorised_by, changed,
          is_open, available, opened, tell_by)
      join measured_children c on {IS_THE_CHILD}),
    decision as (
      insert into measured_decisions (position, contact_id, temp_ref, decision, decided_at, proposed_by, authorised_by,
        changed, available, opened, tell_by, unread)
      select position, contact_id, temp_ref, decision, decided_at, proposed_by, authorised_by, changed, available,
        opened, tell_by, (select count(*) from measured_children o where o.contact_id = about.contact_id and not o.read)
      from about)
    update measured_children c set answered_at = coalesce(c.answered_at, new.decided_at),
      decision = new.decision, need_level = new.need_level, decided_at = coalesce(c.decided_at, new.decided_at),
      is_open = case when c.decided_at is null then new.is_open else c.is_open end,
      rag = case when c.decided_at is null then m.rag else c.rag end,
      rag_due_at = case when c.decided_at is null then m.rag_due_at else c.rag_due_at end
    from about new join measured_contacts m using (contact_id)
    where c.contact_id = new.contact_id and c.temp_ref = new.temp_ref"""
"""What was so when it was decided first stays."""
CONVENED = f"""
    update measured_children c set convened_at = least(c.convened_at, new.at)
    from unnest($1::text[], $2::text[], $3::timestamptz[]) as new (contact_id, child_id, at) where {IS_THE_CHILD}"""
TOLD = f"""
    update measured_decisions m set told_at = new.at, told = new.told
    from unnest($1::text[], $2::text[], $3::timestamptz[], $4::bool[]) as new (contact_id, child_id, at, told),
      measured_children c
    where {OF_THE_CHILD} and m.told_at is null"""
REOPENED = f"""
    with again as (
      update measured_decisions m set reopened_at = new.at
      from unnest($1::text[], $2::text[], $3::timestamptz[]) as new (contact_id, child_id, at), measured_children c
      where {OF_THE_CHILD} and m.reopened_at is null)
    update measured_children c set decision = null, need_level = null
    from unnest($1::text[], $2::text[]) as new (contact_id, child_id) where {IS_THE_CHILD}"""
QUALITY_TOLD = "update measured_contacts set quality_told = true where contact_id = any($1)"
ENDED = "update measured_contacts set ended = true where contact_id = any($1)"


async def project(connection: Connection, events: Sequence[Recorded[object]]) -> None:
    await keep_alike(connection, events, KINDS)


Says = Callable[[Recorded[Any]], Iterable[object]]


def _keep(statement: str, says: Says = lambda _: ()) -> Keep:
    """By this statement, with the contact and what the event says."""

    async def keep(connection: Connection, happened: Sequence[Recorded[Any]]) -> None:
        await keep_rows(connection, statement, [(each.data.contact_id, *says(each)) for each in happened])

    return keep


def _keep_each(statement: str, says: Says = lambda _: ()) -> Keep:
    """By this statement, with the contact, each child whom the event names, and what it says."""

    async def keep(connection: Connection, happened: Sequence[Recorded[Any]]) -> None:
        rows = [(each.data.contact_id, child_id, *says(each)) for each in happened for child_id in each.data.child_ids]
        await keep_rows(connection, statement, rows)

    return keep


async def _name(connection: Connection, named: Iterable[tuple[str, NamedChild, datetime]]) -> None:
    await keep_rows(connection, NAMED, [(of, child.temp_ref, child.child_id, due_at) for of, child, due_at in named])


async def _open(connection: Connection, happened: Sequence[Recorded[ScreeningOpened]]) -> None:
    opened = [each.data for each in happened]
    await keep_rows(connection, OPENED, [(event.contact_id,) for event in opened])
    await _name(
        connection, ((event.contact_id, child, event.response_due_at) for event in opened for child in event.children)
    )


async def _amend(connection: Connection, happened: Sequence[Recorded[ContactAmendmentNoted]]) -> None:
    amended = [each.data for each in happened]
    await keep_rows(connection, NEWS, [(event.contact_id,) for event in amended])
    await _name(
        connection, ((event.contact_id, child, event.response_due_at) for event in amended for child in event.added)
    )


async def _join(connection: Connection, happened: Sequence[Recorded[SiblingNoted]]) -> None:
    joined = [each.data for each in happened]
    await _name(connection, ((event.contact_id, event.child, event.response_due_at) for event in joined))


async def _decide(connection: Connection, happened: Sequence[Recorded[ThresholdDecisionAuthorised]]) -> None:
    await _answer(connection, [each for each in happened if each.data.decision.holds])
    final = [each for each in happened if not each.data.decision.holds]
    await keep_rows(connection, DECIDED, map(_decision, final))


def _decision(recorded: Recorded[ThresholdDecisionAuthorised]) -> tuple[object, ...]:
    event, seen = recorded.data, recorded.data.history
    return (
        recorded.position,
        event.contact_id,
        event.child_id,
        event.decision.value,
        event.need_level,
        event.decided_at,
        event.proposed_by,
        event.authorised_by,
        event.changed_from is not None,
        event.is_open,
        len(seen.items_available) if seen else None,
        len(seen.items_opened) + len(seen.entries_opened) if seen else None,
        feedback_due(event.decided_at),
    )


_answer = _keep(ANSWERED, lambda each: (each.data.child_id, each.data.decided_at))
_ACTED = _keep(ACTED, lambda each: (each.position,))

KINDS: Mapping[type, Keep] = {
    ScreeningOpened: _open,
    ContactAmendmentNoted: _amend,
    SiblingNoted: _join,
    ChildIdentityNoted: _keep(IDENTIFIED, lambda each: (each.data.temp_ref, each.data.child_id)),
    RagAssigned: _keep(RATED, lambda each: (each.data.rag.value, each.data.decision_due_at)),
    ManagementDirectionRecorded: _keep(DIRECTED, lambda each: (each.position,)),
    HistoryReviewed: _keep(READ, lambda each: (each.position, each.data.child_id)),
    CumulativeRiskAnalysed: _ACTED,
    ClarificationRequested: _ACTED,
    ClarificationAttempted: _ACTED,
    InformationRequested: _ACTED,
    FamilySpokenTo: _ACTED,
    ChildVoiceRecorded: _ACTED,
    CaseDiscussionRecorded: _ACTED,
    ThresholdDecisionProposed: _keep(PROPOSED, lambda each: (each.position, each.data.child_id, each.data.proposed_at)),
    DecisionChallenged: _keep(CHALLENGED, lambda each: (each.data.child_id,)),
    ThresholdDecisionAuthorised: _decide,
    StrategyConvenedNoted: _keep_each(CONVENED, lambda each: (each.data.held_at,)),
    OutcomeFeedbackSent: _keep_each(TOLD, lambda each: (each.data.told_at, not each.data.not_told_because)),
    QualityFeedbackGiven: _keep(QUALITY_TOLD),
    ScreeningEnded: _keep(ENDED),
    ScreeningReopened: _keep_each(REOPENED, lambda each: (each.data.reopened_at,)),
}
"""What a social worker does in a screening keeps its place, ``acted``: a manager's direction comes before it (I17)."""
