"""Imports the product once and forks each process of the world from that, which takes milliseconds instead of seconds.

The law: it has one thread, and when whoever started it is gone, so is everything that it forked or was told to guard.
"""

import contextlib
import ctypes
import gc
import importlib
import json
import os
import select
import signal
import sys
import traceback
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, NoReturn

from frontdoor.services import IDENTITY, SERVICES, database_of
from tests.campaign.world import launch

PR_SET_PDEATHSIG: Final = 1
_LIBC = ctypes.CDLL(None)


class Zygote:
    """The forking side. Reads questions from stdin, answers on stdout, and says there which process ended."""

    def __init__(self) -> None:
        self._running: dict[int, str] = {}
        self._guarded: dict[str, int] = {}
        self._woken, self._wake = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)

    def serve(self) -> None:
        """Until the pipe ends."""
        signal.signal(signal.SIGCHLD, _heard)
        signal.set_wakeup_fd(self._wake, warn_on_full_buffer=False)
        heard = b""
        while True:
            ready, _, _ = select.select([0, self._woken], [], [])
            if self._woken in ready:
                _drain(self._woken)
                self._bury()
            if 0 in ready:
                fresh = os.read(0, 65_536)
                if not fresh:
                    break
                *lines, heard = (heard + fresh).split(b"\n")
                for line in lines:
                    self._answer(json.loads(line))
        self._end_all()

    def _answer(self, asked: Mapping[str, Any]) -> None:
        match asked["do"]:
            case "fork":
                pid = self._fork(asked["name"], asked["environment"], asked["output"])
                _say({"number": asked["number"], "pid": pid})
            case "guard":
                self._guarded[asked["what"]] = asked["pid"]
            case _:
                _say({"number": asked["number"], "threads": len(os.listdir("/proc/self/task"))})

    def _fork(self, name: str, environment: Mapping[str, str], output: str) -> int:
        parent = os.getpid()
        pid = os.fork()
        if pid == 0:
            self._become(name, environment, output, parent)
        self._running[pid] = name
        return pid

    def _become(self, name: str, environment: Mapping[str, str], output: str, parent: int) -> NoReturn:
        """The child: its own session, output and environment, and a death that follows ours."""
        status = 1
        try:
            _LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
            os.setsid()
            if os.getppid() != parent:
                os._exit(1)
            _leave_pipes(output)
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            os.close(self._woken)
            os.close(self._wake)
            os.environ.clear()
            os.environ.update(environment)
            launch.run(name)
            status = 0
        except SystemExit as end:
            status = end.code if isinstance(end.code, int) else 1
        except BaseException:  # noqa: BLE001 - said in the process's own output, as an interpreter would at its end
            traceback.print_exc()
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(status)

    def _bury(self) -> None:
        while self._running:
            pid, status = os.waitpid(-1, os.WNOHANG)
            if pid == 0:
                return
            name = self._running.pop(pid)
            _say({"ended": name, "pid": pid, "status": os.waitstatus_to_exitcode(status)})

    def _end_all(self) -> None:
        doomed = set(self._running)
        for pid in filter(None, self._guarded.values()):
            doomed |= {pid, *_children_of(pid)}
        for pid in doomed:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)


def _heard(_signal: int, _frame: object) -> None:
    """The wake-up pipe is what tells."""


def _say(what: Mapping[str, Any]) -> None:
    with contextlib.suppress(BrokenPipeError):
        os.write(1, json.dumps(what).encode() + b"\n")


def _drain(pipe: int) -> None:
    with contextlib.suppress(BlockingIOError):
        while os.read(pipe, 4096):
            pass


def _leave_pipes(output: str) -> None:
    nothing = os.open(os.devnull, os.O_RDONLY)
    file = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
    os.dup2(nothing, 0)
    os.dup2(file, 1)
    os.dup2(file, 2)
    os.close(nothing)
    os.close(file)


def _children_of(pid: int) -> list[int]:
    try:
        tasks = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return []
    return [int(word) for word in tasks.split()]


def main() -> None:
    for service in SERVICES:
        importlib.import_module(f"{database_of(service)}.main")
    importlib.import_module(f"frontdoor.{IDENTITY}.app")
    gc.collect()
    gc.freeze()
    Zygote().serve()


if __name__ == "__main__":
    main()
