"""What of a child's timeline each reader sees. One law: an entry is built anew from the parts that may be
read.

Existence is disclosed like content: a reader who may not read an entry's class finds no trace of it, except
that social workers see that something restricted is there where the matrix says so (TL-02).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from shared.access.actor import Actor, Role
from shared.disclosure import Sensitivity
from shared.disclosure.matrix import Level, level
from timeline.clocks import CLASS_OF_LANE
from timeline.entries.contact_parts import in_partition
from timeline.entries.making import AGENCY_ROLES
from timeline.facts import ClockTurn, Description, Entry, Kind, Lane, Needs, Part, Significance

OWN_BOUND = AGENCY_ROLES - {Role.POLICE_MASH, Role.HEALTH_MASH}
"""Agencies outside the hub: whatever the matrix grants them, it grants for their own submissions only."""

EARLY_HELP_BEGAN = "frontdoor.EarlyHelpEpisodeOpened.v1"
EARLY_HELP_ENDED = "frontdoor.EarlyHelpEpisodeClosed.v1"
FRONT_DOOR = frozenset({Role.CALL_HANDLER, Role.SCREENER_SW, Role.FRONT_DOOR_MANAGER})
OUT_OF_HOURS = frozenset({Role.EDT_WORKER, Role.EDT_MANAGER})
ASSESSMENT = frozenset({Role.ASSESSMENT_SW, Role.ASSESSMENT_MANAGER})
EARLY_HELP = frozenset({Role.EARLY_HELP_WORKER, Role.EARLY_HELP_MANAGER})
SOCIAL_WORKERS = OUT_OF_HOURS | ASSESSMENT | {Role.SCREENER_SW, Role.FRONT_DOOR_MANAGER}
READERS = (
    SOCIAL_WORKERS
    | AGENCY_ROLES
    | {Role.CALL_HANDLER, Role.EARLY_HELP_WORKER, Role.EARLY_HELP_MANAGER, Role.LADO}
    | {Role.MISSING_COORDINATOR, Role.QA_AUDITOR, Role.SENIOR_LEADER}
)
"""Everybody for whom there can be anything to read. A member of the public is told by letter, never here."""

EARLY_HELP_KINDS = frozenset({Kind.STEP_DOWN, Kind.STEP_UP})
"""What early help is told of; whatever else went to the authority was not sent to its early help."""

MISSING_CLASSES = frozenset({Sensitivity.SUB, Sensitivity.HIS})
"""What the missing coordinator reads of missing episodes and return interviews: nothing of the police's."""

TEAM_KINDS = frozenset({Kind.REFERRAL, Kind.S47, Kind.ICPC})


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Somebody before one child's timeline.

    ``own`` is what the matrix calls the reader's team, shift or episode; ``glass_broken`` that they gave
    a reason to look all the same.
    """

    actor: Actor
    own: bool = False
    glass_broken: bool = False
    attended: frozenset[str] = frozenset()

    def level_of(self, cls: Sensitivity, entry: Entry | None = None) -> Level:
        """How much of a class this reader reads of the child or, for an agency, of one entry."""
        role = self.actor.role
        if role is Role.MISSING_COORDINATOR:
            return self._level_of_missing_work(cls, entry)
        own = self.own or (entry is not None and self.sent_in(entry))
        attended = entry is not None and entry.episode_id in self.attended and cls is Sensitivity.STR
        if role in OWN_BOUND and not (own or attended) and cls is not Sensitivity.PUBLIC:
            return Level.NONE
        if level(role, Sensitivity.ID, own=own) is Level.NONE:
            # The brief sets the condition of a whole row in its first column: an acceptance, an audit's sample.
            return Level.NONE
        found = level(role, cls, own=own, attended=attended)
        return Level.FULL if found is Level.BREAK_GLASS and self.glass_broken else found

    def _level_of_missing_work(self, cls: Sensitivity, entry: Entry | None) -> Level:
        """Missing episodes and return interviews of a child that has one, and who the child is; nothing else."""
        if cls is Sensitivity.ID:
            return Level.FULL if self.own else Level.NONE
        is_missing_work = entry is not None and entry.lane is Lane.MISSING
        return Level.FULL if is_missing_work and cls in MISSING_CLASSES else Level.NONE

    def sent_in(self, entry: Entry) -> bool:
        """Whether the entry belongs to a submission of the reader's own agency."""
        return self.actor.role in AGENCY_ROLES and entry.origin_org == self.actor.org_id

    def was_sent(self, entry: Entry) -> bool:
        """Whether this is something that went to the reader's own agency or early help."""
        told = self.actor.role in AGENCY_ROLES or (self.actor.role in EARLY_HELP and entry.kind in EARLY_HELP_KINDS)
        return told and entry.recipient_org == self.actor.org_id

    def needs_glass(self) -> bool:
        """Whether this child's record opens to the reader only with a reason."""
        return self.level_of(Sensitivity.ID) is Level.BREAK_GLASS


