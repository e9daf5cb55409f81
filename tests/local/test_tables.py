"""The tables are made beside the host, once: a system that has them starts nothing more."""

import asyncpg

from frontdoor import tables
from frontdoor.services import SERVICES, database_of
from shared.schema import behind, history_of
from shared.testing.plugin import NewDatabase


async def test_what_is_behind_is_brought_to_its_newest(new_database: NewDatabase) -> None:
    urls = {package: await new_database() for package in map(database_of, SERVICES)}
    making = await tables.begin(urls)
    assert making is not None
    await tables.finish(making)
    assert [await behind(url, history_of(package)) for package, url in urls.items()] == [{}] * len(SERVICES)
    assert await tables.begin(urls) is None


async def test_what_cannot_be_made_is_left_to_the_service_to_tell(new_database: NewDatabase) -> None:
    urls = {package: await new_database() for package in map(database_of, SERVICES)}
    connection = await asyncpg.connect(urls["intake"])
    await connection.execute("create table events (in_the_way boolean)")
    await connection.close()
    await tables.finish(await tables.begin(urls))
    assert await behind(urls["intake"], history_of("intake")) != {}
