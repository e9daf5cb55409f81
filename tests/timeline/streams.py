"""London times of May 2026, and streams whose contracts are numbered as their publishers number them."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from shared.access.actor import Actor

from .telling import SYSTEM, Told

LONDON = ZoneInfo("Europe/London")

BOTH = ("p-maisie", "p-alfie")
CHILDREN = ("child-maisie", "child-alfie")


def may(day: int, hour: int, minute: int = 0) -> datetime:
    """A London time in May 2026, in UTC."""
    return datetime(2026, 5, day, hour, minute, tzinfo=LONDON).astimezone(UTC)


class Streams:
    """Numbers the contracts of each stream as its publisher does."""

    def __init__(self) -> None:
        self._versions: dict[str, int] = {}

    def tell(
        self,
        topic: str,
        name: str,
        stream: str,
        recorded_at: datetime,
        data: dict[str, Any],
        by: Actor = SYSTEM,
        child_ids: Sequence[str] = CHILDREN,
        *,
        occurred_at: datetime | None = None,
        received_at: datetime | None = None,
    ) -> Told:
        version = self._versions[stream] = self._versions.get(stream, 0) + 1
        return Told(
            topic=topic,
            name=name,
            stream=stream,
            version=version,
            recorded_at=recorded_at,
            data=json.loads(json.dumps(data, default=str)),
            child_ids=child_ids,
            actor=by,
            occurred_at=occurred_at,
            received_at=received_at,
        )
