"""The bodies of an audit's commands. A field that we do not know is refused."""

from datetime import datetime, time, timedelta
from typing import Annotated

from pydantic import Field, StringConstraints

from screening.audit.facts import Action, Answer, Query
from screening.codes import AuditAnswer, AuditGrade
from shared.inputs import Asked, Closed, Day, Instant, Text, Texts, Whole
from shared.working_time import LONDON

Seed = Annotated[str, StringConstraints(strip_whitespace=True, max_length=100)]
Number = Annotated[Whole, Field(ge=1, le=1000)]


class SelectBody(Asked):
    """Decisions made from the day ``since`` to the day ``until``, both included. Without ``seed`` one is made."""

    question: Text = ""
    since: Day
    until: Day
    size: Annotated[Whole, Field(ge=1, le=100)] = 20
    per_stratum: Annotated[Whole, Field(ge=1, le=20)] = 3
    seed: Seed = ""

    def query(self) -> Query:
        since = datetime.combine(self.since, time.min, LONDON)
        until = datetime.combine(self.until + timedelta(days=1), time.min, LONDON)
        return Query(since=since, until=until, size=self.size, per_stratum=self.per_stratum)


class AnswerBody(Closed):
    answer: AuditAnswer
    evidence: Text = ""


class ActionBody(Closed):
    what: Text = ""
    owner: Text = ""
    due_at: Instant | None = None

    def action(self) -> Action:
        return Action(what=self.what, owner=self.owner, due_at=self.due_at)


class RecordBody(Asked):
    """``answers`` by question, ``q1`` to ``q14``. ``action`` is asked for when a child is at risk, and is due today."""

    grade: AuditGrade
    answers: Annotated[dict[str, AnswerBody], Field(max_length=20)]
    own_child: AuditAnswer
    child_at_risk: bool
    summary: Text = ""
    action: ActionBody | None = None

    def answered(self) -> tuple[Answer, ...]:
        return tuple(
            Answer(question=question, answer=body.answer, evidence=body.evidence)
            for question, body in self.answers.items()
        )


class ModerateBody(Asked):
    grade: AuditGrade
    reason: Text = ""


class AgreeBody(Asked):
    """Without ``case`` it is about what the whole sample teaches."""

    what: Text = ""
    owner: Text = ""
    due_at: Instant | None = None
    case: Number | None = None

    def action(self) -> Action:
        return Action(what=self.what, owner=self.owner, due_at=self.due_at)


class CompleteBody(Asked):
    outcome: Text = ""


class BriefingBody(Asked):
    title: Text = ""
    looked_at: Text = ""
    good: Text = ""
    change: Text = ""
    messages: Texts = ()
    standard: Text = ""


class AcknowledgeBody(Asked):
    pass
