"""Starts an operating system process that ends when the thread that started it ends, whatever ends that.

The law: nothing that this project starts outlives it. The new process asks the kernel (Linux) for a signal on
the death of its parent, then turns into the command itself, so its pid is the command's own.
"""

import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

# prctl(PR_SET_PDEATHSIG) is asked for after the change of user, which would clear it; the parent may have
# died before. All is imported before that change: the other account may be unable to read our Python.
_BECOME = """
import ctypes, os, sys
parent, on_parent_death, uid, gid, *command = sys.argv[1:]
if uid:
    os.setgroups([])
    os.setgid(int(gid))
    os.setuid(int(uid))
if sys.platform == "linux":
    ctypes.CDLL(None).prctl(1, int(on_parent_death), 0, 0, 0)
    if os.getppid() != int(parent):
        sys.exit(1)
os.execv(command[0], command)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """The operating system account that a process runs as."""

    uid: int
    gid: int


def start(
    command: Sequence[str],
    *,
    account: Account | None = None,
    environment: Mapping[str, str] | None = None,
    folder: Path | str | None = None,
    output: IO[bytes] | int | None = None,
    on_parent_death: signal.Signals = signal.SIGTERM,
) -> subprocess.Popen[bytes]:
    """Start `command` (its first word an absolute path), as `account` if given, in a session of its own.

    A session of its own means that Ctrl-C in the terminal reaches only us: we stop our children in order.
    """
    uid, gid = (str(account.uid), str(account.gid)) if account else ("", "")
    arguments = [str(os.getpid()), str(int(on_parent_death)), uid, gid, *command]
    return subprocess.Popen(
        [sys.executable, "-I", "-S", "-c", _BECOME, *arguments],
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT if output is not None else None,
        env=dict(environment) if environment is not None else None,
        cwd=folder,
        start_new_session=True,
    )
