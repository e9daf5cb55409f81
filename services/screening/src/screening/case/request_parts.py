"""The pieces that a posted command is made of: texts within limits, possible times, groups of fields."""

from typing import Annotated, Any, ClassVar, cast

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from screening.case import facts
from screening.codes import Agreement, BreachReason, Concern, Immediacy, ParentsInformed
from shared.inputs import Day as Day
from shared.inputs import Instant as Instant
from shared.inputs import Whole

Words = Annotated[str, StringConstraints(strip_whitespace=True, max_length=20_000)]
Line = Annotated[str, StringConstraints(strip_whitespace=True, max_length=500)]
Lines = Annotated[tuple[Annotated[Words, Field(min_length=1)], ...], Field(max_length=100)]
Count = Annotated[Whole, Field(ge=0, le=1000)]


class Part(BaseModel):
    """A group of fields that becomes one of our facts."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    fact: ClassVar[type]

    def made(self) -> object:
        return self.fact(**values_of(self))


class ConsentBody(Part):
    fact = facts.Consent
    parents_informed: ParentsInformed = ParentsInformed.UNKNOWN
    parental_agreement: Agreement = Agreement.UNKNOWN
    child_view: Words = ""


class OnCallBody(Part):
    fact = facts.OnCallCall
    manager: Annotated[Line, Field(min_length=1)]
    called_at: Instant


class LastClosureBody(Part):
    fact = facts.LastClosure
    closed_on: Day | None = None
    reason: Words = ""


class GapBody(Part):
    fact = facts.InformationGap
    gap: Annotated[Words, Field(min_length=1)]
    how_tolerated: Words = ""


class SafetyPlanBody(Part):
    fact = facts.SafetyPlan
    who_monitors: Words = ""
    how_tested: Words = ""
    contingency: Words = ""
    review_on: Day | None = None


class StrategyBody(Part):
    fact = facts.StrategyGrounds
    grounds: Words
    concern: tuple[Concern, ...]
    immediacy: Immediacy


class LateReasonBody(Part):
    fact = facts.LateReason
    code: BreachReason
    text: Annotated[Words, Field(min_length=1)]


def values_of(model: BaseModel) -> dict[str, Any]:
    """The fields as our own values, without the version, which is no part of a command."""
    names = [name for name in type(model).model_fields if name != "expected_version"]
    return {name: _made(getattr(model, name)) for name in names}


def _made(value: Any) -> Any:
    if isinstance(value, tuple):
        return tuple(_made(one) for one in cast(tuple[Any, ...], value))
    return value.made() if isinstance(value, Part) else value
