"""What brings each seeded bug out, in seconds, and what the checker must then find.

Its law: a provocation is a fault or a load that the system promises to bear; without the bug it does no harm.
"""

import asyncio
import random
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import asyncpg

from tests.campaign.checker.verdict import Kind
from tests.campaign.stage import Stage

INTAKE = ("intake",)
SCREENED = ("intake", "screening")
TOLD = ("intake", "timeline")
SENT = ("intake", "notifications")
OWED = ("intake", "edt-handover")
DECIDED = ("intake", "screening", "timeline")
DECIDED_AND_SENT = ("intake", "screening", "notifications")
SATURDAY = 5
ACKNOWLEDGED_BETWEEN = 8
SLOWEST_KILL_SECONDS = 0.6
LOOK_SECONDS = 0.01
HEARD_SECONDS = 20.0
AWAY_SECONDS = 30.0
LEASE_SECONDS = 15.0
"""Longer than a relay that was killed still counts as the one that works."""
LOST, DOUBLED, PHANTOM, REORDERED, BROKEN = Kind.LOST, Kind.DOUBLED, Kind.PHANTOM, Kind.REORDERED, Kind.BROKEN

SLOW_COMMITS = """
    create function slowly() returns trigger language plpgsql as
      $$ begin perform pg_sleep(0.2); return null; end $$;
    create constraint trigger slow_commit after insert on idempotency
      deferrable initially deferred for each row execute function slowly()"""

NEWEST_RECORD = """select headers ->> 'ce_id' from outbox where headers ->> 'ce_type' = 'frontdoor.ContactReceived.v1'
                   order by sequence desc limit 1"""

