"""What strategy listens to: a decision that asks for a discussion, and who the children of a contact are."""

from collections.abc import Sequence
from datetime import date, datetime

from pydantic import Field

from shared.access.actor import Actor
from shared.contracts import ContractActor, Reading
from shared.database import Connection
from shared.handling import Step
from shared.subscriptions import Message, Subscriptions
from strategy.codes import Agency, Concern, Immediacy
from strategy.discussion.commands import RequestStrategyDiscussion
from strategy.discussion.decider import DISCUSSION
from strategy.discussion.record import ReferringAgency
from strategy.read_models import children
from strategy.streams import discussion_of_contact, discussion_of_step_up, discussion_stream

SUBSCRIPTIONS = Subscriptions("strategy")

ASKS_FOR_DISCUSSION = "REFERRAL_STRATEGY"


class Sender(Reading):
    org_id: str
    name: str = ""


class ThresholdDecision(Reading):
    contact_id: str
    child_id: str
    decision: str
    manager_rationale: str = ""
    grounds: str = ""
    concern: tuple[Concern, ...] = ()
    immediacy: Immediacy | None = None
    agency: Sender | None = None
    source_code: str = ""
    professional_referrer: bool = True
    decided_at: datetime | None = None


class StepUp(Reading):
    """The answer to early help, which has the child and goes on beside."""

    step_up_id: str
    child_id: str
    decision: str
    rationale: str = ""
    decided_at: datetime


class NamedChild(Reading):
    child_id: str
    first_name: str = ""
    surname: str = ""
    dob: date | None = None
    school_urn: str | None = None


class Contact(Reading):
    contact_id: str
    children: tuple[NamedChild, ...] = Field(default=())


class Identity(Reading):
    provisional_child_id: str
    child_id: str


@SUBSCRIPTIONS.on("threshold-decisions", "frontdoor.ThresholdDecisionAuthorised.v1", ThresholdDecision)
def request_discussion(message: Message[ThresholdDecision]) -> Sequence[Step]:
    """One discussion for each contact; each further child's decision adds that child."""
    decision = message.data
    if decision.decision != ASKS_FOR_DISCUSSION:
        return []
    strategy_id = discussion_of_contact(decision.contact_id)
    command = RequestStrategyDiscussion(
        strategy_id=strategy_id,
        contact_id=decision.contact_id,
        child_ids=(decision.child_id,),
        grounds=decision.grounds or decision.manager_rationale,
        concern=decision.concern,
        immediacy=decision.immediacy or Immediacy.ONE_WD,
        referrer=_referrer(decision),
        by=_actor(message.meta.actor),
        at=decision.decided_at or message.meta.recorded_at,
    )
    return [Step(stream=discussion_stream(strategy_id), decider=DISCUSSION, command=command)]


@SUBSCRIPTIONS.on("threshold-decisions", "frontdoor.StepUpDecided.v1", StepUp)
def request_discussion_after_step_up(message: Message[StepUp]) -> Sequence[Step]:
    """A discussion of its own: the contact that once led to early help may have had one long ago."""
    answer = message.data
    if answer.decision != ASKS_FOR_DISCUSSION:
        return []
    strategy_id = discussion_of_step_up(answer.step_up_id)
    command = RequestStrategyDiscussion(
        strategy_id=strategy_id,
        contact_id=None,
        child_ids=(answer.child_id,),
        grounds=answer.rationale,
        concern=(),
        immediacy=Immediacy.SAME_DAY,
        referrer=None,
        by=_actor(message.meta.actor),
        at=answer.decided_at,
    )
    return [Step(stream=discussion_stream(strategy_id), decider=DISCUSSION, command=command)]


def _referrer(decision: ThresholdDecision) -> ReferringAgency | None:
    """The agency that STR-03 wants invited; a member of the public is not asked to a discussion."""
    if decision.agency is None or not decision.professional_referrer:
        return None
    agency = agency_of_source(decision.source_code)
    return ReferringAgency(org_id=decision.agency.org_id, name=decision.agency.name, agency=agency)


def agency_of_source(source_code: str) -> Agency | None:
    """The kind of agency behind a census source code, where the code says it."""
    exact = {"6": Agency.POLICE, "4": Agency.HOUSING, "5D": Agency.EARLY_HELP}
    by_group = {"2": Agency.EDUCATION, "3": Agency.HEALTH}
    return exact.get(source_code) or by_group.get(source_code[:1])


def _actor(actor: ContractActor) -> Actor:
    return Actor(user_id=actor.user_id, name=actor.name, role=actor.role, org_id=actor.org_id)


@SUBSCRIPTIONS.project("contacts", "frontdoor.ContactReceived.v1", Contact)
async def remember_children(connection: Connection, message: Message[Contact]) -> None:
    await _remember(connection, message.data.children)


@SUBSCRIPTIONS.project("contacts", "frontdoor.ContactAmended.v1", Contact)
async def remember_more_children(connection: Connection, message: Message[Contact]) -> None:
    await _remember(connection, message.data.children)


async def _remember(connection: Connection, named: Sequence[NamedChild]) -> None:
    for child in named:
        await children.remember(
            connection, child.child_id, child.first_name, child.surname, child.dob, child.school_urn
        )


@SUBSCRIPTIONS.project("contacts", "frontdoor.ChildIdentified.v1", Identity)
async def follow_identity(connection: Connection, message: Message[Identity]) -> None:
    await children.identify(connection, message.data.provisional_child_id, message.data.child_id)
