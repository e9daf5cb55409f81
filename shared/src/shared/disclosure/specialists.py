"""What the specialists beside the front door are told: the designated officer, private fostering, MARAC, interviewers.

Each pathway has the fields that its first step needs. No address stands in any of them: it is given on the phone.
"""

from typing import Annotated, Literal

from shared.disclosure.classes import Sensitivity as S
from shared.disclosure.fields import (
    DaRiskGrade,
    Day,
    HouseholdMember,
    Instant,
    Line,
    NamedChild,
    Reference,
    YesNoNotKnown,
)
from shared.disclosure.profile import Part


class ReturnInterviewRequest(Part):
    """Who is owed a return home interview and by when. Nothing of the police's: no risk, no associates, no story."""

    request_ref: Annotated[Reference, S.PUBLIC]
    child: NamedChild
    missing_from: Annotated[Literal["HOME", "CARE", "EDUCATION", "OTHER"] | None, S.SUB]
    missing_since: Annotated[Instant | None, S.SUB]
    returned_at: Annotated[Instant, S.SUB]
    prevention_interview_done: Annotated[YesNoNotKnown, S.SUB]
    episode_no_90d: Annotated[int | None, S.SUB]
    offer_by: Annotated[Instant, S.PUBLIC]
    complete_by: Annotated[Instant, S.PUBLIC]
    arrange_through: Annotated[Line, S.PUBLIC]


class AccusedWorker(Part):
    """Somebody who works with children, and nobody else of the family."""

    name: Annotated[Line, S.LADO]
    date_of_birth: Annotated[Day | None, S.LADO]


class AllegationReferral(Part):
    """That the designated officer was told, of whom and by whom; the allegation is read in the LADO partition."""

    request_ref: Annotated[Reference, S.PUBLIC]
    contact_ref: Annotated[Reference, S.PUBLIC]
    children: list[NamedChild]
    workers: list[AccusedWorker]
    told_by: Annotated[Line | None, S.LADO]
    received_at: Annotated[Instant, S.PUBLIC]
    told_at: Annotated[Instant, S.LADO]
    arrange_through: Annotated[Line, S.PUBLIC]


class PrivateFosteringVisit(Part):
    """Who is to be visited and by when (Private Fostering Regulations 2005 reg 4), and the adults who care for them."""

    request_ref: Annotated[Reference, S.PUBLIC]
    contact_ref: Annotated[Reference, S.PUBLIC]
    children: list[NamedChild]
    household: list[HouseholdMember]
    team: Annotated[Line, S.HIS]
    notified_at: Annotated[Instant, S.PUBLIC]
    visit_by: Annotated[Instant, S.PUBLIC]
    arrange_through: Annotated[Line, S.PUBLIC]


class MaracAdult(Part):
    name: Annotated[Line, S.HH]
    date_of_birth: Annotated[Day | None, S.HH]
    role: Annotated[Literal["VICTIM", "ALLEGED_PERPETRATOR"], S.POL]


class MaracReferral(Part):
    """Whose risk the conference is to look at and how it was graded, or why a manager judges it high; no narrative, no
    child's words."""

    request_ref: Annotated[Reference, S.PUBLIC]
    contact_ref: Annotated[Reference, S.PUBLIC]
    ppn_ref: Annotated[Reference | None, S.POL]
    received_at: Annotated[Instant, S.PUBLIC]
    adults: list[MaracAdult]
    children: list[NamedChild]
    risk_tool: Annotated[Line | None, S.POL]
    grade: Annotated[DaRiskGrade | None, S.POL]
    ticks: Annotated[int | None, S.POL]
    high_risk_factors: Annotated[list[Line], S.POL]
    previous_incidents_12m: Annotated[int | None, S.POL]
    judgement: Annotated[Line | None, S.SCR]
    police_have_referred: Annotated[YesNoNotKnown, S.POL]
    confirm_by: Annotated[Instant, S.PUBLIC]
    arrange_through: Annotated[Line, S.PUBLIC]
