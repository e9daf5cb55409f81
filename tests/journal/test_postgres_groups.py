"""What a member of a group on the Postgres journal is told while it is busy sharing out is not forgotten."""

import asyncio
import time

from shared.journal import Record, open_journal
from shared.journal.postgres_subscription import POLL_SECONDS, PostgresSubscription

RECORD = Record(topic="later", key="Contact-1", value=b"1", headers={"ce_id": "1"})


async def nothing_kept(identity, places):
    return {}


async def test_a_topic_that_is_made_while_a_member_shares_out_is_read_at_once(postgres, monkeypatch):
    journal = open_journal(postgres.url, "test")
    await journal.ensure_topics(["first"])
    share = PostgresSubscription._fair_share

    async def while_sharing(self, connection):
        monkeypatch.setattr(PostgresSubscription, "_fair_share", share)
        await journal.ensure_topics([RECORD.topic])
        await journal.publish([RECORD], await journal.identity())
        await asyncio.sleep(0.2)  # until the member has been told
        return await share(self, connection)

    monkeypatch.setattr(PostgresSubscription, "_fair_share", while_sharing)
    async with journal.subscribe(["first", RECORD.topic], "group", nothing_kept) as member:
        started = time.monotonic()
        [delivered] = await member.batch(2 * POLL_SECONDS)
    assert delivered.record.value == RECORD.value
    assert time.monotonic() - started < POLL_SECONDS - 1
    await journal.close()
