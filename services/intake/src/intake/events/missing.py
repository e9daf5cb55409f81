"""A missing episode and the interview after it."""

from dataclasses import dataclass
from datetime import datetime

from intake.events.catalogue import EVENTS


@EVENTS.event("MissingEpisodeOpened", classes=("ID", "POL"))
@dataclass(frozen=True, slots=True, kw_only=True)
class MissingEpisodeOpened:
    episode_id: str
    contact_id: str
    child_id: str
    missing_from: str | None
    police_risk: str | None
    exploitation_flags: tuple[str, ...]
    episode_no_30d: int | None
    episode_no_90d: int | None
    occurred_at: datetime | None
    reported_at: datetime | None
    received_at: datetime
    by_whom: str | None = None
    placing_la: str | None = None
    cla: str | None = None


@EVENTS.event("MissingEpisodesCounted")
@dataclass(frozen=True, slots=True, kw_only=True)
class MissingEpisodesCounted:
    """The child turned out to be one whom we know, and this to be its so-manieth episode in 30 and in 90 days.

    ``corrected``: the contact had been taken to be about another child, whose pattern may have been considered.
    """

    contact_id: str
    child_ids: tuple[str, ...]
    child_id: str
    episode_no_30d: int
    episode_no_90d: int
    counted_at: datetime
    corrected: bool = False


@EVENTS.event("MissingEpisodeClosed", classes=("ID", "POL"))
@dataclass(frozen=True, slots=True, kw_only=True)
class MissingEpisodeClosed:
    episode_id: str
    contact_id: str
    child_id: str
    found_how: str | None
    prevention_interview_done: str | None
    occurred_at: datetime | None
    received_at: datetime


@EVENTS.event("RhiOffered")
@dataclass(frozen=True, slots=True, kw_only=True)
class RhiOffered:
    """The child has been offered an interview with somebody independent."""

    contact_id: str
    child_ids: tuple[str, ...]
    provider: str
    by: str
    occurred_at: datetime


@EVENTS.event("RhiCompleted", classes=("SUB", "HIS"))
@dataclass(frozen=True, slots=True, kw_only=True)
class RhiCompleted:
    contact_id: str
    child_ids: tuple[str, ...]
    accepted: bool
    interviewer_independent: bool
    push_factors: tuple[str, ...]
    pull_factors: tuple[str, ...]
    where_with_whom: str
    harm_disclosed: bool
    child_words: str
    safety_needs: str
    shared_with_plan_owner_at: datetime | None
    by: str
    occurred_at: datetime


@EVENTS.event("RhiDeclined", classes=("HIS",))
@dataclass(frozen=True, slots=True, kw_only=True)
class RhiDeclined:
    contact_id: str
    child_ids: tuple[str, ...]
    reason: str
    alternative: str
    by: str
    declined_at: datetime
