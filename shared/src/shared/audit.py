"""Who looked at what about which children: one line of the audit, committed before the first byte of it leaves."""

from collections.abc import Iterable, Sequence

from shared.access.actor import Actor
from shared.ids import new_id
from shared.service import Service


async def looked(
    service: Service, who: Actor, at_what: str, child_ids: Iterable[str | None], streams: Sequence[str] = ()
) -> None:
    """Keeps a line when there are children in what is shown. When this fails, nothing is shown.

    Raises ``StoreUnavailable`` by way of the pool's own errors: a store that is away gives no data.
    """
    about = sorted({child_id for child_id in child_ids if child_id})
    if not about:
        return
    await service.pool.execute(
        """insert into audit (recorded_at, user_id, role, org_id, action, streams, child_ids, correlation_id)
           values ($1, $2, $3, $4, $5, $6, $7, $8)""",
        service.clock.now(),
        who.user_id,
        who.role.value,
        who.org_id,
        at_what,
        list(streams),
        about,
        new_id(),
    )
