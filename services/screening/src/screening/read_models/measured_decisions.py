"""What was proposed and decided in a period, by whom, on what, and what came after? For the indicators."""

from collections.abc import Sequence
from datetime import datetime

from screening.indicators.units import Decided, Proposal
from screening.read_models.measured import ENDED, FINAL, IDS, NAMING
from shared.database import Connection

IN_THE_CASE = f"""exists (
        select from milestones k where k.contact_id = d.contact_id and k.what in {NAMING}
          and k.position < d.position and k.children ? n.provisional_child_id)"""
NEWS = f"""(
          select max(a.position) from milestones a where a.contact_id = d.contact_id and a.position < d.position
            and (a.what = 'ContactAmendmentNoted' or (a.what = 'ChildIdentityNoted'
              and (a.said->>'another')::bool and a.children ?| {IDS})))"""
REVIEWED = f"""exists (
        select from milestones r where r.contact_id = d.contact_id and r.what = 'HistoryReviewed'
          and r.children ?| {IDS} and r.position < d.position and r.position > coalesce({NEWS}, 0))"""
UNREAD = f"""(
      select count(*) from named_children n where n.contact_id = d.contact_id and {IN_THE_CASE} and not {REVIEWED})"""
"""How many children of the contact had, when it was decided, a history that nobody had read since the last news."""

TOLD = f"""(
      select t.at as told_at, (t.said->>'told')::bool as told from milestones t
      where t.contact_id = d.contact_id and t.what = 'OutcomeFeedbackSent' and t.position > d.position
        and t.children ?| {IDS} order by t.position limit 1)"""
REOPENED = f"""(
      select min(r.at) as reopened_at from milestones r
      where r.contact_id = d.contact_id and r.what = 'ScreeningReopened' and r.position > d.position
        and r.children ?| {IDS})"""
CAME_AGAIN = f"""(
      select min(c.received_at) as contact_at from named_children o join contacts c using (contact_id)
      where o.child_id = n.child_id and c.contact_id <> d.contact_id and c.received_at > d.at
        and c.duplicate_of is null and not {ENDED})"""

DECISIONS = f"""
    select d.said->>'decision' as decision, d.at as decided_at, d.said->>'proposed_by' as proposed_by,
      d.who as authorised_by, d.said->>'changed_from' is not null as changed,
      (d.said->>'available')::int as available, (d.said->>'opened')::int as opened, {UNREAD} as unread,
      coalesce(q.professional_referrer, false) as professional, told.told_at, coalesce(told.told, false) as told,
      reopened.reopened_at, again.contact_at
    from milestones d join contacts c using (contact_id)
    join named_children n on n.contact_id = d.contact_id and d.children ?| {IDS}
    left join queue q on q.contact_id = d.contact_id
    left join lateral {TOLD} as told on true
    left join lateral {REOPENED} as reopened on true
    left join lateral {CAME_AGAIN} as again on true
    where d.what = 'ThresholdDecisionAuthorised' and d.at >= $1 and d.at < $2 and {FINAL}
      and c.duplicate_of is null and not {ENDED}"""

PROPOSALS = f"""
    select exists (
      select from milestones h where h.contact_id = d.contact_id and h.what = 'DecisionChallenged'
        and h.children ?| {IDS} and h.position > d.position and h.position < coalesce((
          select min(p.position) from milestones p
          where p.contact_id = d.contact_id and p.what = 'ThresholdDecisionProposed'
            and p.children ?| {IDS} and p.position > d.position), h.position + 1)) as challenged
    from milestones d join contacts c using (contact_id)
    join named_children n on n.contact_id = d.contact_id and d.children ?| {IDS}
    where d.what = 'ThresholdDecisionProposed' and d.at >= $1 and d.at < $2
      and c.duplicate_of is null and not {ENDED}"""


async def decisions(connection: Connection, since: datetime, until: datetime) -> Sequence[Decided]:
    """Every decision authorised from ``since`` on and before ``until``, holding ones left out, with what followed."""
    return [Decided(**row) for row in await connection.fetch(DECISIONS, since, until)]


async def proposals(connection: Connection, since: datetime, until: datetime) -> Sequence[Proposal]:
    """Every proposal made in that time, and whether a manager challenged it."""
    return [Proposal(**row) for row in await connection.fetch(PROPOSALS, since, until)]
