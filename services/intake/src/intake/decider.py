"""The rules of a contact: whatever arrives is received, once; every later version is kept; people say who is who."""

from collections.abc import Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import timedelta

from intake.commands import ConfirmIdentity, ContactCommand, KnownChild, SubmitContact
from intake.events import (
    ChildIdentified,
    ContactAmended,
    ContactEvent,
    ContactQualityAssessed,
    ContactReceived,
    IdentityMatchProposed,
    IncidentLagMeasured,
    MissingEpisodeClosed,
    MissingEpisodeOpened,
    PoliceRiskGradeAmended,
    ReferrerAcknowledged,
)
from intake.facts import Account, ContactType, NamedChild
from intake.flags import flags_of
from intake.quality import answers_of, grade, score
from shared.decider import Decider, Refused

LAG_LIMITS = {"HIGH": timedelta(hours=12), "MEDIUM": timedelta(hours=24), "STANDARD": timedelta(hours=48)}
STALE_AFTER = timedelta(days=7)
NEW_CHILD, LINKED = "CONFIRMED_NEW", "LINKED"


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """What the rules need to know of a contact. ``account`` is None before it has been received."""

    account: Account | None = None
    contact_id: str = ""
    version: int = 0
    children: dict[str, str] = field(default_factory=dict[str, str])
    identified: frozenset[str] = frozenset()


def decide(command: ContactCommand, state: Contact) -> Sequence[ContactEvent]:
    match command:
        case ConfirmIdentity():
            return [_confirm(command, state)]
        case SubmitContact():
            before = state.account
            return _receive(command) if before is None else _amend(command, state, before)


def _receive(command: SubmitContact) -> list[ContactEvent]:
    account = command.account
    received = ContactReceived(
        contact_id=command.contact_id,
        source=command.source,
        account=account,
        flags=flags_of(account, command.reported_at, command.at),
        not_understood=command.not_understood,
        child_ids=_ids(account.children),
        occurred_at=account.incident.occurred_at,
        reported_at=command.reported_at,
        received_at=command.at,
        lawful_basis=account.lawful_basis,
    )
    return [
        received,
        *_lag(command),
        _quality(command),
        *_identities(command, account.children),
        *_missing(command),
        ReferrerAcknowledged(
            contact_id=command.contact_id,
            child_ids=received.child_ids,
            org_id=account.agency.org_id,
            by_means_of=account.channel.value,
        ),
    ]


def _ids(children: Sequence[NamedChild]) -> tuple[str, ...]:
    return tuple(child.child_id for child in children)


def _lag(command: SubmitContact) -> list[ContactEvent]:
    occurred_at = command.account.incident.occurred_at
    if occurred_at is None or occurred_at > command.at:
        return []
    lag = command.at - occurred_at
    return [
        IncidentLagMeasured(
            contact_id=command.contact_id,
            child_ids=_ids(command.account.children),
            occurred_at=occurred_at,
            received_at=command.at,
            lag_hours=round(lag.total_seconds() / 3600, 2),
            band=_band(command.account, lag),
        )
    ]


def _band(account: Account, lag: timedelta) -> str:
    """CK_LAG_DA: within the limit of the police grade, late, or stale (over 7 days)."""
    if lag > STALE_AFTER:
        return "STALE"
    limit = LAG_LIMITS.get(_police_grade(account) or "", LAG_LIMITS["STANDARD"])
    return "IN_BAND" if lag <= limit else "LATE"


def _police_grade(account: Account) -> str | None:
    return account.police.da.grade if account.police and account.police.da else None


def _quality(command: SubmitContact) -> ContactQualityAssessed:
    tests = answers_of(command.account)
    return ContactQualityAssessed(
        contact_id=command.contact_id,
        child_ids=_ids(command.account.children),
        grade=grade(tests),
        score=score(tests),
        tests=tests,
        assessed_by="SYSTEM",
    )


def _identities(command: SubmitContact, children: Sequence[NamedChild]) -> list[ContactEvent]:
    known = {child.temp_ref: child for child in command.known}
    named = {child.temp_ref: child for child in children}
    return [
        event
        for temp_ref, child in named.items()
        if temp_ref in known
        for event in _identity(command.contact_id, child, known[temp_ref])
    ]


