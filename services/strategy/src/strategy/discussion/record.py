"""The parts of a strategy record, in the one format that every team uses (template STRAT-1)."""

from dataclasses import dataclass
from datetime import date

from strategy.codes import Agency, YesNo, YesNoNotKnown


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitee:
    """An agency that is asked to come. ``org_id`` is what lets that organisation's people read the record."""

    agency: Agency
    org_id: str | None = None
    person: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendee:
    """One agency's place at the discussion: somebody came, or sent apologies, or sent information instead."""

    agency: Agency
    role: str
    person: str | None = None
    org_id: str | None = None
    present: YesNo
    apology: str = ""
    sent_info: YesNo = YesNo.N


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferringAgency:
    """Who sent the contact. ``agency`` is known for some senders only."""

    org_id: str
    name: str
    agency: Agency | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyView:
    agency: Agency
    view: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SafetyPlan:
    """What keeps the child safe meanwhile. A plan that nobody monitors or tests protects nobody."""

    who_monitors: str
    how_tested: str
    contingency: str
    review_date: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Medical:
    needed: YesNo
    type: str = ""
    when: str = ""
    reason_if_not: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AchievingBestEvidence:
    """Whether the child is interviewed for evidence (ABE), and how."""

    needed: YesNo
    plan: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalAdvice:
    needed: YesNo


@dataclass(frozen=True, slots=True, kw_only=True)
class Lado:
    needed: YesNoNotKnown
    action: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What the discussion concluded for all its children together, after hearing each agency.

    ``other_children`` is None while nobody has said who else may be at risk; an empty list says that there is
    nobody.
    """

    threshold_analysis: str
    each_agency_view: tuple[AgencyView, ...]
    dissent: tuple[str, ...] = ()
    interim_safety_plan: SafetyPlan | None = None
    medical: Medical | None = None
    abe: AchievingBestEvidence | None = None
    legal_advice: LegalAdvice | None = None
    lado: Lado | None = None
    other_children: tuple[str, ...] | None = None
    criminal_investigation: YesNoNotKnown = YesNoNotKnown.NK
    who_speaks_to_parents_when: str = ""
    education_reason: str = ""
