"""From the forms of a discussion to its commands. Pure: what was typed in, a command out."""

from datetime import datetime

from shared.access.actor import Actor
from shared.decider import Refused
from shared.ids import new_id
from shared.web.forms import Typed, chosen, day, instant, lines, needed, optional, text, texts
from strategy.codes import Agency, Concern, Decision, Mode, YesNo, YesNoNotKnown
from strategy.discussion.commands import (
    AgreeAction,
    ChildDecision,
    ConveneStrategyDiscussion,
    FinaliseRecord,
    Reconvene,
    RecordAttendance,
    RecordStrategyDecision,
    ShareAgencyInformation,
)
from strategy.discussion.record import (
    AchievingBestEvidence,
    AgencyView,
    Attendee,
    Findings,
    Invitee,
    Lado,
    LegalAdvice,
    Medical,
    SafetyPlan,
)

SEATS_MAX = 20
VIEWS = (Agency.CSC, Agency.POLICE, Agency.HEALTH, Agency.EDUCATION)


def held_at(typed: Typed) -> datetime:
    at = instant(typed, "held_at")
    if at is None:
        raise Refused("FORM-06 NEEDED", "Say when it is, or was, held", "held_at")
    return at


def invitees(typed: Typed) -> tuple[Invitee, ...]:
    """Each box is an agency, or an agency and the organisation that is meant: ``EDUCATION:sch-999001``."""
    invited: list[Invitee] = []
    for box in texts(typed, "invitees"):
        agency, _, org_id = box.partition(":")
        if agency not in set(Agency):
            raise Refused("FORM-05 CHOICE", "Choose whom to invite from the list", "invitees")
        invited.append(Invitee(agency=Agency(agency), org_id=org_id or None))
    if not invited:
        raise Refused("FORM-06 NEEDED", "Invite somebody", "invitees")
    return tuple(invited)


def convening(typed: Typed, by: Actor, at: datetime) -> ConveneStrategyDiscussion:
    return ConveneStrategyDiscussion(
        held_at=held_at(typed),
        mode=chosen(typed, "mode", Mode),
        chair=text(typed, "chair") or by.user_id,
        chair_role=by.role,
        invitees=invitees(typed),
        referrer_reason=text(typed, "referrer_reason"),
        by=by,
        at=at,
    )


def reconvening(typed: Typed, by: Actor, at: datetime) -> Reconvene:
    return Reconvene(
        held_at=held_at(typed),
        mode=chosen(typed, "mode", Mode),
        chair=text(typed, "chair") or by.user_id,
        chair_role=by.role,
        invitees=invitees(typed),
        reason=needed(typed, "reason", "Say why it meets again"),
        by=by,
        at=at,
    )


def attending(typed: Typed, by: Actor, at: datetime) -> RecordAttendance:
    """A row is left out when nothing was said about it."""
    rows = [_seat(typed, n) for n in range(SEATS_MAX) if text(typed, f"state_{n}")]
    if not rows:
        raise Refused("FORM-06 NEEDED", "Say of each agency whether it came", "state_0")
    return RecordAttendance(attendance=tuple(rows), by=by, at=at)


def _seat(typed: Typed, n: int) -> Attendee:
    state = text(typed, f"state_{n}")
    if state == "PRESENT" and not text(typed, f"person_{n}"):
        raise Refused("FORM-06 NEEDED", "Name the person who came", f"person_{n}")
    return Attendee(
        agency=chosen(typed, f"agency_{n}", Agency),
        org_id=text(typed, f"org_{n}") or None,
        person=text(typed, f"person_{n}") or None,
        role=text(typed, f"role_{n}"),
        present=YesNo.Y if state == "PRESENT" else YesNo.N,
        apology=text(typed, f"apology_{n}"),
        sent_info=YesNo.Y if state == "INFORMATION_SENT" else YesNo.N,
    )


def sharing(typed: Typed, by: Actor, at: datetime) -> ShareAgencyInformation:
    return ShareAgencyInformation(
        agency=chosen(typed, "agency", Agency),
        content=needed(typed, "content", "Write what the agency told"),
        handling=text(typed, "handling"),
        by=by,
        at=at,
    )


