"""What did each contact and each child in it come to, of those that began in a period? For the indicators.

Its law, and that of all that is measured: one statement reads the whole period, never once for each unit of it.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from screening.indicators.units import ChildEvent, Contact
from shared.database import Connection

FirstNamed = tuple[Sequence[str], Sequence[str]]
"""Contacts, and the reference of a child in each."""
HOLDING = "PROCEED_TO_MASH_ENQUIRY"
IDS = "array[n.child_id, n.provisional_child_id]"
NAMING = "('ScreeningOpened', 'ContactAmendmentNoted', 'SiblingNoted')"
WORK = """('HistoryReviewed', 'CumulativeRiskAnalysed', 'ClarificationRequested', 'ClarificationAttempted',
  'InformationRequested', 'FamilySpokenTo', 'ChildVoiceRecorded', 'CaseDiscussionRecorded',
  'ThresholdDecisionProposed')"""
"""What a social worker does in a screening: a manager's direction comes before it (I17)."""

ENDED = "exists (select from milestones e where e.contact_id = c.contact_id and e.what = 'ScreeningEnded')"
ABOUT = f"coalesce(d.children ?| {IDS}, false)"
"""Whether ``d`` is about the child. Of ``?|`` alone Postgres expects one in a hundred, and plans for a few children."""
FIRST_NAMED = f"""
    with recursive way (contact_id, up) as (
      select contact_id, duplicate_of from contacts where duplicate_of is not null
      union select w.contact_id, c.duplicate_of from way w join contacts c on c.contact_id = w.up
      where c.duplicate_of is not null),
    incident as (
      select contact_id, up as told_first from way
      where not exists (select from contacts p where p.contact_id = up and p.duplicate_of is not null)),
    naming as materialized (
      select told_first, c.duplicate_of is not null as again, c.received_at, contact_id, n.temp_ref, {IDS} as ids,
        n.child_id <> n.provisional_child_id or exists (
          select from milestones m where m.contact_id = c.contact_id and m.what = 'ChildIdentityNoted'
            and m.children ? n.child_id) as identified
      from (select * from incident union select told_first, told_first from incident) as i
      join contacts c using (contact_id) join named_children n using (contact_id)
      where c.duplicate_of is null or not {ENDED})
    select contact_id, temp_ref from naming n where again and identified and not exists (
      select from naming o
      where o.told_first = n.told_first and o.ids && n.ids and (o.identified or not o.again)
        and (o.again, o.received_at, o.contact_id, o.temp_ref)
          < (n.again, n.received_at, n.contact_id, n.temp_ref))"""
"""The children whom only another report of the incident names, each in the first such report. Of whom nobody has said
who it is, it may be a child of the first report."""
COUNTS = f"""not {ENDED} and (
      c.duplicate_of is null or (n.contact_id, n.temp_ref) in (select * from unnest($3::text[], $4::text[])))"""
"""Whether ``n``, a child whom the contact ``c`` names, is counted for it. $3 and $4 are the ``FIRST_NAMED``."""
FINAL = f"d.said->>'decision' <> '{HOLDING}'"

CONTACTS = f"""
    with came as materialized (
      select contact_id, received_at, source_code, contact_type, agency_name, duplicate_of,
        coalesce(nullif(said->'agency'->>'org_id', ''), agency_name) as organisation,
        (said->>'referrer_view_of_need_level')::int as viewed
      from contacts where received_at >= $1 and received_at < $2)
    select c.contact_id, c.source_code, c.contact_type,
      first_value(c.agency_name) over (
        partition by c.organisation order by c.received_at desc, c.contact_id) as agency,
      coalesce(q.professional_referrer, false) as professional, c.viewed,
      c.duplicate_of is not null as duplicate, coalesce(done.ended, false) as ended,
      coalesce(named.children, 0) as children, q.quality, coalesce(done.quality_told, false) as quality_told,
      done.directed, done.acted
    from came c left join queue q using (contact_id)
    left join (
      select contact_id, count(*) as children from came join named_children using (contact_id)
      group by contact_id) as named using (contact_id)
    left join (
      select contact_id, bool_or(m.what = 'ScreeningEnded') as ended,
        bool_or(m.what = 'QualityFeedbackGiven') as quality_told,
        min(m.position) filter (where m.what = 'ManagementDirectionRecorded') as directed,
        min(m.position) filter (where m.what in {WORK}) as acted
      from came join milestones m using (contact_id)
      where m.what in ('ScreeningEnded', 'QualityFeedbackGiven', 'ManagementDirectionRecorded') or m.what in {WORK}
      group by contact_id) as done using (contact_id)"""
