"""What was proposed and decided in a period, by whom, on what, and what came after? For the indicators."""

from collections.abc import Sequence
from datetime import datetime

from screening.indicators.units import Decided, Proposals
from screening.read_models.measured import ABOUT, COUNTS, ENDED, FINAL, IDS, NAMING, FirstNamed
from shared.database import Connection

DECIDED = f"""
    decided as materialized (
      select d.* from milestones d join contacts c using (contact_id)
      where d.what = 'ThresholdDecisionAuthorised' and d.at >= $1 and d.at < $2 and {FINAL} and not {ENDED}),
    about as materialized (
      select d.position, d.contact_id, d.at, n.temp_ref, n.child_id, {IDS} as ids
      from decided d join contacts c using (contact_id) join named_children n using (contact_id)
      where {ABOUT} and {COUNTS})"""

UNREAD = f"""
    histories as materialized (
      select n.contact_id, n.temp_ref,
        min(d.position) filter (where d.what in {NAMING} and d.children ? n.provisional_child_id) as named,
        array_agg(d.position) filter (where d.what = 'HistoryReviewed' and {ABOUT}) as reviews,
        array_agg(d.position) filter (where d.what = 'ContactAmendmentNoted' or (
          d.what = 'ChildIdentityNoted' and (d.said->>'another')::bool and {ABOUT})) as news
      from named_children n join milestones d using (contact_id)
      where contact_id in (select contact_id from decided)
        and d.what in ('ScreeningOpened', 'ContactAmendmentNoted', 'SiblingNoted', 'HistoryReviewed',
          'ChildIdentityNoted')
      group by n.contact_id, n.temp_ref),
    unread as (
      select d.position, count(*) as unread from decided d join histories h using (contact_id)
      where h.named < d.position and not exists (
        select from unnest(h.reviews) as r where r < d.position
          and r > coalesce((select max(n) from unnest(h.news) as n where n < d.position), 0))
      group by d.position)"""
"""How many children of the contact had, when it was decided, a history that nobody had read since the last news."""

AFTER = """
    after as (
      select a.position, a.temp_ref,
        (array_agg(m order by m.position) filter (where m.what = 'OutcomeFeedbackSent'))[1] as told,
        min(m.at) filter (where m.what = 'ScreeningReopened') as reopened_at
      from about a join milestones m using (contact_id)
      where m.position > a.position and m.what in ('OutcomeFeedbackSent', 'ScreeningReopened')
        and m.at >= $1 and coalesce(m.children ?| a.ids, false)
      group by a.position, a.temp_ref)"""

AGAIN = f"""
    again as (
      select a.position, a.temp_ref, min(c.received_at) as contact_at
      from about a join named_children n using (child_id) join contacts c on c.contact_id = n.contact_id
      where c.contact_id <> a.contact_id and c.received_at > a.at and c.received_at >= $1 and {COUNTS}
      group by a.position, a.temp_ref)"""

DECISIONS = f"""
    with {DECIDED}, {UNREAD}, {AFTER}, {AGAIN}
    select d.said->>'decision' as decision, d.at as decided_at, d.said->>'proposed_by' as proposed_by,
      d.who as authorised_by, d.said->>'changed_from' is not null as changed,
      (d.said->>'available')::int as available, (d.said->>'opened')::int as opened,
      coalesce(unread.unread, 0) as unread, coalesce(q.professional_referrer, false) as professional,
      (after.told).at as told_at, coalesce(((after.told).said->>'told')::bool, false) as told,
      after.reopened_at, again.contact_at
    from about a join decided d using (position)
    left join unread using (position)
    left join queue q on q.contact_id = d.contact_id
    left join after using (position, temp_ref)
    left join again using (position, temp_ref)"""

PROPOSALS = f"""
    with turns as (
      select d.what, d.at, lead(d.what) over child = 'DecisionChallenged' as challenged
      from milestones d join contacts c using (contact_id) join named_children n using (contact_id)
      where d.what in ('ThresholdDecisionProposed', 'DecisionChallenged') and d.at >= $1 and {COUNTS} and {ABOUT}
      window child as (partition by contact_id, n.temp_ref order by d.position))
    select count(*) as made, count(*) filter (where challenged) as challenged
    from turns where what = 'ThresholdDecisionProposed' and at < $2"""
"""A proposal was challenged when a challenge is what came next of the two."""


async def decisions(connection: Connection, since: datetime, until: datetime, named: FirstNamed) -> Sequence[Decided]:
    """Every decision authorised from ``since`` on and before ``until``, holding ones left out, with what followed."""
    return [Decided(**row) for row in await connection.fetch(DECISIONS, since, until, *named)]


async def proposals(connection: Connection, since: datetime, until: datetime, named: FirstNamed) -> Proposals:
    """The proposals made in that time, each about one child."""
    row = await connection.fetchrow(PROPOSALS, since, until, *named)
    return Proposals(**row) if row else Proposals()
