"""One day's domestic abuse as it stands: how old each incident is, what was decided, what runs out where nothing is.

The daily meeting ("Pitstop") looks at cases that are screened already. Nothing waits for it, and it can hold nothing.
An officer sees what their own force has sent (docs/decisions/0029).
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from screening.case.queueing import name_of
from screening.codes import Decision
from screening.read_models import abuse
from screening.streams import screening_of
from shared.access.actor import Actor, Role
from shared.clocks import ClockView, clocks_running
from shared.database import Connection, Row
from shared.service import Service
from shared.web.code_words import in_words
from shared.web.words import LONDON, day_and_time_words, duration_words, lateness
from shared.working_time import in_london

CHECKED = {
    "ASKED": "MARAC asked, no answer yet",
    "ANSWERED": "MARAC has answered",
    "DECLINED": "MARAC declined to share",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class AbusedChild:
    """``decision`` is none until a manager has authorised one that stands."""

    child_id: str
    name: str
    born_on: date | None
    present: str | None
    decision: str | None
    decided_at: datetime | None
    rationale: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """One notification. ``age`` is how long ago it happened by now, ``lag`` how late we were told. ``force`` is whose
    police report it is, none where no police reported."""

    contact_id: str
    received_at: datetime
    occurred_at: datetime | None
    agency_name: str
    force: str | None
    worries: str
    age: str
    lag: str
    band: str | None
    grade: str | None
    marac: str
    children: Sequence[AbusedChild]
    clock: ClockView | None

    @property
    def undecided(self) -> list[AbusedChild]:
        return [child for child in self.children if child.decision is None]

    @property
    def is_stale(self) -> bool:
        return self.band == "STALE"


async def day_of_abuse(service: Service, who: Actor, day: date) -> list[Incident]:
    """The incidents that reached us on this London day: those not decided first, by the time that is left."""
    begins, ends = _midnight(day), _midnight(day + timedelta(days=1))
    async with service.pool.acquire() as connection:
        rows = await abuse.received_between(connection, _force_of(who), begins, ends)
        found = await _incidents(connection, rows, service.clock.now())
    return sorted(found, key=lambda one: (not one.undecided, one.clock is None, one.clock and one.clock.due_at))


async def last_day_before(service: Service, who: Actor, day: date) -> date | None:
    """The last London day before this one on which any reached us."""
    async with service.pool.acquire() as connection:
        latest = await abuse.latest_before(connection, _force_of(who), _midnight(day))
    return latest and in_london(latest).date()


def _force_of(who: Actor) -> str | None:
    return who.org_id if who.role is Role.POLICE_MASH else None


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, LONDON)


async def _incidents(connection: Connection, rows: Sequence[Row], now: datetime) -> list[Incident]:
    ids = [row["contact_id"] for row in rows]
    children: dict[str, list[AbusedChild]] = defaultdict(list)
    for row in await abuse.children_of(connection, ids):
        children[row["contact_id"]].append(_child(row))
    first: dict[str, ClockView] = {}
    for clock in await clocks_running(connection, [screening_of(contact_id) for contact_id in ids]):
        first.setdefault(clock.subject, clock)
    return [_incident(row, children[row["contact_id"]], first, now) for row in rows]


def _child(row: Row) -> AbusedChild:
    stands = row["decided"] is not None and not Decision(row["decided"]).holds
    return AbusedChild(
        child_id=row["child_id"],
        name=name_of(row),
        born_on=row["born_on"],
        present=row["present"],
        decision=row["decided"] if stands else None,
        decided_at=row["decided_at"] if stands else None,
        rationale=row["rationale"] if stands else None,
    )


def _incident(row: Row, children: Sequence[AbusedChild], first: dict[str, ClockView], now: datetime) -> Incident:
    police: dict[str, Any] = row["police"] or {}
    occurred_at = row["occurred_at"]
    undecided = any(child.decision is None for child in children)
    return Incident(
        contact_id=row["contact_id"],
        received_at=row["received_at"],
        occurred_at=occurred_at,
        agency_name=row["agency_name"] or in_words(row["source_code"], "source"),
        force=row["org_id"] if police else None,
        worries=row["worries"] or "",
        age=f"{duration_words(now - occurred_at)} ago" if occurred_at else "Time of the incident not known",
        lag=lateness(occurred_at, row["received_at"]),
        band=row["lag_band"],
        grade=row["hub_grade"] or police.get("grade"),
        marac=_marac(police, row["marac_confirmed_at"], row["marac"]),
        children=children,
        clock=first.get(screening_of(row["contact_id"])) if undecided or not children else None,
    )


def _marac(police: dict[str, Any], confirmed_at: datetime | None, checked: str | None) -> str:
    """Whether MARAC has the case, by its coordinator's word before the police's, and how far our own check is."""
    referred = {"Y": "Police have referred to MARAC", "N": "Police have not referred to MARAC"}
    said = referred.get(police.get("marac_referred") or "", "")
    if confirmed_at is not None:
        said = f"MARAC has confirmed the referral, {day_and_time_words(confirmed_at)}"
    return ". ".join(words for words in (said, CHECKED.get(checked or "", "")) if words) or "No word of MARAC"
