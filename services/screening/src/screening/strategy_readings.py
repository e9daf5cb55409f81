"""What screening reads of strategy discussions, and of the section 47 enquiries that follow them."""

from datetime import datetime

from shared.contracts import Reading


class ChildSeen(Reading):
    """A section 47 enquiry saw the child."""

    s47_id: str
    child_id: str
    seen_at: datetime


class OfEnquiry(Reading):
    """A section 47 enquiry has begun, or its outcome is recorded."""

    s47_id: str
    child_id: str


class StrategyDiscussionConvened(Reading):
    """``contact_id`` is named when the discussion was asked for by a decision on that contact."""

    strategy_id: str
    child_ids: tuple[str, ...] = ()
    held_at: datetime
    contact_id: str | None = None
