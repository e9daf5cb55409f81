"""What the timeline keeps of each contract: entries, links between identities, descriptions and turns of a
clock.

A child's timeline is a set of these facts, keyed by the contract that told them: no fact is ever changed or
removed.
"""

from dataclasses import dataclass, fields
from datetime import date, datetime
from enum import StrEnum
from operator import attrgetter

import orjson
from pydantic import TypeAdapter

from shared.disclosure import Sensitivity


class Lane(StrEnum):
    """The kinds of work that the picture draws apart, from top to bottom."""

    CONTACT = "CONTACT"
    SCREENING = "SCREENING"
    STRATEGY = "STRATEGY"
    OUT_OF_HOURS = "OUT_OF_HOURS"
    NOTIFICATIONS = "NOTIFICATIONS"
    MISSING = "MISSING"
    RESTRICTED = "RESTRICTED"


class Kind(StrEnum):
    """What an entry is about (domain brief §3.6)."""

    CONTACT = "CONTACT"
    DECISION = "DECISION"
    REFERRAL = "REFERRAL"
    ASSESSMENT = "ASSESSMENT"
    STRATEGY = "STRATEGY"
    S47 = "S47"
    ICPC = "ICPC"
    PLAN = "PLAN"
    MISSING = "MISSING"
    RHI = "RHI"
    DA_INCIDENT = "DA_INCIDENT"
    EDT = "EDT"
    STEP_UP = "STEP_UP"
    STEP_DOWN = "STEP_DOWN"
    ALLOCATION = "ALLOCATION"
    HANDOVER = "HANDOVER"
    PLACEMENT = "PLACEMENT"
    AUDIT = "AUDIT"
    NOTIFICATION = "NOTIFICATION"
    CORRECTION = "CORRECTION"
    RESTRICTED = "RESTRICTED"


class Significance(StrEnum):
    """CHRONOLOGY belongs to the child's story; ROUTINE is the work around it."""

    CHRONOLOGY = "CHRONOLOGY"
    ROUTINE = "ROUTINE"


class Needs(StrEnum):
    """The least view of its class that shows a part: what the matrix calls M, R and F, in that order."""

    MINIMUM = "MINIMUM"
    ROLE_VIEW = "ROLE_VIEW"
    FULL = "FULL"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Some words of an entry, all of one sensitivity class."""

    cls: Sensitivity
    label: str
    needs: Needs = Needs.FULL
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """The version of a contact in which a sender said something; 0 is none in particular."""

    contact_id: str
    number: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One thing that happened to one child.

    ``at`` is when it happened in the world (else when it reached us), ``known_at`` when it was recorded.
    ``base`` is the class that one must read to know that the entry exists. ``origin_org`` is the agency
    whose own submission it belongs to; ``recipient_org`` the agency to which ``sent`` went, word for
    word. ``title`` is made of our own fixed phrases only, and says nothing beyond ``base``.
    ``open_until``: until then this entry opens the child's record to auditors. ``said_in``: where a sender said it.
    """

    entry_id: str
    child_id: str
    at: datetime
    known_at: datetime
    received_at: datetime | None
    kind: Kind
    lane: Lane
    title: str
    significance: Significance
    source_event: str
    source_type: str
    base: Sensitivity
    by: str
    by_org: str
    parts: tuple[Part, ...] = ()
    sent: tuple[Part, ...] = ()
    origin_org: str | None = None
    recipient_org: str | None = None
    attended: tuple[str, ...] = ()
    episode_id: str | None = None
    siblings_also: tuple[str, ...] = ()
    open_until: datetime | None = None
    said_in: Version | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A person or an exact match found that two identities are one child.

    The newest link of an identity counts.
    """

    fact_id: str
    identity: str
    child_id: str
    known_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """Who a child is, in the words of one contact or one notification."""

    fact_id: str
    child_id: str
    known_at: datetime
    first_name: str
    surname: str
    born_on: date | None = None
    sex: str = ""
    school_urn: str = ""
    told_by_org: str | None = None
    told_to_org: str | None = None


class Turn(StrEnum):
    """What can happen to a clock."""

    STARTED = "STARTED"
    REBASED = "REBASED"
    WARNED = "WARNED"
    BREACHED = "BREACHED"
    STOPPED = "STOPPED"
    CANCELLED = "CANCELLED"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockTurn:
    """One event of one clock, as it concerns one child.

    ``version`` is its place among the clock's own events, ``ended_by`` the event that cancelled it.
    """

    fact_id: str
    child_id: str
    clock: str
    version: int
    code: str
    lane: Lane
    turn: Turn
    at: datetime
    known_at: datetime
    due_at: datetime | None = None
    fraction: float = 0
    ended_by: str | None = None


Fact = Entry | Link | Description | ClockTurn

FACTS = (Entry, Link, Description, ClockTurn)

ENTRY: TypeAdapter[Entry] = TypeAdapter(Entry)
LINK: TypeAdapter[Link] = TypeAdapter(Link)
DESCRIPTION: TypeAdapter[Description] = TypeAdapter(Description)
CLOCK_TURN: TypeAdapter[ClockTurn] = TypeAdapter(ClockTurn)

_FIELDS = {kind: sorted(field.name for field in fields(kind)) for kind in FACTS}
_VALUES = {kind: attrgetter(*names) for kind, names in _FIELDS.items()}


_CAME_LATER = ("open_until", "said_in", "ended_by")
"""Left out while they are empty, so that what was kept before them has the same bytes when it is made anew."""


def fact_bytes(fact: Fact) -> bytes:
    """The canonical JSON of a fact: the same fact has the same bytes, for ever."""
    kind = type(fact)
    document = dict(zip(_FIELDS[kind], _VALUES[kind](fact), strict=True))
    for name in _CAME_LATER:
        if document.get(name, "") is None:
            del document[name]
    return orjson.dumps(document, option=orjson.OPT_UTC_Z)
