"""What people ask of a contact over the API: a field that we do not know is refused."""

from typing import Annotated

from pydantic import Field, StringConstraints

from shared.inputs import Asked, Closed, Day, Id, Instant, Needed, Text, Texts

TestName = Annotated[str, StringConstraints(pattern=r"^q(10|[1-9])$")]


class IdentityDetails(Closed):
    """What is known of a child new to us, where the contact says nothing or two things at once."""

    dob: Day | None = None
    expected_dob: Day | None = None
    dob_estimated: bool = False
    sex: Text | None = None


class Identity(Asked):
    """Who a named child is: ``child_id`` of a child we know, or nothing for a child we did not know."""

    temp_ref: str
    child_id: str | None = None
    details: IdentityDetails | None = None


class Correction(Asked):
    """The child was taken for another. ``child_id`` is the right one; nothing: it is a child of its own."""

    temp_ref: Id
    child_id: Id | None = None
    reason: Needed


class Describing(Closed):
    """A child as somebody describes it, to look whom that may be."""

    first_name: Text = ""
    surname: Text = ""
    dob: Day | None = None
    expected_dob: Day | None = None
    sex: Text | None = None
    nhs: Text | None = None
    upn: Text | None = None
    address: Text | None = None


class WithReason(Asked):
    reason: Needed


class NoChild(WithReason):
    """``why_not``: of each child whom the contact names (``temp_ref``), why that is no child of whom it tells."""

    why_not: Annotated[dict[Id, Text], Field(max_length=50)] = Field(default_factory=dict[str, str])


class ChildIn(WithReason):
    """A child whom the sender did not name, and how it is known that the contact is about it."""

    first_name: Text = ""
    surname: Text = ""
    dob: Day | None = None
    expected_dob: Day | None = None
    sex: Text | None = None
    gender: Text | None = None
    address: Text | None = None
    school_urn: Text | None = None
    school_name: Text | None = None
    nhs: Text | None = None
    upn: Text | None = None


class SiblingIn(Asked):
    child_id: Id


class SiblingOut(WithReason):
    child_id: Id


class Clarification(WithReason):
    """Who did what to whom, by the references that the contact uses for its adults."""

    victim_ref: Id
    perpetrator_ref: Id
    counter_allegation: bool = False


class PoliceGrade(WithReason):
    """STANDARD, MEDIUM or HIGH, of the adult victim's risk."""

    grade: Needed


class Handling(Asked):
    """Who may be told what of a police report, and who is asked first."""

    handling: Annotated[Text, Field(max_length=500)] = ""


class Quality(Asked):
    """The tests answered by a person; those left out keep the system's answer."""

    tests: Annotated[dict[TestName, bool], Field(max_length=10)]
    reason: Text = ""


class Redirect(WithReason):
    la: Needed
    ack_ref: Text = ""


class Duplicate(WithReason):
    primary_contact_id: Id
    same_incident: bool = False
    merge: bool = False


class Undoing(WithReason):
    primary_contact_id: Id


class GuardPassed(WithReason):
    """``guard`` by its code, such as INT-07; ``review_by``: the day by which another manager looks again."""

    guard: Id
    review_by: Day


class OverrideLook(Asked):
    guard: Id
    agrees: bool
    text: Needed


class CareStatus(Asked):
    temp_ref: Id
    care_status: Needed
    allocated_worker: Text | None = None
    team: Text | None = None
    manager: Text | None = None
    plan_type: Text | None = None


class ConsentStatus(WithReason):
    parents_informed: Needed
    parental_agreement: Needed
    child_view: Text = ""


class Acknowledgement(Asked):
    by_means_of: Needed


class Return(Asked):
    found_at: Instant
    found_how: Needed
    prevention_interview_done: Text | None = None


class LadoTold(Asked):
    lado: Needed
    told_at: Instant


class FosteringTeam(Asked):
    team: Needed


class FosteringVisit(Asked):
    visited_at: Instant
    child_seen: bool


class MaracConfirmed(Asked):
    by_agency: Needed
    confirmed_at: Instant


class MissingPattern(WithReason):
    strategy_discussion: bool


class InterviewOffer(Asked):
    offered_at: Instant
    provider: Needed


class Interview(Asked):
    """``accepted``: the child took part; else it is declined. ``harm_disclosed`` is answered, never taken for no."""

    completed_at: Instant
    accepted: bool
    interviewer_independent: bool
    harm_disclosed: bool
    child_words: Text = ""
    push_factors: Texts = ()
    pull_factors: Texts = ()
    where_with_whom: Text = ""
    safety_needs: Text = ""
    shared_with_plan_owner_at: Instant | None = None


class InterviewDeclined(WithReason):
    alternative: Text = ""


class Seal(Asked):
    reason: Needed


class Done(Closed):
    """What a person did about a submission that could not be read."""

    what_was_done: Annotated[str, StringConstraints(strip_whitespace=True, min_length=10, max_length=2000)]
