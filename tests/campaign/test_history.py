"""The history outlives its writer, and says of every request what is known about it and no more."""

import asyncio
import base64
import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.campaign.history import Asked, History, lines, read_history

ASKED = Asked(
    client="police-0",
    who="expol-rms",
    service="intake",
    method="POST",
    path="/api/v1/police-notifications",
    kind="submit",
    key="EXPOL-RMS/1/1",
    key_client="force-example",
    body=b'{"source_ref":"1"}',
)
KILLED = """
import sys, time
from pathlib import Path
from tests.campaign.history import History
from tests.campaign.test_history import ASKED
history = History(Path(sys.argv[1]))
for _ in range(50):
    history.invoke(ASKED)
print("written", flush=True)
time.sleep(60)
"""


def test_a_request_whose_end_nobody_wrote_is_unknown(tmp_path: Path) -> None:
    with History(tmp_path / "history") as history:
        op = history.invoke(ASKED)
    attempt = read_history(history.path).attempts[op]
    assert (attempt.phase, attempt.answered_at) == ("unknown", None)


def test_an_outcome_joins_its_invocation(tmp_path: Path) -> None:
    with History(tmp_path / "history") as history:
        op = history.invoke(ASKED)
        history.end(op, ASKED, "ok", status=202, answer={"contact_id": "x"})
    attempt = read_history(history.path).attempts[op]
    assert (attempt.phase, attempt.status, attempt.answer) == ("ok", 202, {"contact_id": "x"})
    assert attempt.answered_at is not None
    assert attempt.invoked_at <= attempt.answered_at
    assert attempt.body == {"source_ref": "1"}


def test_a_writer_that_is_killed_leaves_every_line_that_it_wrote(tmp_path: Path) -> None:
    path = tmp_path / "history"
    with subprocess.Popen([sys.executable, "-c", KILLED, str(path)], stdout=subprocess.PIPE) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == b"written\n"
        os.kill(writer.pid, signal.SIGKILL)
    assert len(read_history(path).attempts) == 50


def test_a_last_line_that_was_cut_short_is_left_out(tmp_path: Path) -> None:
    with History(tmp_path / "history") as history:
        history.invoke(ASKED)
        history.invoke(ASKED)
    history.path.write_bytes(history.path.read_bytes()[:-20])
    assert list(read_history(history.path).attempts) == ["c-000001"]


def test_lines_from_many_threads_stay_whole(tmp_path: Path) -> None:
    with History(tmp_path / "history") as history, ThreadPoolExecutor(8) as threads:
        for _ in range(800):
            threads.submit(history.invoke, ASKED)
    assert len({line["op"] for line in lines(history.path)}) == 800


async def test_lines_from_many_tasks_stay_in_the_order_of_time(tmp_path: Path) -> None:
    async def ask(history: History) -> None:
        op = history.invoke(ASKED)
        await asyncio.sleep(0)
        history.end(op, ASKED, "refused", status=422)

    with History(tmp_path / "history") as history:
        await asyncio.gather(*(ask(history) for _ in range(100)))
    moments = [line["at"] for line in lines(history.path)]
    assert moments == sorted(moments)


def test_a_body_that_is_meant_to_be_unreadable_is_kept_as_its_bytes(tmp_path: Path) -> None:
    bad = Asked(client="c", who="w", service="intake", method="POST", path="/", kind="bad", body=b"\xff{")
    with History(tmp_path / "history") as history:
        op = history.invoke(bad)
    assert base64.b64decode(read_history(history.path).attempts[op].body["base64"]) == b"\xff{"


def test_a_fault_has_a_start_and_an_end(tmp_path: Path) -> None:
    with History(tmp_path / "history") as history:
        history.fault("f-1", "start", what="kill", where="intake.api", seconds=3)
        history.fault("f-2", "start", what="pause", where="postgres")
        history.fault("f-1", "heal", what="kill", where="intake.api")
    faults = read_history(history.path).faults
    assert faults["f-1"].healed_at is not None
    assert faults["f-1"].more == {"seconds": 3}
    assert faults["f-2"].healed_at is None
