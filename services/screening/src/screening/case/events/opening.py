"""How a screening begins: the contact arrives, a person rates it and directs the work."""

from dataclasses import dataclass
from datetime import datetime

from screening.case.events.catalogue import CASE_EVENTS, OfCase, OfChild
from screening.case.facts import Consent, ContactFacts, NamedChild, OnCallCall
from screening.codes import CareStatus, CheckedAgency, MissingConcern, Rag
from shared.disclosure import Sensitivity


@CASE_EVENTS.event("ScreeningOpened", classes=(Sensitivity.ID, Sensitivity.SUB, Sensitivity.POL))
@dataclass(frozen=True, slots=True, kw_only=True)
class ScreeningOpened(OfCase):
    """``response_due_at`` is the deadline of CK_1WD, ``triage_due_at`` that of CK_TRIAGE."""

    contact: ContactFacts
    children: tuple[NamedChild, ...]
    consent: Consent
    received_at: datetime
    response_due_at: datetime
    triage_due_at: datetime


@CASE_EVENTS.event("ContactAmendmentNoted", classes=(Sensitivity.SUB,))
@dataclass(frozen=True, slots=True, kw_only=True)
class ContactAmendmentNoted(OfCase):
    """``urgent_until`` is when the triage of a case that has become urgent is due. ``contact_type`` is the kind of
    contact from now on; none where nothing was said of it."""

    source_version: int
    added: tuple[NamedChild, ...]
    police_grade: str | None
    high_risk_factors: tuple[str, ...]
    previous_incidents_12m: int
    urgent_facts: tuple[str, ...]
    noted_at: datetime
    response_due_at: datetime
    urgent_until: datetime | None
    contact_type: str | None = None


@CASE_EVENTS.event("PoliceGradeNoted", classes=(Sensitivity.POL,))
@dataclass(frozen=True, slots=True, kw_only=True)
class PoliceGradeNoted(OfCase):
    """The grade that stands from now on. ``by_hub``: the police in the hub say so, over the officer's report."""

    police_grade: str
    by_hub: bool
    urgent_facts: tuple[str, ...]
    urgent_until: datetime | None


@CASE_EVENTS.event("ConsentStatusNoted", classes=(Sensitivity.SUB,))
@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentStatusNoted(OfCase):
    """The consent trio as it is known from now on."""

    consent: Consent


@CASE_EVENTS.event("SiblingsFoundNoted", classes=(Sensitivity.HH,))
@dataclass(frozen=True, slots=True, kw_only=True)
class SiblingsFoundNoted(OfCase):
    """Children of the household whom the contact does not name: each is added or excluded first (INT-04)."""

    found: tuple[str, ...]


@CASE_EVENTS.event("SiblingExclusionNoted", classes=(Sensitivity.HH, Sensitivity.SCR))
@dataclass(frozen=True, slots=True, kw_only=True)
class SiblingExclusionNoted(OfCase):
    sibling_id: str
    reason: str


@CASE_EVENTS.event("ContactCompletionNoted")
@dataclass(frozen=True, slots=True, kw_only=True)
class ContactCompletionNoted(OfCase):
    """Every child of the household has been added or excluded (INT-04)."""

    completed_at: datetime


@CASE_EVENTS.event("CareStatusNoted", classes=(Sensitivity.HIS,))
@dataclass(frozen=True, slots=True, kw_only=True)
class CareStatusNoted(OfChild):
    """What intake recorded of the child when the contact came: also who has the case of an open child (INT-05)."""

    care_status: CareStatus
    team: str | None
    worker: str | None
    manager: str | None = None


@CASE_EVENTS.event("ContactLetPastNoted", classes=(Sensitivity.SCR,))
@dataclass(frozen=True, slots=True, kw_only=True)
class ContactLetPastNoted(OfCase):
    """A manager let the contact past a guard of intake's."""

    guard: str
    reason: str
    overridden_by: str


@CASE_EVENTS.event("MaracReferralNoted", classes=(Sensitivity.POL,))
@dataclass(frozen=True, slots=True, kw_only=True)
class MaracReferralNoted(OfCase):
    """The MARAC coordinator has confirmed the referral: the check that SCR-10 asks for."""

    by_agency: str
    confirmed_at: datetime