"""An organisation is called what its newest contact of the period calls it."""

CHILD_EVENTS = f"""
    with named as materialized (
      select n.* from contacts c join named_children n using (contact_id)
      where c.received_at >= $1 and c.received_at < $2 and {COUNTS}),
    told as (
      select n.contact_id, n.temp_ref,
        array_agg(d order by d.position) filter (where d.what in {NAMING}) as naming,
        array_agg(d order by d.position) filter (where d.what = 'RagAssigned') as ratings,
        array_agg(d order by d.position) filter (where d.what = 'ThresholdDecisionAuthorised') as answers,
        array_agg(d order by d.position) filter (where d.what = 'ThresholdDecisionAuthorised' and {FINAL}) as finals,
        max(d.position) filter (where d.what = 'ScreeningReopened') as reopened,
        min(d.at) filter (where d.what = 'StrategyConvenedNoted') as convened_at
      from named n join milestones d using (contact_id)
      where d.what = 'RagAssigned' or (d.what in {NAMING} and d.children ? n.provisional_child_id)
        or (d.what in ('ThresholdDecisionAuthorised', 'ScreeningReopened', 'StrategyConvenedNoted') and {ABOUT})
      group by n.contact_id, n.temp_ref),
    found as (
      select contact_id, temp_ref, convened_at, naming[1] as named, answers[1] as answer, finals[1] as final,
        finals[cardinality(finals)] as newest, coalesce(reopened, 0) as reopened, (
          select r from unnest(ratings) as r where r.position < finals[1].position
          order by r.position desc limit 1) as rating
      from told)
    select n.contact_id,
      coalesce(((final).said->>'is_open')::bool, k.care_status in ('CP', 'CIN', 'CLA'), false) as is_open,
      ((named).said->>'response_due_at')::timestamptz as response_due_at, (answer).at as answered_at,
      coalesce((final).position is distinct from (answer).position, false) as held,
      case when (newest).position > reopened then (newest).said->>'decision' end as decision,
      case when (newest).position > reopened then ((newest).said->>'need_level')::int end as need_level,
      (final).at as decided_at, (rating).said->>'rag' as rag,
      ((rating).said->>'decision_due_at')::timestamptz as rag_due_at, convened_at
    from named n left join queue_children k using (contact_id, temp_ref) left join found using (contact_id, temp_ref)"""
"""A decision stands that is the newest, unless the screening was opened again after it for this child."""


async def contacts(connection: Connection, since: datetime, until: datetime) -> Mapping[str, Contact]:
    """Every contact received from ``since`` on and before ``until`` by its id, with what is left out elsewhere."""
    rows = await connection.fetch(CONTACTS, since, until)
    return {row["contact_id"]: Contact(**row) for row in rows}


async def first_named(connection: Connection) -> FirstNamed:
    """The children whom only another report of an incident names. Asked once for all that is counted."""
    rows = await connection.fetch(FIRST_NAMED)
    return [row["contact_id"] for row in rows], [row["temp_ref"] for row in rows]


async def child_events(
    connection: Connection, since: datetime, until: datetime, named: FirstNamed, of: Mapping[str, Contact]
) -> Sequence[ChildEvent]:
    """Every child of those contacts that have not ended, of each incident once."""
    rows = [dict(row) for row in await connection.fetch(CHILD_EVENTS, since, until, *named)]
    return [ChildEvent(contact=of[row.pop("contact_id")], **row) for row in rows]