def reader_of(
    actor: Actor,
    entries: Iterable[Entry],
    *,
    on_shift: bool,
    at: datetime | None = None,
    holds: bool = False,
    glass_broken: bool = False,
) -> Reader:
    """The reader before a child with these entries.

    Assessment holds a child from the referral or the enquiry on; the emergency duty team holds every
    child while it is on duty; early help holds a child while its own episode is open; an auditor holds a
    child from the draw of a sample until that audit closes, as it stands at ``at``; the missing coordinator holds a
    child that has been missing. ``holds``: it has been looked up.
    """
    known = list(entries)
    own = (
        (actor.role in OUT_OF_HOURS and on_shift)
        or (actor.role in ASSESSMENT and (holds or any(entry.kind in TEAM_KINDS for entry in known)))
        or (actor.role in EARLY_HELP and with_early_help(actor.org_id, known))
        or (actor.role is Role.MISSING_COORDINATOR and (holds or any(entry.lane is Lane.MISSING for entry in known)))
        or (actor.role is Role.QA_AUDITOR and (holds or (at is not None and is_sampled(known, at))))
    )
    attended = frozenset(entry.episode_id for entry in known if entry.episode_id and actor.org_id in entry.attended)
    return Reader(actor=actor, own=own, glass_broken=glass_broken, attended=attended)


def with_early_help(org_id: str, entries: Iterable[Entry]) -> bool:
    """Whether an early help episode of this organisation is open."""
    told = [entry for entry in entries if entry.recipient_org == org_id]
    began = {entry.episode_id for entry in told if entry.source_type == EARLY_HELP_BEGAN}
    return bool(began - {entry.episode_id for entry in told if entry.source_type == EARLY_HELP_ENDED})


def is_sampled(entries: Iterable[Entry], at: datetime) -> bool:
    """Whether an audit that has drawn this child is open at this moment."""
    return any(entry.known_at <= at < entry.open_until for entry in entries if entry.open_until)


def partitioned(entries: Iterable[Entry], allegations: Mapping[str, int]) -> list[Entry]:
    """What a sender said of an allegation, before it was called one too, is the designated officer's (decision 30).

    It stays so whatever one asks was known before; what the sender says after it has turned out to be none is told.
    """
    return [_in_partition(entry) if _is_of_allegation(entry, allegations) else entry for entry in entries]


def _is_of_allegation(entry: Entry, allegations: Mapping[str, int]) -> bool:
    said_in = entry.said_in
    return said_in is not None and said_in.number <= allegations.get(said_in.contact_id, -1)


def _in_partition(entry: Entry) -> Entry:
    return replace(entry, base=Sensitivity.LADO, parts=tuple(in_partition(entry.parts)))


def visible(entries: Iterable[Entry], reader: Reader) -> list[Entry]:
    """The entries as this reader sees them. What is not in the answer does not exist for the reader."""
    return [seen for entry in entries if (seen := _seen(entry, reader)) is not None]


