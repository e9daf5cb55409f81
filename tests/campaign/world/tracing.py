"""System calls of other processes made to fail, by strace.

The law: whoever is traced runs on as before once the context ends.
"""

import asyncio
import shutil
import signal
import subprocess
import time
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

from shared import child_process

ATTACH_SECONDS: Final = 10.0
LOOK_SECONDS: Final = 0.05


def strace_is_here() -> bool:
    return shutil.which("strace") is not None


@asynccontextmanager
async def failing(pids: Sequence[int], call: str, error: str) -> AsyncGenerator[bool]:
    """Has this call fail in these processes and in all that they start. Yields whether all could be traced."""
    program = shutil.which("strace")
    assert program is not None
    command = [program, "-f", "-qq", "-o", "/dev/null", "-e", f"trace={call}", "-e", f"inject={call}:error={error}"]
    command += [word for pid in pids for word in ("-p", str(pid))]
    strace = child_process.start(command, output=subprocess.DEVNULL, on_parent_death=signal.SIGKILL)
    try:
        yield await _all_traced(pids, strace)
    finally:
        strace.terminate()
        await asyncio.to_thread(strace.wait)


async def _all_traced(pids: Sequence[int], strace: subprocess.Popen[bytes]) -> bool:
    deadline = time.monotonic() + ATTACH_SECONDS
    while strace.poll() is None and time.monotonic() < deadline:
        if all(_tracer(pid) != 0 for pid in pids):
            return True
        await asyncio.sleep(LOOK_SECONDS)
    return False


def _tracer(pid: int) -> int | None:
    """Who traces it: 0 for nobody, None where it has ended."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except (FileNotFoundError, ProcessLookupError):
        return None
    return next(int(line.split()[1]) for line in lines if line.startswith("TracerPid:"))
