"""Writes down who looked at what about which children, before the first byte of it leaves."""

from collections.abc import Sequence

from screening.case.daily_abuse import Incident
from screening.case.morning import Part
from screening.case.queueing import Line
from screening.case.view import CaseView
from screening.streams import screening_of
from shared.access.actor import Actor
from shared.audit import looked
from shared.service import Service


async def looked_at_case(service: Service, who: Actor, view: CaseView) -> None:
    await looked(service, who, "ViewContact", view.case.child_ids, [screening_of(view.contact_id)])


async def looked_at_queue(service: Service, who: Actor, lines: Sequence[Line]) -> None:
    streams = [screening_of(line.contact_id) for line in lines]
    await looked(service, who, "ViewQueue", (child.child_id for line in lines for child in line.children), streams)


async def looked_at_abuse(service: Service, who: Actor, incidents: Sequence[Incident]) -> None:
    streams = [screening_of(one.contact_id) for one in incidents]
    children = (child.child_id for one in incidents for child in one.children)
    await looked(service, who, "ViewDomesticAbuse", children, streams)


async def looked_at_morning(service: Service, who: Actor, parts: Sequence[Part]) -> None:
    lines = [line for part in parts for line in part.shown]
    streams = sorted({line.stream for line in lines})
    await looked(service, who, "ViewMorning", (child_id for line in lines for child_id in line.child_ids), streams)
