"""Shown: what was acknowledged is what the next who looks is shown; what was seen once is there in the end.

A service writes what it shows with what it stores, so whoever asks after an acknowledgement must find it.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

from tests.campaign.checker.run import Command, Run
from tests.campaign.checker.verdict import Kind, Violation

RULE = "shown"
SUBMISSION = re.compile(r"/api/v1/submissions/[^/?]+$")
CASE = re.compile(r"/api/v1/screenings/([^/?]+)$")
TIMELINE = re.compile(r"/api/v1/children/[^/?]+/timeline$")

Known = Mapping[str, Sequence[tuple[float, int]]]
"""By subject: when a version of it was acknowledged, and which."""


def check(run: Run) -> Iterator[Violation]:
    reads = [command for command in run.commands if command.is_read and command.ok]
    yield from _submissions(run, [each for each in reads if each.service == "intake"])
    yield from _cases(run, [each for each in reads if each.service == "screening"])
    yield from _entries(run, [each for each in reads if each.service == "timeline"])


def _submissions(run: Run, reads: Sequence[Command]) -> Iterator[Violation]:
    """The newest version that was acknowledged of a contact, or a newer one that was on its way."""
    known = _known(
        (command.receipt["contact_id"], command.answered_at, command.body["source_version"])
        for command in run.asked
        if command.ok and command.is_submission and command.receipt.get("contact_id")
    )
    for read in reads:
        if SUBMISSION.search(read.path) and "contact_id" in read.receipt:
            yield from _as_new(read, read.receipt["contact_id"], read.receipt["source_version"], known)


def _cases(run: Run, reads: Sequence[Command]) -> Iterator[Violation]:
    known = _known(
        (stream.partition("-")[2], command.answered_at, version)
        for command in run.asked
        if command.ok and command.service == "screening"
        for stream, version in command.receipt.get("versions", {}).items()
        if stream.startswith("Screening-")
    )
    for read in reads:
        if (found := CASE.search(read.path)) and "version" in read.receipt:
            yield from _as_new(read, found[1], read.receipt["version"], known)


def _known(versions: Iterator[tuple[str, float, int]]) -> Known:
    known: dict[str, list[tuple[float, int]]] = {}
    for subject, at, version in versions:
        known.setdefault(subject, []).append((at, version))
    return known


def _as_new(read: Command, subject: str, shown: int, known: Known) -> Iterator[Violation]:
    owed = max((version for at, version in known.get(subject, ()) if at < read.invoked_at), default=0)
    if shown < owed:
        text = f"{read.op} was shown version {shown} of {subject}, after version {owed} had been acknowledged."
        yield Violation(Kind.BROKEN, RULE, text)


def _entries(run: Run, reads: Sequence[Command]) -> Iterator[Violation]:
    """An entry may go over to another child whom somebody has identified; it is on somebody's timeline."""
    if not run.timelines:
        return
    there = {entry.entry_id for timeline in run.timelines.values() for entry in timeline.entries}
    for read in reads:
        entries: Any = read.receipt.get("entries") if TIMELINE.search(read.path) else None
        for entry_id, source_type, _ in cast(Sequence[Sequence[str]], entries or ()):
            if entry_id not in there:
                text = f"{read.op} saw entry {entry_id} ({source_type}), which is on no timeline in the end."
                yield Violation(Kind.LOST, RULE, text)
