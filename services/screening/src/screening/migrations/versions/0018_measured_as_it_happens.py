"""What the indicators count is kept as it happens, a row for each contact, child, decision and proposal: of what was
recorded before, too, from what had been kept of each event until now."""

import sqlalchemy as sa
from alembic import op

from shared.working_time import due_one_working_day

revision = "0018"
down_revision = "0017"

TABLES = [
    """alter table contacts
        add column organisation text not null generated always as (
          coalesce(nullif(said->'agency'->>'org_id', ''), agency_name)) stored,
        add column viewed int generated always as ((said->>'referrer_view_of_need_level')::int) stored""",
    """create table measured_contacts (
        contact_id text primary key,
        ended boolean not null default false,
        quality_told boolean not null default false,
        directed bigint,
        acted bigint,
        rag text,
        rag_due_at timestamptz)""",
    """create table measured_children (
        contact_id text not null,
        temp_ref text not null,
        child_id text not null,
        provisional_child_id text not null,
        identified boolean not null default false,
        read boolean not null default false,
        is_open boolean,
        response_due_at timestamptz,
        answered_at timestamptz,
        held boolean not null default false,
        decision text,
        need_level int,
        decided_at timestamptz,
        rag text,
        rag_due_at timestamptz,
        convened_at timestamptz,
        primary key (contact_id, temp_ref))""",
    """create table measured_decisions (
        position bigint not null,
        contact_id text not null,
        temp_ref text not null,
        decision text not null,
        decided_at timestamptz not null,
        proposed_by text not null,
        authorised_by text not null,
        changed boolean not null,
        available int,
        opened int,
        unread int not null,
        tell_by timestamptz,
        told_at timestamptz,
        told boolean not null default false,
        reopened_at timestamptz,
        primary key (position, temp_ref))""",
    """create table measured_proposals (
        position bigint not null,
        contact_id text not null,
        temp_ref text not null,
        proposed_at timestamptz not null,
        challenged boolean not null default false,
        primary key (position, temp_ref))""",
]

IS_NAMED = (
    "d.what in ('ScreeningOpened', 'ContactAmendmentNoted', 'SiblingNoted') and d.children ? n.provisional_child_id"
)
WORK = """('HistoryReviewed', 'CumulativeRiskAnalysed', 'ClarificationRequested', 'ClarificationAttempted',
  'InformationRequested', 'FamilySpokenTo', 'ChildVoiceRecorded', 'CaseDiscussionRecorded',
  'ThresholdDecisionProposed')"""
FINAL = "d.what = 'ThresholdDecisionAuthorised' and d.said->>'decision' <> 'PROCEED_TO_MASH_ENQUIRY'"
ABOUT = "d.children ?| n.ids"

NAMED = """
    create temporary table named on commit drop as
    select contact_id, temp_ref, child_id, provisional_child_id,
      array[child_id, provisional_child_id] || coalesce(ever.ids, '{}') as ids
    from named_children left join (
      select said->>'contact_id' as contact_id, said->>'temp_ref' as temp_ref, array_agg(said->>'child_id') as ids
      from (select convert_from(content, 'UTF8')::jsonb -> 'data' as said from events
            where type = 'ChildIdentityNoted') as identities
      group by 1, 2) as ever using (contact_id, temp_ref)"""
"""Each child with every id that it has had: an event names it by the one that it had then."""

CONTACTS = f"""
    insert into measured_contacts (contact_id, ended, quality_told, directed, acted, rag, rag_due_at)
    select contact_id, coalesce(bool_or(d.what = 'ScreeningEnded'), false),
      coalesce(bool_or(d.what = 'QualityFeedbackGiven'), false),
      min(d.position) filter (where d.what = 'ManagementDirectionRecorded'),
      min(d.position) filter (where d.what in {WORK}), rated.said->>'rag', (rated.said->>'decision_due_at')::timestamptz
    from queue left join milestones d using (contact_id) left join (
      select distinct on (contact_id) contact_id, said from milestones where what = 'RagAssigned'
      order by contact_id, position desc) as rated using (contact_id)
    group by contact_id, rated.said"""

READ = f"""
    create temporary table histories on commit drop as
    with noted as (
      select contact_id, n.temp_ref, d.position,
        d.children->>0 <> lag(d.children->>0, 1, n.provisional_child_id) over so_far as other
      from named n join milestones d using (contact_id) where d.what = 'ChildIdentityNoted' and {ABOUT}
      window so_far as (partition by contact_id, n.temp_ref order by d.position)),
    others as (
      select contact_id, temp_ref, array_agg(position) as others from noted where other group by contact_id, temp_ref)
    select n.contact_id, n.temp_ref, min(d.position) filter (where {IS_NAMED}) as named,
      array_agg(d.position) filter (where d.what = 'HistoryReviewed' and {ABOUT}) as reviews,
      array_agg(d.position) filter (where d.what = 'ContactAmendmentNoted') || others.others as news
    from named n join milestones d using (contact_id) left join others using (contact_id, temp_ref)
    group by n.contact_id, n.temp_ref, others.others"""

