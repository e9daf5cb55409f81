"""What is owed after the threshold was met: discussions to hold, records to finish, and then what was agreed.

One entry a discussion. It stays on the list until its record is final, its actions are done and its enquiries closed.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from shared.access.actor import Actor
from shared.clocks import ClockView, clocks_running
from shared.database import Connection, Row
from strategy.discussion.guards import SECTION_OF_ROLE
from strategy.read_models import actions, children, discussions, enquiries
from strategy.read_models.children import Child
from strategy.readers import AGENCIES
from strategy.streams import discussion_stream, s47_stream


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One discussion with what it still owes: its enquiries that are open, its actions, the clocks of it and them."""

    row: Row
    children: list[Child]
    clocks: list[ClockView] = field(default_factory=list[ClockView])
    enquiries: list[Row] = field(default_factory=list[Row])
    actions: list[Row] = field(default_factory=list[Row])

    @property
    def own_clocks(self) -> list[ClockView]:
        """Those of the discussion itself."""
        return self._clocks_of(discussion_stream(self.row["strategy_id"]))

    def clocks_of(self, s47_id: str) -> list[ClockView]:
        """Those of one of its enquiries."""
        return self._clocks_of(s47_stream(s47_id))

    def _clocks_of(self, subject: str) -> list[ClockView]:
        return [view for view in self.clocks if view.subject == subject]

    def name_of(self, child_id: str) -> str:
        """What to call one of its children, by the id that the discussion has for it."""
        place: int = self.row["child_ids"].index(child_id)
        return self.children[place].name

    def late(self, now: datetime) -> int:
        """How many actions should have been done by now."""
        return sum(action["due_at"] < now for action in self.actions)


async def listed(connection: Connection, reader: Actor) -> list[Entry]:
    """What there is to do, first what runs out first. An agency sees where it was asked, and what it owes itself."""
    rows = await discussions.owing(connection)
    if reader.role in AGENCIES:
        rows = [row for row in rows if discussions.asks(row, reader)]
    ids = [row["strategy_id"] for row in rows]
    known = await children.children_of(connection, [child_id for row in rows for child_id in row["child_ids"]])
    started = await enquiries.open_enquiries(connection, ids)
    subjects = [*map(discussion_stream, ids), *(s47_stream(row["s47_id"]) for row in started)]
    clocks = await clocks_running(connection, subjects)
    owed = await actions.open_actions(connection, ids)
    entries = [_entry(row, known, started, clocks, owed) for row in rows]
    if reader.role not in AGENCIES:
        return entries
    return [_for_agency(entry, reader) for entry in entries if _concerns(entry, reader)]


def _entry(
    row: Row, known: dict[str, Child], started: Sequence[Row], clocks: Sequence[ClockView], owed: Sequence[Row]
) -> Entry:
    strategy_id = row["strategy_id"]
    own = [enquiry for enquiry in started if enquiry["strategy_id"] == strategy_id]
    return Entry(
        row=row,
        children=[known[child_id] for child_id in row["child_ids"]],
        clocks=list(clocks),
        enquiries=own,
        actions=[action for action in owed if action["strategy_id"] == strategy_id],
    )


def _concerns(entry: Entry, reader: Actor) -> bool:
    """An agency sees a discussion while its record is open, and then while it owes something itself."""
    return entry.row["status"] != "FINAL" or bool(_own_actions(entry, reader))


def _for_agency(entry: Entry, reader: Actor) -> Entry:
    own = _own_actions(entry, reader)
    return Entry(row=entry.row, children=entry.children, clocks=entry.own_clocks, actions=own)


def _own_actions(entry: Entry, reader: Actor) -> list[Row]:
    return [action for action in entry.actions if action["agency"] == SECTION_OF_ROLE[reader.role]]
