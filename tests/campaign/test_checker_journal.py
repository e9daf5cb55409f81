"""The checker's own reading of a real broker reaches the end of every partition, and says which cluster it was."""

from pathlib import Path

import orjson
import pytest

from frontdoor.kafka import KafkaBroker
from shared.journal import Record, open_journal
from tests.campaign.checker.reading_journal import read_journal

RECORDS = 40
pytestmark = [pytest.mark.kafka, pytest.mark.timeout(120)]


def record(number: int) -> Record:
    headers = {"ce_id": f"message-{number}", "ce_type": "frontdoor.Example.v1"}
    return Record(topic=f"topic-{number % 2}", key=f"Stream-{number % 7}", value=b"{}", headers=headers)


async def test_everything_on_a_broker_is_read(tmp_path: Path) -> None:
    async with KafkaBroker(tmp_path / "kafka") as broker:
        journal = open_journal(broker.url, "test")
        identity = await journal.identity()
        await journal.ensure_topics(["topic-0", "topic-1"])
        await journal.publish([record(number) for number in range(RECORDS)], identity)
        await journal.close()
        [end] = await read_journal(tmp_path, broker.url)
    assert (end.read, end.complete) == (RECORDS, True), end.why
    read = [orjson.loads(line)["message_id"] for line in (tmp_path / "journal.jsonl").read_bytes().splitlines()]
    assert sorted(read) == sorted(f"message-{number}" for number in range(RECORDS))
    assert orjson.loads((tmp_path / "journal-ends.json").read_bytes())["identity"] == identity
