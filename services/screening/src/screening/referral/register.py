"""May this child have a new referral? One answer a child, in a stream of its own (``ChildReferrals-{child_id}``),
so that two managers who accept for one child at the same moment meet the same lock.

Its law: a child who is open never gets a new referral; of two on one day the first counts (census methodology).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from screening.codes import CareStatus
from shared.decider import Decider, Refused
from shared.disclosure import Sensitivity
from shared.events import EventCatalogue

OPEN_CHILD = "REFERRAL OPEN_CHILD"
SAME_DAY = "REFERRAL SAME_DAY"

REGISTER_EVENTS = EventCatalogue()


@dataclass(frozen=True, slots=True, kw_only=True)
class Referrals:
    """A child's referrals: the one that is open, and the day on which each began. ``enquiries``: under section 47, and
    under way."""

    open_id: str | None = None
    starts: tuple[date, ...] = ()
    enquiries: frozenset[str] = frozenset()

    def with_those_of(self, other: "Referrals") -> "Referrals":
        """Both, where two identities have turned out to be one child."""
        return Referrals(
            open_id=self.open_id or other.open_id,
            starts=tuple(sorted({*self.starts, *other.starts})),
            enquiries=self.enquiries | other.enquiries,
        )

    def start_before(self, on: date) -> date | None:
        """The day on which the last one before that day began."""
        return max((start for start in self.starts if start < on), default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenReferral:
    """``elsewhere`` are the referrals under the child's other identities; ``care_status`` what the record of
    social care said when it was last looked at."""

    child_id: str
    referral_id: str
    referral_date: date
    care_status: CareStatus
    elsewhere: Referrals = Referrals()


@dataclass(frozen=True, slots=True, kw_only=True)
class EndReferral:
    child_id: str
    referral_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteEnquiryChildSeen:
    """A section 47 enquiry has seen the child, who may have a referral with us. Never refused."""

    child_id: str
    s47_id: str
    seen_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteEnquiryBegun:
    """A section 47 enquiry about the child has begun. Never refused."""

    child_id: str
    s47_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteEnquiryOver:
    """Its outcome is recorded. Never refused."""

    child_id: str
    s47_id: str


@REGISTER_EVENTS.event("ChildReferralOpened")
@dataclass(frozen=True, slots=True, kw_only=True)
class ChildReferralOpened:
    child_id: str
    referral_id: str
    referral_date: date


@REGISTER_EVENTS.event("ChildReferralEnded")
@dataclass(frozen=True, slots=True, kw_only=True)
class ChildReferralEnded:
    child_id: str
    referral_id: str


@REGISTER_EVENTS.event("EnquiryChildSeenNoted", classes=(Sensitivity.STR,))
@dataclass(frozen=True, slots=True, kw_only=True)
class EnquiryChildSeenNoted:
    """The child of this open referral was seen, in an enquiry: nobody has to write it down twice."""

    child_id: str
    referral_id: str
    s47_id: str
    seen_at: datetime


@REGISTER_EVENTS.event("EnquiryBegunNoted", classes=(Sensitivity.STR,))
@dataclass(frozen=True, slots=True, kw_only=True)
class EnquiryBegunNoted:
    """While it is under way nobody finds the child in no need."""

    child_id: str
    s47_id: str


@REGISTER_EVENTS.event("EnquiryOverNoted", classes=(Sensitivity.STR,))
@dataclass(frozen=True, slots=True, kw_only=True)
class EnquiryOverNoted:
    child_id: str
    s47_id: str


RegisterCommand = OpenReferral | EndReferral | NoteEnquiryChildSeen | NoteEnquiryBegun | NoteEnquiryOver
RegisterEvent = ChildReferralOpened | ChildReferralEnded | EnquiryChildSeenNoted | EnquiryBegunNoted | EnquiryOverNoted


def decide(command: RegisterCommand, known: Referrals) -> Sequence[RegisterEvent]:
    match command:
        case OpenReferral():
            _require_room(command, known.with_those_of(command.elsewhere))
            return [
                ChildReferralOpened(
                    child_id=command.child_id, referral_id=command.referral_id, referral_date=command.referral_date
                )
            ]
        case EndReferral():
            if known.open_id != command.referral_id:
                return []
            return [ChildReferralEnded(child_id=command.child_id, referral_id=command.referral_id)]
        case NoteEnquiryChildSeen():
            return _seen(command, known)
        case NoteEnquiryBegun(child_id=child_id, s47_id=s47_id):
            return [] if s47_id in known.enquiries else [EnquiryBegunNoted(child_id=child_id, s47_id=s47_id)]
        case NoteEnquiryOver(child_id=child_id, s47_id=s47_id):
            return [EnquiryOverNoted(child_id=child_id, s47_id=s47_id)] if s47_id in known.enquiries else []


def _seen(command: NoteEnquiryChildSeen, known: Referrals) -> list[RegisterEvent]:
    if known.open_id is None:
        return []
    return [
        EnquiryChildSeenNoted(
            child_id=command.child_id, referral_id=known.open_id, s47_id=command.s47_id, seen_at=command.seen_at
        )
    ]


def _require_room(command: OpenReferral, known: Referrals) -> None:
    if command.referral_date in known.starts:
        raise Refused(SAME_DAY, "This child has a referral of that day already: the first one counts.", "child_id")
    if known.open_id is not None:
        raise Refused(
            OPEN_CHILD, "This child has an open referral: the contact belongs to the worker who has it.", "child_id"
        )
    if command.care_status.is_open:
        raise Refused(
            OPEN_CHILD,
            f"This child is open to social care ({command.care_status}): there is no new referral. "
            "The contact goes to the team that has the child.",
            "care_status",
        )
    if command.care_status is CareStatus.UNKNOWN:
        raise Refused(
            "REFERRAL CARE_STATUS",
            "Nobody has recorded yet whether this child is open. Look, and choose what the record says.",
            "care_status",
        )


def evolve(known: Referrals, event: RegisterEvent) -> Referrals:
    match event:
        case ChildReferralOpened():
            return replace(known, open_id=event.referral_id, starts=(*known.starts, event.referral_date))
        case ChildReferralEnded():
            return replace(known, open_id=None)
        case EnquiryBegunNoted():
            return replace(known, enquiries=known.enquiries | {event.s47_id})
        case EnquiryOverNoted():
            return replace(known, enquiries=known.enquiries - {event.s47_id})
        case EnquiryChildSeenNoted():
            return known


REGISTER: Decider[RegisterCommand, RegisterEvent, Referrals] = Decider(
    initial=Referrals(), decide=decide, evolve=evolve
)
