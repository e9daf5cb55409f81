"""Writes what a batch has decided: one statement, however many events, records, receipts and marks there are."""

from collections.abc import Sequence

import orjson

from shared.database import UNFLUSHED, Connection, text_array
from shared.store.deciding import Decisions, Done
from shared.store.encoding import STEPS_PER_EVENT, Encoded

# A text[] of each row is given as text: an array of arrays can't have rows of different lengths.
WRITE = f"""
    with event as (
      insert into events (position, stream, version, event_id, type, child_ids, content, hash, recorded_at)
      select position, stream, version, event_id, type, child_ids::text[], content, hash, $1
      from unnest($4::bigint[], $5::text[], $6::int[], $7::uuid[], $8::text[], $9::text[], $10::bytea[], $11::bytea[])
        as new (position, stream, version, event_id, type, child_ids, content, hash)),
    record as (
      insert into outbox (sequence, position, topic, key, headers, value)
      select sequence, sequence / $12, topic, key, headers::jsonb, value
      from unnest($13::bigint[], $14::text[], $15::text[], $16::text[], $17::bytea[])
        as new (sequence, topic, key, headers, value)),
    receipt as (
      insert into idempotency (client, key, body_hash, receipt, recorded_at)
      select *, $1 from unnest($18::text[], $19::text[], $20::bytea[], $21::bytea[])),
    line as (
      insert into audit (recorded_at, user_id, role, org_id, action, streams, child_ids, correlation_id)
      select $1, user_id, role, org_id, action, streams::text[], child_ids::text[], correlation_id
      from unnest($22::text[], $23::text[], $24::text[], $25::text[], $26::text[], $27::text[], $28::text[])
        as new (user_id, role, org_id, action, streams, child_ids, correlation_id)),
    mark as (
      insert into inbox (message_id, taken_at) select *, $1 from unnest($29::text[]))
    update store_head set position = $2, hash = $3, recorded_at = $1
    returning case when $30 then {UNFLUSHED} end"""


async def write(connection: Connection, decided: Decisions, encoded: Encoded) -> None:
    """Everything but the read models and the clocks' rows; the caller commits.

    Where nothing is stored but that messages were taken in, the commit need not wait for the disk: what a crash takes
    back is delivered again.
    """
    if not (decided.events or decided.receipts or decided.marks):
        return
    await connection.execute(
        WRITE,
        decided.now,
        decided.position,
        encoded.hashes[-1] if encoded.hashes else decided.previous_hash,
        *_events(decided, encoded),
        STEPS_PER_EVENT,
        *_records(encoded),
        *_receipts(decided),
        *_audit(decided.audit),
        decided.marks,
        not (decided.events or decided.receipts or decided.effects),
    )


Columns = Sequence[Sequence[object]]


def _events(decided: Decisions, encoded: Encoded) -> Columns:
    return (
        [each.position for each in decided.events],
        [each.stream for each in decided.events],
        [each.version for each in decided.events],
        [each.event_id for each in decided.events],
        [each.type for each in decided.events],
        [text_array(each.meta.child_ids) for each in decided.events],
        encoded.contents,
        encoded.hashes,
    )


def _records(encoded: Encoded) -> Columns:
    records = [record for _, record in encoded.records]
    return (
        [sequence for sequence, _ in encoded.records],
        [record.topic for record in records],
        [record.key for record in records],
        [orjson.dumps(record.headers).decode() for record in records],
        [record.value for record in records],
    )


def _receipts(decided: Decisions) -> Columns:
    callers = [kept.caller for kept in decided.receipts]
    return (
        [caller.client for caller in callers],
        [kept.key for kept in decided.receipts],
        [caller.body_hash for caller in callers],
        [kept.receipt for kept in decided.receipts],
    )


def _audit(audit: Sequence[Done]) -> Columns:
    actors = [done.caller.actor for done in audit]
    return (
        [actor.user_id for actor in actors],
        [actor.role.value for actor in actors],
        [actor.org_id for actor in actors],
        [done.action for done in audit],
        [text_array(done.streams) for done in audit],
        [text_array(done.child_ids) for done in audit],
        [done.caller.correlation_id for done in audit],
    )
