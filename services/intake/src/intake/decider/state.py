"""What the rules need to know of a contact, and how each event changes it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from intake.events import (
    ChildIdentified,
    ChildNamed,
    ContactAmended,
    ContactEvent,
    ContactGuardOverridden,
    ContactMarkedNotAboutAChild,
    ContactOverrideReviewed,
    ContactReceived,
    ContactRedirected,
    DuplicateContactLinked,
    DuplicateContactUnlinked,
    IdentityLinkCorrected,
    IntelligenceHandlingMarked,
    MaracJudgementRecorded,
    MaracReferralRecorded,
    MissingEpisodeClosed,
    MissingEpisodeOpened,
    MissingEpisodesCounted,
    MissingPatternConsidered,
    PoliceRiskGradeAmended,
    ReferrerAcknowledged,
    RhiCompleted,
    RhiDeclined,
    SiblingAdded,
    SiblingExcluded,
    SiblingsFound,
    VictimAndPerpetratorClarified,
)
from intake.facts import REPEATED_MISSING, Account, NamedChild
from intake.flags import ROLES_UNCLEAR
from shared.access.actor import Role
from shared.decider import Refused

SCREENED_FIRST, SIBLINGS, ROLES = "INT-02", "INT-04", "INT-07"
"""The guards that a manager may let a contact past."""
POLICE_SOURCE = "6"
JUDGED, CONFIRMED = "JUDGED", "CONFIRMED"
HUB = "MASH"
"""Who graded: the police in the hub, whose word stands over the officer's."""
LEAST_REASON = 20
"""Characters of a reason that somebody else can understand later."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """``account`` is None before it has been received. ``children`` are the provisional identities by reference,
    ``who`` the children they turned out to be, ``undecided`` the siblings neither added nor excluded,
    ``roles_unclear`` until the police have said who is victim and who perpetrator. ``missing`` are the children of
    an episode, each with its number in 30 days (0: not known), ``back`` those who returned, and when, ``repeated``
    those of whom a third episode in 30 days is to be considered, since when: the clock (CK_MISS3) names the first.
    ``hub_grade`` is what the police in the hub say of the adult victim's risk, ``handling`` of how their
    intelligence is handled. ``joined`` are the children whom somebody here has added or named, by reference.
    ``marac``: JUDGED by a manager to go there, or CONFIRMED by MARAC. ``passed`` are the guards that a manager let
    it past, ``to_look_at`` those at which another has to look again, each with who let it past."""

    account: Account | None = None
    contact_id: str = ""
    version: int = 0
    children: dict[str, str] = field(default_factory=dict[str, str])
    who: dict[str, str] = field(default_factory=dict[str, str])
    undecided: tuple[str, ...] = ()
    excluded: frozenset[str] = frozenset()
    ended: str | None = None
    linked_to: frozenset[str] = frozenset()
    tells_again_of: str | None = None
    source_ref: str = ""
    from_police: bool = False
    reported_at: datetime | None = None
    received_at: datetime | None = None
    joined: Mapping[str, NamedChild] = field(default_factory=dict[str, NamedChild])
    flags: tuple[str, ...] = ()
    said_besides: Mapping[str, str] = field(default_factory=dict[str, str])
    missing: Mapping[str, int] = field(default_factory=dict[str, int])
    repeated: Mapping[str, datetime] = field(default_factory=dict[str, datetime])
    back: Mapping[str, datetime | None] = field(default_factory=dict[str, datetime | None])
    interviewed: bool = False
    roles_unclear: bool = False
    acknowledged: bool = False
    hub_grade: str | None = None
    handling: str | None = None
    marac: str | None = None
    passed: frozenset[str] = frozenset()
    to_look_at: Mapping[str, str] = field(default_factory=dict[str, str])

    @property
    def asked_about(self) -> frozenset[str]:
        """The children of the household of whom somebody has been asked, or who are part of the contact."""
        return frozenset((*self.undecided, *self.excluded, *self.children.values(), *self.who.values()))

    def let_past(self, guard: str) -> bool:
        """Does a manager answer for letting it past this guard?"""
        return guard in self.passed

    def child(self, temp_ref: str) -> NamedChild | None:
        """What the contact says of the child of this reference, or whoever added it."""
        named = self.account.children if self.account else ()
        return next((child for child in named if child.temp_ref == temp_ref), self.joined.get(temp_ref))

    @property
    def police_grade(self) -> str | None:
        """The grade that stands: the hub's, else the one that the sender gives."""
        return self.hub_grade or (self.account.police_grade if self.account else None)

    @property
    def returned(self) -> bool:
        return bool(self.back)

    @property
    def child_ids(self) -> tuple[str, ...]:
        return tuple(self.children.values())


def ids_of(children: Sequence[NamedChild]) -> tuple[str, ...]:
    """The provisional identities of these children."""
    return tuple(child.child_id for child in children)


def with_reason(reason: str, what: str) -> str:
    """The reason without its edges. Refused when it is too short to be understood later."""
    if len(reason.strip()) < LEAST_REASON:
        raise Refused("INT-20 REASON", f"Say in a sentence {what}", "reason")
    return reason.strip()


def only(role: Role, allowed: Sequence[Role], words: str) -> None:
    """Refused unless this role may do it."""
    if role not in allowed:
        raise Refused("INT-21 NOT_YOURS", words)


