"""The names of this service's streams, and the ids that follow from something else."""

from shared.ids import derived_id


def discussion_of_contact(contact_id: str) -> str:
    """The discussion that a contact leads to, whoever asks for it first."""
    return derived_id("strategy-discussion", contact_id)


def discussion_of_step_up(step_up_id: str) -> str:
    """The discussion that the answer to early help's request leads to."""
    return derived_id("strategy-discussion", "step-up", step_up_id)


def discussion_stream(strategy_id: str) -> str:
    return f"StrategyDiscussion-{strategy_id}"


def s47_stream(s47_id: str) -> str:
    return f"S47-{s47_id}"


def register_stream(child_id: str) -> str:
    return f"ChildEnquiries-{child_id}"
