"""One child's timeline as one reader asked for it, computed from the facts. Pure.

The same facts and the same question give the same view, in whatever order the facts arrived.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from shared.access.actor import Actor
from shared.disclosure import Sensitivity
from shared.disclosure.matrix import Level
from timeline.clocks import Bar, bars_of
from timeline.disclosure import (
    OWN_BOUND,
    Reader,
    classes_in,
    partitioned,
    reader_of,
    visible,
    visible_description,
    visible_turns,
)
from timeline.facts import ClockTurn, Description, Entry, Link
from timeline.identities import Identities


class Order(StrEnum):
    """World: as it happened. Known: as it became known."""

    WORLD = "world"
    KNOWN = "known"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The question. ``as_at`` ends the world's time, ``as_known_at`` ends knowledge."""

    order: Order = Order.WORLD
    as_at: datetime | None = None
    as_known_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Everything kept about a child and about every identity ever linked to it.

    ``allegations``: which of the contacts are or were one, and in which version last.
    """

    entries: Sequence[Entry] = ()
    turns: Sequence[ClockTurn] = ()
    links: Sequence[Link] = ()
    descriptions: Sequence[Description] = ()
    allegations: Mapping[str, int] = field(default_factory=dict[str, int])


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What the reader sees. ``later`` is how many entries, all of them visible to the reader, were not
    known yet.

    ``shown_id`` is the id by which this reader knows the child; ``child_id`` is ours. ``description`` is who the child
    was known to be then, ``present_name`` now, so that a page can always say whom it is about.
    """

    child_id: str
    shown_id: str
    reader: Reader
    asked: Asked
    line_at: datetime
    description: Description | None
    present_name: Description | None
    entries: Sequence[Entry]
    bars: Sequence[Bar]
    later: int
    classes: Sequence[str]
    needs_glass: bool
    glass_would_show_more: bool


def view_of(
    facts: Facts,
    child_id: str,
    actor: Actor,
    asked: Asked,
    now: datetime,
    *,
    on_shift: bool,
    glass_broken: bool = False,
) -> View | None:
    """The view; nothing where there is no child that this reader may know of."""
    present = Identities(facts.links)
    belonging = present.of_child(child_id)
    entries = partitioned((entry for entry in facts.entries if entry.child_id in belonging), facts.allegations)
    reader = reader_of(actor, entries, on_shift=on_shift, at=now, glass_broken=glass_broken)
    all_seen = visible(entries, reader)
    if not entries or not (all_seen or reader.needs_glass()):
        return None
    believed = _believed(facts, child_id, belonging, asked.as_known_at)
    seen = [entry for entry in all_seen if entry.child_id in believed and _is_known(entry, asked)]
    turns = [turn for turn in facts.turns if turn.child_id in believed and _is_known(turn, asked)]
    told = [each for each in facts.descriptions if each.child_id in belonging]
    return View(
        child_id=present.child_of(child_id),
        shown_id=_shown_id(child_id, present, all_seen, reader),
        reader=reader,
        asked=asked,
        line_at=asked.as_known_at or now,
        description=visible_description((each for each in told if _is_known(each, asked)), reader),
        present_name=visible_description(told, reader),
        entries=sorted((entry for entry in seen if _has_happened(entry, asked)), key=ORDERS[asked.order]),
        bars=bars_of(visible_turns(turns, reader)),
        later=len(all_seen) - len(seen),
        classes=classes_in(seen),
        needs_glass=reader.needs_glass(),
        glass_would_show_more=any(reader.level_of(cls) is Level.BREAK_GLASS for cls in Sensitivity),
    )


def _believed(facts: Facts, child_id: str, belonging: frozenset[str], known_at: datetime | None) -> frozenset[str]:
    """The identities that were taken for this child at the time, and still are (TL-04: a wrong link hides
    for good)."""
    return belonging if known_at is None else belonging & Identities(facts.links, known_at).of_child(child_id)


def _is_known(fact: Entry | ClockTurn | Description, asked: Asked) -> bool:
    return asked.as_known_at is None or fact.known_at <= asked.as_known_at


def _has_happened(entry: Entry, asked: Asked) -> bool:
    return asked.as_at is None or entry.at <= asked.as_at


def _shown_id(child_id: str, identities: Identities, seen: Sequence[Entry], reader: Reader) -> str:
    """Ours, except that an agency goes on using the id it was first told: a change would tell that we knew
    the child."""
    if reader.actor.role not in OWN_BOUND:
        return identities.child_of(child_id)
    return min(seen, key=lambda entry: (entry.known_at, entry.entry_id)).child_id


def _in_world_order(entry: Entry) -> tuple[datetime, datetime, str]:
    return entry.at, entry.known_at, entry.entry_id


def _in_known_order(entry: Entry) -> tuple[datetime, datetime, str]:
    return entry.known_at, entry.at, entry.entry_id


ORDERS = {Order.WORLD: _in_world_order, Order.KNOWN: _in_known_order}
