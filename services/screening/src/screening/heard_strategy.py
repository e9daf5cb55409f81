"""What strategy tells of a discussion that was held, of an enquiry, and of a child seen in it."""

from screening.case.commands import NoteStrategyConvened
from screening.case.decider import SCREENING
from screening.referral.register import REGISTER, NoteEnquiryBegun, NoteEnquiryChildSeen, NoteEnquiryOver
from screening.strategy_readings import ChildSeen, OfEnquiry, StrategyDiscussionConvened
from screening.streams import register_stream, screening_of
from shared.access.actor import SYSTEM
from shared.handling import Step
from shared.subscriptions import Message, Subscriptions

MEETINGS = "strategy-meetings"


def listen_to_strategy(subscriptions: Subscriptions) -> None:
    convened, seen = "frontdoor.StrategyDiscussionConvened.v1", "frontdoor.ChildSeen.v1"
    subscriptions.on(MEETINGS, convened, StrategyDiscussionConvened)(note_strategy_convened)
    subscriptions.on(MEETINGS, seen, ChildSeen)(note_enquiry_child_seen)
    subscriptions.on(MEETINGS, "frontdoor.S47Started.v1", OfEnquiry)(note_enquiry_begun)
    subscriptions.on(MEETINGS, "frontdoor.S47OutcomeRecorded.v1", OfEnquiry)(note_enquiry_over)


def note_strategy_convened(message: Message[StrategyDiscussionConvened]) -> list[Step]:
    convened = message.data
    if convened.contact_id is None:
        return []
    command = NoteStrategyConvened(
        by=SYSTEM,
        at=message.meta.recorded_at,
        contact_id=convened.contact_id,
        strategy_id=convened.strategy_id,
        child_ids=convened.child_ids,
        held_at=convened.held_at,
    )
    return [Step(stream=screening_of(convened.contact_id), decider=SCREENING, command=command)]


def note_enquiry_child_seen(message: Message[ChildSeen]) -> list[Step]:
    """The visit of an enquiry is the visit that the child's referral waits for."""
    seen = message.data
    command = NoteEnquiryChildSeen(child_id=seen.child_id, s47_id=seen.s47_id, seen_at=seen.seen_at)
    return [Step(stream=register_stream(seen.child_id), decider=REGISTER, command=command)]


def note_enquiry_begun(message: Message[OfEnquiry]) -> list[Step]:
    begun = message.data
    command = NoteEnquiryBegun(child_id=begun.child_id, s47_id=begun.s47_id)
    return [Step(stream=register_stream(begun.child_id), decider=REGISTER, command=command)]


def note_enquiry_over(message: Message[OfEnquiry]) -> list[Step]:
    over = message.data
    command = NoteEnquiryOver(child_id=over.child_id, s47_id=over.s47_id)
    return [Step(stream=register_stream(over.child_id), decider=REGISTER, command=command)]