@CASE_EVENTS.event("MissingConcernNoted", classes=(Sensitivity.HIS, Sensitivity.SCR))
@dataclass(frozen=True, slots=True, kw_only=True)
class MissingConcernNoted(OfCase):
    """The child told of harm in the return interview, or a strategy discussion is wanted after repeated episodes."""

    because: MissingConcern
    words: str
    urgent_facts: tuple[str, ...]
    urgent_until: datetime | None
    noted_at: datetime


@CASE_EVENTS.event("SiblingNoted", classes=(Sensitivity.ID,))
@dataclass(frozen=True, slots=True, kw_only=True)
class SiblingNoted(OfCase):
    """``child_ids`` are all children of the case, the new one too. What was reviewed of the others stays reviewed."""

    child: NamedChild
    urgent_facts: tuple[str, ...]
    noted_at: datetime
    response_due_at: datetime
    urgent_until: datetime | None


@CASE_EVENTS.event("ContactQualityNoted", classes=(Sensitivity.SUB,))
@dataclass(frozen=True, slots=True, kw_only=True)
class ContactQualityNoted(OfCase):
    grade: str
    failed: tuple[str, ...]


@CASE_EVENTS.event("ChildIdentityNoted", classes=(Sensitivity.ID,))
@dataclass(frozen=True, slots=True, kw_only=True)
class ChildIdentityNoted(OfChild):
    temp_ref: str
    provisional_child_id: str


@CASE_EVENTS.event("IncidentLagNoted", classes=(Sensitivity.SUB,))
@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentLagNoted(OfCase):
    """``domestic_abuse``: only of that is a lag told to police and managers (CK_LAG_DA)."""

    lag_hours: float
    band: str
    domestic_abuse: bool = True


@CASE_EVENTS.event("StrategyConvenedNoted", classes=(Sensitivity.STR,))
@dataclass(frozen=True, slots=True, kw_only=True)
class StrategyConvenedNoted(OfCase):
    """A strategy discussion was held; ``answers_all`` when no child of the case is left undecided."""

    strategy_id: str
    held_at: datetime
    answers_all: bool


@CASE_EVENTS.event("InjuryRecorded", classes=(Sensitivity.SUB, Sensitivity.SCR))
@dataclass(frozen=True, slots=True, kw_only=True)
class InjuryRecorded(OfCase):
    """``injured_child_id`` is nobody where an adult is hurt. ``urgent_until``: when triage is due, if that is new."""

    injured_child_id: str | None
    text: str
    urgent_facts: tuple[str, ...]
    urgent_until: datetime | None
    recorded_by: str


@CASE_EVENTS.event("RagAssigned", classes=(Sensitivity.SCR,))
@dataclass(frozen=True, slots=True, kw_only=True)
class RagAssigned(OfCase):
    """``starts_from`` is set when this rating starts a clock, ``replaces`` when that takes a longer one's
    place.

    ``decision_due_at`` is when the decision is owed, whichever rating set it.
    """

    rag: Rag
    previous: Rag | None
    reasons: tuple[str, ...]
    assigned_by: str
    assigned_at: datetime
    starts_from: datetime | None
    decision_due_at: datetime
    replaces: Rag | None
    completes_triage: bool


@CASE_EVENTS.event("RagProposed", classes=(Sensitivity.SCR,))
@dataclass(frozen=True, slots=True, kw_only=True)
class RagProposed(OfCase):
    """What a social worker would rate. It starts no clock."""

    rag: Rag
    reasons: tuple[str, ...]
    proposed_by: str


@CASE_EVENTS.event("ManagementDirectionRecorded", classes=(Sensitivity.SCR,))
@dataclass(frozen=True, slots=True, kw_only=True)
class ManagementDirectionRecorded(OfCase):
    text: str
    questions_to_answer: tuple[str, ...]
    checks_required: tuple[CheckedAgency, ...]
    people_to_speak_to: tuple[str, ...]
    due_at: datetime | None
    screener_id: str | None
    on_call: OnCallCall | None
    directed_by: str
    directed_at: datetime
    completes_triage: bool


@CASE_EVENTS.event("ScreenerAssigned", classes=(Sensitivity.SCR,))
@dataclass(frozen=True, slots=True, kw_only=True)
class ScreenerAssigned(OfCase):
    """Taken by whoever screens it (``assigned_by`` is the same), given, or handed over from ``previous``."""

    screener_id: str
    previous: str | None
    handover_note: str
    assigned_by: str
    assigned_at: datetime
