"""Who tells us what, how well, and what comes of it: I01, I04, I10, I12. Pure."""

from collections.abc import Sequence

from screening.codes import Decision
from screening.indicators.figures import YEAR, Breakdown, Indicator, Measure, by, grouped, share, total
from screening.indicators.units import ChildEvent, Contact, View
from shared.web.code_words import in_words

RECEIVED = "By the day the contact was received."
REFERRALS = frozenset(decision.value for decision in Decision if decision.goes_up)
LEVELS = (1, 2, 3, 4)
NOT_SET = "not known: nobody has set how many children live in the area"


def volume(
    contacts: Sequence[Contact], children: Sequence[ChildEvent], in_area: int | None = None, days: int = YEAR
) -> Indicator:
    """I01. ``in_area`` is how many children live there; ``days`` is how many days of the period have begun."""
    counted = counting(contacts)
    return Indicator(
        id="I01",
        title="Contacts by source and type",
        counted="Each child in each contact, so that a contact about three children counts three times; a child whom "
        "only another report of the same incident names counts too.",
        day=RECEIVED,
        reference="England: about 2,500 contacts a year for 10,000 children",
        measures=(
            Measure(said="Children in contacts", counted=total(children)),
            Measure(
                said="A year, for 10,000 children in the area",
                counted=total(children),
                of=in_area,
                days=days,
                unknown="" if in_area else NOT_SET,
            ),
            Measure(said="Contacts", counted=total(counted)),
            Measure(said="Contacts that name no child", counted=total(one for one in counted if one.nameless)),
            Measure(
                said="Left out: the same incident told again", counted=total(one for one in contacts if one.duplicate)
            ),
            Measure(
                said="Left out: another authority's, or about no child",
                counted=total(one for one in contacts if one.ended and not one.duplicate),
            ),
        ),
        breakdowns=(
            by("By source", children, _source, lambda part: (Measure(said="Children", counted=total(part)),)),
            by("By type", children, _type, lambda part: (Measure(said="Children", counted=total(part)),)),
        ),
    )


def conversion(children: Sequence[ChildEvent]) -> Indicator:
    """I04. A decision that was opened again counts as none until there is a new one."""
    closed = [one for one in children if not one.is_open]

    def referred(part: Sequence[ChildEvent]) -> tuple[Measure, ...]:
        return (share("Became referrals", part, lambda one: one.decision in REFERRALS),)

    return Indicator(
        id="I04",
        title="From contact to referral",
        counted="Children decided for a referral, of the children in contacts who were not open to social care.",
        day=RECEIVED,
        reference="About 21%",
        maturity=share("Have a decision that stands", closed, lambda one: one.decision),
        measures=referred(closed),
        breakdowns=(by("By source", closed, _source, referred),),
    )


def counting(contacts: Sequence[Contact]) -> list[Contact]:
    """Without duplicates and what has ended (§7.1)."""
    return [one for one in contacts if not (one.duplicate or one.ended)]


def scored(contacts: Sequence[Contact]) -> list[Contact]:
    return [one for one in counting(contacts) if one.quality]


def quality(contacts: Sequence[Contact]) -> Indicator:
    """I10."""
    all_scored = scored(contacts)

    def good(part: Sequence[Contact]) -> tuple[Measure, ...]:
        return (share("Good", part, lambda one: one.quality == "GOOD"),)

    return Indicator(
        id="I10",
        title="Quality of contacts by agency",
        counted="Contacts scored good, of all contacts scored, as they are scored now. "
        "Police reports are scored on the questions that apply to them.",
        day=RECEIVED,
        measures=(
            *good(all_scored),
            share("Adequate", all_scored, lambda one: one.quality == "ADEQUATE"),
            share("Inadequate", all_scored, lambda one: one.quality == "INADEQUATE"),
        ),
        breakdowns=(by("By agency", all_scored, lambda one: one.called, good),),
    )


def agreement(viewed: Sequence[View]) -> Indicator:
    """I12. Decided higher than the referrer thought: the referrer under-stated."""
    decided = [one for one in viewed if one.need_level is not None]
    agencies = grouped(decided, _agency)
    return Indicator(
        id="I12",
        title="Do we and referrers see the same level of need?",
        counted="Children for whom the referrer gave a level of need and a decision stands: the level decided against "
        "the referrer's. Under-stated: decided higher than the referrer thought.",
        day=RECEIVED,
        maturity=share("Have a decision that stands", viewed, lambda one: one.need_level is not None),
        measures=_agreed(decided),
        breakdowns=(
            by("By agency", decided, _agency, _agreed),
            _matrix("All agencies", decided),
            *(_matrix(name, part) for name, part in agencies if len(agencies) > 1),
        ),
    )


def _agreed(part: Sequence[View]) -> tuple[Measure, ...]:
    return (
        share("Exact", part, lambda one: one.need_level == one.viewed),
        share("Under-stated", part, lambda one: (one.need_level or 0) > one.viewed),
    )


def _matrix(whose: str, part: Sequence[View]) -> Breakdown:
    def row(of_level: Sequence[View]) -> tuple[Measure, ...]:
        return tuple(
            Measure(said=f"Decided {level}", counted=total(one for one in of_level if one.need_level == level))
            for level in LEVELS
        )

    title = f"{whose}: referrer's level against the level decided"
    return by(title, part, lambda one: f"Referrer {one.viewed}", row)


def _source(one: ChildEvent) -> str:
    return in_words(one.source_code, "source")


def _type(one: ChildEvent) -> str:
    return in_words(one.contact_type)


def _agency(one: View) -> str:
    return one.called
