"""The journal may stop, break and lose everything: nobody is told that something is stored which is not."""

import asyncio
import time

import pytest

from shared.journal import PARTITIONS, JournalUnavailable, JournalWiped, Record


async def until_published(story, records, seconds=40):
    """As the relay does it: the same records again until they are acknowledged."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            return await story.publish(records)
        except JournalUnavailable:
            assert time.monotonic() < deadline
            await asyncio.sleep(0.1)


async def test_publisher_and_subscriber_go_on_after_a_restart(story, join, server):
    reader = await join()
    await story.tell(20)
    await reader.until_received(20)
    await server.stop()
    await server.start()
    await until_published(story, story.records(20))
    await reader.until(lambda reader: set(map(int, reader.values)) >= set(range(40)))


async def test_publisher_and_subscriber_go_on_after_a_crash(story, join, server):
    reader = await join()
    await story.tell(20)
    await reader.until_received(20)
    await server.kill()
    await server.start()
    await until_published(story, story.records(20))
    await reader.until(lambda reader: set(map(int, reader.values)) >= set(range(40)))


async def test_the_identity_survives_a_restart(journal, server):
    before = await journal.identity()
    await server.stop()
    await server.start()
    assert await journal.identity() == before


async def test_nothing_is_acknowledged_while_the_journal_is_down(story, server):
    identity = await story.journal.identity()
    await story.tell(5)
    await server.stop()
    began_at = time.monotonic()
    with pytest.raises(JournalUnavailable):
        await story.journal.publish(story.records(1), identity)
    assert time.monotonic() - began_at < 15


async def test_a_journal_that_is_down_says_so(story, open_another, server):
    await story.tell(1)
    journals = {question: open_another() for question in ("identity", "ends", "ensure_topics")}
    for journal in journals.values():
        await journal.ends([story.topic])
    await server.stop()
    for question, journal in journals.items():
        ask = getattr(journal, question)
        with pytest.raises(JournalUnavailable):
            await (ask() if question == "identity" else ask([story.topic]))


async def test_a_subscriber_that_comes_while_the_journal_is_down_waits_for_it(story, join, server):
    await story.tell(10)
    await server.stop()
    reader = await join()
    assert not await reader.take(1.0)
    await server.start()
    await reader.until_received(10)


async def test_publishing_to_a_topic_that_does_not_exist_is_not_acknowledged(story):
    story.topic = "never-made"
    with pytest.raises(JournalUnavailable):
        await story.tell(1)


async def test_a_wiped_journal_has_another_identity_and_no_records(story, journal, server):
    before = await journal.identity()
    await story.tell(20)
    await server.wipe()
    assert await journal.identity() != before
    assert sum((await journal.ends([story.topic])).values()) == 0


async def test_a_wiped_journal_is_republished_and_read_from_the_beginning(story, journal, join, server, by_key):
    reader = await join()
    await story.tell(60)
    await reader.until_received(60)
    await server.wipe()
    await journal.ensure_topics([story.topic])
    await until_published(story, story.acknowledged[:])
    await reader.until_received(120)
    again = [each.record for each in reader.received[60:]]
    assert by_key(again) == by_key(story.acknowledged[60:])
    assert {each.identity for each in reader.received[60:]} == {await journal.identity()}


async def test_a_publisher_from_before_a_wipe_is_told_and_not_acknowledged(story, journal, server, open_another):
    identity = await journal.identity()
    await story.tell(60, streams=30)
    await server.wipe()
    # Another publisher may already have made the topic anew: even so this one must notice.
    await open_another().ensure_topics([story.topic])
    with pytest.raises(JournalWiped):
        await journal.publish(story.records(5), identity)


async def test_a_wipe_is_noticed_where_the_topic_is_gone(story, journal, server):
    identity = await journal.identity()
    await story.tell(5)
    await server.wipe()
    with pytest.raises(JournalWiped):
        await journal.publish(story.records(5), identity)


async def test_whatever_a_reset_journal_acknowledges_it_has_stored(story, journal, server, open_another):
    """Two wipes, so that a broker gives both publishers its first producer id: see test_kafka.py."""
    await server.wipe()
    await journal.ensure_topics([story.topic])
    await story.tell(60, streams=30)
    await server.wipe()
    for publisher in (journal, open_another()):
        await publisher.ensure_topics([story.topic])
        identity = await publisher.identity()
        for number in range(3 * PARTITIONS):
            record = Record(topic=story.topic, key=f"Contact-{number}", value=b"%d" % number, headers={})
            await publisher.publish([record], identity)
    found = [int(each.record.value) async for each in journal.read([story.topic])]
    assert sorted(found) == sorted([*range(3 * PARTITIONS)] * 2)
