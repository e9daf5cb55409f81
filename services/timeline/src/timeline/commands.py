"""What may be asked of a child's record as such: to be looked at, and to be opened with a reason."""

from dataclasses import dataclass
from datetime import datetime

from shared.access.actor import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewRecord:
    """``classes`` are those of what is about to be shown; ``needs_glass``: only a broken glass opens this
    record."""

    by: Actor
    at: datetime
    child_id: str
    purpose: str
    classes: tuple[str, ...]
    needs_glass: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewList:
    """A list of children is about to be shown; these are on it."""

    by: Actor
    at: datetime
    purpose: str
    child_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class UseBreakGlass:
    """Open a record that is not the reader's to open, for a reason that will be reviewed."""

    by: Actor
    at: datetime
    child_id: str
    reason: str


AccessCommand = ViewRecord | ViewList | UseBreakGlass
