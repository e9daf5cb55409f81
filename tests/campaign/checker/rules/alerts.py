"""Alerts: each clock that the brief asks for runs to the brief's deadline; each threshold fires once, never early.

What should be is worked out from the contact and the rating alone, by the checker's own working time. A threshold that
fires more than a minute late says so; a clock may have been moved by a fault, so each instant is judged by the clock
of the process that wrote it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from tests.campaign.checker.run import Event, Run
from tests.campaign.checker.verdict import Kind, Violation
from tests.campaign.checker.working_time import LONDON, close_after, one_working_day, working_time_later

RULE = "alerts"
CLOSE_ENOUGH = timedelta(milliseconds=2)
LATE_AFTER = timedelta(seconds=60)
GRACE = timedelta(seconds=10)
"""How long after it is due a threshold may not have fired yet when the final reads begin."""
FRACTIONS = {
    "CK_TRIAGE": (0.5,),
    "CK_1WD": (0.5, 0.8),
    "CK_RED": (0.5, 0.75, 0.75),
    "CK_AMBER": (0.5, 0.8),
    "CK_GREEN": (0.5, 0.8),
    "CK_RHI": (0.33, 0.67),
}
ROUNDED = {"CK_ASSESS": 0.005, "CK_EDT_PUB": 0.00005, "CK_PREP": 0.00005}
"""These warn at a moment, the tenth working day, noon, half an hour before, and say what part of the time it is, to so
many places."""
OF_THE_CONTACT = frozenset({"CK_TRIAGE", "CK_1WD", "CK_RED", "CK_AMBER", "CK_GREEN"})


def check(run: Run) -> Iterator[Violation]:
    received = {f"Screening-{e.data['contact_id']}": e for e in run.of("intake", "ContactReceived")}
    for store in run.stores.values():
        clocks: dict[str, list[Event]] = {}
        for event in store.events:
            if event.is_clock:
                clocks.setdefault(event.stream, []).append(event)
        for events in clocks.values():
            yield from _deadline(events[0], received)
            yield from Followed(store.service, run.clocks_at.get(store.service)).through(events)
    yield from _started(run)


def _started(run: Run) -> Iterator[Violation]:
    """Every screening is owed a triage and a response; every rating has its clock."""
    screening = run.stores.get("screening")
    if screening is None:
        return
    started = {event.stream for event in screening.events if event.type == "ClockStarted"}
    for event in screening.events:
        for code in _owed(event):
            if f"Clock-{code}-{event.stream}" not in started:
                yield Violation(Kind.LOST, RULE, f"{event} started no {code}.")


def _owed(event: Event) -> Sequence[str]:
    match event.type:
        case "ScreeningOpened":
            return ("CK_TRIAGE", "CK_1WD")
        case "RagAssigned" if event.data["starts_from"]:
            return (_code_of(event.data["rag"]),)
        case _:
            return ()


def _code_of(rag: str) -> str:
    return {"RED": "CK_RED", "AMBER": "CK_AMBER"}.get(rag, "CK_GREEN")


def _deadline(started: Event, received: Mapping[str, Event]) -> Iterator[Violation]:
    """Whether the clock began when the contact was received, and is due when the register says."""
    if started.type != "ClockStarted":
        yield _broken(f"{started} is the first of its clock, which never started")
        return
    code, subject = started.data["code"], started.data["subject"]
    begins, due = _instant(started.data["started_at"]), _instant(started.data["due_at"])
    contact = received.get(subject)
    if code in OF_THE_CONTACT and contact is not None and begins != _instant(contact.data["received_at"]):
        yield _broken(f"{started} counts from {begins}, not from when {contact} was received")
    owed = _due(code, begins, contact)
    if owed is not None and abs(owed - due) > CLOSE_ENOUGH:
        yield _broken(f"{started} is due at {due}, and by the register at {owed}")
    given = tuple(sorted(warning["fraction"] for warning in started.data["warnings"]))
    if given != FRACTIONS.get(code, given):
        yield _broken(f"{started} warns at {given}, and by the register at {FRACTIONS[code]}")
    slack = CLOSE_ENOUGH + (due - begins) * ROUNDED.get(code, 0)
    for warning in started.data["warnings"]:
        if abs(begins + (due - begins) * warning["fraction"] - _instant(warning["at"])) > slack:
            yield _broken(f"{started} warns of {warning['fraction']} at {warning['at']}")


def _due(code: str, begins: datetime, contact: Event | None) -> datetime | None:
    match code:
        case "CK_TRIAGE" if contact is not None:
            urgent = _is_urgent(contact, begins)
            return begins + timedelta(minutes=15) if urgent else working_time_later(begins, timedelta(hours=1))
        case "CK_RED":
            return begins + timedelta(hours=4)
        case "CK_1WD" | "CK_AMBER" | "CK_FEEDBACK":
            return one_working_day(begins)
        case "CK_GREEN":
            return close_after(begins, 3)
        case "CK_RHI":
            return begins + timedelta(hours=72)
        case _:
            return None


def _is_urgent(contact: Event, at: datetime) -> bool:
    account = contact.data["account"]
    police: dict[str, Any] = account.get("police") or {}
    graded: dict[str, Any] = police.get("da") or {}
    born: Iterator[str | None] = (child.get("dob") or child.get("expected_dob") for child in account["children"])
    return (
        bool(account.get("urgent_flag"))
        or graded.get("grade") == "HIGH"
        or account["contact_type"] == "POLICE_PROTECTION"
        or any(_is_under_one(date.fromisoformat(day), at) for day in born if day)
    )


def _is_under_one(born: date, at: datetime) -> bool:
    today = at.astimezone(LONDON).date()
    return (today.year - born.year) - ((today.month, today.day) < (born.month, born.day)) < 1


@dataclass
class Followed:
    """One clock, followed event by event: what it still owes, and what it must not say any more."""

    service: str
    now: datetime | None
    owed: list[tuple[datetime, float, str]] = field(default_factory=list[tuple[datetime, float, str]])
    due_at: datetime | None = None

    def through(self, events: Sequence[Event]) -> Iterator[Violation]:
        for event in events:
            yield from self._one(event)
        for at, what in self._still_owed():
            if self.now is not None and at < self.now - GRACE:
                yield Violation(Kind.LOST, RULE, f"{events[0].stream} has not fired {what}, due at {at}.")

    def _one(self, event: Event) -> Iterator[Violation]:
        match event.type:
            case "ClockStarted":
                self._runs_to(event.data["due_at"], event.data["warnings"])
            case "ClockRebased":
                yield from self._rebased(event)
            case "ClockWarned":
                yield from self._warned(event)
            case "ClockBreached":
                yield from self._breached(event)
            case _:
                self.owed, self.due_at = [], None

    def _runs_to(self, due_at: str, warnings: Sequence[Mapping[str, Any]]) -> None:
        self.due_at = _instant(due_at)
        self.owed = sorted((_instant(each["at"]), each["fraction"], each["tell"]) for each in warnings)

    def _rebased(self, event: Event) -> Iterator[Violation]:
        if self.due_at is not None and _instant(event.data["new_due_at"]) > self.due_at:
            yield _broken(f"{event} puts a running clock off")
        if self.due_at is not None:
            self._runs_to(event.data["new_due_at"], event.data["warnings"])

    def _warned(self, event: Event) -> Iterator[Violation]:
        threshold = (_instant(event.data["at"]), event.data["fraction"], event.data["tell"])
        if threshold not in self.owed:
            yield Violation(Kind.DOUBLED, RULE, f"{event} warns of {threshold[1]} again, or of what is not owed.")
            return
        self.owed.remove(threshold)
        yield from _in_time(event)

    def _breached(self, event: Event) -> Iterator[Violation]:
        if self.due_at is None or _instant(event.data["at"]) != self.due_at:
            yield Violation(
                Kind.DOUBLED, RULE, f"{event} is a breach of a clock that does not run to {event.data['at']}."
            )
            return
        self.owed, self.due_at = [], None
        yield from _in_time(event)

    def _still_owed(self) -> Iterator[tuple[datetime, str]]:
        for at, fraction, _ in self.owed:
            yield at, f"its threshold {fraction}"
        if self.due_at is not None:
            yield self.due_at, "its breach"


def _in_time(event: Event) -> Iterator[Violation]:
    at, fired_at = _instant(event.data["at"]), _instant(event.data["fired_at"])
    if fired_at < at or event.recorded_at < at:
        yield _broken(f"{event} fired at {fired_at}, before {at}")
    if event.data["late"] != (fired_at - at > LATE_AFTER):
        yield _broken(f"{event} was owed at {at} and fired at {fired_at}, and says late={event.data['late']}")


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def _broken(text: str) -> Violation:
    return Violation(Kind.BROKEN, RULE, f"{text}.")
