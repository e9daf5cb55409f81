"""The statements that read a whole period at once count what one finds by going through it one by one."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

import pytest

from screening.read_models import measured, measured_decisions, measured_help
from shared.database import connect
from shared.testing.plugin import ServiceDatabase

from .counted_plainly import Plainly
from .made_record import record_of

START = datetime(2026, 1, 1, tzinfo=UTC)
SINCE, UNTIL = START + timedelta(days=60), START + timedelta(days=240)


def alike(found: Iterable[object], plainly: Iterable[object]) -> None:
    """The same units, in whatever order; and some of them."""
    expected = sorted(map(repr, plainly))
    assert sorted(map(repr, found)) == expected
    assert expected


@pytest.mark.parametrize("seed", range(4))
async def test_what_is_read_at_once_is_what_is_found_one_by_one(seed: int, service_database: ServiceDatabase) -> None:
    record = record_of(250, START, 365, seed)
    plainly = Plainly(record, SINCE, UNTIL)
    connection = await connect(await service_database("screening"))
    try:
        await record.keep(connection)
        contacts = await measured.contacts(connection, SINCE, UNTIL)
        alike(contacts.values(), plainly.contacts())
        named = await measured.first_named(connection)
        alike(await measured.child_events(connection, SINCE, UNTIL, named, contacts), plainly.child_events())
        alike(await measured_decisions.decisions(connection, SINCE, UNTIL, named), plainly.decisions())
        assert await measured_decisions.proposals(connection, SINCE, UNTIL, named) == plainly.proposals()
        alike(await measured_help.step_downs(connection, SINCE, UNTIL), plainly.step_downs())
    finally:
        await connection.close()
