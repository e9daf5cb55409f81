"""One reading of a child's record: gathered, disclosed, recorded, and only then given out.

The law (G19): whoever calls this has the record of the reading committed before the first byte; no record, no data.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from shared.access.actor import Actor, Role
from shared.database import Connection
from shared.decider import Refused
from shared.handling import Caller, Step, handle
from shared.problems import NotFound, StoreUnavailable
from shared.service import Service
from shared.store.store import UNAVAILABLE
from shared.telemetry import traceparent
from shared.working_time import in_service_hours
from timeline.commands import UseBreakGlass, ViewList, ViewRecord
from timeline.decider import ACCESS, access_stream, list_stream
from timeline.disclosure import (
    ASSESSMENT,
    EARLY_HELP,
    OUT_OF_HOURS,
    OWN_BOUND,
    TEAM_KINDS,
    is_sampled,
    partitioned,
    reader_of,
    visible,
)
from timeline.disclosure import visible_description as described
from timeline.facts import Description, Entry, Kind, Lane
from timeline.identities import Identities
from timeline.read_models import access_log, children, journey
from timeline.views import Asked, Facts, View, view_of

PURPOSES = {
    **dict.fromkeys(OWN_BOUND, "OWN_SUBMISSIONS"),
    **dict.fromkeys(OUT_OF_HOURS, "OUT_OF_HOURS"),
    **dict.fromkeys(ASSESSMENT, "ASSESSMENT"),
    Role.POLICE_MASH: "MULTI_AGENCY_CHECK",
    Role.HEALTH_MASH: "MULTI_AGENCY_CHECK",
    Role.SENIOR_LEADER: "BREAK_GLASS",
    Role.QA_AUDITOR: "AUDIT",
    Role.MISSING_COORDINATOR: "MISSING_CHILDREN",
}
"""Why somebody reads, when they do not say: what their role is there for. Everybody else screens."""

MOST_LISTED = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """Children whom a reader may see, the newest told first. ``there_are_more`` than are listed, or may be: whoever is
    not among them is found by name."""

    rows: Sequence["Listed"]
    there_are_more: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One child on a list."""

    child_id: str
    name: str
    born_on: date | None
    told_at: datetime


async def read_child(service: Service, who: Actor, child_id: str, asked: Asked, purpose: str | None) -> View:
    """The child's timeline as this reader may see it.

    Raises ``NotFound`` where there is nothing that the reader may know of, ``Refused`` where the glass must be broken
    first or the question is about the future, ``StoreUnavailable`` where the reading can't be recorded.
    """
    now = service.clock.now()
    _check(asked, now)
    try:
        async with service.pool.acquire() as connection:
            view = await _view(connection, who, child_id, asked, now)
    except UNAVAILABLE as away:
        raise StoreUnavailable from away
    if view is None:
        raise NotFound("child")
    command = ViewRecord(
        by=who,
        at=now,
        child_id=view.child_id,
        purpose=purpose or PURPOSES.get(who.role, "SCREENING"),
        classes=tuple(view.classes),
        needs_glass=view.needs_glass,
    )
    step = Step(stream=access_stream(view.child_id, now), decider=ACCESS, command=command)
    await handle(service.store, _reader(who), step)
    return view


def _check(asked: Asked, now: datetime) -> None:
    if asked.as_known_at is not None and asked.as_known_at > now:
        raise Refused("TL-06 AS_KNOWN_AT", "Nobody can say yet what will be known then.", "as_known_at")


def _reader(who: Actor) -> Caller:
    """Reading twice is two readings, so a reading never has an idempotency key."""
    return Caller(actor=who, client=f"{who.org_id}/{who.user_id}", traceparent=traceparent())


async def _view(connection: Connection, who: Actor, child_id: str, asked: Asked, now: datetime) -> View | None:
    facts = await facts_about(connection, child_id)
    child = Identities(facts.links).child_of(child_id)
    broken = await access_log.glass_broken(connection, child, who.user_id, now)
    on_shift = not in_service_hours(now)
    return view_of(facts, child_id, who, asked, now, on_shift=on_shift, glass_broken=broken)


