"""What screening reads of what the police say of a contact: an officer's report, and those in the hub over it."""

from collections.abc import Mapping
from datetime import datetime

from screening.codes import RATED_HIGH_BY_THE_SENDER
from shared.contracts import Reading

IN_THE_POLICES_PART = "police.da."
HIGH_TICKS = 14


def risk_told_besides(said_besides: Mapping[str, str]) -> tuple[str, ...]:
    """The high-risk factors in what an agency that is not the police wrote in the police's part of its contact.

    It grades nothing (intake keeps it beside), but partners use the same checklist (domain brief §1, DASH and DARA),
    and a guard that protects hears it.
    """
    said = {
        place.removeprefix(IN_THE_POLICES_PART): words
        for place, words in said_besides.items()
        if place.startswith(IN_THE_POLICES_PART)
    }
    ticks = said.get("ticks", "")
    is_high = said.get("grade") == "HIGH" or (ticks.isdecimal() and int(ticks) >= HIGH_TICKS)
    factors = [words for place, words in said.items() if place.startswith("high_risk_factors.")]
    return (*factors, *([RATED_HIGH_BY_THE_SENDER] if is_high else []))


class SpokenTo(Reading):
    """A child whom officers met: what it told them, and how it was."""

    temp_ref: str
    spoken: str | None = None
    alone: str | None = None
    demeanour: str = ""
    words: str = ""


class Police(Reading):
    ppn_ref: str | None = None
    incident_ref: str | None = None
    force: str | None = None
    officer_id: str | None = None
    supervisor_reviewed: bool | None = None
    grade: str | None = None
    graded_by: str | None = None
    grade_reason: str | None = None
    risk_tool: str | None = None
    ticks: int | None = None
    high_risk_factors: tuple[str, ...] = ()
    previous_incidents_12m: int | None = None
    victim_ref: str | None = None
    perpetrator_ref: str | None = None
    counter_allegation: bool = False
    arrest: str | None = None
    bail_conditions: str | None = None
    marac_referred: str | None = None
    narrative: str = ""
    home_conditions: str | None = None
    children_spoken_to: tuple[SpokenTo, ...] = ()
    relationship: str | None = None
    dvpn: str | None = None
    protective_orders: tuple[str, ...] = ()
    body_worn_video: str | None = None
    officer_vulnerability_grade: str | None = None
    intelligence_handling: str | None = None


class Missing(Reading):
    missing_from: str | None = None
    placement: str | None = None
    cla: str | None = None
    placing_la: str | None = None
    last_seen_at: datetime | None = None
    last_seen_by: str | None = None
    police_risk: str | None = None
    circumstances: str = ""
    exploitation_flags: tuple[str, ...] = ()
    episode_no_30d: int | None = None
    episode_no_90d: int | None = None
    known_associates: tuple[str, ...] = ()
    informed: tuple[str, ...] = ()


class PoliceRiskGradeAmended(Reading):
    """The police grade the adult victim's risk anew; ``graded_by`` MASH are those in the hub, whose word stands."""

    contact_id: str
    grade: str | None = None
    graded_by: str | None = None

    @property
    def by_hub(self) -> bool:
        return self.graded_by == "MASH"


class IntelligenceHandlingMarked(Reading):
    """How they want what they report to be handled."""

    contact_id: str
    handling: str
