"""A contact arrives, in whatever state: it is received, measured, scored and acknowledged. Nothing is refused."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from intake.commands import ImportLegacyInboxItem, KnownChild, RecordTelephoneContact, SubmitContact
from intake.decider.household import looked_after, siblings
from intake.decider.missing import closed, opened
from intake.decider.state import POLICE_SOURCE, ids_of
from intake.events import (
    ChildIdentified,
    ContactEvent,
    ContactQualityAssessed,
    ContactReceived,
    IdentityMatchProposed,
    IncidentLagMeasured,
    ReferrerAcknowledged,
)
from intake.facts import Account, Channel, ContactType, NamedChild
from intake.flags import flags_of
from intake.quality import answers_of, grade, score
from shared.access.actor import Role

POLICE = (Role.POLICE_SYSTEM, Role.POLICE_MASH)
LAG_LIMITS = {"HIGH": timedelta(hours=12), "MEDIUM": timedelta(hours=24), "STANDARD": timedelta(hours=48)}
UNANSWERED = (Channel.EMAIL_IMPORT,)
"""How a contact comes whose sender is not on the line: somebody, or a message, has to acknowledge it (CK_ACK)."""
STALE_AFTER = timedelta(days=7)


def receive(command: SubmitContact) -> list[ContactEvent]:
    """Everything that follows from a contact's arrival, at once and in one transaction."""
    account = command.account
    received = ContactReceived(
        contact_id=command.contact_id,
        source=command.source,
        account=account,
        flags=flags_of(account, command.reported_at, command.at),
        not_understood=command.not_understood,
        child_ids=ids_of(account.children),
        occurred_at=account.incident.occurred_at,
        reported_at=command.reported_at,
        received_at=command.at,
        lawful_basis=account.lawful_basis,
        said_besides=dict(command.said_besides),
        from_police=_is_from_police(command),
    )
    return [
        received,
        *lag(command.contact_id, account, command.at, account.police_grade),
        scored(command),
        *identities(command.contact_id, command.known, account.children),
        *opened(command),
        *closed(command, received.child_ids),
        *siblings(command, received.child_ids),
        *looked_after(command),
        *_acknowledged(command, received.child_ids),
    ]


def _is_from_police(command: SubmitContact) -> bool:
    """No agency speaks as the police by writing their source code; our own staff may take down what an officer says."""
    taken_down = isinstance(command, RecordTelephoneContact | ImportLegacyInboxItem)
    return command.by.role in POLICE or (taken_down and command.account.source_code == POLICE_SOURCE)


def _acknowledged(command: SubmitContact, child_ids: tuple[str, ...]) -> list[ContactEvent]:
    """The answer to a machine, or the reference read out to a caller, is the acknowledgement. A letter has none yet."""
    account = command.account
    if account.channel in UNANSWERED:
        return []
    return [
        ReferrerAcknowledged(
            contact_id=command.contact_id,
            child_ids=child_ids,
            org_id=account.agency.org_id,
            by_means_of=account.channel.value,
        )
    ]


def lag(contact_id: str, account: Account, received_at: datetime, grade_now: str | None) -> list[ContactEvent]:
    """How long after the incident the contact first came, by the limit of the police's grade (CK_LAG_DA)."""
    occurred_at = account.incident.occurred_at
    if occurred_at is None or occurred_at > received_at:
        return []
    late_by = received_at - occurred_at
    return [
        IncidentLagMeasured(
            contact_id=contact_id,
            child_ids=ids_of(account.children),
            occurred_at=occurred_at,
            received_at=received_at,
            lag_hours=round(late_by.total_seconds() / 3600, 2),
            band=_band(grade_now, late_by),
            domestic_abuse=account.contact_type is ContactType.DOMESTIC_ABUSE,
            grade=grade_now,
        )
    ]


def _band(grade_now: str | None, late_by: timedelta) -> str:
    """CK_LAG_DA: within the limit of the police grade, late, or stale (over 7 days)."""
    if late_by > STALE_AFTER:
        return "STALE"
    limit = LAG_LIMITS.get(grade_now or "", LAG_LIMITS["STANDARD"])
    return "IN_BAND" if late_by <= limit else "LATE"


def scored(command: SubmitContact) -> ContactQualityAssessed:
    """The system's own answers to the tests of quality."""
    tests = answers_of(command.account)
    return ContactQualityAssessed(
        contact_id=command.contact_id,
        child_ids=ids_of(command.account.children),
        grade=grade(tests),
        score=score(tests),
        tests=tests,
        assessed_by="SYSTEM",
    )


def identities(contact_id: str, held: Sequence[KnownChild], children: Sequence[NamedChild]) -> list[ContactEvent]:
    """What is proposed or proven about who these children are, by what we hold."""
    known = {child.temp_ref: child for child in held}
    named = {child.temp_ref: child for child in children}
    return [
        event
        for temp_ref, child in named.items()
        if temp_ref in known
        for event in _identity(contact_id, child, known[temp_ref])
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
