"""Noor's step-down and what early help asks later, in the words of the tests."""

from dataclasses import replace
from datetime import date
from typing import Any

from screening.case.commands import SendOutcomeFeedback
from screening.case.facts import SafetyPlan
from screening.case.state import Case
from screening.codes import Decision, Method
from screening.early_help.commands import (
    AcceptStepDown,
    AgreeStepDown,
    DecideStepUp,
    DeclineStepDown,
    RecordFamilyContacted,
    StepDown,
    StepUp,
)
from screening.early_help.facts import Goal, Recipient
from screening.referral.codes import YesNo
from shared.access.actor import Actor, Role

from .people import ADEYEMI, BROOK, LA, REYES, may
from .referral_story import NDLOVU, REFERRAL_ID
from .spec import after
from .story import CLEAR, NOOR, NOOR_READY, WEDNESDAY, ZED, authorised, proposed, reviewed

VOSS = Actor("eh.manager", "Helen Voss", Role.EARLY_HELP_MANAGER, LA)
CARTER = Actor("eh.worker", "Sam Carter", Role.EARLY_HELP_WORKER, LA)
ELSEWHERE = Actor("eh.other", "Ines Roe", Role.EARLY_HELP_MANAGER, "family-hub-example")

TELL = SendOutcomeFeedback(by=ADEYEMI, at=WEDNESDAY, told_whom="Anita Osei", method=Method.PHONE)

REFERRED: Case = after(
    *NOOR_READY,
    proposed(NOOR, Decision.REFERRAL_S17),
    proposed(ZED, Decision.REFERRAL_S17),
    authorised(NOOR),
    authorised(ZED),
    TELL,
)
"""Noor's contact once she and Zed are referred, with everything that the guards asked for."""

STEP_DOWN = StepDown(
    by=NDLOVU,
    at=may(27, 10),
    step_down_id="019df6a0-0000-7000-8000-00000000d001",
    child_id=NOOR,
    referral_id=REFERRAL_ID,
    screening=REFERRED,
    screened=REFERRED.find(NOOR),
    known=None,
    reason="Dad has stopped drinking in the day, and the grandmother is there from Monday to Friday.",
    needs="A steady morning: breakfast, the bus, batteries for the hearing aid.",
    strengths="Dad rings before he is late; the grandmother collects.",
    focus="Getting Noor to school fed and rested",
    goals=(Goal(change="Noor is at school by nine", seen_by="the register, four weeks running"),),
    risks="Dad drinks again when the grandmother is away.",
    triggers=("Two mornings in a week without breakfast", "Dad smells of alcohol at collection"),
    consent=CLEAR,
    agreement_evidence="Dad and the grandmother on 26 May, at home, in writing",
    recipient=Recipient(org_id=LA, name="Sam Carter"),
    joint_visit_date=date(2026, 5, 28),
    assumptions_tested=("That Dad's account holds: the school and the grandmother say the same",),
    info_gaps=(),
    relies_on_safety_plan=False,
    safety_plan=SafetyPlan(),
    changed_since_red="",
)
AGREE = AgreeStepDown(by=BROOK, at=may(27, 12), rationale="I read the last three visits; the change has held.")
ACCEPT = AcceptStepDown(by=VOSS, at=may(27, 15), episode_id="episode-1", lead_practitioner="Sam Carter")
DECLINE = DeclineStepDown(by=VOSS, at=may(27, 15), reason="Nobody can visit before July.")
MET = RecordFamilyContacted(by=CARTER, at=may(28, 17), contacted_at=may(28, 14), joint_visit_made=YesNo.Y)
STEP_UP = StepUp(
    by=CARTER, at=may(29, 9), step_up_id="step-up-1", reason="Dad was drunk at collection twice.", urgent=False
)
REREAD: Case = after(
    *NOOR_READY,
    proposed(NOOR, Decision.REFERRAL_S17),
    proposed(ZED, Decision.REFERRAL_S17),
    authorised(NOOR),
    authorised(ZED),
    TELL,
    reviewed(NOOR, at=may(29, 10)),
)
"""The same, once her history was read beside what early help says when it asks."""

DECIDE = DecideStepUp(
    by=REYES,
    at=may(29, 11),
    child_id=NOOR,
    screening=REREAD,
    screened=REREAD.find(NOOR),
    known=None,
    consent=CLEAR,
    assumptions_tested=("That it was once: the grandmother was there both times",),
    info_gaps=(),
    relies_on_safety_plan=False,
    safety_plan=SafetyPlan(),
    changed_since_red="",
    decision=Decision.REFERRAL_S17,
    rationale="What was agreed as a trigger has happened; early help stays.",
)


def step_down(**changes: Any) -> StepDown:
    return replace(STEP_DOWN, **changes)
