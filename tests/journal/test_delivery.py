"""What is published arrives whole, in order for each key, from the position that the subscriber keeps."""

import asyncio
import time

import pytest

from shared.journal import MAX_RECORD_BYTES, PARTITIONS, Record, RecordTooLarge, TopicPartition


async def test_records_of_one_key_arrive_in_the_order_in_which_they_were_published(story, join, by_key):
    reader = await join()
    for _ in range(10):
        await story.tell(60, streams=7)
    await reader.until_received(600)
    assert reader.by_key() == by_key(story.acknowledged)


async def test_records_of_one_key_arrive_on_one_partition_with_offsets_that_have_no_gap(story, join):
    reader = await join()
    await story.tell(100, streams=1)
    await reader.until_received(100)
    assert [(each.partition, each.offset) for each in reader.received] == [
        (reader.received[0].partition, offset) for offset in range(100)
    ]


async def test_key_value_and_headers_arrive_as_they_were_published_known_or_not(story, join):
    headers = {"ce_id": "1", "content-type": "application/json", "x-unheard-of": "Ünïcode 😀", "empty": ""}
    record = Record(topic=story.topic, key="Kontakt-ü", value=b"\x00\xff{}", headers=headers)
    await story.publish([record])
    reader = await join()
    await reader.until_received(1)
    assert reader.received[0].record == record


async def test_a_record_names_the_journal_that_it_was_read_from(story, join, journal):
    await story.tell(1)
    reader = await join()
    await reader.until_received(1)
    assert reader.received[0].identity == await journal.identity()


async def test_publishing_answers_the_next_offset_of_each_partition_written_to(story, journal):
    records = story.records(40)
    answered = await journal.publish(records, await journal.identity())
    ends = await journal.ends([story.topic])
    assert answered == {place: end for place, end in ends.items() if end}
    assert sum(answered.values()) == 40


async def test_publishing_nothing_is_allowed(journal):
    assert await journal.publish([], await journal.identity()) == {}


async def test_a_topic_has_twelve_partitions_and_one_that_does_not_exist_ends_at_0(topic, journal):
    await journal.ensure_topics([topic])
    ends = await journal.ends([topic, "never-made"])
    assert ends == {
        TopicPartition(name, partition): 0 for name in (topic, "never-made") for partition in range(PARTITIONS)
    }


async def test_the_largest_record_passes_and_so_do_those_around_it(story, join):
    large = Record(topic=story.topic, key="Contact-0", value=b"x" * MAX_RECORD_BYTES, headers={})
    small = Record(topic=story.topic, key="Contact-0", value=b"small", headers={})
    await story.publish([small, large, small, large, small])
    reader = await join()
    await reader.until_received(5)
    assert [len(value) for value in reader.values] == [5, MAX_RECORD_BYTES, 5, MAX_RECORD_BYTES, 5]


async def test_a_larger_record_is_refused_with_everything_published_beside_it(story, journal):
    too_large = Record(topic=story.topic, key="k", value=b"x" * (MAX_RECORD_BYTES + 1), headers={})
    with pytest.raises(RecordTooLarge):
        await story.publish([*story.records(3), too_large])
    assert sum((await journal.ends([story.topic])).values()) == 0


async def test_a_subscriber_goes_on_from_its_stored_position(story, join, stored):
    await story.tell(20)
    first = await join(group="timeline")
    await first.until_received(20)
    await first.subscription.__aexit__(None, None, None)
    later = await story.tell(10)
    second = await join(group="timeline")
    await second.until_received(10)
    assert sorted(second.values) == sorted(record.value for record in later)


async def test_what_a_subscriber_did_not_store_is_delivered_again(story, join):
    await story.tell(20)
    reader = await join()
    while len(reader.received) < 20:
        await reader.take(store=False)
    reader.subscription.rewind()
    await reader.until_received(40)
    assert sorted(reader.values[:20]) == sorted(reader.values[20:])


