"""How soon we answer, who steers and who tests: I02, I03, I17, I18. Pure."""

from collections.abc import Sequence

from screening.codes import Rag
from screening.indicators.arriving import RECEIVED, counting
from screening.indicators.figures import Indicator, Measure, share
from screening.indicators.units import ChildEvent, Contact, Decided, Proposals
from shared.web.code_words import in_words

MUCH_CHALLENGED = 40
"""Percent (§7.2, I18): above it, and at none at all, challenge says something about the work."""


def answered(children: Sequence[ChildEvent]) -> Indicator:
    """I02."""
    return Indicator(
        id="I02",
        title="Answered within one working day",
        counted="Children whose type of response a manager authorised by the deadline of one working day, of all "
        "children in contacts. An answer that holds, to make a MASH enquiry first, counts, and is shown apart.",
        day=RECEIVED,
        reference="90% or more, a local target",
        beside="I21",
        maturity=share("Their working day is over", children, lambda one: one.is_over),
        measures=(
            share("Answered in time", children, lambda one: one.in_time),
            share("Of these held", [one for one in children if one.in_time], lambda one: one.held),
        ),
    )


def rated(children: Sequence[ChildEvent]) -> Indicator:
    """I03. Whatever is not decided yet is not counted; how much that is, the maturity says."""
    decided = [one for one in children if one.rag]
    return Indicator(
        id="I03",
        title="Decided in the time of the rating",
        counted="Children first decided by the deadline of the rating then standing, of all children decided and "
        "rated. Red is four hours, day and night; a strategy discussion that was held answers it too.",
        day=RECEIVED,
        reference="95%, a local target",
        beside="I18",
        maturity=share("Decided and rated", children, lambda one: one.rag),
        measures=(
            share("In the time of its rating", decided, _by_rating),
            *(share(in_words(rag, "rag"), [one for one in decided if one.rag == rag], _by_rating) for rag in Rag),
        ),
    )


def _by_rating(one: ChildEvent) -> bool:
    return one.by_rating


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
        maturity=share("Directed or begun", screenings, lambda one: one.directed or one.acted),
        measures=(
            share("Direction first", screenings, lambda one: one.directed_first),
            share("Begun without one", screenings, lambda one: one.acted and not one.directed_first),
        ),
    )


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
            share("Authorised by another person", decisions, lambda one: one.by_another),
            challenged,
            share("Changed by the manager", decisions, lambda one: one.changed),
        ),
        warnings=_warned(challenged),
    )


def _warned(challenged: Measure) -> tuple[str, ...]:
    if challenged.value is None or 0 < challenged.value <= MUCH_CHALLENGED:
        return ()
    return ("Much is challenged: over 40%",) if challenged.value else ("Nothing was challenged",)
