"""What the indicators count: of what was recorded before, too. Which contacts had been linked as duplicates before was
never heard here, and stays unknown."""

from alembic import op

revision = "0015"
down_revision = "0014"

IDS = "(select coalesce(jsonb_agg(one->>'child_id'), '[]') from jsonb_array_elements(d->'{of}') as one)"
CHILD = "jsonb_build_array(d->>'child_id')"
NOBODY = "'[]'::jsonb"
DUE = "jsonb_build_object('response_due_at', d->'response_due_at')"
RATING = "jsonb_build_object('rag', d->'rag', 'decision_due_at', d->'decision_due_at')"
OPENED = """jsonb_array_length(d->'history'->'items_opened') + jsonb_array_length(d->'history'->'entries_opened')"""
DECISION = f"""jsonb_build_object(
    'decision', d->'decision', 'need_level', d->'need_level', 'proposed_by', d->'proposed_by',
    'changed_from', d->'changed_from', 'is_open', d->'is_open',
    'available', case when jsonb_typeof(d->'history') = 'object' then
       jsonb_array_length(d->'history'->'items_available') end,
    'opened', case when jsonb_typeof(d->'history') = 'object' then {OPENED} end)"""

KINDS = {
    "ScreeningOpened": (IDS.format(of="children"), "received_at", None, DUE),
    "ContactAmendmentNoted": (IDS.format(of="added"), "noted_at", None, DUE),
    "SiblingNoted": ("jsonb_build_array(d->'child'->>'child_id')", "noted_at", None, DUE),
    "ChildIdentityNoted": (
        CHILD,
        None,
        None,
        "jsonb_build_object('another', d->>'child_id' <> d->>'provisional_child_id')",
    ),
    "RagAssigned": (NOBODY, "assigned_at", "assigned_by", RATING),
    "ManagementDirectionRecorded": (NOBODY, "directed_at", "directed_by", None),
    "HistoryReviewed": (CHILD, "reviewed_at", "reviewed_by", None),
    "CumulativeRiskAnalysed": (CHILD, None, None, None),
    "ClarificationRequested": (NOBODY, None, None, None),
    "ClarificationAttempted": (NOBODY, None, None, None),
    "InformationRequested": (NOBODY, None, None, None),
    "FamilySpokenTo": (NOBODY, None, None, None),
    "ChildVoiceRecorded": (CHILD, None, None, None),
    "CaseDiscussionRecorded": (NOBODY, None, None, None),
    "ThresholdDecisionProposed": (
        CHILD,
        "proposed_at",
        "proposed_by",
        "jsonb_build_object('decision', d->'decision')",
    ),
    "DecisionChallenged": (CHILD, None, "challenged_by", None),
    "ThresholdDecisionAuthorised": (CHILD, "decided_at", "authorised_by", DECISION),
    "StrategyConvenedNoted": ("d->'child_ids'", "held_at", None, None),
    "OutcomeFeedbackSent": (
        "d->'child_ids'",
        "told_at",
        None,
        "jsonb_build_object('told', d->>'not_told_because' = '')",
    ),
    "QualityFeedbackGiven": (NOBODY, None, None, None),
    "ScreeningEnded": (NOBODY, "ended_at", "ended_by", None),
    "ScreeningReopened": ("d->'child_ids'", "reopened_at", None, None),
}
"""Of each kind: its children, the fields with its time and its person, and its codes."""


def _told(kind: str) -> str:
    children, at, who, codes = KINDS[kind]
    moment = f"coalesce((d->>'{at}')::timestamptz, recorded_at)" if at else "recorded_at"
    person = f"d->>'{who}'" if who else "null"
    return f"""insert into milestones
        select position, d->>'contact_id', '{kind}', {children}, {moment}, {person}, {codes or "'{}'"}
        from (select position, recorded_at, convert_from(content, 'UTF8')::jsonb -> 'data' as d from events
              where type = '{kind}') as told"""


TABLE = [
    """create table milestones (
        position bigint primary key,
        contact_id text not null,
        what text not null,
        children jsonb not null,
        at timestamptz not null,
        who text,
        said jsonb not null)""",
    "create index milestones_contact on milestones (contact_id, what)",
    "create index milestones_when on milestones (what, at)",
    "alter table contacts add column duplicate_of text",
]
FROM_WHAT_WAS_TOLD = [_told(kind) for kind in KINDS]


def upgrade() -> None:
    for statement in (*TABLE, *FROM_WHAT_WAS_TOLD):
        op.execute(statement)


def downgrade() -> None:
    raise RuntimeError("What is stored is never thrown away: restore a backup instead")
