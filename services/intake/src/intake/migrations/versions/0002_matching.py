"""What matching needs of an identity, and the keys under which its like is found."""

from alembic import op

revision = "0002"
down_revision = "0001"

TABLES = [
    """alter table identities
        add column expected_dob date,
        add column sex text,
        add column adults text[] not null default '{}',
        add column keys text[] not null default '{}',
        add column sealed boolean not null default false,
        add column dob_estimated boolean not null default false""",
    """create table identity_keys (
        key text collate "C" not null,
        child_id text not null,
        primary key (key, child_id))""",
    # Children that came before keys were kept are found by their date of birth and their numbers from the start.
    """insert into identity_keys
        select 'dob:' || to_char(dob, 'YYYY-MM-DD'), child_id from identities where dob is not null
        union select 'nhs:' || upper(replace(nhs, ' ', '')), child_id from identities where nhs is not null
        union select 'upn:' || upper(replace(upn, ' ', '')), child_id from identities where upn is not null""",
    """update identities i set keys = (select array_agg(key) from identity_keys k where k.child_id = i.child_id)
        where exists (select from identity_keys k where k.child_id = i.child_id)""",
]


def upgrade() -> None:
    for table in TABLES:
        op.execute(table)


def downgrade() -> None:
    raise RuntimeError("Restore a backup instead")
