"""What screening reads of what follows when a child has been missing."""

from datetime import datetime

from shared.contracts import Reading


class MissingEpisodeClosed(Reading):
    """The child is back; when, says the envelope."""

    contact_id: str
    found_how: str | None = None
    prevention_interview_done: str | None = None


class RhiCompleted(Reading):
    """The return home interview."""

    contact_id: str
    harm_disclosed: bool = False
    child_words: str = ""
    safety_needs: str = ""
    occurred_at: datetime | None = None


class MissingPatternConsidered(Reading):
    """Whether a strategy discussion is needed after repeated episodes."""

    contact_id: str
    strategy_discussion: bool = False
    reason: str = ""
