"""A manager's morning: what waits for a manager, each a number with its limit and its list. It holds nothing itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from screening.case.queueing import Line, lines_of, name_of
from screening.case.words import GUARD_TASKS, whom
from screening.policy import POLICY
from screening.read_models import alerts, contacts, owed, referrals, waiting
from screening.read_models.alerts import LAG, Alert
from screening.read_models.waiting import Stage
from screening.streams import place_of, referral_stream, screening_of
from shared import people
from shared.access.actor import Actor
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

    stream: str
    child_ids: Sequence[str]
    names: str
    href: str
    rag: str | None = None
    clocks: Sequence[ClockView] = ()
    due: str
    who: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One number with its limit, and the first lines of its list; ``more`` is where the whole of it is."""

    key: str
    title: str
    limit: str
    shown: Sequence[Owed]
    total: int
    more: str | None = None
    elsewhere: str = ""


async def morning(service: Service, who: Actor) -> list[Part]:
    """What this manager has been told is late or soon will be, what waits for a manager, and the looks they owe each
    other. All is counted; only what is shown is read in full.
    """
    async with service.pool.acquire() as connection, connection.transaction(isolation="repeatable_read", readonly=True):
        rows = await waiting.standing(connection)
        listed = {key: [row["contact_id"] for row in rows if row["stage"] == stage] for key, stage in STAGES.items()}
        told = _pressing(await alerts.alerts_for(connection, who))
        shown = [alert for found in told.values() for alert in found[:SHOWN]]
        wanted = {contact_id for ids in listed.values() for contact_id in ids[:SHOWN]}
        wanted |= {alert.contact_id for alert in shown if alert.contact_id}
        lines = await lines_of(connection, [row for row in rows if row["contact_id"] in wanted], who)
        children = await contacts.names_of(connection, {child for alert in shown for child in alert.children})
        named = await owed.challenges_due(connection, listed["challenged"][:SHOWN])
        names = await people.names(connection)
        reviews = await owed.reviews(connection)
        overrides = await owed.overrides(connection)
        to_accept = await referrals.to_accept(connection)
        unallocated = await referrals.unallocated(connection)
    of = {line.contact_id: line for line in lines}
    answer_by = {row["contact_id"]: row["due_at"] for row in named}
    return [
        *(_of_alerts(key, found, of, children) for key, found in told.items()),
        *(_of_screenings(key, [of[one] for one in ids[:SHOWN]], len(ids), answer_by) for key, ids in listed.items()),
        _of_rows("accept", [_to_accept(row) for row in to_accept], "/screening/referrals#to-accept"),
        _of_rows("unallocated", [_unallocated(row) for row in unallocated], "/screening/unallocated"),
        _of_looks("reviews", [_review(row) for row in reviews]),
        _of_looks("overrides", [_override(row, names) for row in overrides]),
    ]


def _pressing(told: Sequence[Alert]) -> dict[str, list[Alert]]:
    """What has run out, then what has warned. How late the police told us is theirs, and stands in the day's view."""
    ours = [alert for alert in told if alert.code != alerts.LAG]
    return {
        "breached": [alert for alert in ours if alert.breached],
        "warned": [alert for alert in ours if not alert.breached],
    }


STAGES = {"direct": Stage.TRIAGE, "authorise": Stage.AUTHORISE, "challenged": Stage.CHALLENGED}
TITLES = {
    "breached": "Over the limit",
    "warned": "Soon over the limit",
    "direct": "To rate and direct",
    "authorise": "To authorise or challenge",
    "challenged": "Sent back, waiting for the screener",
    "accept": "Referrals to accept",
    "unallocated": "Children without a worker",
    "reviews": "Decisions made alone, to be looked at",
    "overrides": "Overridden guards, to be looked at again",
}
LIMITS = {
    "breached": "Each says over what limit",
    "warned": "A share of the time is gone; each says how much",
    "direct": f"{POLICY.urgent_triage_minutes:g} minutes when urgent, "
    f"otherwise {POLICY.triage_working_hours:g} working hour",
    "authorise": "The rating's deadline, counted from receipt",
    "challenged": "The time that the manager named",
    "accept": "Accepted as soon as it is decided",
    "unallocated": f"{POLICY.allocate_s47_working_hours:g} working hours where a strategy discussion is held, "
    "otherwise 1 working day",
    "reviews": "Close of service on the next working day",
    "overrides": "The day that the override names",
}


def _of_alerts(key: str, found: Sequence[Alert], lines: Mapping[str, Line], children: Mapping[str, str]) -> Part:
    shown = [_pressing_line(alert, lines.get(alert.contact_id or ""), children) for alert in found[:SHOWN]]
    return Part(
        key=key,
        title=TITLES[key],
        limit=LIMITS[key],
        shown=shown,
        total=len(found),
        more="/screening/alerts",
        elsewhere="What has warned and run out",
    )


