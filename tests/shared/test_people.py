"""Names for the ids that events keep: of whoever acted here, else of the authority's staff directory."""

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from shared.database import Pool, open_pool
from shared.people import namer, take_directory
from shared.testing.plugin import NewDatabase

TABLE = "create table people (user_id text primary key, name text not null, role text not null)"
LUND = {"user_id": "edt.lund", "name": "Ingrid Lund", "role": "EDT_MANAGER", "phone": "not read"}


@pytest_asyncio.fixture
async def pool(new_database: NewDatabase) -> AsyncIterator[Pool]:
    pool = await open_pool(await new_database())
    await pool.execute(TABLE)
    yield pool
    await pool.close()


async def name_of(pool: Pool, user_id: str) -> str:
    async with pool.acquire() as connection:
        return (await namer(connection))(user_id)


async def test_somebody_who_never_acted_is_called_as_the_directory_says(pool: Pool, tmp_path: Path) -> None:
    directory = tmp_path / "staff.json"
    directory.write_text(json.dumps([LUND]))
    await take_directory(pool, directory)
    assert await name_of(pool, "edt.lund") == "Ingrid Lund"
    assert await name_of(pool, "edt.nobody") == "edt.nobody"


async def test_the_name_that_somebody_signed_in_with_counts_for_more(pool: Pool, tmp_path: Path) -> None:
    await pool.execute("insert into people values ('edt.lund', 'Ingrid Lund-Vale', 'EDT_MANAGER')")
    directory = tmp_path / "staff.json"
    directory.write_text(json.dumps([LUND]))
    await take_directory(pool, directory)
    assert await name_of(pool, "edt.lund") == "Ingrid Lund-Vale"


@pytest.mark.parametrize("written", ["not json", '[{"user_id": "x"}]', None], ids=["broken", "incomplete", "missing"])
async def test_a_directory_that_cannot_be_read_changes_nothing_and_stops_nobody(
    pool: Pool, tmp_path: Path, written: str | None
) -> None:
    directory = tmp_path / "staff.json"
    if written:
        directory.write_text(written)
    await take_directory(pool, directory)
    assert await pool.fetchval("select count(*) from people") == 0
