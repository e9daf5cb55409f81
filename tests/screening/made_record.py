"""A made-up record for the indicators: rows as the read models keep them, with everything that can be there."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any, cast

from shared.database import Connection
from shared.working_time import due_one_working_day

from .made_events import happen

Made = dict[str, Any]

AGENCIES = (("6", "DOMESTIC_ABUSE", "police"), ("3A", "NEGLECT", "school"), ("8", "OTHER", ""), ("1B", "NEGLECT", ""))
RATINGS = ("RED", "AMBER", "GREEN", "BLUE")
HOLDING = "PROCEED_TO_MASH_ENQUIRY"
DECISIONS = ("NFA", "INFO_ADVICE", "EARLY_HELP", "REFERRAL_S17", "REFERRAL_STRATEGY", "LINK_OPEN_CASE", HOLDING)
WORK = ("ClarificationRequested", "InformationRequested", "FamilySpokenTo", "CaseDiscussionRecorded")
WORRIES = "He said that he does not want to go home, and would not say why. " * 20
MANAGERS = ("m.one", "m.two", "m.three")
COLUMNS = {
    "contacts": "contact_id received_at occurred_at contact_type source_code agency_name said duplicate_of",
    "named_children": "contact_id temp_ref child_id provisional_child_id first_name surname born_on said",
    "queue": "contact_id received_at contact_type source_code agency_name professional_referrer urgent_facts quality",
    "queue_children": "contact_id temp_ref child_id status_reviewed",
    "episodes": "episode_id child_id contact_id org_id lead_practitioner opened_at closed closed_at",
    "step_ups": "step_up_id child_id contact_id episode_id org_id reason urgent requested_at decide_by decision "
    "decided_at",
    "step_downs": "step_down_id child_id contact_id referral_id recipient_org recipient_name proposed_at due_at "
    "accepted_at",
    "referrals": "referral_id child_id contact_id decision referral_date primary_need re_referral accepted_at "
    "allocation_due_at handover_count social_worker_count introductions status",
}


@dataclass(slots=True)
class Record:
    """Every table, as rows."""

    random: Random
    rows: dict[str, list[Made]] = field(default_factory=lambda: {table: [] for table in COLUMNS})
    told: list[Made] = field(default_factory=list[Made])
    """What happened, in its order: ``children`` are the ids by which it names those whom it is ``about``."""

    def add(self, table: str, **row: Any) -> Made:
        self.rows[table].append(row)
        return row

    def maybe(self, chance: float) -> bool:
        return self.random.random() < chance

    async def keep(self, connection: Connection) -> None:
        """Writes everything by COPY, and projects what happened."""
        for table, columns in COLUMNS.items():
            names = columns.split()
            records = [tuple(row.get(name) for name in names) for row in self.rows[table]]
            await connection.copy_records_to_table(table, records=records, columns=names)
        await happen(connection, self.told)
        await connection.execute("analyze")


def record_of(contacts: int, since: datetime, days: int, seed: int) -> Record:
    """So many contacts received in these days from ``since`` on, and what came of them, the same for the same seed.

    Places in the store follow the times.
    """
    record = Record(Random(seed))
    for number in range(contacts):
        received_at = since + timedelta(minutes=record.random.randrange(days * 24 * 60))
        _contact(record, number, received_at, population=max(2, contacts))
    primaries = [row["contact_id"] for row in record.rows["contacts"]]
    _early_help(record, contacts // 10)
    for row in record.rows["contacts"]:
        row["duplicate_of"] = record.random.choice(primaries) if record.maybe(0.05) else None
    record.told.sort(key=lambda row: cast(datetime, row["at"]))
    for position, row in enumerate(record.told, 1):
        row["position"] = 3 * position
    return record


def _contact(record: Record, number: int, received_at: datetime, population: int) -> None:
    random, contact_id = record.random, f"contact-{number:06}"
    source, kind, agency = random.choice(AGENCIES)
    organisation = f"{agency}-{random.randrange(6)}" if agency else ""
    said: Made = {"agency": {"org_id": organisation}, "referrer_view_of_need_level": random.choice((None, 1, 2, 3, 4))}
    name = f"{organisation} called {random.choice('ABC')}" if organisation else random.choice(("", "A club"))
    said["worries"] = WORRIES
    about: Made = {"contact_id": contact_id, "received_at": received_at, "contact_type": kind, "source_code": source}
    record.add("contacts", **about, agency_name=name, said=said)
    quality = random.choice((None, "GOOD", "ADEQUATE", "INADEQUATE"))
    professional = bool(agency) or record.maybe(0.3)
    record.add("queue", **about, agency_name=name, professional_referrer=professional, urgent_facts=[], quality=quality)
    children = [_child(record, contact_id, turn) for turn in range(random.choice((0, 1, 1, 1, 2, 2, 3)))]
    _screening(Screening(record, contact_id, received_at, population), children)


def _child(record: Record, contact_id: str, turn: int) -> Made:
    provisional = f"{contact_id}-{turn}"
    of: Made = {"contact_id": contact_id, "temp_ref": f"c{turn}"}
    status = record.random.choice((None, "CP", "CIN", "CLA", "EH", "CLOSED", "UNKNOWN"))
    record.add("queue_children", **of, child_id=provisional, status_reviewed=status)
    ids = {"child_id": provisional, "provisional_child_id": provisional}
    return record.add("named_children", **of, **ids, first_name="Sam", surname="Rudd", said={})


class Screening:
    """What happens in one, each thing some minutes to days after the one before."""

    def __init__(self, record: Record, contact_id: str, at: datetime, population: int) -> None:
        self.record, self.contact_id, self.at, self.population = record, contact_id, at, population

    def happens(self, what: str, *children: Made, who: str | None = None, **said: object) -> None:
        """An event names a child by the id that it has, or by the provisional one."""
        random = self.record.random
        self.at += timedelta(minutes=random.choice((1, 10, 60, 400, 2000)), microseconds=random.randrange(999_999))
        self.record.told.append(
            {
                "contact_id": self.contact_id,
                "what": what,
                "about": [child["temp_ref"] for child in children],
                "children": [random.choice((child["child_id"], child["provisional_child_id"])) for child in children],
                "at": self.at,
                "who": who,
                "said": said,
            }
        )

    def identified(self, child: Made) -> None:
        """It is who the sender said, or whom it was taken for, or somebody else whom another contact may name too."""
        provisional = child["provisional_child_id"]
        known = f"child-{self.record.random.randrange(self.population):06}-{child['temp_ref']}"
        child["child_id"] = self.record.random.choice((known, known, known, provisional, child["child_id"]))
        self.happens("ChildIdentityNoted", child, provisional_child_id=provisional)
        self.record.told[-1]["children"] = [child["child_id"]]


def _screening(screening: Screening, children: Sequence[Made]) -> None:
    record, maybe, received_at = screening.record, screening.record.maybe, screening.at
    first = [one for one in children if maybe(0.9)]
    later = [one for one in children if one not in first]
    due = due_one_working_day(received_at).isoformat()
    screening.happens("ScreeningOpened", *first, response_due_at=due)
    if maybe(0.8):
        screening.happens("ManagementDirectionRecorded", who="m.one")
    for one in later:
        what = record.random.choice(("SiblingNoted", "ContactAmendmentNoted"))
        due = due_one_working_day(screening.at).isoformat()
        screening.happens(what, one, response_due_at=due)
    for one in children:
        if maybe(0.5):
            screening.identified(one)
    for _ in range(record.random.choice((0, 1, 1, 1, 2))):
        rag = record.random.choice(RATINGS)
        rated_due = (received_at + timedelta(hours=record.random.choice((4, 30, 90)))).isoformat()
        screening.happens("RagAssigned", who="m.one", rag=rag, decision_due_at=rated_due)
    for what in WORK:
        if maybe(0.3):
            screening.happens(what)
    for _ in range(record.random.choice((1, 1, 1, 2))):
        _round(screening, children)
    for what in ("QualityFeedbackGiven", "ScreeningEnded", "ManagementDirectionRecorded"):
        if maybe(0.05):
            screening.happens(what)


def _round(screening: Screening, children: Sequence[Made]) -> None:
    """Each child's history is read, decided, told; some decisions are challenged, some opened again."""
    maybe, choice = screening.record.maybe, screening.record.random.choice
    for child in children:
        if maybe(0.8):
            screening.happens("HistoryReviewed", child, who="sw.one")
        if maybe(0.2):
            screening.identified(child)
        if maybe(0.1):
            screening.happens("ContactAmendmentNoted", response_due_at=screening.at.isoformat())
    for child in children:
        if maybe(0.85):
            _decision(screening, child, choice(DECISIONS))
    if maybe(0.1):
        screening.happens("StrategyConvenedNoted", *(child for child in children if maybe(0.7)))
    if maybe(0.5):
        told = [child for child in children if maybe(0.8)]
        screening.happens("OutcomeFeedbackSent", *told, told=maybe(0.8))
    if maybe(0.15):
        screening.happens("ScreeningReopened", *(child for child in children if maybe(0.7)))


