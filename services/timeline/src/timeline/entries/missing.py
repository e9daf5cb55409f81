"""What intake tells of missing episodes, and of the interview that a child is owed after one."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from pydantic import Field

from shared.contracts import Reading
from shared.disclosure import Sensitivity as S
from shared.subscriptions import Message
from timeline.entries.making import entry_of, part, sender_of
from timeline.facts import Fact, Kind, Lane, Needs, Part, Significance
from timeline.words import flagged, listed, phrase


class MissingEpisodeOpened(Reading):
    episode_id: str
    child_id: str
    missing_from: str | None = None
    police_risk: str | None = None
    exploitation_flags: list[str] = Field(default_factory=list)
    episode_no_30d: int | None = None


class MissingEpisodeClosed(Reading):
    episode_id: str
    child_id: str
    found_how: str | None = None
    prevention_interview_done: str | None = None


class RhiOffered(Reading):
    provider: str = ""
    occurred_at: datetime | None = None


class RhiCompleted(Reading):
    accepted: bool = False
    push_factors: list[str] = Field(default_factory=list)
    pull_factors: list[str] = Field(default_factory=list)
    where_with_whom: str = ""
    harm_disclosed: bool = False
    child_words: str = ""
    safety_needs: str = ""
    occurred_at: datetime | None = None


class RhiDeclined(Reading):
    reason: str = ""
    alternative: str = ""
    declined_at: datetime | None = None


class MissingPatternConsidered(Reading):
    strategy_discussion: bool = False
    reason: str = ""
    considered_at: datetime | None = None


def missing_opened(message: Message[MissingEpisodeOpened]) -> list[Fact]:
    """A missing episode begins when the child was last seen, not when we heard."""
    episode = message.data
    times = f"{episode.episode_no_30d} in 30 days" if episode.episode_no_30d else ""
    return [
        entry_of(
            message,
            episode.child_id,
            kind=Kind.MISSING,
            lane=Lane.MISSING,
            title="Missing: last seen",
            base=S.SUB,
            parts=[
                part(S.SUB, "Missing from", phrase(episode.missing_from)),
                part(S.SUB, "Episodes", times),
                part(S.POL, "Police risk", phrase(episode.police_risk)),
                part(S.POL, "Exploitation", flagged(episode.exploitation_flags)),
            ],
            significance=Significance.CHRONOLOGY,
            origin_org=sender_of(message),
            episode_id=episode.episode_id,
        )
    ]


def missing_closed(message: Message[MissingEpisodeClosed]) -> list[Fact]:
    """The episode ends when the child was found."""
    episode = message.data
    return [
        entry_of(
            message,
            episode.child_id,
            kind=Kind.MISSING,
            lane=Lane.MISSING,
            title="Found",
            base=S.SUB,
            parts=[
                part(S.SUB, "Found", phrase(episode.found_how)),
                part(S.SUB, "Prevention interview", phrase(episode.prevention_interview_done, "yes_no")),
            ],
            significance=Significance.CHRONOLOGY,
            origin_org=sender_of(message),
            episode_id=episode.episode_id,
        )
    ]


def _interview(
    message: Message[Any], title: str, parts: Iterable[Part], *, at: datetime | None, base: S = S.HIS
) -> list[Fact]:
    parts = list(parts)
    return [
        entry_of(
            message,
            child_id,
            kind=Kind.RHI,
            lane=Lane.MISSING,
            title=title,
            base=base,
            parts=parts,
            significance=Significance.CHRONOLOGY,
            at=at or message.meta.recorded_at,
        )
        for child_id in message.meta.child_ids
    ]


def interview_offered(message: Message[RhiOffered]) -> list[Fact]:
    """That it was offered may be known in the hub; what a child said in it may not."""
    offered = message.data
    parts = [part(S.HIS, "By", offered.provider, Needs.ROLE_VIEW)]
    return _interview(message, "Return home interview offered", parts, at=offered.occurred_at)


def interview_completed(message: Message[RhiCompleted]) -> list[Fact]:
    """Why the child went and what it needs: what an inspector looked for and did not find."""
    held = message.data
    parts = [
        part(S.HIS, "The child", "Took part" if held.accepted else "Did not take part", Needs.ROLE_VIEW),
        part(S.HIS, "The child's own words", held.child_words),
        part(S.HIS, "What drove the child away", listed(phrase(factor) for factor in held.push_factors)),
        part(S.HIS, "What drew the child", listed(phrase(factor) for factor in held.pull_factors)),
        part(S.HIS, "Where and with whom", held.where_with_whom),
        part(S.HIS, "Harm", "The child told of harm" if held.harm_disclosed else ""),
        part(S.HIS, "What the child needs to be safe", held.safety_needs),
    ]
    return _interview(message, "Return home interview held", parts, at=held.occurred_at)


def interview_declined(message: Message[RhiDeclined]) -> list[Fact]:
    declined = message.data
    parts = [part(S.HIS, "Because", declined.reason), part(S.HIS, "Instead", declined.alternative)]
    return _interview(message, "Return home interview declined", parts, at=declined.declined_at)


def pattern_considered(message: Message[MissingPatternConsidered]) -> list[Fact]:
    considered = message.data
    answer = "A strategy discussion is needed" if considered.strategy_discussion else "No strategy discussion for now"
    parts = [part(S.SCR, "Answer", answer), part(S.SCR, "Because", considered.reason)]
    title = "Third time missing in 30 days considered"
    return _interview(message, title, parts, at=considered.considered_at, base=S.SCR)
