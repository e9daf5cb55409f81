"""The databases that tests get: fresh, copied from a template, and gone afterwards."""

import asyncpg
import pytest

from shared.testing.databases import Databases
from shared.testing.plugin import NewDatabase, TemplateDatabase


async def _migrate(url: str) -> None:
    connection = await asyncpg.connect(url)
    await connection.execute("CREATE TABLE contact (contact_id text)")
    await connection.close()


async def _contacts(url: str) -> int:
    connection = await asyncpg.connect(url)
    try:
        return int(await connection.fetchval("SELECT count(*) FROM contact"))
    finally:
        await connection.close()


async def test_a_new_database_is_a_copy_of_its_template(
    new_database: NewDatabase, template_database: TemplateDatabase
) -> None:
    url = await new_database(template=await template_database("contacts", _migrate))
    assert await _contacts(url) == 0


async def test_a_template_is_migrated_once(template_database: TemplateDatabase) -> None:
    first = await template_database("contacts", _migrate)
    assert await template_database("contacts", _migrate) == first


async def test_two_new_databases_share_nothing(new_database: NewDatabase, template_database: TemplateDatabase) -> None:
    template = await template_database("contacts", _migrate)
    first, second = await new_database(template=template), await new_database(template=template)
    connection = await asyncpg.connect(first)
    await connection.execute("INSERT INTO contact VALUES ('one')")
    await connection.close()
    assert await _contacts(second) == 0


async def test_a_database_is_dropped_although_a_connection_is_open(databases: Databases) -> None:
    url = await databases.create()
    connection = await asyncpg.connect(url)
    await databases.drop(url)
    with pytest.raises(asyncpg.InvalidCatalogNameError):
        await asyncpg.connect(url)
    connection.terminate()
