"""What did this agency send us? One row a contact, made from what intake tells; the sender's own names for things."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from notifications.readings import ChildIdentified, ContactQualityAssessed, ContactReceived
from notifications.requests import (
    contact_ref,
    is_from_police,
    is_public,
    received_at_of,
    roles_unclear,
    sender_of,
)
from notifications.waiting import KnownContact
from shared.database import Connection, Row
from shared.subscriptions import Message


async def remember(connection: Connection, message: Message[ContactReceived]) -> None:
    contact, meta = message.data, message.meta
    await connection.execute(
        """insert into contacts (contact_id, org_id, agency_name, is_public, source_system, source_ref,
             contact_type, ppn_ref, received_at, child_refs, roles_unclear)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict (contact_id) do nothing""",
        contact.contact_id,
        sender_of(contact, meta),
        contact.agency.name if contact.agency else None,
        is_public(contact, meta),
        contact.source_system,
        contact.source_ref,
        contact.contact_type,
        _police_ref(message),
        received_at_of(meta),
        {child.child_id: child.temp_ref for child in contact.children},
        roles_unclear(contact.flags),
    )


def _police_ref(message: Message[ContactReceived]) -> str | None:
    """The number by which the force knows its own notification."""
    contact = message.data
    if not is_from_police(contact, message.meta):
        return None
    return (contact.police.ppn_ref if contact.police else None) or contact.source_ref


async def note_quality(connection: Connection, message: Message[ContactQualityAssessed]) -> None:
    await connection.execute(
        "update contacts set quality_grade = $2, quality_failed = $3 where contact_id = $1",
        message.data.contact_id,
        message.data.grade,
        list(message.data.failed),
    )


async def note_roles(connection: Connection, contact_id: str, *, unclear: bool) -> None:
    """Is it in doubt who did what to whom? Then nobody is told of the contact (INT-07)."""
    await connection.execute("update contacts set roles_unclear = $2 where contact_id = $1", contact_id, unclear)


async def note_identity(connection: Connection, message: Message[ChildIdentified]) -> None:
    """The sender's name for the child stays; whose it is may change."""
    await connection.execute(
        "update contacts set child_refs = child_refs || $2 where contact_id = $1",
        message.data.contact_id,
        {message.data.child_id: message.data.temp_ref},
    )


async def known_contacts(connection: Connection, contact_ids: Sequence[str]) -> dict[str, KnownContact]:
    rows = await connection.fetch("select * from contacts where contact_id = any($1)", list(contact_ids))
    return {row["contact_id"]: _known(row) for row in rows}


def _known(row: Row) -> KnownContact:
    return KnownContact(
        contact_id=row["contact_id"],
        org_id=row["org_id"],
        agency_name=row["agency_name"],
        is_public=row["is_public"],
        ppn_ref=row["ppn_ref"],
        child_refs=row["child_refs"],
        quality_failed=tuple(row["quality_failed"]),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnContact:
    """A contact in its sender's eyes. ``reference`` is ours, ``source_ref`` theirs."""

    contact_id: str
    reference: str
    source_ref: str | None
    contact_type: str
    received_at: datetime
    quality_grade: str | None
    quality_failed: tuple[str, ...]


async def contacts_of(connection: Connection, org_id: str, limit: int) -> list[OwnContact]:
    """What this organisation sent, the newest first."""
    rows = await connection.fetch(
        """select contact_id, source_ref, contact_type, received_at, quality_grade, quality_failed
           from contacts where org_id = $1 and not is_public order by received_at desc limit $2""",
        org_id,
        limit,
    )
    return [_own(row) for row in rows]


def _own(row: Row) -> OwnContact:
    fields: dict[str, Any] = {**dict(row), "quality_failed": tuple(row["quality_failed"])}
    return OwnContact(**fields, reference=contact_ref(row["contact_id"]))