async def facts_about(connection: Connection, child_id: str) -> Facts:
    """Everything kept about the child, whichever of its identities was asked for."""
    links = await children.links_around(connection, [child_id])
    identities = {child_id, *(link.identity for link in links), *(link.child_id for link in links)}
    entries = await journey.entries_of(connection, identities)
    return Facts(
        entries=entries,
        allegations=await journey.allegations_among(connection, entries),
        turns=await journey.turns_of(connection, identities),
        links=links,
        descriptions=await children.descriptions_of(connection, identities),
    )


async def break_glass(service: Service, who: Actor, child_id: str, reason: str) -> None:
    """Opens the record to this reader for the rest of the day."""
    now = service.clock.now()
    async with service.pool.acquire() as connection:
        view = await _view(connection, who, child_id, Asked(), now)
    if view is None or not view.glass_would_show_more:
        raise NotFound("child")
    command = UseBreakGlass(by=who, at=now, child_id=view.child_id, reason=reason)
    step = Step(stream=access_stream(view.child_id, now), decider=ACCESS, command=command)
    await handle(service.store, _reader(who), step)


async def list_children(service: Service, who: Actor, search: str) -> Listing:
    """The children whose names hold these words, the newest told first; for an agency, only its own."""
    now = service.clock.now()
    try:
        async with service.pool.acquire() as connection:
            listing = await _listed(connection, who, search.casefold().split(), now)
    except UNAVAILABLE as away:
        raise StoreUnavailable from away
    command = ViewList(
        by=who,
        at=now,
        purpose=PURPOSES.get(who.role, "SCREENING"),
        child_ids=tuple(each.child_id for each in listing.rows),
    )
    step = Step(stream=list_stream(who.user_id, now), decider=ACCESS, command=command)
    await handle(service.store, _reader(who), step)
    return listing


def _listing(rows: Sequence[Listed], *, there_are_more: bool) -> Listing:
    return Listing(rows=rows[:MOST_LISTED], there_are_more=there_are_more or len(rows) > MOST_LISTED)


async def _listed(connection: Connection, who: Actor, words: Sequence[str], now: datetime) -> Listing:
    if who.role in OWN_BOUND | EARLY_HELP:
        return await _own_children(connection, who, words)
    found = await children.descriptions_like(connection, words)
    cut_off = len(found) == children.MOST_FOUND
    identities = Identities(await children.links_around(connection, (each.child_id for each in found)))
    if who.role in ASSESSMENT:
        found = await _of_the_team(connection, found, identities)
    if who.role is Role.MISSING_COORDINATOR:
        found = await _missing_once(connection, found, identities)
    if who.role is Role.QA_AUDITOR:
        found = await _of_an_open_sample(connection, found, identities, now)
    reader = reader_of(who, (), on_shift=True, holds=True)
    grouped: dict[str, list[Description]] = {}
    for each in found:
        grouped.setdefault(identities.child_of(each.child_id), []).append(each)
    rows = [_row(child_id, described(about, reader)) for child_id, about in grouped.items()]
    return _listing([row for row in rows if row], there_are_more=cut_off)


async def _of_the_team(
    connection: Connection, found: Sequence[Description], identities: Identities
) -> list[Description]:
    held = await journey.identities_with(connection, _every(found, identities), [kind.value for kind in TEAM_KINDS])
    return _held(found, identities, held)


async def _missing_once(
    connection: Connection, found: Sequence[Description], identities: Identities
) -> list[Description]:
    episodes = await journey.entries_of_kind(connection, _every(found, identities), Kind.MISSING)
    return _held(found, identities, {entry.child_id for entry in episodes if entry.lane is Lane.MISSING})


