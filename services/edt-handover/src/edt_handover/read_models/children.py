"""Who a child is: the name to show for an id, and the one id that stands for all of a child's provisional
ones."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from shared.database import Connection, Row


@dataclass(frozen=True, slots=True, kw_only=True)
class Child:
    """``child_id`` is the child's own id, whichever provisional one was asked about."""

    child_id: str
    first_name: str
    surname: str
    dob: date | None

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.surname}".strip() or "Name not known"


async def remember(
    connection: Connection,
    child_id: str,
    first_name: str,
    surname: str,
    dob: date | None,
) -> None:
    await connection.execute(
        """insert into children (child_id, first_name, surname, dob) values ($1, $2, $3, $4)
           on conflict (child_id) do update set first_name = excluded.first_name, surname = excluded.surname,
             dob = excluded.dob""",
        child_id,
        first_name,
        surname,
        dob,
    )


async def identify(connection: Connection, provisional_child_id: str, child_id: str) -> None:
    """From now on the provisional id stands for that child. Correcting it later works the same way."""
    await connection.execute(
        """insert into children (child_id, same_as) values ($1, $2)
           on conflict (child_id) do update set same_as = excluded.same_as""",
        provisional_child_id,
        None if child_id == provisional_child_id else child_id,
    )


async def children_of(connection: Connection, child_ids: Sequence[str]) -> dict[str, Child]:
    """The child behind each of these ids. One of whom we have heard nothing has no name."""
    rows = await connection.fetch(
        """select asked.child_id as asked, coalesce(asked.same_as, asked.child_id) as child_id,
                  coalesce(nullif(own.first_name, ''), asked.first_name) as first_name,
                  coalesce(nullif(own.surname, ''), asked.surname) as surname,
                  coalesce(own.dob, asked.dob) as dob
           from children asked left join children own on own.child_id = asked.same_as
           where asked.child_id = any($1)""",
        list(child_ids),
    )
    known = {row["asked"]: _child(row) for row in rows}
    return {child_id: known.get(child_id) or _unknown(child_id) for child_id in child_ids}


async def ids_of(connection: Connection, own_ids: Sequence[str]) -> dict[str, list[str]]:
    """All the ids under which each of these children was ever named, the child's own first."""
    rows = await connection.fetch(
        "select child_id, same_as from children where same_as = any($1) order by child_id", list(own_ids)
    )
    ids = {child_id: [child_id] for child_id in own_ids}
    for row in rows:
        ids[row["same_as"]].append(row["child_id"])
    return ids


async def every_id_of(connection: Connection, child_ids: Sequence[str]) -> list[str]:
    """These ids, and all others under which the same children were ever named."""
    known = await children_of(connection, child_ids)
    ids = await ids_of(connection, [child.child_id for child in known.values()])
    return [child_id for many in ids.values() for child_id in many]


def _child(row: Row) -> Child:
    return Child(
        child_id=row["child_id"],
        first_name=row["first_name"],
        surname=row["surname"],
        dob=row["dob"],
    )


def _unknown(child_id: str) -> Child:
    return Child(child_id=child_id, first_name="", surname="", dob=None)
