"""Who may read what is handed over (domain brief §2.2, column Edt), and the note that somebody did.

Social care's own people read it in full, the assessment teams of children who were handed over. A senior leader is the
manager on call or nobody here: the board and its items open to them while a shift that names them is running.
"""

from collections.abc import Sequence

from edt_handover.read_models import shifts
from edt_handover.read_models.board import Card
from shared.access.actor import Actor, Role
from shared.problems import Problem
from shared.service import Service

DUTY_TEAM = (Role.EDT_WORKER, Role.EDT_MANAGER)
ASSESSMENT = (Role.ASSESSMENT_SW, Role.ASSESSMENT_MANAGER)
DAY_SERVICE = (Role.SCREENER_SW, Role.FRONT_DOOR_MANAGER, *ASSESSMENT)
SOCIAL_CARE = (*DUTY_TEAM, *DAY_SERVICE)
MANAGERS = (Role.EDT_MANAGER, Role.FRONT_DOOR_MANAGER, Role.ASSESSMENT_MANAGER)
ON_CALL = Role.SENIOR_LEADER


async def require_duty(service: Service, reader: Actor) -> None:
    """Lets social care pass, and a senior leader who is on call."""
    if reader.role is not ON_CALL:
        return
    async with service.pool.acquire() as connection:
        if await shifts.on_call(connection, reader.user_id):
            return
    raise Problem(403, "Not on call", "The board opens to the manager on call of a running shift.", "ACCESS-ON-CALL")


def theirs(who: Actor, cards: Sequence[Card]) -> list[Card]:
    """What this reader may know of: an assessment team has the children who were handed over, and none of whom only a
    contact waits (domain brief §2.2)."""
    return [card for card in cards if card.items or who.role not in ASSESSMENT]
