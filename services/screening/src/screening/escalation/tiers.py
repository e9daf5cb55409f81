"""Who owes the answer at each stage, until when, and who is told when it does not come (CK_ESC). Pure.

Its one law: the next stage counts from the deadline of the one before, so a machine that was away buys nobody time.
"""

from collections.abc import Iterable
from datetime import datetime

from screening.policy import POLICY
from shared.access.actor import Role
from shared.working_time import due_one_working_day

LAST_STAGE = len(POLICY.escalation_tiers)

ANSWERERS = {
    "FRONT_DOOR_MANAGER": (Role.FRONT_DOOR_MANAGER, Role.EDT_MANAGER),
    "SERVICE_MANAGER": (Role.SENIOR_LEADER,),
    "HEAD_OF_SERVICE": (Role.SENIOR_LEADER,),
}
"""The roles that answer for each tier. Service managers and heads of service sign in as senior leaders."""


def tier_of(stage: int) -> str:
    return POLICY.escalation_tiers[stage - 1]


def tier_after(stage: int) -> str:
    """Who is told that this stage has not answered: the next tier, above the last the director."""
    return tier_of(stage + 1) if stage < LAST_STAGE else POLICY.escalation_last_tells


def answer_due(counted_from: datetime) -> datetime:
    """CK_ESC: one working day at each stage."""
    return due_one_working_day(counted_from)


def stage_above(stages: Iterable[int]) -> int:
    """Where an agency goes on that was told no at these stages: one up, the last stays the last."""
    return min(max(stages, default=0) + 1, LAST_STAGE)


def answers_at(role: Role, stage: int) -> bool:
    """Whether this role answers for the tier of this stage."""
    return role in ANSWERERS[tier_of(stage)]
