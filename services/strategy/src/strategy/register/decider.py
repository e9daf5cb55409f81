"""STR-08: one open enquiry a child. A new incident reconvenes the discussion within the enquiry that is open.

It has a stream of its own (``ChildEnquiries-{child_id}``) so that two people who start an enquiry for one
child at the same moment meet the same lock.
"""

from collections.abc import Sequence

from shared.decider import Decider, Refused
from strategy.register.commands import CloseEnquiry, OpenEnquiry, RegisterCommand
from strategy.register.events import EnquiryClosed, EnquiryOpened, RegisterEvent

ONE_OPEN_S47 = "STR-08 ONE_OPEN_S47"

OpenEnquiryId = str | None


def decide(command: RegisterCommand, open_id: OpenEnquiryId) -> Sequence[RegisterEvent]:
    match command:
        case OpenEnquiry():
            if open_id is not None:
                raise Refused(
                    ONE_OPEN_S47,
                    "An enquiry is already open for this child: reconvene the discussion in it",
                    "child_id",
                )
            return [EnquiryOpened(child_id=command.child_id, s47_id=command.s47_id)]
        case CloseEnquiry():
            return [EnquiryClosed(child_id=command.child_id, s47_id=command.s47_id)] if open_id else []


def evolve(open_id: OpenEnquiryId, event: RegisterEvent) -> OpenEnquiryId:
    return event.s47_id if isinstance(event, EnquiryOpened) else None


REGISTER: Decider[RegisterCommand, RegisterEvent, OpenEnquiryId] = Decider(initial=None, decide=decide, evolve=evolve)
