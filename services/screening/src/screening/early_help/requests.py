"""The bodies of early help's commands, from programs and from the pages' forms."""

from typing import Annotated

from pydantic import Field

from screening.case.request_parts import ConsentBody, GapBody, SafetyPlanBody
from screening.codes import Decision
from screening.referral.codes import YesNo
from shared.inputs import Asked, Closed, Day, Id, Instant, Text

Lines = Annotated[tuple[Annotated[Text, Field(min_length=1, max_length=500)], ...], Field(max_length=20)]
Words = Annotated[Text, Field(max_length=4500)]


class GoalBody(Closed):
    change: Annotated[Text, Field(min_length=1, max_length=250)]
    seen_by: Annotated[Text, Field(max_length=250)] = ""


class LeavesToEarlyHelpBody(Asked):
    """What the guards before a decision that closes ask of one for early help."""

    consent: ConsentBody = ConsentBody()
    assumptions_tested: Lines = ()
    info_gaps: Annotated[tuple[GapBody, ...], Field(max_length=20)] = ()
    relies_on_safety_plan: bool = False
    safety_plan: SafetyPlanBody = SafetyPlanBody()
    changed_since_red: Words = ""


class StepDownBody(LeavesToEarlyHelpBody):
    """``goals`` are specific when they say what will be different and how anybody will see it."""

    reason: Words = ""
    needs: Words = ""
    strengths: Words = ""
    focus: Annotated[Text, Field(max_length=1000)] = ""
    goals: Annotated[tuple[GoalBody, ...], Field(max_length=6)] = ()
    risks: Words = ""
    triggers: Lines = ()
    agreement_evidence: Words = ""
    recipient_org: Annotated[Text, Field(max_length=100)] = ""
    recipient_name: Annotated[Text, Field(max_length=200)] = ""
    joint_visit_date: Day | None = None


class AgreeBody(Asked):
    rationale: Text = ""


class AcceptBody(Asked):
    lead_practitioner: Annotated[Text, Field(max_length=200)] = ""


class DeclineBody(Asked):
    reason: Text = ""


class WithdrawBody(Asked):
    reason: Text = ""


class FamilyContactedBody(Asked):
    contacted_at: Instant
    joint_visit_made: YesNo


class StepUpBody(Asked):
    reason: Text = ""
    urgent: bool = False


class DecideStepUpBody(LeavesToEarlyHelpBody):
    """All but ``decision`` and ``rationale`` is asked where the answer is EARLY_HELP: the child stays where it is."""

    decision: Decision
    rationale: Text = ""


class OpenEpisodeBody(Asked):
    recipient_org: Id
    recipient_name: Annotated[Text, Field(max_length=200)] = ""


class CloseEpisodeBody(Asked):
    reason: Text = ""
