"""Later versions of a contact: what changed, a new police grade, children named for the first time, a return."""

from dataclasses import fields, replace

from intake.commands import SubmitContact
from intake.decider.arriving import scored
from intake.decider.grading import measured_again, regraded
from intake.decider.household import looked_after, siblings
from intake.decider.missing import closed, opened
from intake.decider.naming import identified, named_before
from intake.decider.state import ROLES, Contact, ids_of
from intake.events import (
    ConsentStatusRecorded,
    ContactAmended,
    ContactEvent,
)
from intake.facts import Account, Consent, ContactType, DomesticAbuse, NamedChild
from intake.flags import ROLES_UNCLEAR, flags_of
from intake.quality import answers_of
from shared.decider import Refused

OVERTAKEN = (
    "Your organisation has amended this since you opened it. Open it again beside this page to see what was written, "
    "then send yours: both are kept"
)


def amend(command: SubmitContact, state: Contact, before: Account) -> list[ContactEvent]:
    """A later version is kept beside what was said before; one that comes late changes nothing, and loses no child."""
    late = command.source.version < state.version
    if late and command.source.addition:
        raise Refused("INT-49 OVERTAKEN", OVERTAKEN)
    superseded = late and not _is_report_of_return(before, command.account)
    if not superseded:
        command = replace(command, account=_whole(before, command.account))
    account = command.account
    amended = ContactAmended(
        contact_id=command.contact_id,
        source=command.source,
        account=account,
        changes=_changes(before, account),
        superseded=superseded,
        child_ids=ids_of(account.children) or state.child_ids,
        occurred_at=account.incident.occurred_at,
        reported_at=command.reported_at,
        received_at=command.at,
        flags=_flags(command, state, before),
        said_besides=dict(command.said_besides),
        told_anew=_told_anew(before, account, superseded=superseded),
        joined_before=() if superseded else _joined_before(state, before, account),
    )
    if superseded:
        return [amended, *named_before(command, state)]
    newly_named = [child for child in account.children if child.temp_ref not in state.children]
    graded = regraded(command, state, before)
    return [
        amended,
        *graded,
        *measured_again(state, account, graded),
        *_scored_again(command, before),
        *_consent(command, state, before),
        *identified(state, command.known, newly_named, command.at),
        *opened(command, state.missing),
        *closed(command, amended.child_ids, state.back),
        *siblings(command, amended.child_ids, state.asked_about),
        *_looked_after(command, before),
    ]


def _told_anew(before: Account, said: Account, *, superseded: bool) -> tuple[str, ...]:
    """Of a version that came late only those whom nobody had named: of the others the newest version speaks."""
    same_kind = said.contact_type is before.contact_type
    if superseded and not same_kind:
        return ()
    schools = {child.temp_ref: child.school_urn for child in before.children} if same_kind else {}
    return tuple(
        child.temp_ref
        for child in said.children
        if child.temp_ref not in schools or (schools[child.temp_ref] != child.school_urn and not superseded)
    )


def _joined_before(state: Contact, before: Account, said: Account) -> tuple[NamedChild, ...]:
    """Of another kind now, the contact is told of anew for every child, whoever named it."""
    if said.contact_type is before.contact_type:
        return ()
    named = {child.temp_ref for child in said.children}
    return tuple(child for ref, child in state.joined.items() if ref not in named)


def _whole(before: Account, sent: Account) -> Account:
    """What a version leaves open stays known: a kind of contact, a missing report behind its return."""
    names_none = sent.contact_type is ContactType.OTHER
    return _episode(before, replace(sent, contact_type=before.contact_type) if names_none else sent)


def _episode(before: Account, sent: Account) -> Account:
    """A missing report and its return are two halves, whichever comes first: the report says who and why. A child who
    is back stays so in a later version of the report that says nothing of it."""
    if before.missing and sent.found and not sent.missing:
        return replace(
            before,
            contact_type=sent.contact_type,
            found=sent.found,
            immediate_safety=sent.immediate_safety,
            injury_seen=sent.injury_seen or before.injury_seen,
            injury_note=sent.injury_note or before.injury_note,
            children=sent.children or before.children,
        )
    if not before.found or not sent.missing or sent.found:
        return sent
    return replace(sent, found=before.found, contact_type=(before if before.missing else sent).contact_type)


def _is_report_of_return(before: Account, sent: Account) -> bool:
    return bool(before.found and not before.missing and sent.missing)


def _looked_after(command: SubmitContact, before: Account) -> list[ContactEvent]:
    """Said for the first time, or by a report that came after the return."""
    known = before.absence is not None and before.absence.cla == "Y"
    return [] if known else looked_after(command)


def _scored_again(command: SubmitContact, before: Account) -> list[ContactEvent]:
    """What was missing may be there now: the tests are answered again where their answers have changed."""
    return [scored(command)] if answers_of(command.account) != answers_of(before) else []


def _consent(command: SubmitContact, state: Contact, before: Account) -> list[ContactEvent]:
    said = command.account.consent
    if said == before.consent or said == Consent():
        return []
    return [
        ConsentStatusRecorded(
            contact_id=state.contact_id,
            child_ids=state.child_ids,
            parents_informed=said.parents_informed,
            parental_agreement=said.parental_agreement,
            child_view=said.child_view,
            reason="",
            by=command.by.user_id,
        )
    ]


def _flags(command: SubmitContact, state: Contact, before: Account) -> tuple[str, ...]:
    """What is noticed in this version. What the police have clarified, or a manager let past, is not asked again for
    the same words."""
    flags = flags_of(command.account, command.reported_at, command.at)
    asked = state.roles_unclear and not state.let_past(ROLES)
    if asked or _parts(before) != _parts(command.account):
        return flags
    return tuple(flag for flag in flags if flag != ROLES_UNCLEAR)


def _parts(account: Account) -> tuple[str | None, str | None, bool]:
    """Who is said to be victim, who perpetrator, and whether each accuses the other."""
    da = (account.police.da if account.police else None) or DomesticAbuse()
    return da.victim_ref, da.perpetrator_ref, da.counter_allegation


def _changes(before: Account, after: Account) -> tuple[str, ...]:
    return tuple(f.name for f in fields(Account) if getattr(before, f.name) != getattr(after, f.name))
