"""The rules of a pre-closure meeting: held once for each closure, by day and duty managers together."""

from collections.abc import Sequence
from dataclasses import dataclass

from edt_handover.deadlines import last_working_day_before
from edt_handover.prep.commands import HoldPreClosurePrep
from edt_handover.prep.events import PreClosurePrepHeld
from shared.decider import Decider, Refused

PREP = "EDT-00 PRE_CLOSURE_PREP"
TWO_SIDES = 2


@dataclass(frozen=True, slots=True)
class PrepState:
    held: bool = False


def decide(command: HoldPreClosurePrep, state: PrepState) -> Sequence[PreClosurePrepHeld]:
    if state.held:
        raise Refused(PREP, "The meeting before this closure has been recorded")
    if command.closure_to < command.closure_from:
        raise Refused(PREP, "A closure ends after it begins", "closure_to")
    if len(set(command.attendees)) < TWO_SIDES:
        raise Refused(PREP, "Day and duty managers meet: name at least one of each", "attendees")
    return [
        PreClosurePrepHeld(
            prep_on=last_working_day_before(command.closure_from),
            closure_from=command.closure_from,
            closure_to=command.closure_to,
            held_at=command.held_at,
            attendees=command.attendees,
            items=command.items,
            alerts_reviewed=command.alerts_reviewed,
        )
    ]


def evolve(state: PrepState, event: PreClosurePrepHeld) -> PrepState:
    return PrepState(held=True)


PRE_CLOSURE_PREP: Decider[HoldPreClosurePrep, PreClosurePrepHeld, PrepState] = Decider(
    initial=PrepState(), decide=decide, evolve=evolve
)
