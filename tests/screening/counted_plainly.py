"""What the indicators count of a made-up record, found one by one in plain Python: the statements that read a whole
period at once are held against it."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from dateutil.relativedelta import relativedelta

from screening.indicators.units import ChildEvent, Contact, Decided, Proposals, StepDown
from screening.read_models.measured import HOLDING
from shared.working_time import in_london

from .made_record import Made, Record

NAMING = {"ScreeningOpened", "ContactAmendmentNoted", "SiblingNoted"}
AUTHORISED = "ThresholdDecisionAuthorised"
WORK = {
    "HistoryReviewed",
    "ClarificationRequested",
    "InformationRequested",
    "FamilySpokenTo",
    "CaseDiscussionRecorded",
    "ThresholdDecisionProposed",
}
OPEN = {"CP", "CIN", "CLA"}


class Plainly:
    """A record, asked about one period."""

    def __init__(self, record: Record, since: datetime, until: datetime) -> None:
        self.record, self.since, self.until = record, since, until
        self.told: dict[str, list[Made]] = {}
        for row in record.rows["milestones"]:
            self.told.setdefault(row["contact_id"], []).append(row)
        self.children: dict[str, list[Made]] = {}
        for row in record.rows["named_children"]:
            self.children.setdefault(row["contact_id"], []).append(row)
        self.queue = {row["contact_id"]: row for row in record.rows["queue"]}
        self.status = {(row["contact_id"], row["temp_ref"]): row for row in record.rows["queue_children"]}
        self.all = {row["contact_id"]: row for row in record.rows["contacts"]}

    def of(self, contact_id: str, *kinds: str, child: Made | None = None) -> list[Made]:
        """What happened of these kinds, about this child where one is given, in order."""
        told = [row for row in self.told.get(contact_id, []) if row["what"] in kinds]
        return [row for row in told if child is None or is_about(row, child)]

    def counts(self, contact_id: str, child: Made) -> bool:
        """Of those that tell of one incident, a child counts in the first, else in the first that names it, once it is
        known who it is."""
        if self.of(contact_id, "ScreeningEnded"):
            return False
        told_first = self._told_first(contact_id)
        if told_first in (None, contact_id):
            return told_first is not None
        if not self._is_identified(contact_id, child):
            return False
        mine = (self.all[contact_id]["received_at"], contact_id, child["temp_ref"])
        return not any(
            other == told_first or (self.all[other]["received_at"], other, named["temp_ref"]) < mine
            for other in self.all
            if self._told_first(other) == told_first and (other == told_first or not self.of(other, "ScreeningEnded"))
            for named in self.children.get(other, [])
            if ids_of(named) & ids_of(child) and (other == told_first or self._is_identified(other, named))
        )

    def _is_identified(self, contact_id: str, child: Made) -> bool:
        noted = self.of(contact_id, "ChildIdentityNoted")
        another = child["child_id"] != child["provisional_child_id"]
        return another or any(child["child_id"] in row["children"] for row in noted)

    def _told_first(self, contact_id: str) -> str | None:
        """The contact at the end of the links; none where they lead around."""
        seen: set[str] = set()
        while (up := self.all[contact_id]["duplicate_of"]) is not None:
            if contact_id in seen:
                return None
            seen.add(contact_id)
            contact_id = up
        return contact_id

    def is_in(self, at: datetime | None) -> bool:
        return at is not None and self.since <= at < self.until

    def contacts(self) -> Iterator[Contact]:
        came = [row for row in self.all.values() if self.is_in(row["received_at"])]
        for row in came:
            contact_id, queue = row["contact_id"], self.queue.get(row["contact_id"], {})
            same = [other for other in came if organisation(other) == organisation(row)]
            newest = min(same, key=lambda other: (-other["received_at"].timestamp(), other["contact_id"]))
            yield Contact(
                contact_id=contact_id,
                source_code=row["source_code"],
                contact_type=row["contact_type"],
                agency=newest["agency_name"],
                professional=queue.get("professional_referrer", False),
                viewed=row["said"]["referrer_view_of_need_level"],
                duplicate=row["duplicate_of"] is not None,
                ended=bool(self.of(contact_id, "ScreeningEnded")),
                children=len(self.children.get(contact_id, [])),
                quality=queue.get("quality"),
                quality_told=bool(self.of(contact_id, "QualityFeedbackGiven")),
                directed=first(self.of(contact_id, "ManagementDirectionRecorded")).get("position"),
                acted=first(self.of(contact_id, *WORK)).get("position"),
            )

    def child_events(self) -> Iterator[ChildEvent]:
        for contact in self.contacts():
            for child in self.children.get(contact.contact_id, []):
                if self.counts(contact.contact_id, child):
                    yield self._child_event(contact, child)

    def _child_event(self, contact: Contact, child: Made) -> ChildEvent:
        contact_id = contact.contact_id
        decided = self.of(contact_id, AUTHORISED, child=child)
        final = [row for row in decided if row["said"]["decision"] != HOLDING]
        opened_again = self.of(contact_id, "ScreeningReopened", child=child)
        stands = [row for row in final if not any(again["position"] > row["position"] for again in opened_again)]
        ratings = [
            row for row in self.of(contact_id, "RagAssigned") if final and row["position"] < final[0]["position"]
        ]
        named = [row for row in self.of(contact_id, *NAMING) if child["provisional_child_id"] in row["children"]]
        status = self.status.get((contact_id, child["temp_ref"]), {}).get("status_reviewed")
        convened = self.of(contact_id, "StrategyConvenedNoted", child=child)
        was_open = first(final).get("said", {}).get("is_open")
        return ChildEvent(
            contact=contact,
            is_open=was_open if was_open is not None else status in OPEN,
            response_due_at=moment(first(named).get("said", {}).get("response_due_at")),
            answered_at=first(decided).get("at"),
            held=bool(decided) and decided[0]["said"]["decision"] == HOLDING,
            decision=last(stands).get("said", {}).get("decision"),
            need_level=last(stands).get("said", {}).get("need_level"),
            decided_at=first(final).get("at"),
            rag=last(ratings).get("said", {}).get("rag"),
            rag_due_at=moment(last(ratings).get("said", {}).get("decision_due_at")),
            convened_at=min((row["at"] for row in convened), default=None),
        )

    def _in_the_period(self, kind: str) -> Iterator[tuple[Made, Made]]:
        """Each event of this kind with each child whom it is about."""
        for contact_id in self.told:
            for row in self.of(contact_id, kind):
                for child in self.children.get(contact_id, []) if self.is_in(row["at"]) else ():
                    if is_about(row, child) and self.counts(contact_id, child):
                        yield row, child

    def decisions(self) -> Iterator[Decided]:
        for row, child in self._in_the_period(AUTHORISED):
            said, contact_id = row["said"], row["contact_id"]
            if said["decision"] == HOLDING:
                continue
            told = first(after(row, self.of(contact_id, "OutcomeFeedbackSent", child=child)))
            again = after(row, self.of(contact_id, "ScreeningReopened", child=child))
            yield Decided(
                decision=said["decision"],
                decided_at=row["at"],
                proposed_by=said["proposed_by"],
                authorised_by=row["who"],
                changed=said["changed_from"] is not None,
                available=said["available"],
                opened=said["opened"],
                unread=sum(self._is_unread(row, other) for other in self.children[contact_id]),
                professional=self.queue.get(contact_id, {}).get("professional_referrer", False),
                told_at=told.get("at"),
                told=told.get("said", {}).get("told", False),
                reopened_at=min((one["at"] for one in again), default=None),
                contact_at=min(self._comes_again(row, child), default=None),
            )

    def _is_unread(self, decision: Made, child: Made) -> bool:
        contact_id = decision["contact_id"]
        named = [row for row in self.of(contact_id, *NAMING) if child["provisional_child_id"] in row["children"]]
        if not before(decision, named):
            return False
        another = [row for row in self.of(contact_id, "ChildIdentityNoted", child=child) if row["said"]["another"]]
        news = before(decision, [*self.of(contact_id, "ContactAmendmentNoted"), *another])
        since = max((row["position"] for row in news), default=0)
        read = before(decision, self.of(contact_id, "HistoryReviewed", child=child))
        return not any(row["position"] > since for row in read)

    def _comes_again(self, decision: Made, child: Made) -> Iterator[datetime]:
        for other in self.record.rows["named_children"]:
            contact_id = other["contact_id"]
            if other["child_id"] != child["child_id"] or contact_id == decision["contact_id"]:
                continue
            received_at = self.all[contact_id]["received_at"]
            if received_at > decision["at"] and self.counts(contact_id, other):
                yield received_at

    def proposals(self) -> Proposals:
        challenged = list(self._challenged())
        return Proposals(made=len(challenged), challenged=sum(challenged))

    def _challenged(self) -> Iterator[bool]:
        for row, child in self._in_the_period("ThresholdDecisionProposed"):
            later = after(row, self.of(row["contact_id"], "ThresholdDecisionProposed", child=child))
            challenges = after(row, self.of(row["contact_id"], "DecisionChallenged", child=child))
            until = first(later).get("position", float("inf"))
            yield any(one["position"] < until for one in challenges)

    def _now(self, row: Made) -> str:
        for child in self.children.get(row["contact_id"], []):
            if row["child_id"] in (child["child_id"], child["provisional_child_id"]):
                return child["child_id"]
        return row["child_id"]

    def step_downs(self) -> Iterator[StepDown]:
        for row in self.record.rows["step_downs"]:
            if not self.is_in(row["accepted_at"]):
                continue
            until = in_london(row["accepted_at"]).date() + relativedelta(months=6)
            referred = any(
                self._now(one) == self._now(row)
                and one["referral_id"] != row["referral_id"]
                and one["accepted_at"] > row["accepted_at"]
                and one["referral_date"] <= until
                for one in self.record.rows["referrals"]
            )
            yield StepDown(accepted_at=row["accepted_at"], lasts_until=until, referred=referred)


def is_about(row: Made, child: Made) -> bool:
    return child["child_id"] in row["children"] or child["provisional_child_id"] in row["children"]


def ids_of(child: Made) -> set[str]:
    return {child["child_id"], child["provisional_child_id"]}


def organisation(row: Made) -> str:
    return row["said"]["agency"]["org_id"] or row["agency_name"]


def after(row: Made, told: Iterable[Made]) -> list[Made]:
    return [one for one in told if one["position"] > row["position"]]


def before(row: Made, told: Iterable[Made]) -> list[Made]:
    return [one for one in told if one["position"] < row["position"]]


def first(rows: Sequence[Made]) -> Made:
    return rows[0] if rows else {}


def last(rows: Sequence[Made]) -> Made:
    return rows[-1] if rows else {}


def moment(text: Any) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
