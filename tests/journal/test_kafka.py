"""What is true of the real broker alone, and why the Kafka journal is made as it is."""

import asyncio
import os
import subprocess
import sys
import time
from contextlib import suppress

import pytest
from aiokafka import AIOKafkaProducer

from frontdoor.kafka_libraries import kafka_libraries
from shared.journal import Record

pytestmark = [
    pytest.mark.kafka,
    pytest.mark.skipif(
        os.environ.get("KAFKA_TESTS") != "1", reason="`make test-kafka` runs the journal's suite on a real broker"
    ),
]


@pytest.fixture
def server(kafka):
    return kafka


async def test_a_reset_broker_acknowledges_to_an_idempotent_producer_what_it_does_not_store(journal, topic, server):
    """The reason for publishing without idempotence. Once this fails, it may be used."""
    await server.wipe()
    await journal.ensure_topics([topic])
    from_before = idempotent_producer(server)
    await from_before.start()
    await server.wipe()
    await journal.ensure_topics([topic])
    await from_before.send_and_wait(topic, b"stored", partition=0)
    from_after = idempotent_producer(server)
    await from_after.start()
    acknowledged = await from_after.send_and_wait(topic, b"void", partition=0)
    await from_before.stop()
    await from_after.stop()
    assert acknowledged.offset == 0
    assert [each.record.value async for each in journal.read([topic])] == [b"stored"]


def idempotent_producer(server):
    return AIOKafkaProducer(bootstrap_servers=server.servers, enable_idempotence=True, request_timeout_ms=5000)


async def test_kafkas_own_console_consumer_reads_keys_and_headers(journal, topic, server):
    headers = {"ce_type": "frontdoor.ContactReceived.v1", "traceparent": "00-0af7651916cd43dd8448eb211c80319c-01"}
    record = Record(topic=topic, key="Contact-1", value=b'{"contact_id": "1"}', headers=headers)
    await journal.publish([record], await journal.identity())
    told = await console_consumer(server, topic)
    assert told == (
        "ce_type:frontdoor.ContactReceived.v1,traceparent:00-0af7651916cd43dd8448eb211c80319c-01"
        '\tContact-1\t{"contact_id": "1"}'
    )


async def console_consumer(server, topic):
    libraries = await kafka_libraries()
    command = ["java", "-cp", f"{libraries}/*", "org.apache.kafka.tools.consumer.ConsoleConsumer"]
    command += ["--bootstrap-server", server.servers, "--topic", topic, "--from-beginning", "--max-messages", "1"]
    command += ["--formatter-property", "print.key=true", "--formatter-property", "print.headers=true"]
    process = await asyncio.create_subprocess_exec(*command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    out, _ = await process.communicate()
    return out.decode().strip()


HOST = """
import asyncio, sys
from pathlib import Path
from frontdoor.kafka import KafkaBroker

async def main(folder):
    async with KafkaBroker(Path(folder)) as broker:
        print(broker.pid, flush=True)
        await asyncio.sleep(300)

asyncio.run(main(sys.argv[1]))
"""


async def test_the_broker_ends_with_the_process_that_started_it(tmp_path):
    host = await asyncio.create_subprocess_exec(sys.executable, "-c", HOST, str(tmp_path), stdout=subprocess.PIPE)
    assert host.stdout is not None
    broker = int(await host.stdout.readline())
    host.kill()
    await host.communicate()
    assert await has_ended(broker)


async def has_ended(pid):
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        with suppress(ProcessLookupError):
            os.kill(pid, 0)
            await asyncio.sleep(0.05)
            continue
        return True
    return False
