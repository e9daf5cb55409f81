"""Receipts: one key has one receipt for ever, stored with what it says; another body under it is refused with 422.

What a receipt says is so: the event, the instants, the children, and the hash of the bytes that were sent.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from tests.campaign.checker.run import Command, Event, Key, KeyRow, Run
from tests.campaign.checker.verdict import Kind, Violation

RULE = "receipts"
REFUSALS = frozenset({401, 403, 404, 408, 413, 415, 422, 429})
"""422 is the store's own answer; the others are given before it is asked."""
REUSED = "KEY-REUSED"
ON_ITS_WAY_AT_MOST = timedelta(hours=3)
"""From being received to being stored: seconds, and what the nemesis moves a clock by meanwhile."""


def check(run: Run) -> Iterator[Violation]:
    for key, attempts in run.by_key.items():
        if key.service in run.stores:
            yield from _of_key(key, attempts, run.key_rows.get(key))
    yield from _stored_together(run)
    for command in run.asked:
        if command.ok and command.service in run.stores:
            yield from _is_so(run, command)


def _of_key(key: Key, attempts: Sequence[Command], row: KeyRow | None) -> Iterator[Violation]:
    acknowledged = [command for command in attempts if command.ok]
    if acknowledged and row is None:
        yield _broken(f"{acknowledged[0].op} was acknowledged, but no receipt is kept under its key {key}")
    for command in acknowledged:
        if row is not None and command.body_sha256 not in ("", row.body_sha256):
            continue
        if command.receipt != acknowledged[0].receipt:
            yield _broken(f"{command.op} got another receipt for key {key} than {acknowledged[0].op}")
        elif row is not None and command.receipt != row.receipt:
            yield _broken(f"{command.op} got another receipt for key {key} than the one that is kept")
    if row is not None:
        yield from _other_bodies(attempts, row)
    bodies = {command.body_sha256 for command in attempts}
    for command in attempts:
        if command.receipt.get("code") == REUSED and len(bodies) == 1:
            yield _broken(f"{command.op} was told that key {key} is another body's, and nobody used it for another")


def _other_bodies(attempts: Sequence[Command], row: KeyRow) -> Iterator[Violation]:
    for command in attempts:
        if not command.body_sha256 or command.body_sha256 == row.body_sha256:
            continue
        if command.ok:
            yield _broken(f"{command.op} was acknowledged with another body under the used key {row.key}")
        elif command.outcome == "refused" and command.status not in REFUSALS:
            yield _broken(f"{command.op} used key {row.key} for another body and was answered {command.status}")


def _stored_together(run: Run) -> Iterator[Violation]:
    """A receipt and the events that it tells of are stored together or not at all."""
    for key, row in run.key_rows.items():
        for stream, version in row.receipt.get("versions", {}).items():
            if (key.service, stream, version) not in run.placed:
                text = f"A receipt is kept under {key} for {stream} version {version}, which is not stored."
                yield Violation(Kind.LOST, RULE, text)
    for key, units in run.units_of_key.items():
        if key not in run.key_rows:
            yield _broken(f"{units[0][0]} was stored without the receipt of its key {key}")


def _is_so(run: Run, command: Command) -> Iterator[Violation]:
    said = command.receipt
    if "body_sha256" in said and said["body_sha256"] != command.body_sha256:
        yield _broken(f"{command.op} got a receipt for other bytes than it sent")
    if (event_id := said.get("event_id")) is not None and event_id not in run.events:
        yield _broken(f"{command.op} got a receipt for event {event_id}, which no store has")
    elif event_id is not None and command.is_submission:
        yield from _of_contact(command, run.events[event_id])
    for stream, version in said.get("versions", {}).items():
        event = run.placed.get((command.service, stream, version))
        if event is not None and event.recorded_at != datetime.fromisoformat(said["recorded_at"]):
            yield _broken(f"{command.op} got a receipt that has {event} recorded at {said['recorded_at']}")


def _of_contact(command: Command, event: Event) -> Iterator[Violation]:
    """The children under the names that the sender gave them, and when their contact came, not when it happened."""
    said = command.receipt
    kept = {(child["temp_ref"], child["child_id"]) for child in event.data["account"]["children"]}
    if {(child["temp_ref"], child["child_id"]) for child in said["children"]} != kept:
        yield _broken(f"{command.op} got a receipt for other children than {event} has")
    received = datetime.fromisoformat(said["received_at"])
    if received != datetime.fromisoformat(event.data["received_at"]):
        yield _broken(f"{command.op} was received at {received}, and {event} says {event.data['received_at']}")
    if abs(event.recorded_at - received) > ON_ITS_WAY_AT_MOST:
        yield _broken(f"{command.op} was received at {received}, and {event} was stored at {event.recorded_at}")


def _broken(text: str) -> Violation:
    return Violation(Kind.BROKEN, RULE, f"{text}.")
