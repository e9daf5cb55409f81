"""What may be asked of a handover item. Each command carries who asks and when."""

from dataclasses import dataclass
from datetime import datetime

from edt_handover.codes import Circumstance, Safety, YesNo
from edt_handover.item.handover import Handover
from shared.access.actor import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class AddHandoverItem:
    """``circumstances``: what the author declares and what this service knows of the children (EDT-03).

    ``colleagues``: who is on the author's shift, and so cannot accept the item.
    """

    item_id: str
    shift_id: str
    handover: Handover
    circumstances: frozenset[Circumstance] = frozenset()
    colleagues: tuple[str, ...] = ()
    by: Actor
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishItem:
    """The item's side of ``PublishHandover``."""

    shift_id: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CarryForward:
    """The item's side of the next shift's ``OpenShift`` (EDT-09)."""

    shift_id: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptHandoverItem:
    by: Actor
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RejectHandoverItem:
    reason: str
    suggest: str
    by: Actor
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordFollowUp:
    followed_up_at: datetime
    what: str
    child_seen: YesNo
    outcome: str
    is_child_safe_now: Safety | None = None
    by: Actor
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseHandoverItem:
    by: Actor
    at: datetime


ItemCommand = (
    AddHandoverItem
    | PublishItem
    | CarryForward
    | AcceptHandoverItem
    | RejectHandoverItem
    | RecordFollowUp
    | CloseHandoverItem
)