def _decision(screening: Screening, child: Made, decision: str) -> None:
    maybe, choice = screening.record.maybe, screening.record.random.choice
    proposed_by = choice(("sw.one", "sw.two", "m.one"))
    screening.happens("ThresholdDecisionProposed", child, who=proposed_by, decision=decision)
    if maybe(0.2):
        screening.happens("DecisionChallenged", child, who="m.one")
        if maybe(0.8):
            screening.happens("ThresholdDecisionProposed", child, who=proposed_by, decision=decision)
    if maybe(0.9):
        available = choice((None, 0, 1, 3))
        screening.happens(
            "ThresholdDecisionAuthorised",
            child,
            who=choice(MANAGERS),
            decision=decision,
            need_level=choice((1, 2, 3, 4)),
            proposed_by=proposed_by,
            changed_from=choice((None, None, "NFA")),
            is_open=choice((None, True, False)),
            available=available,
            opened=None if available is None else choice((0, available)),
        )


def _early_help(record: Record, number: int) -> None:
    """So many referrals, step-downs and step-ups of children whom some contact names."""
    random = record.random
    for turn in range(number):
        child = random.choice(record.rows["named_children"])
        begun = random.choice(record.rows["contacts"])["received_at"]
        child_id = random.choice((child["child_id"], child["child_id"], f"{turn}-gone"))
        about: Made = {"contact_id": child["contact_id"], "child_id": child_id}
        _referral(record, f"referral-{turn}", about, begun)
        accepted_at = begun + timedelta(days=20, minutes=random.randrange(9000)) if record.maybe(0.7) else None
        offered: Made = {"proposed_at": begun, "due_at": begun, "recipient_org": "la-812", "recipient_name": "Sam"}
        of = {"step_down_id": f"down-{turn}", "referral_id": f"referral-{turn}", **about}
        record.add("step_downs", **of, **offered, accepted_at=accepted_at)
        _step_up(record, f"{turn}", about, begun)
        if record.maybe(0.5):
            _referral(record, f"again-{turn}", about, begun + timedelta(days=random.randrange(400)))