def evolve(state: Contact, event: ContactEvent) -> Contact:
    match event:
        case ContactReceived():
            return Contact(
                account=event.account,
                contact_id=event.contact_id,
                version=event.source.version,
                children=_named(event.account),
                roles_unclear=ROLES_UNCLEAR in event.flags,
                source_ref=event.source.ref,
                from_police=_from_police(event),
                reported_at=event.reported_at,
                received_at=event.received_at,
                flags=event.flags,
                said_besides=event.said_besides,
                hub_grade=_of_the_hub(event.account),
            )
        case ContactAmended(superseded=False):
            return _amended(state, event)
        case ChildIdentified():
            who = state.who | {event.temp_ref: event.child_id}
            return replace(state, who=who, undecided=_without(state, event.child_id))
        case SiblingsFound():
            undecided = (*state.undecided, *(found.child_id for found in event.found))
            return replace(state, undecided=undecided, passed=state.passed - {SIBLINGS})
        case SiblingAdded():
            return _with_sibling(state, event.child)
        case ChildNamed(child=child):
            return replace(
                state,
                children=state.children | {child.temp_ref: child.child_id},
                joined=dict(state.joined) | {child.temp_ref: child},
            )
        case SiblingExcluded():
            excluded = state.excluded | {event.child_id}
            return replace(state, undecided=_without(state, event.child_id), excluded=excluded)
        case _:
            return _evolve_ways(state, event)


def _evolve_ways(state: Contact, event: ContactEvent) -> Contact:
    match event:
        case ContactMarkedNotAboutAChild():
            return replace(state, ended="NOT_ABOUT_A_CHILD")
        case ContactRedirected():
            return replace(state, ended="REDIRECTED")
        case DuplicateContactLinked(primary_contact_id=other):
            again = other if event.same_incident else state.tells_again_of
            return replace(state, linked_to=state.linked_to | {other}, tells_again_of=again)
        case DuplicateContactUnlinked(primary_contact_id=other):
            again = None if state.tells_again_of == other else state.tells_again_of
            return replace(state, linked_to=state.linked_to - {other}, tells_again_of=again)
        case ReferrerAcknowledged():
            return replace(state, acknowledged=True)
        case VictimAndPerpetratorClarified():
            return replace(state, roles_unclear=False)
        case MaracJudgementRecorded():
            return replace(state, marac=JUDGED)
        case MaracReferralRecorded():
            return replace(state, marac=CONFIRMED)
        case PoliceRiskGradeAmended():
            return replace(state, hub_grade=event.grade if event.graded_by == HUB else None)
        case IntelligenceHandlingMarked(handling=handling):
            return replace(state, handling=handling)
        case ContactGuardOverridden(guard=guard):
            to_look_at = dict(state.to_look_at) | {guard: event.overridden_by}
            return replace(state, passed=state.passed | {guard}, to_look_at=to_look_at)
        case ContactOverrideReviewed():
            left = {guard: by for guard, by in state.to_look_at.items() if guard != event.guard}
            return replace(state, to_look_at=left)
        case MissingEpisodeOpened():
            number = event.episode_no_30d or 0
            missing = dict(state.missing) | {event.child_id: number}
            return replace(state, missing=missing, repeated=_repeated(state, event.child_id, number, event.received_at))
        case MissingEpisodesCounted():
            repeated = _repeated(state, event.child_id, event.episode_no_30d, event.counted_at)
            return replace(state, repeated=repeated)
        case MissingPatternConsidered():
            return replace(state, repeated={})
        case IdentityLinkCorrected(ends_pattern=True):
            wrong = (event.provisional_child_id, event.previous_child_id)
            return replace(state, repeated={who: at for who, at in state.repeated.items() if who not in wrong})
        case MissingEpisodeClosed():
            return replace(state, back=dict(state.back) | {event.child_id: event.occurred_at})
        case RhiCompleted() | RhiDeclined():
            return replace(state, interviewed=True)
        case _:
            return state


def _amended(state: Contact, event: ContactAmended) -> Contact:
    return replace(
        state,
        account=event.account,
        version=max(state.version, event.source.version),
        children=state.children | _named(event.account),
        roles_unclear=state.roles_unclear or ROLES_UNCLEAR in event.flags,
        passed=state.passed - {ROLES} if ROLES_UNCLEAR in event.flags else state.passed,
        flags=event.flags,
        said_besides=dict(state.said_besides) | event.said_besides,
    )


def _repeated(state: Contact, child_id: str, episodes: int, at: datetime) -> Mapping[str, datetime]:
    if episodes < REPEATED_MISSING or child_id in state.repeated:
        return state.repeated
    return dict(state.repeated) | {child_id: at}


def _from_police(event: ContactReceived) -> bool:
    """Of what came before its sender was kept, the source says so."""
    return event.account.source_code == POLICE_SOURCE if event.from_police is None else event.from_police


def _of_the_hub(account: Account) -> str | None:
    da = account.police.da if account.police else None
    return da.grade if da and da.graded_by == HUB else None


def _named(account: Account) -> dict[str, str]:
    return {child.temp_ref: child.child_id for child in account.children}


def _with_sibling(state: Contact, child: NamedChild) -> Contact:
    return replace(
        state,
        children=state.children | {child.temp_ref: child.child_id},
        who=state.who | {child.temp_ref: child.child_id},
        joined=dict(state.joined) | {child.temp_ref: child},
        undecided=_without(state, child.child_id),
    )


def _without(state: Contact, child_id: str) -> tuple[str, ...]:
    return tuple(other for other in state.undecided if other != child_id)
