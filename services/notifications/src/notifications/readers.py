"""Who may do what with outbound words, and who may read them (domain brief §2.2)."""

from dataclasses import replace

from notifications.read_models.sent import SentRow
from shared.access.actor import Actor, Role

MANAGERS = (Role.FRONT_DOOR_MANAGER, Role.EDT_MANAGER)
READ_THE_WORDS = (
    Role.SCREENER_SW,
    Role.FRONT_DOOR_MANAGER,
    Role.EDT_WORKER,
    Role.EDT_MANAGER,
    Role.ASSESSMENT_SW,
    Role.ASSESSMENT_MANAGER,
)
SEE_THAT_IT_WAS_SENT = (*READ_THE_WORDS, Role.CALL_HANDLER, Role.SENIOR_LEADER, Role.IG_OFFICER)
"""The others see who was told and when, not about whom and not what."""

READ_OUT = (
    Role.CALL_HANDLER,
    Role.SCREENER_SW,
    Role.FRONT_DOOR_MANAGER,
    Role.EDT_WORKER,
    Role.EDT_MANAGER,
)
KEEP_THE_REGISTER = (Role.FRONT_DOOR_MANAGER, Role.IG_OFFICER)


def as_seen_by(who: Actor, row: SentRow) -> SentRow:
    """The row with only the fields that this reader may have.

    Of an allegation the front door sees that it exists (domain brief §2.2, column LADO), and the officer reads it.
    """
    if row.profile in PARTITIONED:
        return replace(row, child_id=None, child_ids=(), payload=None, explanation=None)
    if who.role in READ_THE_WORDS or (who.role is Role.CALL_HANDLER and row.profile in RECEIPTS):
        return row
    return replace(row, child_id=None, child_ids=(), payload=None, explanation=None, guard=None, hold_reason=None)


PARTITIONED = frozenset({"LADO_REF"})
RECEIPTS = frozenset({"ACK_PRO", "ACK_PUBLIC"})
"""Words about nobody, which the call handler may have to read out."""