def _identity(contact_id: str, child: NamedChild, known: KnownChild) -> list[ContactEvent]:
    if known.proven_child_id and known.proof:
        return [
            ChildIdentified(
                contact_id=contact_id,
                temp_ref=child.temp_ref,
                provisional_child_id=child.child_id,
                child_id=known.proven_child_id,
                method=known.proof,
                by="SYSTEM",
            )
        ]
    if not known.candidates:
        return []
    return [
        IdentityMatchProposed(
            contact_id=contact_id,
            temp_ref=child.temp_ref,
            child_id=child.child_id,
            candidates=known.candidates,
        )
    ]


def _missing(command: SubmitContact) -> list[ContactEvent]:
    return [*_opened(command), *_closed(command, _ids(command.account.children))]


def _opened(command: SubmitContact) -> list[ContactEvent]:
    account, missing = command.account, command.account.missing
    if account.contact_type is not ContactType.MISSING or missing is None:
        return []
    return [
        MissingEpisodeOpened(
            episode_id=f"{command.contact_id}/{child.child_id}",
            contact_id=command.contact_id,
            child_id=child.child_id,
            missing_from=missing.missing_from,
            police_risk=missing.police_risk,
            exploitation_flags=missing.exploitation_flags,
            episode_no_30d=missing.episode_no_30d,
            episode_no_90d=missing.episode_no_90d,
            occurred_at=missing.last_seen_at,
            reported_at=command.reported_at,
            received_at=command.at,
        )
        for child in account.children
    ]


def _closed(command: SubmitContact, child_ids: Sequence[str]) -> list[ContactEvent]:
    found = command.account.found
    if found is None:
        return []
    return [
        MissingEpisodeClosed(
            episode_id=f"{command.contact_id}/{child_id}",
            contact_id=command.contact_id,
            child_id=child_id,
            found_how=found.found_how,
            prevention_interview_done=found.prevention_interview_done,
            occurred_at=found.found_at,
            received_at=command.at,
        )
        for child_id in child_ids
    ]


def _amend(command: SubmitContact, state: Contact, before: Account) -> list[ContactEvent]:
    account = command.account
    superseded = command.source.version < state.version
    amended = ContactAmended(
        contact_id=command.contact_id,
        source=command.source,
        account=account,
        changes=_changes(before, account),
        superseded=superseded,
        child_ids=_ids(account.children) or tuple(state.children.values()),
        occurred_at=account.incident.occurred_at,
        reported_at=command.reported_at,
        received_at=command.at,
    )
    if superseded:
        return [amended]
    newly_named = [child for child in account.children if child.temp_ref not in state.children]
    return [
        amended,
        *_regrade(command, before),
        *_identities(command, newly_named),
        *_closed(command, amended.child_ids),
    ]


def _changes(before: Account, after: Account) -> tuple[str, ...]:
    return tuple(f.name for f in fields(Account) if getattr(before, f.name) != getattr(after, f.name))


def _regrade(command: SubmitContact, before: Account) -> list[ContactEvent]:
    previous, grade_now = _police_grade(before), _police_grade(command.account)
    if grade_now is None or previous == grade_now:
        return []
    police = command.account.police
    return [
        PoliceRiskGradeAmended(
            contact_id=command.contact_id,
            child_ids=_ids(command.account.children),
            previous=previous,
            grade=grade_now,
            graded_by=police.da.graded_by if police and police.da else None,
        )
    ]


def _confirm(command: ConfirmIdentity, state: Contact) -> ChildIdentified:
    if command.temp_ref not in state.children:
        raise Refused("INT-10 NO_SUCH_CHILD", "This contact names no child by that reference", "temp_ref")
    if not command.by.registered_sw:
        raise Refused("INT-11 NOT_SW", "Who a child is, is confirmed by a registered social worker", "child_id")
    provisional = state.children[command.temp_ref]
    return ChildIdentified(
        contact_id=state.contact_id,
        temp_ref=command.temp_ref,
        provisional_child_id=provisional,
        child_id=command.child_id or provisional,
        method=LINKED if command.child_id else NEW_CHILD,
        by=command.by.user_id,
    )


def evolve(state: Contact, event: ContactEvent) -> Contact:
    match event:
        case ContactReceived():
            return Contact(
                account=event.account,
                contact_id=event.contact_id,
                version=event.source.version,
                children={child.temp_ref: child.child_id for child in event.account.children},
            )
        case ContactAmended(superseded=False):
            named = {child.temp_ref: child.child_id for child in event.account.children}
            return replace(state, account=event.account, version=event.source.version, children=state.children | named)
        case ChildIdentified():
            return replace(state, identified=state.identified | {event.temp_ref})
        case _:
            return state


CONTACT: Decider[ContactCommand, ContactEvent, Contact] = Decider(initial=Contact(), decide=decide, evolve=evolve)
