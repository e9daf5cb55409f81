"""All indicators of a period, read at one moment."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from screening.indicators import arriving, closing, deciding, helping
from screening.indicators.area import Area
from screening.indicators.figures import Indicator
from screening.indicators.period import Period
from screening.indicators.units import ChildEvent, Contact, Decided, Proposals, Referral, StepDown, StepUp
from screening.read_models import measured, measured_decisions, measured_help
from shared import people
from shared.service import Service
from shared.working_time import in_london

AREA = Area()
ROOM = "select set_config('work_mem', '64MB', true), set_config('random_page_cost', '1.1', true)"
"""A year is sorted in memory: with Postgres's 4 MB it goes through the disk. A month is looked up by its contacts: at
the cost of a disk that turns, Postgres would read everything instead."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Units:
    """Everything that is counted of a period, and what the people in it are called."""

    contacts: Sequence[Contact]
    children: Sequence[ChildEvent]
    decisions: Sequence[Decided]
    proposals: Proposals
    step_ups: Sequence[StepUp]
    step_downs: Sequence[StepDown]
    referrals: Sequence[Referral]
    names: Mapping[str, str]
    in_area: int | None
    days: int


async def indicators(service: Service, of: Period) -> Sequence[Indicator]:
    """As the record stands now, in the order of their ids. A year's counting does not hold up who else asks."""
    now = service.clock.now()
    async with service.pool.acquire() as connection, connection.transaction(isolation="repeatable_read", readonly=True):
        await connection.execute(ROOM)
        contacts = await measured.contacts(connection, of.since, of.until)
        named = await measured.first_named(connection)
        units = Units(
            contacts=list(contacts.values()),
            children=await measured.child_events(connection, of.since, of.until, named, contacts),
            decisions=await measured_decisions.decisions(connection, of.since, of.until, named),
            proposals=await measured_decisions.proposals(connection, of.since, of.until, named),
            step_ups=await measured_help.step_ups(connection, of.since, of.until),
            step_downs=await measured_help.step_downs(connection, of.since, of.until),
            referrals=await measured_help.referrals(connection, of.first, of.last),
            names=await people.names(connection),
            in_area=AREA.children_in_area,
            days=of.days_by(in_london(now).date()),
        )
    return await asyncio.to_thread(counted, units, now)


def counted(units: Units, now: datetime) -> Sequence[Indicator]:
    """Pure."""
    return (
        arriving.volume(units.contacts, units.children, units.in_area, units.days),
        deciding.answered(units.children, now),
        deciding.rated(units.children),
        arriving.conversion(units.children),
        arriving.quality(units.contacts),
        closing.told(units.decisions, units.contacts, now),
        arriving.agreement(units.children),
        deciding.directed(units.contacts),
        deciding.overseen(units.decisions, units.proposals),
        closing.considered(units.decisions),
        closing.came_back(units.decisions, units.names, now),
        helping.stepped_up(units.step_ups, now),
        helping.stepped_down(units.step_downs, in_london(now).date()),
        helping.continuity(units.referrals),
    )
