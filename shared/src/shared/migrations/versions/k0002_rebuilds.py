"""Requests to make anew what a service has been told, and what became of each."""

from alembic import op

revision = "k0002"
down_revision = "k0001"


def upgrade() -> None:
    op.execute(
        """create table rebuilds (
            rebuild bigint generated always as identity primary key,
            requested_at timestamptz not null,
            requested_by text not null,
            finished_at timestamptz,
            outcome text not null default 'WAITING',
            detail text not null default '')"""
    )
    op.execute("create unique index rebuilds_open on rebuilds ((true)) where finished_at is null")


def downgrade() -> None:
    raise RuntimeError("What is stored is never thrown away: restore a backup instead")
