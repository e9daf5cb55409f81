"""The services as separate processes on a real Kafka broker: all come up, one that falls is put on its feet."""

import os
import signal
import sys
import time
from pathlib import Path

import httpx2
import pytest

from tests.local.running import alive, descendants, free_port, running

pytestmark = [
    pytest.mark.kafka,
    pytest.mark.skipif(sys.platform != "linux", reason="looks at processes through /proc"),
    pytest.mark.timeout(300),
]


def _process_of(service: str, family: set[int]) -> int:
    wanted = f"frontdoor\0service\0{service}\0"
    return next(pid for pid in family if wanted in Path(f"/proc/{pid}/cmdline").read_text())


def _ready_within(address: str, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if httpx2.get(f"{address}/readyz", trust_env=False, timeout=10).status_code == 200:
            return True
        time.sleep(0.2)
    return False


def test_a_killed_service_is_started_again_and_a_stop_leaves_no_process(open_folder: Path) -> None:
    environment = {"PORT": str(free_port()), "STATE_DIR": str(open_folder / "state")}
    address = f"http://127.0.0.1:{environment['PORT']}"
    with running(["processes"], environment, open_folder / "output") as system:
        system.until_ready()
        os.kill(_process_of("timeline", descendants(system.process.pid)), signal.SIGKILL)
        away = httpx2.get(f"{address}/timeline/readyz", trust_env=False)
        assert away.status_code in {502, 503}
        assert _ready_within(address, 60)
        family = system.family()
        system.process.send_signal(signal.SIGINT)
        assert system.ends_within(10) == 0
        assert not alive(family)
