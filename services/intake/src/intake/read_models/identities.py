"""Every child that contacts have named, who each turned out to be, and who still waits to be told apart."""

from collections.abc import Mapping, Sequence
from typing import Any

import orjson

from intake.events import (
    ChildIdentified,
    ChildNamed,
    ContactAmended,
    ContactReceived,
    IdentityMatchProposed,
    IdentitySealed,
)
from intake.facts import NamedChild
from intake.matching.descriptions import Description, described, keys_of
from shared.database import Connection, Row, text_array
from shared.events import Recorded
from shared.read_models import Keep, keep_alike, keep_rows

# What was there of a child is looked up by itself; the limits see to that. As a join it was planned while the tables
# were small, and then read all children, or all their keys, for every child that was filed.
FILE = """
with filed as (
  select child_id, contact_id, temp_ref, first_name, surname, dob, upn, nhs, address, expected_dob, sex,
         adults::text[] as adults, keys::text[] as keys
  from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::date[], $7::text[], $8::text[],
              $9::text[], $10::date[], $11::text[], $12::text[], $13::text[])
    as new (child_id, contact_id, temp_ref, first_name, surname, dob, upn, nhs, address, expected_dob, sex,
            adults, keys)),
left_behind as (
  select before.child_id, key
  from filed
  cross join lateral (select child_id, keys from identities i where i.child_id = filed.child_id limit 1) before
  cross join lateral unnest(before.keys) as key where key <> all(filed.keys)),
written as (
  insert into identities (child_id, contact_id, temp_ref, first_name, surname, dob, upn, nhs, address, expected_dob,
                          sex, adults, keys, status)
  select filed.*, 'PROVISIONAL' from filed
  on conflict (child_id) do update set first_name = excluded.first_name, surname = excluded.surname,
    dob = excluded.dob, upn = excluded.upn, nhs = excluded.nhs, address = excluded.address,
    expected_dob = excluded.expected_dob, sex = excluded.sex, adults = excluded.adults, keys = excluded.keys),
gone as (
  delete from identity_keys where ctid = any(array(
    select one.ctid from left_behind l cross join lateral (
      select ctid from identity_keys k where k.key = l.key and k.child_id = l.child_id limit 1) one)))
insert into identity_keys select key, child_id from filed cross join lateral unnest(keys) as key on conflict do nothing
"""

PROPOSE = """
insert into identity_checks
select contact_id, temp_ref, child_id, candidates::jsonb, proposed_at
from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::timestamptz[])
  as new (contact_id, temp_ref, child_id, candidates, proposed_at)
on conflict (contact_id, temp_ref) do update set candidates = excluded.candidates
"""


async def project(connection: Connection, events: Sequence[Recorded[object]]) -> None:
    await keep_alike(connection, events, KINDS)


async def _remember(
    connection: Connection, happened: Sequence[Recorded[ContactReceived] | Recorded[ContactAmended]]
) -> None:
    newest = [each.data for each in happened if not getattr(each.data, "superseded", False)]
    # A contact that gives two children one reference names one child: the one that it names last.
    filed = {
        child.child_id: _filed(event.contact_id, child, described(child, event.account.adults))
        for event in newest
        for child in event.account.children
    }
    await keep_rows(connection, FILE, filed.values())


async def _name(connection: Connection, happened: Sequence[Recorded[ChildNamed]]) -> None:
    named = [each.data for each in happened]
    await keep_rows(
        connection, FILE, [_filed(event.contact_id, event.child, described(event.child, ())) for event in named]
    )


def _filed(contact_id: str, child: NamedChild, known: Description) -> Sequence[object]:
    """The row of the newest description of a named child, with the keys that it is filed under."""
    return (
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
        text_array(known.adults),
        text_array(keys_of(known)),
    )


async def _propose(connection: Connection, happened: Sequence[Recorded[IdentityMatchProposed]]) -> None:
    rows = [
        (each.data.contact_id, each.data.temp_ref, each.data.child_id, _json(each.data), each.meta.recorded_at)
        for each in happened
    ]
    await keep_rows(connection, PROPOSE, rows)


def _json(event: IdentityMatchProposed) -> str:
    return orjson.dumps(event.candidates).decode()


async def _seal(connection: Connection, happened: Sequence[Recorded[IdentitySealed]]) -> None:
    await connection.execute(
        "update identities set sealed = true where child_id = any($1)", [each.data.child_id for each in happened]
    )


async def _identify(connection: Connection, happened: Sequence[Recorded[ChildIdentified]]) -> None:
    for each in happened:
        await _identify_one(connection, each.data)


async def _identify_one(connection: Connection, event: ChildIdentified) -> None:
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
    await keep_rows(connection, FILE, [_filed(row["contact_id"], child, dated)])


KINDS: Mapping[type, Keep] = {
    ContactReceived: _remember,
    ContactAmended: _remember,
    ChildNamed: _name,
    IdentityMatchProposed: _propose,
    ChildIdentified: _identify,
    IdentitySealed: _seal,
}


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


async def named_by(connection: Connection, child_id: str) -> Sequence[Row]:
    """Where contacts name this child, as far as somebody has said so: the newest contacts first."""
    return await connection.fetch(
        """select i.contact_id, i.temp_ref from identities i join submissions s using (contact_id)
           where i.child_id = $1 or i.same_as = $1 order by s.last_version_at desc, i.temp_ref limit 10""",
        child_id,
    )


async def identity(connection: Connection, child_id: str) -> Row | None:
    """One child by its id."""
    return await connection.fetchrow("select * from identities where child_id = $1", child_id)


async def is_sealed(connection: Connection, child_id: str) -> bool:
    """Is this an identity that may not be linked to any more?"""
    return bool(await connection.fetchval("select sealed from identities where child_id = $1", child_id))
