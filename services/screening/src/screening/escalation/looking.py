"""Writes down who looked at which escalation, before the first byte of it leaves."""

from collections.abc import Sequence

from screening.streams import escalation_of
from shared.access.actor import Actor
from shared.audit import looked
from shared.database import Row
from shared.service import Service


async def looked_at_escalations(service: Service, who: Actor, rows: Sequence[Row]) -> None:
    streams = [escalation_of(row["escalation_id"]) for row in rows]
    await looked(service, who, "ViewEscalations", (child for row in rows for child in row["child_ids"]), streams)
