"""Members of a group share the partitions; each group has everything."""

import asyncio

from shared.journal import PARTITIONS


def shared_out(readers):
    held = [reader.subscription.assigned() for reader in readers]
    return sum(map(len, held)) == PARTITIONS and max(map(len, held)) - min(map(len, held)) <= 1


async def settle(*readers, enough, seconds=40):
    async with asyncio.timeout(seconds), asyncio.TaskGroup() as tasks:
        for reader in readers:
            tasks.create_task(reader.until(lambda _: enough(readers), seconds))


async def test_a_member_that_joins_takes_its_share(story, join, open_another):
    first = await join()
    await first.until(lambda reader: reader.held == PARTITIONS)
    second = await join(by=open_another())
    await settle(first, second, enough=shared_out)
    assert not first.subscription.assigned() & second.subscription.assigned()


async def test_no_partition_is_held_twice_while_a_member_is_busy(story, join, open_another):
    busy = await join()
    await busy.until(lambda reader: reader.held == PARTITIONS)
    second = await join(by=open_another())
    for _ in range(10):
        await second.take(0.2)
        assert not busy.subscription.assigned() & second.subscription.assigned()


async def test_three_members_share_every_topic(story, join, journal, topic):
    await journal.ensure_topics([f"{topic}-2"])
    topics = [topic, f"{topic}-2"]
    readers = [await join(topics=topics) for _ in range(3)]
    await settle(*readers, enough=lambda readers: [reader.held for reader in readers] == [8, 8, 8])
    assert len(frozenset().union(*(reader.subscription.assigned() for reader in readers))) == 24


async def test_records_go_on_in_order_while_members_come_and_go(story, join, by_key):
    first = await join()
    await story.tell(100, streams=20)
    await first.until_received(100)
    second = await join()
    await settle(first, second, enough=shared_out)
    await story.tell(100, streams=20)
    await settle(first, second, enough=lambda readers: sum(len(each.received) for each in readers) >= 200)
    await second.subscription.__aexit__(None, None, None)
    await story.tell(100, streams=20)
    await first.until(lambda reader: len(reader.received) + len(second.received) >= 300)
    assert sorted(map(int, first.values + second.values)) == list(range(300))
    assert all(numbers == sorted(numbers) for numbers in first.by_key().values())
    assert all(numbers == sorted(numbers) for numbers in second.by_key().values())


async def test_a_dead_members_partitions_are_taken_over(story, join, doomed_member):
    await doomed_member.until_it_holds(PARTITIONS)
    survivor = await join()
    await survivor.until(lambda reader: reader.held == PARTITIONS // 2)
    await doomed_member.kill()
    await story.tell(60, streams=30)
    await survivor.until_received(60)
    assert survivor.held == PARTITIONS


async def test_each_group_gets_everything(story, join):
    timeline, notifications = await join(group="timeline", positions=nowhere), await join(positions=nowhere)
    await story.tell(40)
    await timeline.until_received(40)
    await notifications.until_received(40)
    assert sorted(timeline.values) == sorted(notifications.values)


async def nowhere(_identity, _places):
    return {}
