"""The bodies of an enquiry's commands."""

from shared.inputs import Asked, Day, Id, Instant, Needed, Text
from strategy.codes import AbuseCategory, EnquiryMode, S47Outcome, YesNo


class StartBody(Asked):
    child_id: Id
    lead_sw: Id
    mode: EnquiryMode | None = None
    urgent_because: Text = ""
    seen_by: Instant | None = None
    seen_by_because: Text = ""


class ChildSeenBody(Asked):
    """``seen_by`` may be left out by whoever saw the child."""

    seen_at: Instant
    seen_by: Id | None = None
    alone: YesNo
    home_seen: YesNo
    bedroom_seen: YesNo
    words: Text = ""


class OutcomeBody(Asked):
    harm_substantiated: YesNo
    continuing_risk: YesNo
    outcome: S47Outcome
    child_view: Text = ""
    parent_view: Text = ""
    analysis: Needed
    police_position: Text = ""
    no_icpc_because: Text = ""


class BookingBody(Asked):
    date: Day


class ConferenceBody(Asked):
    date: Day
    plan: YesNo
    category: AbuseCategory | None = None
    plan_start_date: Day | None = None


class NotRequiredBody(Asked):
    reason: Needed
