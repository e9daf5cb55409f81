"""What the indicators count of a made-up record, found one by one in plain Python: the statements that read a whole
period at once are held against it."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from dateutil.relativedelta import relativedelta

from screening.case.deadlines import feedback_due
from screening.indicators.units import ChildEvent, Closed, Contact, Decided, Proposals, StepDown, View
from shared.working_time import in_london

from .made_record import HOLDING, Made, Record

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
CLOSING = {"NFA", "INFO_ADVICE", "EARLY_HELP"}
MONTH = timedelta(days=30)


class Plainly:
    """A record, asked about one period at one moment."""

    def __init__(self, record: Record, since: datetime, until: datetime, now: datetime) -> None:
        self.record, self.since, self.until, self.now = record, since, until, now
        self.told: dict[str, list[Made]] = {}
        for row in record.told:
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
        return bool(self.of(contact_id, "ChildIdentityNoted", child=child))

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
        for row in self._came():
            contact_id, queue = row["contact_id"], self.queue[row["contact_id"]]
            directed = self.of(contact_id, "ManagementDirectionRecorded")
            acted = self.of(contact_id, *WORK)
            yield Contact(
                count=1,
                agency=self._agency(row),
                professional=queue["professional_referrer"],
                duplicate=row["duplicate_of"] is not None,
                ended=bool(self.of(contact_id, "ScreeningEnded")),
                nameless=not self.children.get(contact_id),
                quality=queue["quality"],
                quality_told=bool(self.of(contact_id, "QualityFeedbackGiven")),
                directed=bool(directed),
                acted=bool(acted),
                directed_first=bool(directed) and (not acted or directed[0]["position"] < acted[0]["position"]),
            )

    def _came(self) -> list[Made]:
        return [row for row in self.all.values() if self.is_in(row["received_at"])]

    def _agency(self, row: Made) -> str:
        same = [other for other in self._came() if organisation(other) == organisation(row)]
        newest = min(same, key=lambda other: (-other["received_at"].timestamp(), other["contact_id"]))
        return newest["agency_name"]

    def _counted(self) -> Iterator[tuple[Made, Made]]:
        """Each contact of the period with each child who counts in it."""
        for row in self._came():
            for child in self.children.get(row["contact_id"], []):
                if self.counts(row["contact_id"], child):
                    yield row, child

    def _final(self, contact_id: str, child: Made) -> list[Made]:
        decided = self.of(contact_id, AUTHORISED, child=child)
        return [row for row in decided if row["said"]["decision"] != HOLDING]

    def _stands(self, contact_id: str, child: Made) -> dict[str, Any]:
        """What the decision says that stands."""
        opened_again = self.of(contact_id, "ScreeningReopened", child=child)
        final = self._final(contact_id, child)
        stands = [row for row in final if not any(again["position"] > row["position"] for again in opened_again)]
        return last(stands).get("said", {})

    def child_events(self) -> Iterator[ChildEvent]:
        for row, child in self._counted():
            contact_id = row["contact_id"]
            decided, final = self.of(contact_id, AUTHORISED, child=child), self._final(contact_id, child)
            rated = last(before(final[0], self.of(contact_id, "RagAssigned")) if final else []).get("said", {})
            named = first(self.of(contact_id, *NAMING, child=child))
            due_at = moment(named["said"]["response_due_at"])
            status = self.status[(contact_id, child["temp_ref"])]["status_reviewed"]
            was_open = first(final).get("said", {}).get("is_open")
            yield ChildEvent(
                count=1,
                source_code=row["source_code"],
                contact_type=row["contact_type"],
                is_open=was_open if was_open is not None else status in OPEN,
                is_over=due_at <= self.now,
                in_time=bool(decided) and decided[0]["at"] <= due_at,
                held=bool(decided) and decided[0]["said"]["decision"] == HOLDING,
                decision=self._stands(contact_id, child).get("decision"),
                rag=rated.get("rag"),
                by_rating=bool(rated) and self._by_rating(rated, final[0], contact_id, child),
            )

    def _by_rating(self, rated: Made, decision: Made, contact_id: str, child: Made) -> bool:
        convened = self.of(contact_id, "StrategyConvenedNoted", child=child) if rated["rag"] == "RED" else []
        return min(row["at"] for row in (decision, *convened)) <= moment(rated["decision_due_at"])

    def views(self) -> Iterator[View]:
        for row, child in self._counted():
            if viewed := row["said"]["referrer_view_of_need_level"]:
                yield View(
                    count=1,
                    agency=self._agency(row),
                    professional=self.queue[row["contact_id"]]["professional_referrer"],
                    viewed=viewed,
                    need_level=self._stands(row["contact_id"], child).get("need_level"),
                )

    def _in_the_period(self, kind: str) -> Iterator[tuple[Made, Made]]:
        """Each event of this kind with each child whom it is about."""
        for contact_id in self.told:
            for row in self.of(contact_id, kind):
                for child in self.children.get(contact_id, []) if self.is_in(row["at"]) else ():
                    if is_about(row, child) and self.counts(contact_id, child):
                        yield row, child

    def _decisions(self) -> Iterator[tuple[Made, Made]]:
        return ((row, child) for row, child in self._in_the_period(AUTHORISED) if row["said"]["decision"] != HOLDING)

    def decisions(self) -> Iterator[Decided]:
        for row, child in self._decisions():
            said, contact_id, due_at = row["said"], row["contact_id"], feedback_due(row["at"])
            answer = first(after(row, self.of(contact_id, "OutcomeFeedbackSent", child=child)))
            told = answer.get("said", {}).get("told", False)
            yield Decided(
                count=1,
                decision=said["decision"],
                by_another=said["proposed_by"] != row["who"],
                changed=said["changed_from"] is not None,
                read=not any(self._is_unread(row, other) for other in self.children[contact_id]),
                history_kept=said["opened"] is not None,
                readable=None if said["available"] is None else said["available"] > 0,
                something_opened=None if said["opened"] is None else said["opened"] > 0,
                opened=said["opened"],
                professional=self.queue[contact_id]["professional_referrer"],
                is_over=due_at <= self.now,
                told_in_time=told and answer["at"] <= due_at,
                told=told,
                answered=bool(answer),
            )

    def closed(self) -> Iterator[Closed]:
        for row, child in self._decisions():
            until = row["at"] + MONTH
            again = after(row, self.of(row["contact_id"], "ScreeningReopened", child=child))
            if row["said"]["decision"] in CLOSING:
                yield Closed(
                    count=1,
                    authorised_by=row["who"],
                    is_over=until <= self.now,
                    another_contact=any(at <= until for at in self._comes_again(row, child)),
                    reopened=bool(again) and again[0]["at"] <= until,
                )

    def _is_unread(self, decision: Made, child: Made) -> bool:
        contact_id = decision["contact_id"]
        if not before(decision, self.of(contact_id, *NAMING, child=child)):
            return False
        news = before(
            decision, [*self.of(contact_id, "ContactAmendmentNoted"), *self._other_children(contact_id, child)]
        )
        since = max((row["position"] for row in news), default=0)
        read = before(decision, self.of(contact_id, "HistoryReviewed", child=child))
        return not any(row["position"] > since for row in read)

    def _other_children(self, contact_id: str, child: Made) -> Iterator[Made]:
        taken_for = child["provisional_child_id"]
        for row in self.of(contact_id, "ChildIdentityNoted", child=child):
            if row["children"] != [taken_for]:
                yield row
            [taken_for] = row["children"]

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
            yield StepDown(count=1, lasts_until=until, referred=referred)


def is_about(row: Made, child: Made) -> bool:
    return child["temp_ref"] in row["about"]


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


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text)