CHILDREN = f"""
    with told as (
      select n.contact_id, n.temp_ref, n.child_id, n.provisional_child_id,
        n.child_id <> n.provisional_child_id
          or coalesce(bool_or(d.what = 'ChildIdentityNoted' and d.children ? n.child_id), false) as identified,
        array_agg(d order by d.position) filter (where {IS_NAMED}) as naming,
        array_agg(d order by d.position) filter (where d.what = 'RagAssigned') as ratings,
        array_agg(d order by d.position) filter (
          where d.what = 'ThresholdDecisionAuthorised' and {ABOUT}) as answers,
        array_agg(d order by d.position) filter (where {FINAL} and {ABOUT}) as finals,
        max(d.position) filter (where d.what = 'ScreeningReopened' and {ABOUT}) as reopened,
        min(d.at) filter (where d.what = 'StrategyConvenedNoted' and {ABOUT}) as convened_at
      from named n left join milestones d using (contact_id)
      group by n.contact_id, n.temp_ref, n.child_id, n.provisional_child_id),
    found as (
      select *, naming[1] as first_told, answers[1] as answer, finals[1] as final,
        finals[cardinality(finals)] as newest, (
          select r from unnest(ratings) as r where r.position < finals[1].position
          order by r.position desc limit 1) as rating
      from told)
    insert into measured_children
    select contact_id, temp_ref, child_id, provisional_child_id, identified,
      coalesce(
        (select max(r) from unnest(h.reviews) as r) > coalesce((select max(n) from unnest(h.news) as n), 0), false),
      ((final).said->>'is_open')::bool, ((first_told).said->>'response_due_at')::timestamptz, (answer).at,
      coalesce((final).position is distinct from (answer).position, false),
      case when (newest).position > coalesce(reopened, 0) then (newest).said->>'decision' end,
      case when (newest).position > coalesce(reopened, 0) then ((newest).said->>'need_level')::int end,
      (final).at, (rating).said->>'rag', ((rating).said->>'decision_due_at')::timestamptz, convened_at
    from found left join histories h using (contact_id, temp_ref)"""

DECISIONS = f"""
    with about as materialized (
      select d.*, n.temp_ref, n.ids from milestones d join named n using (contact_id) where {FINAL} and {ABOUT}),
    unread as (
      select d.position, count(*) as unread
      from (select distinct position, contact_id from about) as d join histories h using (contact_id)
      where h.named < d.position and not exists (
        select from unnest(h.reviews) as r where r < d.position
          and r > coalesce((select max(n) from unnest(h.news) as n where n < d.position), 0))
      group by d.position),
    after as (
      select a.position, a.temp_ref,
        (array_agg(m order by m.position) filter (where m.what = 'OutcomeFeedbackSent'))[1] as told,
        (array_agg(m.at order by m.position) filter (where m.what = 'ScreeningReopened'))[1] as reopened_at
      from about a join milestones m using (contact_id)
      where m.position > a.position and m.what in ('OutcomeFeedbackSent', 'ScreeningReopened') and m.children ?| a.ids
      group by a.position, a.temp_ref)
    insert into measured_decisions
    select a.position, a.contact_id, a.temp_ref, a.said->>'decision', a.at, a.said->>'proposed_by', a.who,
      a.said->>'changed_from' is not null, (a.said->>'available')::int, (a.said->>'opened')::int,
      coalesce(unread.unread, 0), null, (after.told).at, coalesce(((after.told).said->>'told')::bool, false),
      after.reopened_at
    from about a left join unread using (position) left join after using (position, temp_ref)"""

PROPOSALS = f"""
    insert into measured_proposals
    select position, contact_id, temp_ref, at, challenged
    from (
      select d.position, contact_id, n.temp_ref, d.at, d.what,
        coalesce(lead(d.what) over child = 'DecisionChallenged', false) as challenged
      from named n join milestones d using (contact_id)
      where d.what in ('ThresholdDecisionProposed', 'DecisionChallenged') and {ABOUT}
      window child as (partition by contact_id, n.temp_ref order by d.position)) as turns
    where what = 'ThresholdDecisionProposed'"""
FROM_WHAT_WAS_KEPT = [NAMED, CONTACTS, READ, CHILDREN, DECISIONS, PROPOSALS]

TELL_BY = """
    update measured_decisions m set tell_by = new.due_at
    from unnest(cast(:decided as timestamptz[]), cast(:due as timestamptz[])) as new (decided_at, due_at)
    where m.decided_at = new.decided_at"""
INDEXES = [
    "create index contacts_duplicates on contacts (contact_id) include (duplicate_of) where duplicate_of is not null",
    "create index measured_children_child on measured_children (child_id)",
    "create index measured_decisions_contact on measured_decisions (contact_id, temp_ref)",
    "create index measured_decisions_when on measured_decisions (decided_at)",
    "create index measured_proposals_contact on measured_proposals (contact_id, temp_ref)",
    "create index measured_proposals_when on measured_proposals (proposed_at)",
]


def upgrade() -> None:
    for statement in (*TABLES, *FROM_WHAT_WAS_KEPT):
        op.execute(statement)
    _tell_by()
    for statement in (
        *INDEXES,
        "alter table measured_decisions alter column tell_by set not null",
        "drop table milestones",
    ):
        op.execute(statement)


def _tell_by() -> None:
    """By when the referrer was to be told, as it was counted until now (CK_FEEDBACK)."""
    connection = op.get_bind()
    decided = list(connection.execute(sa.text("select distinct decided_at from measured_decisions")).scalars())
    due = [due_one_working_day(at) for at in decided]
    connection.execute(sa.text(TELL_BY), {"decided": decided, "due": due})


def downgrade() -> None:
    raise RuntimeError("What is stored is never thrown away: restore a backup instead")
