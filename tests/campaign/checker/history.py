"""The history of a run, read back: each request with what became of it, each fault with its end.

2xx is ok, 4xx a definite refusal; everything else (5xx, a reset, a time-out, no answer at all) is unknown.
"""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import orjson

from tests.campaign.checker.run import Command, Fault

Line = dict[str, Any]


def history_of(path: Path) -> tuple[Sequence[Command], Sequence[Fault]]:
    """Commands in the order of asking, faults in the order of their start. A last line cut short is left out."""
    commands: dict[str, Command] = {}
    faults: dict[str, Fault] = {}
    for line in _lines(path):
        if "fault" in line:
            _fault(line, faults)
        elif "op" in line:
            _command(line, commands)
    return list(commands.values()), list(faults.values())


def _lines(path: Path) -> list[Line]:
    if not path.exists():
        return []
    *whole, last = path.read_bytes().split(b"\n")
    lines = [orjson.loads(line) for line in whole if line]
    try:
        return [*lines, orjson.loads(last)] if last else lines
    except orjson.JSONDecodeError:
        return lines


def _command(line: Line, commands: dict[str, Command]) -> None:
    op = line["op"]
    if line["phase"] == "invoke":
        commands[op] = Command(
            op=op,
            kind=line.get("kind", ""),
            client=line.get("client", ""),
            service=line["service"],
            method=line["method"],
            path=line["path"],
            invoked_at=line["at"],
            wall=line.get("wall", ""),
            who=line.get("who") or "",
            key=line.get("key"),
            key_client=line.get("key_client") or "",
            body_sha256=line.get("body_sha256") or "",
            body=line["body"] if isinstance(line.get("body"), dict) else {},
        )
    elif op in commands:
        commands[op] = _answered(commands[op], line)


def _answered(command: Command, line: Line) -> Command:
    status = line.get("status")
    outcome = outcome_of(status)
    if outcome == "unknown":
        return replace(command, status=status)
    return replace(
        command,
        outcome=outcome,
        status=status,
        answer=line.get("answer"),
        answered_at=line["at"],
        answered_wall=line.get("wall", ""),
    )


def outcome_of(status: int | None) -> str:
    """What a client may conclude from an answer: only 2xx and 4xx are definite."""
    if status is None:
        return "unknown"
    if 200 <= status < 300:
        return "ok"
    return "refused" if 400 <= status < 500 else "unknown"


def _fault(line: Line, faults: dict[str, Fault]) -> None:
    name = str(line["fault"])
    if line["phase"] == "start":
        faults[name] = Fault(
            fault=name, what=str(line.get("what", "")), where=str(line.get("where", "")), started_at=line["at"]
        )
    elif name in faults:
        faults[name] = replace(faults[name], healed_at=line["at"])
