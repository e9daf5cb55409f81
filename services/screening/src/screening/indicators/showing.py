"""All indicators of a period, read at one moment."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from screening.indicators import arriving, closing, deciding, helping
from screening.indicators.area import Area
from screening.indicators.figures import Indicator
from screening.indicators.period import Period
from screening.indicators.units import (
    ChildEvent,
    Closed,
    Contact,
    Decided,
    Proposals,
    Referral,
    StepDown,
    StepUp,
    View,
)
from screening.read_models import measured, measured_decisions, measured_help
from shared import people
from shared.service import Service
from shared.working_time import in_london

AREA = Area()
ROOM = """select set_config('work_mem', '64MB', true), set_config('random_page_cost', '1.1', true),
  set_config('enable_seqscan', 'on', true), set_config('plan_cache_mode', 'force_custom_plan', true)"""
"""A year is read from end to end and sorted in memory, a month is looked up: Postgres plans for the days asked for, as
it does not elsewhere. At the cost of a disk that turns it would read everything for a month too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Units:
    """Everything that is counted of a period, and what the people in it are called."""

    contacts: Sequence[Contact]
    children: Sequence[ChildEvent]
    views: Sequence[View]
    decisions: Sequence[Decided]
    closed: Sequence[Closed]
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
        since, until = of.since, of.until
        named = await measured.first_named(connection)
        called = await measured.names(connection, since, until)
        units = Units(
            contacts=await measured.contacts(connection, since, until, called),
            children=await measured.child_events(connection, since, until, named, now),
            views=await measured.views(connection, since, until, named, called),
            decisions=await measured_decisions.decisions(connection, since, until, named, now),
            closed=await measured_decisions.closed(connection, since, until, named, now),
            proposals=await measured_decisions.proposals(connection, since, until, named),
            step_ups=await measured_help.step_ups(connection, since, until),
            step_downs=await measured_help.step_downs(connection, since, until),
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
        deciding.answered(units.children),
        deciding.rated(units.children),
        arriving.conversion(units.children),
        arriving.quality(units.contacts),
        closing.told(units.decisions, units.contacts),
        arriving.agreement(units.views),
        deciding.directed(units.contacts),
        deciding.overseen(units.decisions, units.proposals),
        closing.considered(units.decisions),
        closing.came_back(units.closed, units.names),
        helping.stepped_up(units.step_ups, now),
        helping.stepped_down(units.step_downs, in_london(now).date()),
        helping.continuity(units.referrals),
    )
