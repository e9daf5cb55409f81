"""What was agreed in a discussion and is not done yet: who owes it, and by when? One row an action."""

from collections.abc import Sequence

from shared.database import Connection, Row
from shared.events import Recorded
from strategy.discussion.events import StrategyActionAgreed, StrategyActionCompleted


async def project(connection: Connection, events: Sequence[Recorded[object]]) -> None:
    for recorded in events:
        match recorded.data:
            case StrategyActionAgreed() as agreed:
                await connection.execute(
                    """insert into actions (strategy_id, action_id, owner, agency, what, due_at)
                       values ($1, $2, $3, $4, $5, $6)""",
                    agreed.strategy_id,
                    agreed.action_id,
                    agreed.owner,
                    agreed.agency,
                    agreed.what,
                    agreed.due_at,
                )
            case StrategyActionCompleted() as ended:
                await connection.execute(
                    "update actions set outcome = $3 where strategy_id = $1 and action_id = $2",
                    ended.strategy_id,
                    ended.action_id,
                    ended.outcome,
                )
            case _:
                pass


async def open_actions(connection: Connection, strategy_ids: Sequence[str]) -> list[Row]:
    """What these discussions still owe, in the order in which it is, or was, due."""
    return await connection.fetch(
        """select * from actions where strategy_id = any($1) and outcome is null
           order by due_at, action_id""",
        list(strategy_ids),
    )
