"""The bodies of a referral's commands."""

from screening.case.request_parts import ConsentBody
from screening.codes import CareStatus
from screening.referral.codes import ClosureReason, NotSeenBecause, PrimaryNeed, YesNo
from screening.referral.factors import AssessmentFactor
from shared.inputs import Asked, Day, Id, Instant, Text


class AcceptBody(Asked):
    """``care_status`` is asked for while nobody has reviewed the child's history.

    ``step_up_id`` names the step-up whose answer asks for the referral, where there is one.
    """

    primary_need: PrimaryNeed | None = None
    care_status: CareStatus | None = None
    step_up_id: Id | None = None


class AllocateBody(Asked):
    """``worker`` is a sign-in name; ``new_here`` says of one that the staff directory lacks, that it is right."""

    worker: Id
    team: Id
    new_here: bool = False


class TransferBody(Asked):
    to_worker: Id
    to_team: Id
    reason: Text = ""
    handover_note: Text = ""
    introduced_to_family: YesNo
    new_here: bool = False


class ChildSeenBody(Asked):
    seen_at: Instant
    alone: YesNo
    why_not_alone: Text = ""
    home_seen: YesNo
    bedroom_seen: YesNo
    words: Text = ""
    consent: ConsentBody = ConsentBody()


class ChildNotSeenBody(Asked):
    attempted_at: Instant
    because: NotSeenBecause
    found: Text = ""
    next_step: Text = ""


class AssessmentBody(Asked):
    authorised_on: Day
    factors: tuple[AssessmentFactor, ...] = ()


class NoFurtherActionBody(Asked):
    """``why_unseen`` is wanted while nobody has seen the child, and kept only then."""

    reason: Text = ""
    why_unseen: Text = ""


class CloseBody(Asked):
    """``why_unseen`` is wanted for RC7 and RC8 while nobody has seen the child, and kept only then."""

    closure_reason: ClosureReason
    reason: Text = ""
    why_unseen: Text = ""
