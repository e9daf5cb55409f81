"""How a contract becomes an entry: ids that repeat on redelivery, and whose own submission it belongs to."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from shared.access.actor import SYSTEM, Role
from shared.disclosure import Sensitivity
from shared.ids import derived_id
from shared.subscriptions import Message
from timeline.facts import Entry, Kind, Lane, Needs, Part, Significance, Version

AGENCY_ROLES = frozenset(
    {
        Role.POLICE_SYSTEM,
        Role.POLICE_MASH,
        Role.SCHOOL_DSL,
        Role.HEALTH_SYSTEM,
        Role.HEALTH_MASH,
        Role.OTHER_PROFESSIONAL,
    }
)
"""Roles that speak for an organisation other than the authority."""


NOTHING_SAID = Part(cls=Sensitivity.PUBLIC, label="", text="")


def fact_id(message: Message[Any], *parts: str) -> str:
    """The same id whenever and however often the contract arrives."""
    return derived_id("timeline", message.id, *parts)


def part(cls: Sensitivity, label: str, text: object, needs: Needs = Needs.FULL) -> Part:
    """Some words of one class. Parts without words are left out by ``entry_of``."""
    words = "" if text is None else str(text).strip()
    return Part(cls=cls, label=label, text=words, needs=needs) if words else NOTHING_SAID


def sender_of(message: Message[Any], named_org: str | None = None) -> str | None:
    """The agency whose own submission this is.

    A client that signed in for an agency is that agency, whatever its body says; only the authority's own
    staff may enter a contact in the name of another organisation.
    """
    actor = message.meta.actor
    return actor.org_id if actor.role in AGENCY_ROLES else named_org or None


def is_systems_own(message: Message[Any], by: str = "") -> bool:
    """Whether nobody did this: it followed from a contact's arrival, and so bears the name of whoever sent that.

    ``by`` is whom the contract names. No agency scores, identifies or routes anything of ours.
    """
    return by.upper() == SYSTEM.role or message.meta.actor.role in AGENCY_ROLES


def entry_of(
    message: Message[Any],
    child_id: str,
    *,
    kind: Kind,
    lane: Lane,
    title: str,
    base: Sensitivity,
    parts: Iterable[Part] = (),
    sent: Iterable[Part] = (),
    significance: Significance = Significance.ROUTINE,
    at: datetime | None = None,
    origin_org: str | None = None,
    recipient_org: str | None = None,
    attended: Sequence[str] = (),
    episode_id: str | None = None,
    siblings: Sequence[str] = (),
    open_until: datetime | None = None,
    said_in: Version | None = None,
    systems_own: bool = False,
) -> Entry:
    """The entry that this contract makes on one child's timeline. ``systems_own``: no person and no agency did it."""
    meta = message.meta
    by = SYSTEM if systems_own else meta.actor
    return Entry(
        entry_id=fact_id(message, "entry", child_id),
        child_id=child_id,
        at=(at or meta.occurred_at or meta.received_at or meta.recorded_at).astimezone(UTC),
        known_at=meta.recorded_at,
        received_at=meta.received_at,
        kind=kind,
        lane=lane,
        title=title,
        significance=significance,
        source_event=meta.event_id,
        source_type=message.type,
        base=base,
        by=by.name,
        by_org=by.org_id,
        parts=tuple([words for words in parts if words.text]),
        sent=tuple([words for words in sent if words.text]),
        origin_org=origin_org,
        recipient_org=recipient_org,
        attended=tuple(attended),
        episode_id=episode_id,
        siblings_also=tuple(sorted({*siblings} - {child_id})),
        open_until=open_until,
        said_in=said_in,
    )