def _pressing_line(alert: Alert, line: Line | None, children: Mapping[str, str]) -> Owed:
    return Owed(
        stream=alert.subject,
        child_ids=alert.children,
        names=whom(alert, children),
        href=_where(alert),
        rag=line.rag if line else None,
        due=due_words(alert),
        who=_who_acts(alert, line),
    )


def _where(alert: Alert) -> str:
    """Where it is explained once it has ended, else where it is done: what intake's clocks wait for is done there."""
    if alert.contact_id and alert.ended_at:
        return f"{place_of(alert.subject)}/late"
    if alert.contact_id and _is_of_intake(alert):
        return f"/intake/contacts/{alert.contact_id}/steps"
    return place_of(alert.subject) or "/screening/alerts"


def _is_of_intake(alert: Alert) -> bool:
    """Whether what the clock waits for is done beside the screening. How late we were told is over and done."""
    return alert.subject.startswith("Contact-") and alert.code != LAG


def due_words(alert: Alert) -> str:
    """Which limit, when it is or was, and how far it is."""
    what = in_words(alert.code, "clock")
    when = f" {day_and_time_words(alert.due_at)}" if alert.due_at else ""
    if alert.breached:
        return f"{what}: was due{when}"
    return f"{what}: due{when}, {round(alert.fraction * 100)}% of the time gone"


def _who_acts(alert: Alert, line: Line | None) -> str:
    if alert.ended_at is not None:
        return "Done late. A manager must say why"
    if line is None or _is_of_intake(alert):
        return f"Told: {', '.join(in_words(role) for role in alert.roles)}"
    if alert.code == "CK_CLARIFY":
        return f"The sender must answer. {_has_it(line)}"
    return _whose_move(line)


def _of_rows(key: str, lines: Sequence[Owed], more: str) -> Part:
    return Part(
        key=key,
        title=TITLES[key],
        limit=LIMITS[key],
        shown=lines[:SHOWN],
        total=len(lines),
        more=more,
        elsewhere=TITLES[key],
    )


def _to_accept(row: Row) -> Owed:
    step_up = f"?step_up={row['step_up_id']}" if row["step_up_id"] else ""
    return Owed(
        stream=screening_of(row["contact_id"]),
        child_ids=[row["child_id"]],
        names=name_of(row),
        href=f"/screening/contacts/{row['contact_id']}/children/{row['child_id']}/referral{step_up}",
        due=f"Decided {day_and_time_words(row['decided_at'])}",
        who=in_words(row["decision"], "decision"),
    )


def _unallocated(row: Row) -> Owed:
    return Owed(
        stream=referral_stream(row["referral_id"]),
        child_ids=[row["now_child_id"]],
        names=name_of(row),
        href=f"/screening/referrals/{row['referral_id']}/allocate",
        due=f"Worker due {day_and_time_words(row['allocation_due_at'])}",
        who=in_words(row["decision"], "decision"),
    )


def _of_screenings(key: str, lines: Sequence[Line], total: int, answer_by: Mapping[str, datetime | None]) -> Part:
    return Part(
        key=key,
        title=TITLES[key],
        limit=LIMITS[key],
        shown=[_staged(line, answer_by) for line in lines],
        total=total,
        more=f"/screening/queue?stage={STAGES[key]}",
        elsewhere="The queue",
    )


def _of_looks(key: str, lines: Sequence[Owed]) -> Part:
    """All of them are shown: they stand in no other list."""
    return Part(key=key, title=TITLES[key], limit=LIMITS[key], shown=lines, total=len(lines))


def _staged(line: Line, answers: Mapping[str, datetime | None]) -> Owed:
    answer_by = answers.get(line.contact_id)
    forms = {Stage.TRIAGE: "/direction" if line.rag else "/rag"}
    return Owed(
        stream=screening_of(line.contact_id),
        child_ids=[child.child_id for child in line.children],
        names=", ".join(child.name for child in line.children) or "No child named",
        href=f"/screening/contacts/{line.contact_id}" + forms.get(line.stage, ""),
        rag=line.rag,
        clocks=line.clocks[:1],
        due=f"Answer due {day_and_time_words(answer_by)}" if answer_by else "",
        who=_whose_move(line),
    )


def _whose_move(line: Line) -> str:
    """Who must act next, by what the screening waits for."""
    move = {
        Stage.TRIAGE: "A manager must rate and direct",
        Stage.AUTHORISE: "A manager must decide",
        Stage.CHALLENGED: "The screener must answer",
        Stage.SCREEN: "The screener must propose",
        Stage.FINISH: "The screener must tell the referrer and close",
    }
    return f"{move[line.stage]}. {_has_it(line)}"


def _has_it(line: Line) -> str:
    return f"{line.worker} has it" if line.worker else "Nobody has it"


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
        stream=screening_of(row["contact_id"]),
        child_ids=[row["child_id"]],
        names=name_of(row),
        href=f"/screening/contacts/{row['contact_id']}/children/{row['child_id']}/{form}",
        due=f"Look due {due}" if due else "",
        who=who,
    )
