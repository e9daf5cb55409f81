"""The commands of the discussion about Maisie and Alfie (domain brief §6.6), each easy to vary in one
part."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from shared.access.actor import Role
from strategy.codes import Agency, Decision, Immediacy, Mode, S47Outcome, YesNo, YesNoNotKnown
from strategy.discussion.commands import (
    AgreeAction,
    ChildDecision,
    ConveneStrategyDiscussion,
    FinaliseRecord,
    RecordAttendance,
    RecordStrategyDecision,
    RequestStrategyDiscussion,
)
from strategy.discussion.record import (
    AgencyView,
    Attendee,
    Findings,
    Invitee,
    Medical,
    ReferringAgency,
    SafetyPlan,
)
from strategy.s47.commands import Basis, Outstanding, RecordChildSeen, RecordS47Outcome, StartS47

from .people import HALE, HELD, LUND, NDLOVU, OKAFOR, SUNDAY_3, WRITTEN, may

MAISIE, ALFIE = "child-maisie", "child-alfie"
POLICE = ReferringAgency(org_id="force-example", name="Example Police", agency=Agency.POLICE)

REQUEST = RequestStrategyDiscussion(
    strategy_id="SD-9102",
    contact_id="contact-1",
    child_ids=(MAISIE, ALFIE),
    grounds="Fourth incident, strangulation witnessed by Maisie",
    immediacy=Immediacy.ONE_WD,
    referrer=POLICE,
    by=LUND,
    at=SUNDAY_3,
)
INVITEES = (
    Invitee(agency=Agency.POLICE, org_id="force-example"),
    Invitee(agency=Agency.HEALTH),
    Invitee(agency=Agency.EDUCATION, org_id="sch-999001"),
)
CONVENE = ConveneStrategyDiscussion(
    held_at=HELD,
    mode=Mode.PHONE,
    chair="edt.lund",
    chair_role=Role.EDT_MANAGER,
    invitees=INVITEES,
    by=LUND,
    at=WRITTEN,
)
CHAIR = Attendee(agency=Agency.CSC, person="edt.lund", role="EDT manager (chair)", present=YesNo.Y)
WORKER = Attendee(agency=Agency.CSC, person="edt.okafor", role="EDT social worker", present=YesNo.Y)
SERGEANT = Attendee(agency=Agency.POLICE, person="DS Amin", role="PVP detective sergeant", present=YesNo.Y)
PAEDIATRICIAN = Attendee(agency=Agency.HEALTH, person="Dr Farrow", role="On-call paediatrician", present=YesNo.Y)
SCHOOL_CLOSED = Attendee(
    agency=Agency.EDUCATION,
    person=None,
    role="DSL 999001",
    present=YesNo.N,
    apology="School closed (bank holiday)",
)
EVERYBODY = (CHAIR, WORKER, SERGEANT, PAEDIATRICIAN, SCHOOL_CLOSED)
ATTENDANCE = RecordAttendance(attendance=EVERYBODY, by=LUND, at=WRITTEN)

FINDINGS = Findings(
    threshold_analysis="Likely significant emotional harm and risk of physical harm to both",
    each_agency_view=(
        AgencyView(agency=Agency.POLICE, view="Joint; charge decision pending"),
        AgencyView(agency=Agency.HEALTH, view="No child injury reported; GP review"),
        AgencyView(agency=Agency.CSC, view="Threshold met"),
    ),
    interim_safety_plan=SafetyPlan(
        who_monitors="Aunt in home; EDT calls 20:00 daily",
        how_tested="Unannounced call and visit",
        contingency="Refuge place held",
        review_date=date(2026, 5, 5),
    ),
    medical=Medical(needed=YesNo.N, reason_if_not="No disclosure of injury; paediatrician agrees"),
    other_children=("Rudd's son Kian (9) in another LA: refer",),
    criminal_investigation=YesNoNotKnown.Y,
)
BOTH_JOINT = (
    ChildDecision(child_id=MAISIE, decision=Decision.S47_JOINT),
    ChildDecision(child_id=ALFIE, decision=Decision.S47_JOINT),
)
DECISION = RecordStrategyDecision(decisions=BOTH_JOINT, findings=FINDINGS, by=LUND, at=WRITTEN)
MEET_AGAIN = AgreeAction(
    action_id="action-2",
    owner="cass.tm1",
    agency=Agency.CSC,
    what="Allocate SW and reconvene with school",
    due_at=may(5, 12),
    reconvenes=True,
    by=LUND,
    at=WRITTEN,
)
FINALISE = FinaliseRecord(template_version="STRAT-1", by=LUND, at=may(3, 15, 20))

DISCUSSED = (REQUEST, CONVENE, ATTENDANCE)
DECIDED = (*DISCUSSED, DECISION)

BASIS = Basis(strategy_id="SD-9102", held_at=HELD, decision=Decision.S47_JOINT)
START = StartS47(s47_id="S47-5521", child_id=MAISIE, basis=BASIS, lead_sw="sw.ndlovu", by=LUND, at=may(3, 15, 30))
SEEN = RecordChildSeen(
    seen_at=may(3, 14),
    seen_by="edt.okafor",
    alone=YesNo.Y,
    home_seen=YesNo.Y,
    bedroom_seen=YesNo.Y,
    words="I want it to be just us",
    by=OKAFOR,
    at=may(3, 16),
)
OUTCOME = RecordS47Outcome(
    harm_substantiated=YesNo.Y,
    continuing_risk=YesNo.Y,
    outcome=S47Outcome.ICPC,
    child_view="Wants Shaun not to live with them",
    parent_view="Mother agrees; fears repercussions",
    analysis="Risk depends on separation holding",
    outstanding=Outstanding(open_actions=0, police_position_stated=True),
    by=HALE,
    at=may(14, 16),
)


def with_findings(**changes: Any) -> RecordStrategyDecision:
    return replace(DECISION, findings=replace(FINDINGS, **changes))


def attended(*attendance: Attendee, at: datetime = WRITTEN) -> RecordAttendance:
    return RecordAttendance(attendance=attendance, by=LUND, at=at)


LEAD = NDLOVU
