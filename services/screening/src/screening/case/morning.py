"""A manager's morning: what waits for a manager, each a number with its limit and its list. It holds nothing itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from screening.case.queueing import Line, lines_of, name_of
from screening.case.words import GUARD_TASKS
from screening.policy import POLICY
from screening.read_models import owed, waiting
from screening.read_models.waiting import Stage
from shared import people
from shared.clocks import ClockView
from shared.database import Row
from shared.service import Service
from shared.web.code_words import in_words
from shared.web.words import date_words, day_and_time_words

SHOWN = 10
"""Lines of one part; the rest is a link away, in the same order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """One line: whom it is about, the form where it is done, when it runs out, and who must act."""

    contact_id: str
    child_ids: Sequence[str]
    names: str
    href: str
    rag: str | None
    clocks: Sequence[ClockView]
    due: str
    who: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One number with its limit, and the first lines of its list; ``more`` is where the rest of it is."""

    key: str
    title: str
    limit: str
    shown: Sequence[Owed]
    total: int
    more: str | None = None


async def morning(service: Service) -> list[Part]:
    """What is late or soon will be, what waits for a manager, and the looks that managers owe each other.

    All is counted; only what is shown is read in full.
    """
    now = service.clock.now()
    async with service.pool.acquire() as connection, connection.transaction(isolation="repeatable_read", readonly=True):
        rows = await waiting.standing(connection)
        pressing = await waiting.pressing(connection, now)
        listed = _listed(rows, pressing)
        wanted = {contact_id for ids in listed.values() for contact_id in ids[:SHOWN]}
        lines = await lines_of(connection, [row for row in rows if row["contact_id"] in wanted])
        named = await owed.challenges_due(connection, listed["challenged"][:SHOWN])
        names = await people.names(connection)
        reviews = await owed.reviews(connection)
        overrides = await owed.overrides(connection)
    of = {line.contact_id: line for line in lines}
    answer_by = {row["contact_id"]: row["due_at"] for row in named}
    return [
        *(
            _of_screenings(key, [of[one] for one in ids[:SHOWN]], len(ids), answer_by, now)
            for key, ids in listed.items()
        ),
        _of_looks("reviews", [_review(row) for row in reviews]),
        _of_looks("overrides", [_override(row, names) for row in overrides]),
    ]


def _listed(rows: Sequence[Row], pressing: Sequence[Row]) -> dict[str, list[str]]:
    """The screenings of each part, in its order."""
    over = [row["contact_id"] for row in pressing if row["is_over"]]
    soon = [row["contact_id"] for row in pressing if not row["is_over"]]
    stages = {key: [row["contact_id"] for row in rows if row["stage"] == stage] for key, stage in STAGES.items()}
    return {"breached": over, "warned": soon, **stages}


STAGES = {"direct": Stage.TRIAGE, "authorise": Stage.AUTHORISE, "challenged": Stage.CHALLENGED}
TITLES = {
    "breached": "Over the limit",
    "warned": "Soon over the limit",
    "direct": "To rate and direct",
    "authorise": "To authorise or challenge",
    "challenged": "Sent back, waiting for the screener",
    "reviews": "Decisions made alone, to be looked at",
    "overrides": "Overridden guards, to be looked at again",
}
LIMITS = {
    "breached": "Each says over what limit",
    "warned": "Half of the time is gone, or more",
    "direct": f"{POLICY.urgent_triage_minutes:g} minutes when urgent, "
    f"otherwise {POLICY.triage_working_hours:g} working hour",
    "authorise": "The rating's deadline, counted from receipt",
    "challenged": "The time that the manager named",
    "reviews": "Close of service on the next working day",
    "overrides": "The day that the override names",
}


def _of_screenings(
    key: str, lines: Sequence[Line], total: int, answer_by: Mapping[str, datetime | None], now: datetime
) -> Part:
    stage = STAGES.get(key)
    more = f"/screening/queue?stage={stage}" if stage else "/screening/queue"
    shown = [_pressing(line, now) if stage is None else _staged(line, answer_by) for line in lines]
    return Part(key=key, title=TITLES[key], limit=LIMITS[key], shown=shown, total=total, more=more)


def _of_looks(key: str, lines: Sequence[Owed]) -> Part:
    """All of them are shown: they stand in no other list."""
    return Part(key=key, title=TITLES[key], limit=LIMITS[key], shown=lines, total=len(lines))


def _pressing(line: Line, now: datetime) -> Owed:
    """With all its deadlines that are over or have been warned of."""
    clocks = [clock for clock in line.clocks if now > clock.due_at or clock.warned_fraction > 0]
    return _of_line(line, _contact(line), clocks)


def _staged(line: Line, answers: Mapping[str, datetime | None]) -> Owed:
    answer_by = answers.get(line.contact_id)
    due = f"Answer due {day_and_time_words(answer_by)}" if answer_by else ""
    forms = {Stage.TRIAGE: "/direction" if line.rag else "/rag"}
    return _of_line(line, _contact(line) + forms.get(line.stage, ""), line.clocks[:1], due)


def _contact(line: Line) -> str:
    return f"/screening/contacts/{line.contact_id}"


def _of_line(line: Line, href: str, clocks: Sequence[ClockView], due: str = "") -> Owed:
    return Owed(
        contact_id=line.contact_id,
        child_ids=[child.child_id for child in line.children],
        names=", ".join(child.name for child in line.children) or "No child named",
        href=href,
        rag=line.rag,
        clocks=clocks,
        due=due,
        who=_whose_move(line, clocks),
    )


def _whose_move(line: Line, clocks: Sequence[ClockView]) -> str:
    """Who must act next, by what the screening waits for."""
    has_it = f"{line.worker} has it" if line.worker else "Nobody has it"
    if [clock.code for clock in clocks] == ["CK_CLARIFY"]:
        return f"The sender must answer. {has_it}"
    move = {
        Stage.TRIAGE: "A manager must rate and direct",
        Stage.AUTHORISE: "A manager must decide",
        Stage.CHALLENGED: "The screener must answer",
        Stage.SCREEN: "The screener must propose",
        Stage.FINISH: "The screener must tell the referrer and close",
    }
    return f"{move[line.stage]}. {has_it}"


def _review(row: Row) -> Owed:
    decided = in_words(row["decided"], "decision")
    return _of_child(row, "review", due=day_and_time_words(row["due_at"]) if row["due_at"] else "", who=decided)


def _override(row: Row, names: Mapping[str, str]) -> Owed:
    review_by: date = row["review_by"]
    by = names.get(row["overridden_by"], row["overridden_by"])
    task = GUARD_TASKS.get(row["guard"], row["guard"])
    who = f"{row['guard']} ({task.lower()}), let past by {by}: {row['reason']}"
    return _of_child(row, f"override-review?guard={row['guard']}", due=date_words(review_by), who=who)


def _of_child(row: Row, form: str, *, due: str, who: str) -> Owed:
    return Owed(
        contact_id=row["contact_id"],
        child_ids=[row["child_id"]],
        names=name_of(row),
        href=f"/screening/contacts/{row['contact_id']}/children/{row['child_id']}/{form}",
        rag=None,
        clocks=(),
        due=f"Look due {due}" if due else "",
        who=who,
    )
