"""What commands and events of an audit both carry."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from screening.codes import AuditAnswer, Decision, Stratum
from shared.working_time import in_london


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """One decision that a sample may be drawn from, as it stood when it was made, at its place in the store.

    With ``step_down_id`` it is a step-down that early help has accepted, with ``step_up_id`` the answer to early help
    that asked again, else an authorised threshold decision.
    """

    position: int
    contact_id: str
    child_id: str
    decision: Decision
    decided_at: datetime
    deciders: tuple[str, ...]
    strata: tuple[Stratum, ...]
    step_down_id: str | None = None
    step_up_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """Which decisions were asked about: made from ``since`` until ``until``, at most so many in all and a stratum."""

    since: datetime
    until: datetime
    size: int
    per_stratum: int

    @property
    def last_day(self) -> date:
        """The London day before the one at whose beginning the period ends."""
        return in_london(self.until).date() - timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class SampledCase:
    """``number`` names it within the sample; ``stratum`` is why it is in it."""

    number: int
    contact_id: str
    child_id: str
    decision: Decision
    decided_at: datetime
    deciders: tuple[str, ...]
    stratum: Stratum
    to_moderate: bool
    step_down_id: str | None = None
    step_up_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One question of the tool, answered."""

    question: str
    answer: AuditAnswer
    evidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """Somebody owns it, until when."""

    what: str
    owner: str
    due_at: datetime | None
