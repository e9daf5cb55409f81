"""The bank-holiday weekend as the demo plays it: what each of the domain brief's examples is expected to lead to."""

import asyncio
import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import httpx2
import pytest

from .conftest import MANAGER, System, assert_whole, journey, system, timeline, visiting

EXAMPLES = Path("examples")
KILLS = int(os.environ.get("KILLS", "2"))
pytestmark = pytest.mark.timeout(400)


async def test_nothing_is_lost_or_left_waiting(told: System) -> None:
    async with visiting(told.address) as visitor:
        await assert_whole(visitor)


def test_journal_and_stores_say_the_same(told: System) -> None:
    environment = {**os.environ, "STATE_DIR": str(told.state)}
    compared = subprocess.run(
        [sys.executable, "-m", "frontdoor", "reconcile"], env=environment, capture_output=True, text=True, check=False
    )
    assert compared.returncode == 0, compared.stdout + compared.stderr


async def test_the_clocks_of_the_notification_are_the_briefs(told: System) -> None:
    async with visiting(told.address) as visitor:
        case = await visitor.get("edt.lund", f"/screening/api/v1/screenings/{told.places()['maisie_contact']}")
    due = {clock["code"]: clock["due_at"] for clock in case["clocks"]}
    assert due["CK_RED"].startswith("2026-05-03T04:05")
    assert due["CK_1WD"].startswith("2026-05-05T16:00")


async def test_the_school_gets_the_encompass_alert_and_nothing_more(told: System) -> None:
    expected = json.loads((EXAMPLES / "encompass-alert-expected.json").read_text())
    async with visiting(told.address) as visitor:
        inbox = await visitor.get("dsl.osei", "/notifications/api/v1/inbox")
        seen = await timeline(visitor, "dsl.osei", told.places()["maisie"])
    [alert] = [message["payload"] for message in inbox["messages"] if message["profile"] == "ENC_MIN"]
    assert alert.pop("alert_ref").startswith("ENC-")
    expected.pop("alert_ref")
    assert alert == expected
    assert {entry["kind"] for entry in seen["entries"]} == {"NOTIFICATION"}


async def test_each_audience_sees_only_what_it_may(told: System) -> None:
    maisie = told.places()["maisie"]
    async with visiting(told.address) as visitor:
        audiences = ("fdm.reyes", "edt.lund", "dsl.osei", "ds.amin", "expol-rms")
        seen = {who: json.dumps(await timeline(visitor, who, maisie)) for who in audiences}
    words = "squashing mummy's neck"
    assert words in seen["fdm.reyes"]
    assert words in seen["edt.lund"]
    assert words not in seen["dsl.osei"]
    for secret in ("strangulation", "Rudd", "Larkspur", "HIGH", "S47"):
        assert secret not in seen["dsl.osei"], secret
    assert "Read together" in seen["fdm.reyes"]
    for who in ("dsl.osei", "expol-rms"):
        assert "Read together" not in seen[who], who
    assert "Auntie Jo" in seen["edt.lund"]
    assert "Auntie Jo" not in seen["ds.amin"]


async def test_another_school_does_not_learn_that_the_child_is_known(told: System) -> None:
    address = f"{told.address}/timeline/api/v1/children"
    async with visiting(told.address) as visitor:
        headers = await visitor.headers("dsl.dunmere")
    known = httpx2.get(f"{address}/{told.places()['maisie']}/timeline", headers=headers, trust_env=False)
    unknown = httpx2.get(f"{address}/00000000-0000-7000-8000-000000000000/timeline", headers=headers, trust_env=False)
    assert known.status_code == unknown.status_code == 404
    assert known.json() == unknown.json()


async def test_as_known_before_the_notification_there_is_nothing(told: System) -> None:
    query = "?as_known_at=2026-05-03T00:00:00%2B01:00"
    async with visiting(told.address) as visitor:
        before = await timeline(visitor, MANAGER, told.places()["maisie"], query)
        later = await timeline(visitor, MANAGER, told.places()["maisie"], query.replace("T00:00", "T09:10"))
    assert before["entries"] == []
    assert {entry["kind"] for entry in later["entries"]} >= {"CONTACT", "DECISION"}
    assert "S47" not in {entry["kind"] for entry in later["entries"]}


async def test_the_conference_is_due_fifteen_working_days_after_the_discussion(told: System) -> None:
    async with visiting(told.address) as visitor:
        enquiry = await visitor.get("edt.lund", f"/strategy/api/v1/s47/{told.places()['maisie_s47']}")
    assert json.dumps(enquiry).count("2026-05-26") >= 1


async def test_killed_again_and_again_the_story_ends_the_same(told: System, open_folder: Path) -> None:
    """At random moments of the story, not of the start. ``KILLS=10`` for the whole trial."""
    moments = random.Random(812)
    for _ in range(KILLS):
        with system(["demo"], open_folder) as demo:
            demo.command.until_ready()
            deadline = time.monotonic() + moments.uniform(0, 7)
            while time.monotonic() < deadline and not (demo.state / "story.json").exists():
                await asyncio.sleep(0.1)
            os.killpg(demo.command.process.pid, signal.SIGKILL)
    with system(["demo"], open_folder) as demo:
        demo.command.until_ready()
        demo.until_told()
        async with visiting(demo.address) as again, visiting(told.address) as once:
            await assert_whole(again)
            for child in ("maisie", "alfie", "jay", "noor"):
                killed = await journey(again, demo.places()[child])
                assert killed == await journey(once, told.places()[child]), child
