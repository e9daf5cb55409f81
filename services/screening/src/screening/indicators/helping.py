"""Early help and social care beside each other, and how often a family has to begin anew: I24, I25, I26. Pure."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from screening.codes import Decision
from screening.indicators.figures import Indicator, Measure, share, total
from screening.indicators.units import Referral, StepDown, StepUp
from screening.policy import POLICY
from shared.working_time import due_one_working_day

STAYS = timedelta(days=POLICY.early_help_stays_days)
"""Early help has stayed when it has not ended this long after the answer."""


def stepped_up(asked: Sequence[StepUp], now: datetime) -> Indicator:
    """I24."""
    taken = [one for one in asked if one.decision not in (None, Decision.EARLY_HELP)]
    return Indicator(
        id="I24",
        title="Step-ups answered, and early help stays",
        counted="Requests of early help that a manager answered within one working day, of all requests; and early "
        f"help that had not ended {POLICY.early_help_stays_days} days after the answer (or has not yet), of all "
        "requests that social care took up.",
        day="By the day early help asked.",
        beside="I25",
        maturity=share("Their working day is over", asked, lambda one: due_one_working_day(one.requested_at) <= now),
        measures=(
            share("Answered within one working day", asked, _in_time),
            share("Early help stayed", taken, _stayed),
        ),
    )


def _in_time(one: StepUp) -> bool:
    return one.decided_at is not None and one.decided_at <= due_one_working_day(one.requested_at)


def _stayed(one: StepUp) -> bool:
    return one.decided_at is None or one.closed_at is None or one.closed_at > one.decided_at + STAYS


def stepped_down(accepted: Sequence[StepDown], today: date) -> Indicator:
    """I25."""
    return Indicator(
        id="I25",
        title="Step-downs that last",
        counted="Step-downs after which the child was referred again within six months, of all that early help took.",
        day="By the day early help accepted.",
        maturity=share("Their six months are over", accepted, lambda one: one.lasts_until < today),
        measures=(share("Referred again", accepted, lambda one: one.referred),),
    )


def continuity(referrals: Sequence[Referral]) -> Indicator:
    """I26."""
    held = [one for one in referrals if one.workers]
    moves = sum(one.count * one.moves for one in held)
    children = total(held)
    return Indicator(
        id="I26",
        title="The same worker",
        counted="Social workers, and moves from one to another, of each child's referral that has had a worker; and "
        "moves with a handover note and an introduction to the family, of all moves.",
        day="By the day of the referral.",
        maturity=share("Have had a worker", referrals, lambda one: one.workers),
        measures=(
            Measure(
                said="Social workers", counted=sum(one.count * one.workers for one in held), of=children, is_mean=True
            ),
            Measure(said="Moves", counted=moves, of=children, is_mean=True),
            Measure(
                said="Moves with a note and an introduction",
                counted=sum(one.count * one.introductions for one in held),
                of=moves,
            ),
        ),
    )
