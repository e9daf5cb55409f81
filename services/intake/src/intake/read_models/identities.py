"""Every child that contacts have named, who each turned out to be, and who still waits to be told apart."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from intake.events import ChildIdentified, ContactAmended, ContactReceived, IdentityMatchProposed, IdentitySealed
from intake.facts import Account, NamedChild
from intake.matching.descriptions import Description, described, keys_of
from shared.database import Connection, Row
from shared.events import Recorded

FILE = """
with before as (select keys from identities where child_id = $1),
written as (
  insert into identities (child_id, contact_id, temp_ref, first_name, surname, dob, upn, nhs, address, status,
                          expected_dob, sex, adults, keys)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'PROVISIONAL', $10, $11, $12, $13)
  on conflict (child_id) do update set first_name = excluded.first_name, surname = excluded.surname,
    dob = excluded.dob, upn = excluded.upn, nhs = excluded.nhs, address = excluded.address,
    expected_dob = excluded.expected_dob, sex = excluded.sex, adults = excluded.adults, keys = excluded.keys),
gone as (
  delete from identity_keys k using before
  where k.child_id = $1 and k.key = any(before.keys) and k.key <> all($13::text[]))
insert into identity_keys select key, $1 from unnest($13::text[]) as filed(key) on conflict do nothing
"""


async def project(connection: Connection, events: Sequence[Recorded[object]]) -> None:
    for recorded in events:
        match recorded.data:
            case ContactReceived() | ContactAmended(superseded=False) as event:
                await _remember(connection, event.contact_id, event.account)
            case IdentityMatchProposed() as event:
                await _propose(connection, event, recorded)
            case ChildIdentified() as event:
                await _identify(connection, event)
            case IdentitySealed() as event:
                await connection.execute("update identities set sealed = true where child_id = $1", event.child_id)
            case _:
                pass


async def _remember(connection: Connection, contact_id: str, account: Account) -> None:
    for child in account.children:
        await file(connection, contact_id, child, described(child, account.adults))


async def file(connection: Connection, contact_id: str, child: NamedChild, known: Description) -> None:
    """Files the newest description of a named child under its keys."""
    await connection.execute(
        FILE,
        child.child_id,
        contact_id,
        child.temp_ref,
        child.first_name,
        child.surname,
        known.dob,
        known.upn,
        known.nhs,
        known.address,
        known.expected_dob,
        known.sex,
        list(known.adults),
        keys_of(known),
    )


async def _propose(connection: Connection, event: IdentityMatchProposed, recorded: Recorded[object]) -> None:
    candidates = [asdict(candidate) for candidate in event.candidates]
    await connection.execute(
        """insert into identity_checks values ($1, $2, $3, $4, $5)
           on conflict (contact_id, temp_ref) do update set candidates = excluded.candidates""",
        event.contact_id,
        event.temp_ref,
        event.child_id,
        candidates,
        recorded.meta.recorded_at,
    )


async def _identify(connection: Connection, event: ChildIdentified) -> None:
    linked = event.child_id != event.provisional_child_id
    await connection.execute(
        """update identities set status = $2, same_as = $3, dob_estimated = $4, sex = coalesce($5, sex)
           where child_id = $1""",
        event.provisional_child_id,
        "LINKED" if linked else event.status,
        event.child_id if linked else None,
        event.dob_estimated,
        event.sex,
    )
    if event.dob or event.expected_dob:
        await _date_again(connection, event)
    await connection.execute(
        "delete from identity_checks where contact_id = $1 and temp_ref = $2",
        event.contact_id,
        event.temp_ref,
    )


async def _date_again(connection: Connection, event: ChildIdentified) -> None:
    """A person gave a birthday when they said who the child is: it is filed under that one."""
    row = await identity(connection, event.provisional_child_id)
    if row is None:
        return
    child = NamedChild(
        temp_ref=row["temp_ref"], child_id=row["child_id"], first_name=row["first_name"], surname=row["surname"]
    )
    known = description_of(row)
    dated = Description(
        first_name=known.first_name,
        surname=known.surname,
        dob=event.dob,
        expected_dob=event.expected_dob,
        sex=known.sex,
        nhs=known.nhs,
        upn=known.upn,
        address=known.address,
        adults=known.adults,
    )
    await file(connection, row["contact_id"], child, dated)


def description_of(row: Row) -> Description:
    """What a row of ``identities`` says of its child."""
    return Description(
        first_name=row["first_name"],
        surname=row["surname"],
        dob=row["dob"],
        expected_dob=row["expected_dob"],
        sex=row["sex"],
        nhs=row["nhs"],
        upn=row["upn"],
        address=row["address"],
        adults=tuple(row["adults"]),
    )


async def checks_waiting(connection: Connection) -> Sequence[Row]:
    """Named children of whom a person must say who they are, the longest-waiting first."""
    return await connection.fetch(
        """select c.*, i.first_name, i.surname, i.dob from identity_checks c
           join identities i using (child_id) order by proposed_at"""
    )


async def candidates_for(connection: Connection, contact_id: str, temp_ref: str) -> list[dict[str, Any]]:
    """The children we know who may be the one named, the likeliest first."""
    found = await connection.fetchval(
        "select candidates from identity_checks where contact_id = $1 and temp_ref = $2", contact_id, temp_ref
    )
    return found or []


async def children_of(connection: Connection, contact_id: str) -> Sequence[Row]:
    """The children that one contact names."""
    return await connection.fetch("select * from identities where contact_id = $1 order by temp_ref", contact_id)


async def named_as(connection: Connection, contact_id: str, temp_ref: str) -> Row | None:
    """The child that a contact names by this reference."""
    return await connection.fetchrow(
        "select * from identities where contact_id = $1 and temp_ref = $2", contact_id, temp_ref
    )


async def identity(connection: Connection, child_id: str) -> Row | None:
    """One child by its id."""
    return await connection.fetchrow("select * from identities where child_id = $1", child_id)


async def is_sealed(connection: Connection, child_id: str) -> bool:
    """Is this an identity that may not be linked to any more?"""
    return bool(await connection.fetchval("select sealed from identities where child_id = $1", child_id))
