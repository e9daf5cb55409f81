"""Clocks as other services read them. They are published on the topic of the service that owns the clock."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

from shared.clocks.events import (
    ClockBreached,
    ClockCancelled,
    ClockRebased,
    ClockStarted,
    ClockStopped,
    ClockWarned,
)
from shared.contracts import Contract, Sensitivity
from shared.events import Recorded

PUBLIC = Sensitivity.PUBLIC


class ClockContract(Contract):
    """What every clock contract says: which clock, of what, about whom."""

    code: Annotated[str, PUBLIC]
    subject: Annotated[str, PUBLIC]
    child_ids: Annotated[tuple[str, ...], PUBLIC]


class ClockStartedV1(ClockContract, type="frontdoor.ClockStarted.v1"):
    started_at: Annotated[datetime, PUBLIC]
    due_at: Annotated[datetime, PUBLIC]


class ClockRebasedV1(ClockContract, type="frontdoor.ClockRebased.v1"):
    new_due_at: Annotated[datetime, PUBLIC]


class ClockWarnedV1(ClockContract, type="frontdoor.ClockWarned.v1"):
    fraction: Annotated[float, PUBLIC]
    tell: Annotated[str, PUBLIC]
    at: Annotated[datetime, PUBLIC]
    fired_at: Annotated[datetime, PUBLIC]
    late: Annotated[bool, PUBLIC]
    due_at: Annotated[datetime | None, PUBLIC] = None


class ClockBreachedV1(ClockContract, type="frontdoor.ClockBreached.v1"):
    tell: Annotated[str, PUBLIC]
    at: Annotated[datetime, PUBLIC]
    fired_at: Annotated[datetime, PUBLIC]
    late: Annotated[bool, PUBLIC]


class ClockStoppedV1(ClockContract, type="frontdoor.ClockStopped.v1"):
    at: Annotated[datetime, PUBLIC]
    by_event: Annotated[str, PUBLIC]
    due_at: Annotated[datetime, PUBLIC]
    met: Annotated[bool, PUBLIC]


class ClockCancelledV1(ClockContract, type="frontdoor.ClockCancelled.v1"):
    """``by_event`` is the event that ended it. The reason that a person gave stays with the service that owns it."""

    at: Annotated[datetime, PUBLIC]
    by_event: Annotated[str | None, PUBLIC] = None


CONTRACT_OF: dict[type, type[ClockContract]] = {
    ClockStarted: ClockStartedV1,
    ClockRebased: ClockRebasedV1,
    ClockWarned: ClockWarnedV1,
    ClockBreached: ClockBreachedV1,
    ClockStopped: ClockStoppedV1,
    ClockCancelled: ClockCancelledV1,
}


def clock_contracts(recorded: Recorded[object]) -> Sequence[Contract]:
    """The contract of a clock event: its fields, less those that stay inside. A warning not given is no news."""
    contract = CONTRACT_OF.get(type(recorded.data))
    if contract is None:
        return []
    return [contract(**{name: getattr(recorded.data, name) for name in contract.model_fields})]