def deciding(typed: Typed, by: Actor, at: datetime) -> RecordStrategyDecision:
    return RecordStrategyDecision(
        decisions=_decisions(typed),
        provisional=text(typed, "provisional") == "Y",
        concern=tuple(Concern(code) for code in texts(typed, "concern") if code in set(Concern)),
        findings=_findings(typed),
        by=by,
        at=at,
    )


def _decisions(typed: Typed) -> tuple[ChildDecision, ...]:
    named = [(text(typed, f"child_{n}"), optional(typed, f"decision_{n}", Decision)) for n in range(SEATS_MAX)]
    return tuple(
        ChildDecision(child_id=child_id, decision=decision) for child_id, decision in named if child_id and decision
    )


def _findings(typed: Typed) -> Findings:
    others = tuple(lines(typed, "other_children"))
    nobody_else = text(typed, "no_other_children") == "Y"
    return Findings(
        threshold_analysis=needed(typed, "threshold_analysis", "Say why the threshold is met, or is not"),
        each_agency_view=tuple(
            AgencyView(agency=agency, view=text(typed, f"view_{agency}"))
            for agency in VIEWS
            if text(typed, f"view_{agency}")
        ),
        dissent=tuple(lines(typed, "dissent")),
        interim_safety_plan=_safety_plan(typed),
        medical=_medical(typed),
        abe=_evidence(typed),
        legal_advice=_legal(typed),
        lado=_lado(typed),
        other_children=others if others or nobody_else else None,
        criminal_investigation=optional(typed, "criminal_investigation", YesNoNotKnown) or YesNoNotKnown.NK,
        who_speaks_to_parents_when=text(typed, "who_speaks_to_parents_when"),
        education_reason=text(typed, "education_reason"),
    )


def _safety_plan(typed: Typed) -> SafetyPlan | None:
    """A plan has all of its four parts, or it is none (who monitors, how tested, what if it fails, when reviewed)."""
    who_monitors = text(typed, "who_monitors")
    if not who_monitors:
        return None
    review_date = day(typed, "review_date")
    if review_date is None:
        raise Refused("FORM-06 NEEDED", "Say when the safety plan is reviewed", "review_date")
    return SafetyPlan(
        who_monitors=who_monitors,
        how_tested=needed(typed, "how_tested", "Say how the safety plan is tested"),
        contingency=needed(typed, "contingency", "Say what happens if the safety plan fails"),
        review_date=review_date,
    )


def _medical(typed: Typed) -> Medical | None:
    wanted = optional(typed, "medical", YesNo)
    if wanted is None:
        return None
    return Medical(needed=wanted, type=text(typed, "medical_type"), reason_if_not=text(typed, "medical_reason"))


def _evidence(typed: Typed) -> AchievingBestEvidence | None:
    wanted = optional(typed, "abe", YesNo)
    return AchievingBestEvidence(needed=wanted, plan=text(typed, "abe_plan")) if wanted else None


def _legal(typed: Typed) -> LegalAdvice | None:
    wanted = optional(typed, "legal_advice", YesNo)
    return LegalAdvice(needed=wanted) if wanted else None


def _lado(typed: Typed) -> Lado | None:
    wanted = optional(typed, "lado", YesNoNotKnown)
    return Lado(needed=wanted, action=text(typed, "lado_action")) if wanted else None


def agreeing(typed: Typed, by: Actor, at: datetime) -> AgreeAction:
    return AgreeAction(
        action_id=new_id(),
        owner=text(typed, "owner"),
        agency=chosen(typed, "agency", Agency),
        what=needed(typed, "what", "Say what is to be done"),
        due_at=instant(typed, "due_at"),
        reconvenes=text(typed, "reconvenes") == "Y",
        by=by,
        at=at,
    )


def finalising(typed: Typed, by: Actor, at: datetime) -> FinaliseRecord:
    return FinaliseRecord(template_version=text(typed, "template_version"), by=by, at=at)
