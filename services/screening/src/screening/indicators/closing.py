"""What is told, what closes, and what comes back: I11, I21, I22. Pure."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from screening.case.deadlines import feedback_due
from screening.codes import Decision
from screening.indicators.arriving import scored
from screening.indicators.figures import Indicator, Measure, by, share
from screening.indicators.units import Contact, Decided

CLOSING = frozenset(decision.value for decision in Decision if decision.closes)
COMES_BACK = timedelta(days=30)
"""§7.2, I22: elapsed, from the decision that closed."""
DECIDED = "By the day of the decision."


def told(decisions: Sequence[Decided], contacts: Sequence[Contact], now: datetime) -> Indicator:
    """I11."""
    owed = [(one, feedback_due(one.decided_at)) for one in decisions if one.professional]
    short = [one for one in scored(contacts) if one.quality == "INADEQUATE" and one.professional]
    return Indicator(
        id="I11",
        title="What professionals hear back",
        counted="Decisions of which the professional who referred was told within one working day, of all decisions on "
        "professionals' contacts; contacts scored inadequate whose sender was told where they fell short, of all such.",
        day="By the day of the decision; contacts by the day they were received.",
        reference="100%",
        beside="I10",
        maturity=share("Their working day is over", [due_at <= now for _, due_at in owed]),
        measures=(
            share("Told within one working day", [_in_time(one, due_at) for one, due_at in owed]),
            share("Told later", [_is_told(one) and not _in_time(one, due_at) for one, due_at in owed]),
            share("Not told, with the reason", [one.told_at is not None and not one.told for one, _ in owed]),
            share("Told where an inadequate contact fell short", [one.quality_told for one in short]),
        ),
    )


def _is_told(one: Decided) -> bool:
    return one.told and one.told_at is not None


def _in_time(one: Decided, due_at: datetime) -> bool:
    return one.told and one.told_at is not None and one.told_at <= due_at


def considered(decisions: Sequence[Decided]) -> Indicator:
    """I21."""
    closed = [one for one in decisions if one.decision in CLOSING]
    kept = [one for one in closed if one.opened is not None]
    readable = [one for one in kept if one.available]
    return Indicator(
        id="I21",
        title="Closed with the history read",
        counted="Decisions that close (no further action, advice, signpost, early help) for which the history of the "
        "child and of each other child of the contact had been read since its last amendment, of all that close.",
        day=DECIDED,
        reference="100% by rule (SCR-02): what is less was let past by a manager",
        measures=(
            share("History read, siblings' too", [one.unread == 0 for one in closed]),
            share("Something opened, where there was something", [bool(one.opened) for one in readable]),
            Measure(said="Items opened", counted=sum(one.opened or 0 for one in kept), of=len(kept), is_mean=True),
        ),
    )


def came_back(decisions: Sequence[Decided], names: Mapping[str, str], now: datetime) -> Indicator:
    """I22."""
    closed = [one for one in decisions if one.decision in CLOSING]

    def manager(one: Decided) -> str:
        return names.get(one.authorised_by, one.authorised_by)

    def measures(part: Sequence[Decided]) -> tuple[Measure, ...]:
        return (share("Came back within 30 days", [_came_back(one) for one in part]),)

    return Indicator(
        id="I22",
        title="Closed and come back",
        counted="Decisions that close and after which, within 30 days, another contact about the child came or the "
        "decision was opened again, of all that close.",
        day=DECIDED,
        maturity=share("Their 30 days are over", [one.decided_at + COMES_BACK <= now for one in closed]),
        measures=(
            *measures(closed),
            share("By another contact", [_within(one, one.contact_at) for one in closed]),
            share("By opening it again", [_within(one, one.reopened_at) for one in closed]),
        ),
        breakdowns=(by("By who authorised", closed, manager, measures, staff=True),),
    )


def _came_back(one: Decided) -> bool:
    return _within(one, one.contact_at) or _within(one, one.reopened_at)


def _within(one: Decided, at: datetime | None) -> bool:
    return at is not None and at <= one.decided_at + COMES_BACK