async def test_the_subscribers_position_counts_and_nothing_else(story, join, stored, journal):
    await story.tell(50, streams=1)
    identity = await journal.identity()
    (place,) = [place for place, end in (await journal.ends([story.topic])).items() if end]
    stored[identity, place] = 47
    reader = await join()
    await reader.until_received(3)
    assert reader.values == [b"47", b"48", b"49"]


async def test_a_position_beyond_the_end_starts_at_the_beginning(story, join, stored, journal):
    await story.tell(5, streams=1)
    identity = await journal.identity()
    for place in await journal.ends([story.topic]):
        stored[identity, place] = 1000
    reader = await join()
    await reader.until_received(5)
    assert reader.values == [b"0", b"1", b"2", b"3", b"4"]


async def test_an_error_of_the_subscribers_store_reaches_it_and_the_next_batch_asks_again(story, join):
    await story.tell(3)
    failures = iter([ConnectionError("the service's own database is away")])

    async def positions(_identity, _places):
        for failure in failures:
            raise failure
        return {}

    reader = await join(positions=positions)
    with pytest.raises(ConnectionError):
        await reader.until(lambda _: False)
    await reader.until_received(3)


async def test_a_waiting_subscriber_is_woken(story, join):
    reader = await join()
    await reader.until(lambda reader: reader.held == PARTITIONS)
    await reader.take(0.1)
    waiting = asyncio.create_task(reader.take(20))
    await asyncio.sleep(0.2)
    published_at = time.monotonic()
    await story.tell(1)
    assert len(await waiting) == 1
    assert time.monotonic() - published_at < 0.6


async def test_a_batch_without_records_ends_at_its_timeout(join):
    reader = await join()
    await reader.until(lambda reader: reader.held == PARTITIONS)
    began_at = time.monotonic()
    assert not await reader.take(0.5)
    assert 0.3 < time.monotonic() - began_at < 1.5


async def test_a_subscriber_may_come_before_its_topic(story, join, journal):
    reader = await join(topics=[f"{story.topic}-later"], group="early")
    await reader.take(1.0)
    await journal.ensure_topics([f"{story.topic}-later"])
    story.topic = f"{story.topic}-later"
    await story.tell(10)
    await reader.until_received(10)


async def test_a_full_scan_reads_everything_up_to_the_ends_at_its_call(story, journal, by_key):
    told = await story.tell(700)
    scan = journal.read([story.topic, "never-made"])
    first = await anext(scan)
    await story.tell(50)
    found = [first.record, *[each.record async for each in scan]]
    assert by_key(found) == by_key(told)


async def test_a_full_scan_of_an_empty_topic_ends(topic, journal):
    assert [each async for each in journal.read([topic])] == []


async def test_publishers_at_the_same_time_lose_nothing_and_leave_no_gap(join, open_another, topic):
    reader = await join()
    publishers = [open_another() for _ in range(3)]
    identity = await publishers[0].identity()

    async def publish(number):
        for first in range(number * 1000, number * 1000 + 150, 5):
            values = [str(value).encode() for value in range(first, first + 5)]
            records = [Record(topic=topic, key="Contact-1", value=value, headers={}) for value in values]
            await publishers[number].publish(records, identity)

    async with asyncio.TaskGroup() as tasks:
        for number in range(3):
            tasks.create_task(publish(number))
        await reader.until_received(450)
    assert [each.offset for each in reader.received] == list(range(450))
    told = [[int(value) for value in reader.values if int(value) // 1000 == number] for number in range(3)]
    assert told == [list(range(number * 1000, number * 1000 + 150)) for number in range(3)]


async def test_a_cancelled_publisher_can_publish_again(story, join, by_key):
    for pause in (0.0, 0.001, 0.002, 0.005):
        cancelled = asyncio.create_task(story.tell(20))
        await asyncio.sleep(pause)
        cancelled.cancel()
        await asyncio.wait([cancelled])
    await story.tell(10)
    reader = await join()
    await reader.until(lambda reader: b"9" in reader.values)
