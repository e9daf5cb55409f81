"""At which visits was a referred child not seen? One row a visit, read by whoever reads the child's history."""

from collections.abc import Sequence

from screening.read_models import referrals
from screening.referral.events import ReferredChildNotSeen
from shared.database import Connection, Row
from shared.events import Recorded

SHOWN = 5


async def project(connection: Connection, events: Sequence[Recorded[object]]) -> None:
    for recorded in events:
        match recorded.data:
            case ReferredChildNotSeen() as event:
                await connection.execute(
                    "insert into visits_missed values ($1, $2, $3, $4, $5, $6)",
                    recorded.position,
                    event.referral_id,
                    event.attempted_at,
                    event.because.value,
                    event.found,
                    event.next_step,
                )
            case _:
                pass


async def missed(connection: Connection, child_id: str) -> Sequence[Row]:
    """The last visits of this child's open referral at which nobody saw the child, the newest first."""
    return await connection.fetch(
        """select v.* from visits_missed v join referrals r using (referral_id)
           where r.status = 'OPEN' and r.child_id = any($1)
           order by v.attempted_at desc, v.position desc limit $2""",
        await referrals.identities_of(connection, child_id),
        SHOWN,
    )
