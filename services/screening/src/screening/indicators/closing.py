"""What is told, what closes, and what comes back: I11, I21, I22. Pure."""

from collections.abc import Mapping, Sequence

from screening.indicators.arriving import scored
from screening.indicators.figures import Indicator, Measure, by, share, total
from screening.indicators.units import CLOSING, Closed, Contact, Decided

DECIDED = "By the day of the decision."


def told(decisions: Sequence[Decided], contacts: Sequence[Contact]) -> Indicator:
    """I11."""
    owed = [one for one in decisions if one.professional]
    short = [one for one in scored(contacts) if one.quality == "INADEQUATE" and one.professional]
    return Indicator(
        id="I11",
        title="What professionals hear back",
        counted="Decisions of which the professional who referred was told within one working day, of all decisions on "
        "professionals' contacts; contacts scored inadequate whose sender was told where they fell short, of all such.",
        day="By the day of the decision; contacts by the day they were received.",
        reference="100%",
        beside="I10",
        maturity=share("Their working day is over", owed, lambda one: one.is_over),
        measures=(
            share("Told within one working day", owed, lambda one: one.told_in_time),
            share("Told later", owed, lambda one: one.told and not one.told_in_time),
            share("Not told, with the reason", owed, lambda one: one.answered and not one.told),
            share("Told where an inadequate contact fell short", short, lambda one: one.quality_told),
        ),
    )


def considered(decisions: Sequence[Decided]) -> Indicator:
    """I21."""
    closed = [one for one in decisions if one.decision in CLOSING]
    kept = [one for one in closed if one.history_kept]
    readable = [one for one in kept if one.readable]
    return Indicator(
        id="I21",
        title="Closed with the history read",
        counted="Decisions that close (no further action, advice, signpost, early help) for which the history of the "
        "child and of each other child of the contact had been read since its last amendment, of all that close.",
        day=DECIDED,
        reference="100% by rule (SCR-02): what is less was let past by a manager",
        measures=(
            share("History read, siblings' too", closed, lambda one: one.read),
            share("Something opened, where there was something", readable, lambda one: one.something_opened),
            Measure(said="Items opened", counted=sum(one.opened or 0 for one in kept), of=total(kept), is_mean=True),
        ),
    )


def came_back(closed: Sequence[Closed], names: Mapping[str, str]) -> Indicator:
    """I22."""

    def manager(one: Closed) -> str:
        return names.get(one.authorised_by, one.authorised_by)

    def measures(part: Sequence[Closed]) -> tuple[Measure, ...]:
        return (share("Came back within 30 days", part, lambda one: one.another_contact or one.reopened),)

    return Indicator(
        id="I22",
        title="Closed and come back",
        counted="Decisions that close and after which, within 30 days, another contact about the child came or the "
        "decision was opened again, of all that close.",
        day=DECIDED,
        maturity=share("Their 30 days are over", closed, lambda one: one.is_over),
        measures=(
            *measures(closed),
            share("By another contact", closed, lambda one: one.another_contact),
            share("By opening it again", closed, lambda one: one.reopened),
        ),
        breakdowns=(by("By who authorised", closed, manager, measures, staff=True),),
    )
