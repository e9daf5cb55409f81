"""How soon we answer, who steers and who tests: I02, I03, I17, I18. Pure."""

from collections.abc import Sequence
from datetime import datetime

from screening.codes import Rag
from screening.indicators.arriving import RECEIVED, counting
from screening.indicators.figures import Indicator, Measure, share
from screening.indicators.units import ChildEvent, Contact, Decided, Proposals
from shared.web.code_words import in_words

MUCH_CHALLENGED = 40
"""Percent (§7.2, I18): above it, and at none at all, challenge says something about the work."""


def answered(children: Sequence[ChildEvent], now: datetime) -> Indicator:
    """I02."""
    in_time = [_in_time(one.answered_at, one.response_due_at) for one in children]
    return Indicator(
        id="I02",
        title="Answered within one working day",
        counted="Children whose type of response a manager authorised by the deadline of one working day, of all "
        "children in contacts. An answer that holds, to make a MASH enquiry first, counts, and is shown apart.",
        day=RECEIVED,
        reference="90% or more, a local target",
        beside="I21",
        maturity=share("Their working day is over", [_is_over(one.response_due_at, now) for one in children]),
        measures=(
            share("Answered in time", in_time),
            share("Of these held", [one.held for one, timely in zip(children, in_time, strict=True) if timely]),
        ),
    )


def rated(children: Sequence[ChildEvent]) -> Indicator:
    """I03. Whatever is not decided yet is not counted; how much that is, the maturity says."""
    decided = [one for one in children if one.decided_at and one.rag]
    return Indicator(
        id="I03",
        title="Decided in the time of the rating",
        counted="Children first decided by the deadline of the rating then standing, of all children decided and "
        "rated. Red is four hours, day and night; a strategy discussion that was held answers it too.",
        day=RECEIVED,
        reference="95%, a local target",
        beside="I18",
        maturity=share("Decided and rated", [bool(one.decided_at and one.rag) for one in children]),
        measures=(
            share("All", [_by_rating(one) for one in decided]),
            *(share(in_words(rag, "rag"), [_by_rating(one) for one in decided if one.rag == rag]) for rag in Rag),
        ),
    )


def _by_rating(one: ChildEvent) -> bool:
    answers = [one.decided_at, one.convened_at if one.rag == Rag.RED else None]
    return _in_time(min(at for at in answers if at), one.rag_due_at)


def directed(contacts: Sequence[Contact]) -> Indicator:
    """I17."""
    screenings = counting(contacts)
    return Indicator(
        id="I17",
        title="A manager's direction first",
        counted="Screenings in which a manager's direction was recorded before anything a social worker did, "
        "of all screenings.",
        day=RECEIVED,
        reference="100%",
        maturity=share("Directed or begun", [bool(one.directed or one.acted) for one in screenings]),
        measures=(
            share("Direction first", [_first(one) for one in screenings]),
            share("Begun without one", [bool(one.acted) and not _first(one) for one in screenings]),
        ),
    )


def _first(one: Contact) -> bool:
    return one.directed is not None and (one.acted is None or one.directed < one.acted)


def overseen(decisions: Sequence[Decided], proposals: Proposals) -> Indicator:
    """I18."""
    challenged = Measure(said="Proposals that a manager challenged", counted=proposals.challenged, of=proposals.made)
    return Indicator(
        id="I18",
        title="Oversight and challenge by managers",
        counted="Decisions authorised by another person than the one who proposed them, of all decisions; proposals "
        "that were challenged, of all proposals; decisions that the manager put higher, of all decisions.",
        day="By the day of the decision; challenges by the day of the proposal.",
        measures=(
            share("Authorised by another person", [one.authorised_by != one.proposed_by for one in decisions]),
            challenged,
            share("Changed by the manager", [one.changed for one in decisions]),
        ),
        warnings=_warned(challenged),
    )


def _warned(challenged: Measure) -> tuple[str, ...]:
    if challenged.value is None or 0 < challenged.value <= MUCH_CHALLENGED:
        return ()
    return ("Much is challenged: over 40%",) if challenged.value else ("Nothing was challenged",)


def _in_time(done_at: datetime | None, due_at: datetime | None) -> bool:
    return done_at is not None and due_at is not None and done_at <= due_at


def _is_over(due_at: datetime | None, now: datetime) -> bool:
    return due_at is not None and due_at <= now
