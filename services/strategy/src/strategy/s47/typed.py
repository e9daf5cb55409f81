"""From the forms of an enquiry to what they ask. Pure."""

from datetime import datetime

from shared.access.actor import Actor
from shared.decider import Refused
from shared.web.forms import Typed, chosen, instant, needed, text
from strategy.codes import S47Outcome, YesNo
from strategy.s47.commands import Outstanding, RecordChildSeen, RecordS47Outcome
from strategy.s47.requests import StartBody


def starting(typed: Typed) -> StartBody:
    return StartBody(
        child_id=needed(typed, "child_id", "Choose the child"),
        lead_sw=needed(typed, "lead_sw", "Name the social worker who leads the enquiry"),
        urgent_because=text(typed, "urgent_because"),
        seen_by=instant(typed, "seen_by"),
        seen_by_because=text(typed, "seen_by_because"),
    )


def seeing(typed: Typed, by: Actor, at: datetime) -> RecordChildSeen:
    seen_at = instant(typed, "seen_at")
    if seen_at is None:
        raise Refused("FORM-06 NEEDED", "Say when the child was seen", "seen_at")
    return RecordChildSeen(
        seen_at=seen_at,
        seen_by=text(typed, "seen_by") or by.user_id,
        alone=chosen(typed, "alone", YesNo),
        home_seen=chosen(typed, "home_seen", YesNo),
        bedroom_seen=chosen(typed, "bedroom_seen", YesNo),
        words=text(typed, "words"),
        by=by,
        at=at,
    )


def concluding(typed: Typed, outstanding: Outstanding, by: Actor, at: datetime) -> RecordS47Outcome:
    return RecordS47Outcome(
        harm_substantiated=chosen(typed, "harm_substantiated", YesNo),
        continuing_risk=chosen(typed, "continuing_risk", YesNo),
        outcome=chosen(typed, "outcome", S47Outcome),
        child_view=text(typed, "child_view"),
        parent_view=text(typed, "parent_view"),
        analysis=needed(typed, "analysis", "Write the analysis"),
        police_position=text(typed, "police_position"),
        no_icpc_because=text(typed, "no_icpc_because"),
        outstanding=outstanding,
        by=by,
        at=at,
    )
