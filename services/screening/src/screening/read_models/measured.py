"""What did each contact and each child in it come to, of those that began in a period? For the indicators."""

from collections.abc import Sequence
from datetime import datetime

from screening.indicators.units import ChildEvent, Contact, Sender
from shared.database import Connection, Row

HOLDING = "PROCEED_TO_MASH_ENQUIRY"
IDS = "array[n.child_id, n.provisional_child_id]"
NAMING = "('ScreeningOpened', 'ContactAmendmentNoted', 'SiblingNoted')"
WORK = """('HistoryReviewed', 'CumulativeRiskAnalysed', 'ClarificationRequested', 'ClarificationAttempted',
  'InformationRequested', 'FamilySpokenTo', 'ChildVoiceRecorded', 'CaseDiscussionRecorded',
  'ThresholdDecisionProposed')"""
"""What a social worker does in a screening: a manager's direction comes before it (I17)."""

SENDER = """c.source_code, c.contact_type, coalesce(q.professional_referrer, false) as professional,
  first_value(c.agency_name) over (
    partition by coalesce(nullif(c.said->'agency'->>'org_id', ''), c.agency_name)
    order by c.received_at desc, c.contact_id) as agency"""
"""An organisation is called what its newest contact of the period calls it."""
ENDED = "exists (select from milestones e where e.contact_id = c.contact_id and e.what = 'ScreeningEnded')"

CONTACTS = f"""
    select {SENDER}, c.duplicate_of is not null as duplicate, {ENDED} as ended, q.quality,
      (select count(*) from named_children n where n.contact_id = c.contact_id) as children,
      done.quality_told, done.directed, done.acted
    from contacts c left join queue q using (contact_id)
    cross join lateral (
      select coalesce(bool_or(m.what = 'QualityFeedbackGiven'), false) as quality_told,
        min(m.position) filter (where m.what = 'ManagementDirectionRecorded') as directed,
        min(m.position) filter (where m.what in {WORK}) as acted
      from milestones m where m.contact_id = c.contact_id) as done
    where c.received_at >= $1 and c.received_at < $2"""


def _decision(columns: str, which: str, order: str) -> str:
    """The first or the last authorised decision of these about the child of ``n``."""
    return f"""(
      select {columns} from milestones d
      where d.contact_id = c.contact_id and d.what = 'ThresholdDecisionAuthorised' and d.children ?| {IDS} and {which}
      order by d.position {order} limit 1)"""


FINAL = f"d.said->>'decision' <> '{HOLDING}'"
REOPENED = f"""exists (
  select from milestones r where r.contact_id = c.contact_id and r.what = 'ScreeningReopened'
    and r.position > d.position and r.children ?| {IDS})"""
ANSWER = _decision(f"d.at as answered_at, not ({FINAL}) as held", "true", "asc")
DECIDED = _decision("d.position, d.at as decided_at, (d.said->>'is_open')::bool as is_open", FINAL, "asc")
STANDS = _decision(
    "d.said->>'decision' as decision, (d.said->>'need_level')::int as need_level",
    f"{FINAL} and not {REOPENED}",
    "desc",
)
NAMED = f"""(
      select (m.said->>'response_due_at')::timestamptz as response_due_at from milestones m
      where m.contact_id = c.contact_id and m.what in {NAMING} and m.children ? n.provisional_child_id
      order by m.position limit 1)"""
RATING = """(
      select m.said->>'rag' as rag, (m.said->>'decision_due_at')::timestamptz as rag_due_at from milestones m
      where m.contact_id = c.contact_id and m.what = 'RagAssigned' and m.position < final.position
      order by m.position desc limit 1)"""
CONVENED = f"""(
      select min(m.at) as convened_at from milestones m
      where m.contact_id = c.contact_id and m.what = 'StrategyConvenedNoted' and m.children ?| {IDS})"""

CHILD_EVENTS = f"""
    select {SENDER}, (c.said->>'referrer_view_of_need_level')::int as viewed,
      coalesce(final.is_open, k.care_status in ('CP', 'CIN', 'CLA'), false) as is_open,
      named.response_due_at, answer.answered_at, coalesce(answer.held, false) as held,
      stands.decision, stands.need_level, final.decided_at, rating.rag, rating.rag_due_at, convened.convened_at
    from contacts c join named_children n using (contact_id)
    left join queue q using (contact_id)
    left join queue_children k using (contact_id, temp_ref)
    left join lateral {ANSWER} as answer on true
    left join lateral {DECIDED} as final on true
    left join lateral {STANDS} as stands on true
    left join lateral {NAMED} as named on true
    left join lateral {RATING} as rating on true
    left join lateral {CONVENED} as convened on true
    where c.received_at >= $1 and c.received_at < $2 and c.duplicate_of is null and not {ENDED}"""


async def contacts(connection: Connection, since: datetime, until: datetime) -> Sequence[Contact]:
    """Every contact received from ``since`` on and before ``until``, with what is left out elsewhere."""
    return [
        Contact(
            sender=_sender(row),
            duplicate=row["duplicate"],
            ended=row["ended"],
            children=row["children"],
            quality=row["quality"],
            quality_told=row["quality_told"],
            directed=row["directed"],
            acted=row["acted"],
        )
        for row in await connection.fetch(CONTACTS, since, until)
    ]


async def child_events(connection: Connection, since: datetime, until: datetime) -> Sequence[ChildEvent]:
    """Every child of those contacts that are neither duplicates nor ended."""
    return [
        ChildEvent(
            sender=_sender(row),
            viewed=row["viewed"],
            is_open=row["is_open"],
            response_due_at=row["response_due_at"],
            answered_at=row["answered_at"],
            held=row["held"],
            decision=row["decision"],
            need_level=row["need_level"],
            decided_at=row["decided_at"],
            rag=row["rag"],
            rag_due_at=row["rag_due_at"],
            convened_at=row["convened_at"],
        )
        for row in await connection.fetch(CHILD_EVENTS, since, until)
    ]


def _sender(row: Row) -> Sender:
    return Sender(
        source_code=row["source_code"],
        contact_type=row["contact_type"],
        agency=row["agency"],
        professional=row["professional"],
    )