def _seen(entry: Entry, reader: Reader) -> Entry | None:
    own_words = entry.sent if reader.was_sent(entry) else ()
    parts = tuple(part for part in entry.parts if _reads(part, entry, reader))
    match reader.level_of(entry.base, entry):
        case Level.FULL | Level.OWN:
            return _rebuilt(entry, reader, (*own_words, *parts))
        case Level.REDACTED | Level.MINIMUM if own_words or _speaks(parts, entry.base):
            return _rebuilt(entry, reader, (*own_words, *parts))
        case Level.MINIMUM if reader.actor.role in SOCIAL_WORKERS:
            return restricted(entry)
        case _:
            return _rebuilt(entry, reader, own_words) if own_words else None


def _speaks(parts: Iterable[Part], base: Sensitivity) -> bool:
    """At the lesser levels an entry is known only through words of its own class that the level lets
    through."""
    return any(part.cls is base for part in parts)


def _reads(part: Part, entry: Entry, reader: Reader) -> bool:
    match reader.level_of(part.cls, entry):
        case Level.FULL | Level.OWN:
            return True
        case Level.REDACTED:
            return part.needs is not Needs.FULL
        case Level.MINIMUM:
            return part.needs is Needs.MINIMUM
        case Level.PSEUDONYMISED | Level.BREAK_GLASS | Level.NONE:
            return False


def _rebuilt(entry: Entry, reader: Reader, parts: tuple[Part, ...]) -> Entry:
    """The entry with these parts only, and with who did it and whom else it concerns only where that is
    read too."""
    in_full = reader.level_of(entry.base, entry) in (Level.FULL, Level.OWN)
    knows_who = in_full and (reader.actor.role not in OWN_BOUND or entry.by_org == reader.actor.org_id)
    siblings = reader.level_of(Sensitivity.ID, entry) in (Level.FULL, Level.OWN)
    return replace(
        entry,
        parts=parts,
        sent=(),
        by=entry.by if knows_who else "",
        by_org=entry.by_org if knows_who else "",
        attended=(),
        origin_org=entry.origin_org if reader.sent_in(entry) or in_full else None,
        recipient_org=entry.recipient_org if reader.was_sent(entry) or in_full else None,
        siblings_also=entry.siblings_also if siblings else (),
    )


def restricted(entry: Entry) -> Entry:
    """That something is there, and when; nothing of what."""
    return replace(
        entry,
        kind=Kind.RESTRICTED,
        lane=Lane.RESTRICTED,
        title="Restricted entry",
        significance=Significance.ROUTINE,
        source_event="",
        source_type="",
        base=Sensitivity.PUBLIC,
        received_at=None,
        by="",
        by_org="",
        parts=(),
        sent=(),
        origin_org=None,
        recipient_org=None,
        attended=(),
        episode_id=None,
        siblings_also=(),
        open_until=None,
        said_in=None,
    )


def visible_turns(turns: Iterable[ClockTurn], reader: Reader) -> list[ClockTurn]:
    """The clocks of the lanes whose work this reader may read in full."""
    return [turn for turn in turns if reader.level_of(CLASS_OF_LANE[turn.lane]) is Level.FULL]


def visible_description(descriptions: Iterable[Description], reader: Reader) -> Description | None:
    """Who the child is, in the newest words that this reader may read."""
    readable = [each for each in descriptions if _knows(each, reader)]
    return max(readable, key=lambda each: (each.known_at, each.fact_id), default=None)


def _knows(description: Description, reader: Reader) -> bool:
    org = reader.actor.org_id
    if reader.actor.role in AGENCY_ROLES and org in (description.told_by_org, description.told_to_org):
        return True
    return reader.level_of(Sensitivity.ID) is Level.FULL and reader.actor.role not in OWN_BOUND


def classes_in(entries: Iterable[Entry]) -> list[str]:
    """The classes of what is about to be shown, for the record of the reading."""
    return sorted({part.cls.value for entry in entries for part in entry.parts} | {e.base.value for e in entries})