def _referral(record: Record, referral_id: str, about: Made, at: datetime) -> None:
    choice = record.random.choice
    record.add(
        "referrals",
        referral_id=referral_id,
        **about,
        decision="REFERRAL_S17",
        referral_date=(at - timedelta(days=choice((0, 0, 1)))).date(),
        primary_need="N1",
        re_referral=False,
        accepted_at=at,
        allocation_due_at=at,
        handover_count=choice((0, 1, 2)),
        social_worker_count=choice((0, 1, 2)),
        introductions=choice((0, 1)),
        status=choice(("OPEN", "CLOSED", "NFA")),
    )


def _step_up(record: Record, turn: str, about: Made, at: datetime) -> None:
    choice = record.random.choice
    closed_at = choice((None, at + timedelta(days=20), at + timedelta(days=90)))
    kept = {"episode_id": f"episode-{turn}", "org_id": "la-812", **about}
    record.add(
        "episodes", **kept, lead_practitioner="Sam", opened_at=at, closed=closed_at is not None, closed_at=closed_at
    )
    answer = choice((None, "EARLY_HELP", "REFERRAL_S17"))
    record.add(
        "step_ups",
        step_up_id=f"up-{turn}",
        **kept,
        reason="Worse.",
        urgent=record.maybe(0.2),
        requested_at=at,
        decide_by=at,
        decision=answer,
        decided_at=at + timedelta(hours=choice((1, 30))) if answer else None,
    )
