"""What commands and events both carry: who is named, what was agreed, what a proposal rests on."""

from dataclasses import dataclass
from datetime import date, datetime

from screening.codes import Agreement, Concern, Immediacy, ParentsInformed


@dataclass(frozen=True, slots=True, kw_only=True)
class Agency:
    """Who sent the contact."""

    org_id: str
    name: str
    urn: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedChild:
    """A child as the sender named them. ``child_id`` is provisional until intake confirms who it is."""

    temp_ref: str
    child_id: str
    born_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """The consent trio. Agreement is to a service; it is never the lawful basis for sharing."""

    parents_informed: ParentsInformed = ParentsInformed.UNKNOWN
    parental_agreement: Agreement = Agreement.UNKNOWN
    child_view: str = ""

    @property
    def is_unclear(self) -> bool:
        """Whether nobody has said if the parents know, or if they agree."""
        return ParentsInformed.UNKNOWN is self.parents_informed or Agreement.UNKNOWN is self.parental_agreement

    def followed_by(self, said: "Consent") -> "Consent":
        """What is said anew; where nothing is said, what was known stays, a refusal too."""
        informed, agreed = said.parents_informed, said.parental_agreement
        return Consent(
            parents_informed=self.parents_informed if informed is ParentsInformed.UNKNOWN else informed,
            parental_agreement=self.parental_agreement if agreed is Agreement.UNKNOWN else agreed,
            child_view=said.child_view or self.child_view,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactFacts:
    """The part of a contact that rules and recipients of a decision need."""

    contact_id: str
    contact_type: str
    source_code: str
    source_system: str
    source_ref: str
    agency: Agency
    professional_referrer: bool
    received_at: datetime
    urgent_facts: tuple[str, ...]
    police_grade: str | None
    high_risk_factors: tuple[str, ...]
    previous_incidents_12m: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OnCallCall:
    """A direction given by telephone out of hours: which manager said it, and when."""

    manager: str
    called_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LastClosure:
    closed_on: date | None
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InformationGap:
    """What is not known, and why it is safe enough to decide without it."""

    gap: str
    how_tolerated: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SafetyPlan:
    """A written agreement protects nobody unless somebody watches it (SCR-15)."""

    who_monitors: str = ""
    how_tested: str = ""
    contingency: str = ""
    review_on: date | None = None

    @property
    def is_tested(self) -> bool:
        return bool(self.who_monitors and self.how_tested and self.contingency and self.review_on)


@dataclass(frozen=True, slots=True, kw_only=True)
class StrategyGrounds:
    """Why a strategy discussion is asked for, and how soon."""

    grounds: str
    concern: tuple[Concern, ...]
    immediacy: Immediacy


@dataclass(frozen=True, slots=True, kw_only=True)
class LateReason:
    """Why a decision came after its deadline; late is said, never hidden."""

    code: str
    text: str


@dataclass(frozen=True, slots=True, order=True)
class ClockOf:
    """One clock of the register, by its code and the stream that it is about."""

    code: str
    subject: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownOfChild:
    """What our own record held about a child at one moment, up to ``position`` of the store. Nobody else tells it.

    ``items`` are the child's other contacts; the counts are of 12 months up to this contact, with it. With an
    ``open_referral`` somebody here has the child already.
    """

    position: int
    items: tuple[str, ...]
    contacts_12m: int
    abuse_contacts_12m: int
    open_referral: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class HistorySeen:
    """What could have been read, and what was opened, when a decision was made (docs/decisions/0018).

    ``position`` and ``items_available`` are of our own record at the moment of the decision. ``items_opened`` is what
    the reviewer opened of it, ``entries_opened`` what of the timeline, as it was known at ``timeline_read_at``.
    """

    position: int
    items_available: tuple[str, ...]
    items_opened: tuple[str, ...]
    timeline_read_at: datetime | None
    entries_opened: tuple[str, ...]
