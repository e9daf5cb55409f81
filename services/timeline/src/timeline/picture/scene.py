"""What the picture shows, before anybody has decided where: marks, lateness, bars, episodes, the line of the
present.

Only what the reader may see and what was known at the line may be handed in; the picture hides nothing by
itself.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from shared.web.words import clock_sentence, day_and_time_words, full_day_and_time_words, london
from timeline.clocks import Bar
from timeline.facts import Entry, Kind, Lane, Significance
from timeline.picture.scale import Scale, Span, scale_for
from timeline.words import AS_GOOD_AS_AT_ONCE, known_after, phrase


@dataclass(frozen=True, slots=True, kw_only=True)
class Episode:
    """From when the child was last seen to when they were found; without an end, the child is still
    missing."""

    episode_id: str
    entry_id: str
    started_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """Everything to be drawn. ``line_at`` is the present, or the moment as of which the reader asks."""

    entries: Sequence[Entry]
    bars: Sequence[Bar]
    episodes: Sequence[Episode]
    scale: Scale
    line_at: datetime
    looking_back: bool

    @property
    def line_words(self) -> str:
        if self.looking_back:
            return f"As known at {day_and_time_words(self.line_at)}"
        return f"Now, {day_and_time_words(self.line_at)}"

    @property
    def this_year(self) -> int:
        return london(self.line_at).year

    def lanes(self) -> list[Lane]:
        """The lanes that hold something, from top to bottom."""
        used = {entry.lane for entry in self.entries} | {bar.lane for bar in self.bars}
        return [lane for lane in Lane if lane in used]


def scene_of(entries: Sequence[Entry], bars: Sequence[Bar], line_at: datetime, *, looking_back: bool = False) -> Scene:
    """The scene of these entries and bars, seen from ``line_at``."""
    instants = [line_at, *(entry.at for entry in entries)]
    for bar in bars:
        instants += [bar.started_at, bar.due_at, *([bar.stopped_at] if bar.stopped_at else [])]
    return Scene(
        entries=sorted(entries, key=lambda entry: (entry.at, entry.known_at, entry.entry_id)),
        bars=bars,
        episodes=episodes_of(entries),
        scale=scale_for(instants, [span for entry in entries if (span := lateness_of(entry))]),
        line_at=line_at,
        looking_back=looking_back,
    )


def lateness_of(entry: Entry) -> Span | None:
    """From when it happened to when it was known; nothing where that was at once."""
    apart = abs(entry.known_at - entry.at) > AS_GOOD_AS_AT_ONCE
    if not apart or entry.kind is Kind.RESTRICTED:
        return None
    return min(entry.at, entry.known_at), max(entry.at, entry.known_at)


def episodes_of(entries: Iterable[Entry]) -> list[Episode]:
    """Missing episodes, from the entries that open and close them."""
    turns: dict[str, list[Entry]] = {}
    for entry in entries:
        if entry.episode_id and entry.lane is Lane.MISSING:
            turns.setdefault(entry.episode_id, []).append(entry)
    return [_episode(episode_id, sorted(about, key=_by_time)) for episode_id, about in sorted(turns.items())]


def _by_time(entry: Entry) -> tuple[datetime, str]:
    return entry.at, entry.entry_id


def _episode(episode_id: str, about: Sequence[Entry]) -> Episode:
    return Episode(
        episode_id=episode_id,
        entry_id=about[0].entry_id,
        started_at=about[0].at,
        ended_at=about[-1].at if len(about) > 1 else None,
    )


def is_routine(entry: Entry) -> bool:
    return entry.significance is Significance.ROUTINE


def mark_words(entry: Entry) -> str:
    """What a mark says to somebody who cannot see where it stands."""
    said = f"{entry.title}, {full_day_and_time_words(entry.at)}"
    if lateness_of(entry) is None:
        return said
    return f"{said}, known {known_after(entry.at, entry.known_at)}"


def bar_words(bar: Bar, line_at: datetime) -> str:
    """The clock's name, its number and its limit."""
    said = clock_sentence(bar, line_at)
    return f"{phrase(bar.code, 'clock')}: {said[0].lower()}{said[1:]}"