async def _of_an_open_sample(
    connection: Connection, found: Sequence[Description], identities: Identities, now: datetime
) -> list[Description]:
    drawn = await journey.entries_of_kind(connection, _every(found, identities), Kind.AUDIT)
    return _held(found, identities, {entry.child_id for entry in drawn if is_sampled([entry], now)})


def _every(found: Sequence[Description], identities: Identities) -> set[str]:
    return {other for each in found for other in identities.of_child(each.child_id)}


def _held(found: Sequence[Description], identities: Identities, held: set[str]) -> list[Description]:
    children_held = {identities.child_of(identity) for identity in held}
    return [each for each in found if identities.child_of(each.child_id) in children_held]


async def _own_children(connection: Connection, who: Actor, words: Sequence[str]) -> Listing:
    """The children that an agency wrote about or was told of, each by the id that it was told first."""
    named = await children.identities_like(connection, words) if words else None
    kept = await journey.entries_with(connection, who.org_id, await _linked_to(connection, named))
    entries = partitioned(kept, await journey.allegations_among(connection, kept))
    links = await children.links_around(connection, {entry.child_id for entry in entries})
    identities = Identities(links)
    by_child: dict[str, list[Entry]] = {}
    for entry in entries:
        by_child.setdefault(identities.child_of(entry.child_id), []).append(entry)
    # Early help holds one child and not the next, an agency's attendance holds for a whole discussion.
    readers = {
        child_id: reader_of(who, about if who.role in EARLY_HELP else entries, on_shift=False)
        for child_id, about in by_child.items()
    }
    own = {child_id: seen for child_id, about in by_child.items() if (seen := visible(about, readers[child_id]))}
    told = await children.descriptions_of(connection, _all_identities(own, identities))
    rows: list[Listed] = []
    for child_id, about in own.items():
        first = min(about, key=lambda entry: (entry.known_at, entry.entry_id))
        belonging = identities.of_child(child_id)
        description = described((each for each in told if each.child_id in belonging), readers[child_id])
        row = _row(first.child_id, description)
        if row and all(word in row.name.casefold() for word in words):
            rows.append(row)
    rows = sorted(rows, key=lambda row: (row.told_at, row.child_id), reverse=True)
    return _listing(rows, there_are_more=_cut_off(named, kept))


def _cut_off(named: Collection[str] | None, kept: Sequence[Entry]) -> bool:
    """Whether there may be children behind those that were looked through."""
    return len(kept) == journey.NEWEST_OF_AN_AGENCY if named is None else len(named) == children.MOST_NAMED


async def _linked_to(connection: Connection, named: Collection[str] | None) -> set[str] | None:
    """Every identity of these children."""
    if named is None:
        return None
    links = await children.links_around(connection, named)
    return {*named} | {link.identity for link in links} | {link.child_id for link in links}


def _all_identities(own: Iterable[str], identities: Identities) -> set[str]:
    return {identity for child_id in own for identity in identities.of_child(child_id)}


def _row(child_id: str, description: Description | None) -> Listed | None:
    if description is None:
        return None
    return Listed(
        child_id=child_id,
        name=f"{description.first_name} {description.surname}".strip() or "Name not given",
        born_on=description.born_on,
        told_at=description.known_at,
    )


async def siblings_of(service: Service, view: View) -> list[Listed]:
    """The other children whom this child's entries name: references by name, nothing of their records (TL-03)."""
    named = {other for entry in view.entries for other in entry.siblings_also}
    if not named:
        return []
    async with service.pool.acquire() as connection:
        links = await children.links_around(connection, named)
        identities = Identities(links)
        told = await children.descriptions_of(
            connection, {each for other in named for each in identities.of_child(other)}
        )
    rows: dict[str, Listed] = {}
    for other in sorted(named):
        child_id = identities.child_of(other)
        about = (each for each in told if identities.child_of(each.child_id) == child_id)
        row = _row(other if view.reader.actor.role in OWN_BOUND else child_id, described(about, view.reader))
        if row and child_id != view.child_id:
            rows[child_id] = row
    return list(rows.values())
