"""What is kept as things happen is what one finds by going through all of it one by one, and so is what an upgrade
makes of it afterwards."""

from collections import Counter
from collections.abc import AsyncIterator, Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson
import pytest
import pytest_asyncio

from screening.read_models import measured, measured_decisions, measured_help
from shared.database import OwnConnection, connect
from shared.testing.plugin import ServiceDatabase

from .counted_plainly import Plainly
from .made_record import Record, record_of
from .measured_again import forget, measured_rows, upgrade

START = datetime(2026, 1, 1, tzinfo=UTC)
SINCE, UNTIL = START + timedelta(days=60), START + timedelta(days=240)
NOW = START + timedelta(days=200)
IDENTITY = """insert into events (position, stream, version, event_id, type, child_ids, content, hash, recorded_at)
  values ($1::bigint, 'Screening-' || $1::bigint, 1, gen_random_uuid(), 'ChildIdentityNoted', '{}', $2, '', now())"""


def alike(found: Iterable[Any], plainly: Iterable[Any]) -> None:
    """The same units, as many of each, in whatever order; and some of them."""
    expected = _counted(plainly)
    assert _counted(found) == expected
    assert expected


def _counted(units: Iterable[Any]) -> Counter[str]:
    counted: Counter[str] = Counter()
    for one in units:
        opened = getattr(one, "opened", None)
        alone = replace(one, count=1) if opened is None else replace(one, count=1, opened=None)
        counted[repr(alone)] += one.count
        counted[f"opened in {alone}"] += opened or 0
    return counted


@pytest_asyncio.fixture
async def connection(service_database: ServiceDatabase) -> AsyncIterator[OwnConnection]:
    connection = await connect(await service_database("screening"))
    yield connection
    await connection.close()


@pytest.mark.parametrize("seed", range(3))
async def test_what_is_kept_is_what_is_found_one_by_one(seed: int, connection: OwnConnection) -> None:
    record = record_of(200, START, 365, seed)
    plainly = Plainly(record, SINCE, UNTIL, NOW)
    await record.keep(connection)
    named = await measured.first_named(connection)
    called = await measured.names(connection, SINCE, UNTIL)
    alike(await measured.contacts(connection, SINCE, UNTIL, called), plainly.contacts())
    alike(await measured.child_events(connection, SINCE, UNTIL, named, NOW), plainly.child_events())
    alike(await measured.views(connection, SINCE, UNTIL, named, called), plainly.views())
    alike(await measured_decisions.decisions(connection, SINCE, UNTIL, named, NOW), plainly.decisions())
    alike(await measured_decisions.closed(connection, SINCE, UNTIL, named, NOW), plainly.closed())
    assert await measured_decisions.proposals(connection, SINCE, UNTIL, named) == plainly.proposals()
    alike(await measured_help.step_downs(connection, SINCE, UNTIL), plainly.step_downs())


async def test_an_upgrade_makes_the_same_of_what_was_kept_before(connection: OwnConnection) -> None:
    """Of all that happened before, also where it was found out more than once who a child is."""
    record = record_of(150, START, 365, seed=4)
    await record.keep(connection)
    kept = await measured_rows(connection)
    assert all(kept.values())
    async with connection.transaction():
        await forget(connection)
        await _keep_as_before(connection, record)
        await upgrade(connection)
    assert await measured_rows(connection) == kept


async def _keep_as_before(connection: OwnConnection, record: Record) -> None:
    """One row an event; from the store itself is known who a child was in between."""
    rows = [
        (row["position"], row["contact_id"], row["what"], row["children"], row["at"], row["who"], row["said"])
        for row in record.told
    ]
    await connection.copy_records_to_table("milestones", records=rows)
    for row in record.told:
        if row["what"] == "ChildIdentityNoted":
            said = {"contact_id": row["contact_id"], "temp_ref": row["about"][0], "child_id": row["children"][0]}
            await connection.execute(IDENTITY, row["position"], orjson.dumps({"data": said}))
