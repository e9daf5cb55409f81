"""The bodies of a discussion's commands."""

from typing import Annotated

from pydantic import BeforeValidator, Field

from shared.access.actor import Role
from shared.inputs import Asked, Closed, Id, Ids, Instant, Needed, Text
from strategy.codes import ActionOutcome, Agency, Concern, Decision, Immediacy, Mode, YesNoNotKnown
from strategy.discussion.record import (
    AchievingBestEvidence,
    AgencyView,
    Attendee,
    Invitee,
    Lado,
    LegalAdvice,
    Medical,
    SafetyPlan,
)


def _by_agency_alone(value: object) -> object:
    """An invitee may be written as the agency's code alone."""
    return {"agency": value} if isinstance(value, str) else value


Invited = Annotated[Invitee, BeforeValidator(_by_agency_alone)]
Invitees = Annotated[tuple[Invited, ...], Field(min_length=1, max_length=50)]
Attendance = Annotated[tuple[Attendee, ...], Field(min_length=1, max_length=50)]


class RequestBody(Asked):
    contact_id: Id | None = None
    child_ids: Ids
    grounds: Needed
    concern: tuple[Concern, ...] = ()
    immediacy: Immediacy = Immediacy.ONE_WD
    child_open_to: Text | None = None
    hold_by: Instant | None = None


class DeclineBody(Asked):
    rationale: Needed


class ConveneBody(Asked):
    """``chair_role`` may be left out by a manager who takes the chair."""

    held_at: Instant
    mode: Mode
    chair: Id
    chair_role: Role | None = None
    invitees: Invitees
    referrer_reason: Text = ""


class AttendanceBody(Asked):
    attendance: Attendance


class InformationBody(Asked):
    agency: Agency
    content: Needed
    handling: Text = ""


class DecisionOfChild(Closed):
    child_id: Id
    decision: Decision


class DecisionBody(Asked):
    """The decision of each child, and beside it what the discussion found for all of them."""

    decisions: Annotated[tuple[DecisionOfChild, ...], Field(min_length=1, max_length=50)]
    provisional: bool = False
    concern: tuple[Concern, ...] = ()
    threshold_analysis: Needed
    each_agency_view: Annotated[tuple[AgencyView, ...], Field(min_length=1, max_length=50)]
    dissent: tuple[Text, ...] = ()
    interim_safety_plan: SafetyPlan | None = None
    medical: Medical | None = None
    abe: AchievingBestEvidence | None = None
    legal_advice: LegalAdvice | None = None
    lado: Lado | None = None
    other_children: tuple[Text, ...] | None = None
    criminal_investigation: YesNoNotKnown = YesNoNotKnown.NK
    who_speaks_to_parents_when: Text = ""
    education_reason: Text = ""


class ActionBody(Asked):
    owner: Text | None = None
    agency: Agency
    what: Needed
    due_at: Instant | None = None
    reconvenes: bool = False


class CompleteBody(Asked):
    outcome: ActionOutcome = ActionOutcome.COMPLETED
    transferred_to: Text | None = None
    note: Text = ""


class ReviewBody(Asked):
    review_by: Instant
    reason: Needed


class ReconveneBody(Asked):
    held_at: Instant
    mode: Mode
    chair: Id
    chair_role: Role | None = None
    invitees: Invitees
    reason: Needed


class FinaliseBody(Asked):
    template_version: Id