Provoke = Callable[[Stage], Awaitable[None]]
Finding = tuple[Kind, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Directed:
    """One directed run: any of what it ``finds`` shows the bug."""

    services: Sequence[str]
    provoke: Provoke
    finds: frozenset[Finding]
    at_weekend: bool = False
    needs_broker: bool = False

    def offset_seconds(self) -> float:
        return _until_saturday() if self.at_weekend else 0


def _until_saturday() -> float:
    """From now to noon on the next Saturday, in seconds."""
    now = datetime.now(UTC)
    noon = now.replace(hour=12, minute=0, second=0, microsecond=0)
    return (noon + timedelta(days=(SATURDAY - now.weekday()) % 7 or 7) - now).total_seconds()


async def plain_load(stage: Stage) -> None:
    """Notifications with repeats, later versions, and other words under used keys."""
    await stage.many(30, copies=1)
    for number in range(4):
        await stage.use_key_again(number)
    await stage.heard()


async def busy_writers(stage: Stage) -> None:
    await stage.many(90, lanes=16)
    await stage.heard()


def killing(*names: str, times: int = 3) -> Provoke:
    """Kills these processes again and again, each time once they have begun to work again."""

    async def provoke(stage: Stage) -> None:
        async def kill() -> None:
            chance = random.Random(len(names))
            for _ in range(times):
                await stage.acknowledged_more(ACKNOWLEDGED_BETWEEN)
                await asyncio.sleep(chance.uniform(0, SLOWEST_KILL_SECONDS))
                for name in names:
                    await stage.world.kill(name)

        await _until_done(stage, asyncio.create_task(kill()))

    return provoke


async def relay_killed(stage: Stage) -> None:
    """Kills intake's relay while it has a fresh record in its hands."""
    for turn in range(2):
        await stage.many(3, first=10 * turn)
        await stage.world.settled(LEASE_SECONDS)
        await stage.submit(10 * turn + 5)
        await asyncio.sleep(0.3)
        await stage.world.kill("intake.relay")
    await stage.world.settled(LEASE_SECONDS)


async def cut_off_from_postgres(stage: Stage) -> None:
    """Commits are slow, as on a busy disk, and intake's connections are reset while one is on its way."""
    connection = await asyncpg.connect(stage.world.database_url("intake"))
    await connection.execute(SLOW_COMMITS)
    await connection.close()

    async def reset() -> None:
        for _ in range(8):
            await stage.acknowledged_more(1)
            await asyncio.sleep(0.2)
            await stage.world.proxies["intake>postgres"].drop()

    await _until_done(stage, asyncio.create_task(reset()))


async def _until_done(stage: Stage, trouble: asyncio.Task[None]) -> None:
    """Notifications for as long as the trouble lasts."""
    first = 0
    while not trouble.done():
        await stage.many(12, first=first, lanes=6)
        first += 12
    await trouble
    await stage.heard()


async def subscriber_away(stage: Stage) -> None:
    await stage.many(6)
    await stage.heard()
    await stage.world.stop("timeline.subscriber")
    await stage.many(9, first=10)
    await asyncio.sleep(1)
    await stage.world.release("timeline.subscriber")
    await asyncio.sleep(3)
    await stage.heard()


async def postgres_crashes(stage: Stage) -> None:
    """Postgres crashes while nobody is at work: of what need not be flushed it knows what the relay has published, and
    not what the timeline has taken in."""
    connection = await asyncpg.connect(stage.world.postgres.cluster.url())
    await connection.execute("alter system set wal_writer_delay = '10s'")
    await connection.execute("select pg_reload_conf()")
    await connection.close()
    await stage.heard()
    for number in range(3):
        await stage.world.pause("timeline.subscriber")
        await stage.submit(number)
        await _until(stage, "intake", "select max(sequence) = (select published_to from relay) from outbox")
        await _checkpoint(stage)
        await stage.world.resume("timeline.subscriber")
        newest = await _asked(stage, "intake", NEWEST_RECORD)
        await _until(stage, "timeline", f"select count(*) = 1 from inbox where message_id = '{newest}'")
        await stage.world.postgres.kill()
        await stage.world.postgres.ready()
    await stage.submit(9)
    await stage.heard()


async def _until(stage: Stage, service: str, question: str) -> None:
    """Until the answer is yes; not a moment longer, as others write too."""
    async with asyncio.timeout(HEARD_SECONDS):
        while not await _asked(stage, service, question):
            await asyncio.sleep(LOOK_SECONDS)


async def _asked(stage: Stage, service: str, question: str) -> object:
    connection = await asyncpg.connect(stage.world.database_url(service))
    try:
        return await connection.fetchval(question)
    finally:
        await connection.close()


async def _checkpoint(stage: Stage) -> None:
    connection = await asyncpg.connect(stage.world.postgres.cluster.url())
    await connection.execute("checkpoint")
    await connection.close()


async def published_again(stage: Stage) -> None:
    """Everything that intake ever published comes once more."""
    await stage.many(9)
    await stage.heard()
    connection = await asyncpg.connect(stage.world.database_url("intake"))
    await connection.execute("update relay set published_to = 0")
    await connection.close()
    await stage.heard()


async def table_away(stage: Stage) -> None:
    """For a moment nothing can be kept on a timeline; afterwards an operator has it tried again."""
    connection = await asyncpg.connect(stage.world.database_url("timeline"))
    await connection.execute("alter table entries rename to entries_away")
    await stage.many(4, lanes=2)
    await asyncio.sleep(4)
    await connection.execute("alter table entries_away rename to entries")
    await connection.close()
    await stage.heard()
    await stage.retry_parked()


async def broker_wiped(stage: Stage) -> None:
    await stage.many(9)
    await stage.heard()
    await stage.world.kafka.wipe()
    await stage.many(9, first=20)
    await asyncio.sleep(4)
    await stage.heard()


async def broker_away(stage: Stage) -> None:
    """The broker ends in the middle of a load, and stays away for longer than a relay waits for it."""
    await stage.many(6)
    load = asyncio.create_task(stage.many(60, first=20, lanes=2))
    await stage.acknowledged_more(6)
    stage.world.kafka.hold()
    await stage.world.kafka.kill()
    await load
    await asyncio.sleep(AWAY_SECONDS)
    stage.world.kafka.release()
    await stage.world.kafka.ready()
    await stage.heard()


async def screening_away(stage: Stage) -> None:
    """Screening's subscriber is away, so that what each contact led to arrives together."""
    await stage.world.stop("screening.subscriber")
    await stage.many(9)
    await stage.world.release("screening.subscriber")
    await stage.heard()


async def senders_look(stage: Stage) -> None:
    await stage.many(6)
    for contact in stage.contacts:
        await stage.read_back(contact)


async def scheduler_restarted_between(stage: Stage) -> None:
    """The scheduler is started anew between the warning of a clock and its breach."""
    await stage.many(6, urgent=True)
    await stage.heard()
    await _later(stage, timedelta(minutes=8))
    await stage.world.restart("screening.scheduler")
    await asyncio.sleep(2)
    await _later(stage, timedelta(minutes=8))


async def scheduler_restarted(stage: Stage) -> None:
    await stage.many(6, urgent=True)
    await stage.heard()
    await stage.world.restart("screening.scheduler")
    await asyncio.sleep(2)
    await _later(stage, timedelta(minutes=16))


async def deadlines_pass(stage: Stage) -> None:
    """An urgent contact's triage: half of its quarter of an hour, then the rest."""
    await stage.many(6, urgent=True)
    await stage.heard()
    await _later(stage, timedelta(minutes=8))
    await _later(stage, timedelta(minutes=8))


async def _later(stage: Stage, by: timedelta) -> None:
    for name in stage.world.names:
        stage.world.jump_clock(name, by.total_seconds())
    await asyncio.sleep(2)
    await stage.heard()


async def people_race(stage: Stage) -> None:
    await stage.many(6)
    await stage.heard()
    for contact in stage.contacts:
        await stage.race(contact)
    await stage.heard()


async def people_decide(stage: Stage) -> None:
    await stage.many(9)
    await stage.heard()
    await stage.decide()
    await stage.heard()


async def nights_pass(stage: Stage) -> None:
    await stage.many(9)
    await stage.heard()
    await stage.nights(4)
    await stage.heard()


async def people_read(stage: Stage) -> None:
    await stage.many(6)
    await stage.heard()
    for contact in (*stage.contacts, *stage.contacts):
        await stage.read(contact.child_ids[0])


def _found(*findings: Finding) -> frozenset[Finding]:
    return frozenset(findings)


PROVOKED_BY: Mapping[str, Directed] = {
    "acknowledge-before-commit": Directed(
        services=INTAKE, provoke=killing("intake.api"), finds=_found((LOST, "contacts"))
    ),
    "alert-early": Directed(services=SCREENED, provoke=deadlines_pass, finds=_found((BROKEN, "alerts"))),
    "alert-to-another-agency": Directed(services=SENT, provoke=plain_load, finds=_found((BROKEN, "recipients"))),
    "alert-twice": Directed(services=SCREENED, provoke=deadlines_pass, finds=_found((DOUBLED, "alerts"))),
    "amendment-not-shown": Directed(services=INTAKE, provoke=senders_look, finds=_found((BROKEN, "shown"))),
    "asked-twice": Directed(services=SENT, provoke=plain_load, finds=_found((DOUBLED, "recipients"))),
    "audit-outside-transaction": Directed(
        services=INTAKE, provoke=killing("intake.api"), finds=_found((BROKEN, "audit"))
    ),
    "board-forgets-one": Directed(services=OWED, provoke=nights_pass, finds=_found((LOST, "handovers"))),
    "chain-without-payload": Directed(services=INTAKE, provoke=plain_load, finds=_found((BROKEN, "chain"))),
    "clock-in-projector": Directed(services=TOLD, provoke=plain_load, finds=_found((BROKEN, "digests"))),
    "clocks-not-told": Directed(services=SCREENED, provoke=plain_load, finds=_found((LOST, "outbox"))),
    "commit-error-is-refusal": Directed(
        services=INTAKE, provoke=cut_off_from_postgres, finds=_found((PHANTOM, "refused"))
    ),
    "deadline-in-elapsed-time": Directed(
        services=SCREENED, provoke=plain_load, finds=_found((BROKEN, "alerts")), at_weekend=True
    ),
    "deadline-in-memory": Directed(services=SCREENED, provoke=scheduler_restarted, finds=_found((LOST, "alerts"))),
    "decision-not-shown": Directed(services=DECIDED, provoke=people_decide, finds=_found((LOST, "digests"))),
    "dropped-outbox-row": Directed(services=INTAKE, provoke=plain_load, finds=_found((LOST, "outbox"))),
    "effect-forgotten": Directed(services=SCREENED, provoke=plain_load, finds=_found((LOST, "following"))),
    "expected-version-ignored": Directed(services=SCREENED, provoke=people_race, finds=_found((BROKEN, "races"))),
    "fires-again-after-a-restart": Directed(
        services=SCREENED, provoke=scheduler_restarted_between, finds=_found((DOUBLED, "alerts"))
    ),
    "first-child-only": Directed(services=TOLD, provoke=plain_load, finds=_found((LOST, "contacts"))),
    "goes-on-after-a-crash": Directed(
        services=TOLD, provoke=postgres_crashes, finds=_found((LOST, "contacts")), needs_broker=True
    ),
    "hub-sees-less": Directed(services=TOLD, provoke=plain_load, finds=_found((LOST, "disclosed"))),
    "key-forgets-body": Directed(services=INTAKE, provoke=plain_load, finds=_found((BROKEN, "receipts"))),
    "key-of-anybody": Directed(services=INTAKE, provoke=plain_load, finds=_found((BROKEN, "receipts"))),
    "key-outside-transaction": Directed(
        services=INTAKE, provoke=killing("intake.api"), finds=_found((DOUBLED, "contacts"))
    ),
    "latest": Directed(services=TOLD, provoke=subscriber_away, finds=_found((LOST, "contacts"))),
    "marked-before-published": Directed(services=INTAKE, provoke=relay_killed, finds=_found((LOST, "outbox"))),
    "name-refused": Directed(services=INTAKE, provoke=plain_load, finds=_found((LOST, "refusals"))),
    "narrative-to-health": Directed(services=TOLD, provoke=plain_load, finds=_found((BROKEN, "disclosed"))),
    "night-left-behind": Directed(services=OWED, provoke=nights_pass, finds=_found((LOST, "handovers"))),
    "no-inbox": Directed(services=SCREENED, provoke=published_again, finds=_found((DOUBLED, "subscribers"))),
    "offset-before-state": Directed(
        services=TOLD, provoke=killing("timeline.subscriber"), finds=_found((LOST, "contacts"))
    ),
    "outcome-of-a-sibling": Directed(
        services=DECIDED_AND_SENT, provoke=people_decide, finds=_found((BROKEN, "recipients"))
    ),
    "parks-nothing": Directed(services=TOLD, provoke=table_away, finds=_found((LOST, "contacts"))),
    "poll-without-lock": Directed(services=INTAKE, provoke=busy_writers, finds=_found((LOST, "outbox"))),
    "producer-kept": Directed(services=INTAKE, provoke=broker_wiped, finds=_found((LOST, "outbox")), needs_broker=True),
    "projection-outside-transaction": Directed(
        services=TOLD, provoke=killing("timeline.subscriber"), finds=_found((DOUBLED, "contacts"))
    ),
    "published-out-of-order": Directed(services=INTAKE, provoke=plain_load, finds=_found((REORDERED, "order"))),
    "queue-forgets-one": Directed(services=SCREENED, provoke=plain_load, finds=_found((LOST, "lists"))),
    "rating-lowered": Directed(services=SCREENED, provoke=people_decide, finds=_found((LOST, "words"))),
    "rating-not-shown": Directed(services=SCREENED, provoke=people_race, finds=_found((BROKEN, "lists"))),
    "reading-not-recorded": Directed(services=TOLD, provoke=people_read, finds=_found((BROKEN, "audit"))),
    "receipt-made-anew": Directed(services=INTAKE, provoke=plain_load, finds=_found((BROKEN, "receipts"))),
    "received-elsewhere": Directed(services=INTAKE, provoke=plain_load, finds=_found((BROKEN, "receipts"))),
    "referral-waits-nowhere": Directed(services=SCREENED, provoke=people_decide, finds=_found((LOST, "referrals"))),
    "relay-skips-on-error": Directed(
        services=INTAKE, provoke=broker_away, finds=_found((LOST, "outbox")), needs_broker=True
    ),
    "rewritten-event": Directed(services=INTAKE, provoke=plain_load, finds=_found((BROKEN, "chain"))),
    "siblings-mixed-up": Directed(services=INTAKE, provoke=plain_load, finds=_found((BROKEN, "words"))),
    "stream-out-of-order": Directed(services=SCREENED, provoke=screening_away, finds=_found((REORDERED, "following"))),
    "submission-of-anybody": Directed(services=TOLD, provoke=plain_load, finds=_found((BROKEN, "disclosed"))),
    "told-twice": Directed(services=INTAKE, provoke=plain_load, finds=_found((DOUBLED, "outbox"))),
    "triage-goes-on": Directed(services=SCREENED, provoke=people_decide, finds=_found((BROKEN, "ended"))),
    "two-relays": Directed(services=INTAKE, provoke=plain_load, finds=_found((REORDERED, "order"))),
    "words-cut-short": Directed(services=INTAKE, provoke=plain_load, finds=_found((LOST, "words"))),
    "xmin-fence-cursor": Directed(services=INTAKE, provoke=busy_writers, finds=_found((LOST, "outbox"))),
}
