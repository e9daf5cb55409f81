"""What the guards still want of a discussion, said before anybody is refused; each a link to the form that does it."""

from collections.abc import Iterator
from dataclasses import dataclass

from strategy.codes import ENQUIRY_MODES, Agency
from strategy.discussion.guards import missing_from_quorum, school_still_owed
from strategy.discussion.state import Convened, DiscussionState, Requested


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    text: str
    href: str
    done: bool
    hint: str = ""
    code: str = ""


def tasks(state: DiscussionState, started: set[str], names: dict[str, str]) -> list[Task]:
    """In the order of the work. ``started`` are the children for whom an enquiry was started."""
    match state:
        case Requested():
            return [Task(text="Convene the discussion", href=_form(state.strategy_id, "convene"), done=False)]
        case Convened():
            return [*_meeting(state), *_deciding(state, names), *_afterwards(state, started, names)]
        case _:
            return []


def _form(strategy_id: str, name: str) -> str:
    return f"/strategy/discussions/{strategy_id}/{name}"


def _meeting(state: Convened) -> Iterator[Task]:
    missing = missing_from_quorum(state)
    yield Task(
        text="Record who came",
        href=_form(state.strategy_id, "attendance"),
        done=state.quorate,
        hint=f"Not there: {', '.join(missing)}" if state.attendance and missing else "",
        code="STR-01",
    )
    heard = state.informed(Agency.EDUCATION)
    yield Task(
        text="Hear the school or nursery",
        href=_form(state.strategy_id, "information"),
        done=heard or not state.invited(Agency.EDUCATION),
        hint="Invited, not heard yet" if state.invited(Agency.EDUCATION) and not heard else "",
        code="STR-02",
    )


def _deciding(state: Convened, names: dict[str, str]) -> Iterator[Task]:
    for child_id in state.child_ids:
        yield Task(
            text=f"Decide for {names[child_id]}",
            href=_form(state.strategy_id, "decision"),
            done=child_id in state.decisions,
            code="STR-05",
        )
    if state.provisional:
        yield Task(
            text="Meet again with full quorum",
            href=_form(state.strategy_id, "reconvene"),
            done=False,
            hint="The decision is provisional",
            code="STR-01",
        )


def _afterwards(state: Convened, started: set[str], names: dict[str, str]) -> Iterator[Task]:
    agreed = state.open_actions | state.closed_actions
    yield Task(
        text="Agree who does what by when",
        href=_form(state.strategy_id, "action"),
        done=bool(agreed) and not (state.decisions and school_still_owed(state)),
        hint="Somebody reconvenes the discussion with the school" if school_still_owed(state) else "",
        code="STR-12",
    )
    for child_id, standing in state.decisions.items():
        if standing.decision in ENQUIRY_MODES:
            yield Task(
                text=f"Start the s47 enquiry for {names[child_id]}",
                href=_form(state.strategy_id, f"s47?child={child_id}"),
                done=child_id in started,
                code="STR-11",
            )
    yield Task(
        text="Sign the record",
        href=_form(state.strategy_id, "finalise"),
        done=state.finalised,
    )
