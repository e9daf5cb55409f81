"""The rules of one child's identity: after an adoption its earlier record is sealed, and no link leads to it again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from intake.events import IdentitySealed
from shared.access.actor import Actor, Role
from shared.decider import Decider, Refused

LEAST_REASON = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class SealIdentity:
    """After an adoption: the earlier identity is never proposed or linked again."""

    by: Actor
    at: datetime
    child_id: str
    reason: str


def decide(command: SealIdentity, sealed: bool) -> Sequence[IdentitySealed]:
    if command.by.role not in (Role.FRONT_DOOR_MANAGER, Role.IG_OFFICER):
        raise Refused("INT-21 NOT_YOURS", "A front door manager or the information governance lead seals a record")
    if sealed:
        raise Refused("INT-33 SEALED", "This record is sealed already")
    if len(command.reason.strip()) < LEAST_REASON:
        raise Refused("INT-20 REASON", "Say in a sentence why this record is sealed", "reason")
    return [
        IdentitySealed(
            child_id=command.child_id, reason=command.reason.strip(), by=command.by.user_id, occurred_at=command.at
        )
    ]


def evolve(sealed: bool, event: IdentitySealed) -> bool:
    return True


IDENTITY: Decider[SealIdentity, IdentitySealed, bool] = Decider(initial=False, decide=decide, evolve=evolve)
