"""All indicators of a period, read at one moment."""

from collections.abc import Sequence

from screening.indicators import arriving, closing, deciding, helping
from screening.indicators.figures import Indicator
from screening.indicators.period import Period
from screening.read_models import measured, measured_decisions, measured_help
from shared import people
from shared.service import Service
from shared.working_time import in_london


async def indicators(service: Service, of: Period) -> Sequence[Indicator]:
    """As the record stands now, in the order of their ids."""
    now = service.clock.now()
    async with service.pool.acquire() as connection, connection.transaction(isolation="repeatable_read", readonly=True):
        contacts = await measured.contacts(connection, of.since, of.until)
        children = await measured.child_events(connection, of.since, of.until)
        decisions = await measured_decisions.decisions(connection, of.since, of.until)
        proposals = await measured_decisions.proposals(connection, of.since, of.until)
        step_ups = await measured_help.step_ups(connection, of.since, of.until)
        step_downs = await measured_help.step_downs(connection, of.since, of.until)
        referrals = await measured_help.referrals(connection, of.first, of.last)
        names = await people.names(connection)
    return (
        arriving.volume(contacts, children),
        deciding.answered(children, now),
        deciding.rated(children),
        arriving.conversion(children),
        arriving.quality(contacts),
        closing.told(decisions, contacts, now),
        arriving.agreement(children),
        deciding.directed(contacts),
        deciding.overseen(decisions, proposals),
        closing.considered(decisions),
        closing.came_back(decisions, names, now),
        helping.stepped_up(step_ups, now),
        helping.stepped_down(step_downs, in_london(now).date()),
        helping.continuity(referrals),
    )
