"""Words about several children: found by each of them, and a look at them is a look at each."""

from importlib import import_module

import pytest_asyncio

from shared.testing.service import RunningService

from .conftest import told_of
from .owing import information, told
from .people import ADEYEMI, FARROW, OSEI, REYES, WEIR
from .telling import MAISIE, NOOR, school_contact

MIGRATION = import_module("notifications.migrations.versions.0008_all_whom_words_are_about")
CHILDREN = [NOOR, MAISIE]


@pytest_asyncio.fixture
async def asked(registered: RunningService) -> RunningService:
    """The nurse in the hub has been asked about Noor and another child of the contact."""
    contact = school_contact()
    contact["children"][1] |= {"child_id": MAISIE, "school_urn": "999001"}
    await told_of(registered, contact, OSEI)
    await told(registered, "threshold-decisions", "InformationRequested", information(contact, *CHILDREN))
    return registered


async def test_it_is_found_by_each_child(asked: RunningService) -> None:
    for child_id in CHILDREN:
        rows = (await asked.client(ADEYEMI).get("/api/v1/sent", params={"child_id": child_id})).json()["sent"]
        assert [(row["profile"], row["child_ids"]) for row in rows] == [("INFO_REQUEST", CHILDREN)]
    page = await asked.browser(REYES).get("/sent", params={"child_id": MAISIE})
    assert "about Noor Hadley, Zed Hadley" in page.text
    for child_id in CHILDREN:
        assert f'href="/timeline/children/{child_id}"' in page.text


async def test_a_look_at_it_is_a_look_at_each(asked: RunningService) -> None:
    await asked.client(FARROW).get("/api/v1/inbox")
    await asked.browser(REYES).get("/sent")
    looks = await asked.service.pool.fetch(
        "select user_id, child_ids from audit where action in ('FetchInbox', 'ViewSent') order by recorded_at"
    )
    assert {look["user_id"]: set(look["child_ids"]) for look in looks} == {
        FARROW.user_id: set(CHILDREN),
        REYES.user_id: set(CHILDREN),
    }


async def test_whom_it_is_about_stays_with_us(asked: RunningService) -> None:
    [message] = (await asked.client(FARROW).get("/api/v1/inbox")).json()["messages"]
    assert "child_ids" not in message
    rows = (await asked.client(WEIR).get("/api/v1/sent")).json()["sent"]
    assert [row["child_ids"] for row in rows] == [[] for _ in rows]


async def test_what_was_told_before_this_was_kept_is_found_too(asked: RunningService) -> None:
    pool = asked.service.pool
    for table in ("sent", "inbox_messages"):
        await pool.execute(f"drop index if exists sent_children; alter table {table} drop column child_ids")
    await pool.execute("create index sent_child on sent (child_id)")
    for step in MIGRATION.STEPS:
        await pool.execute(step)
    for table in ("sent", "inbox_messages"):
        kept = await pool.fetchval(f"select child_ids from {table} where profile = 'INFO_REQUEST'")
        assert kept == CHILDREN
