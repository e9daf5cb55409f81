"""A person says who a named child is, and may be wrong: then another link follows, and the first stays to be seen."""

from dataclasses import replace

from intake.commands import ConfirmIdentity, CorrectIdentityLink, Details
from intake.decider.missing import counted_again, pattern_after
from intake.decider.state import Contact, with_reason
from intake.events import ChildIdentified, ContactEvent, IdentityLinkCorrected
from shared.access.actor import Actor
from shared.decider import Refused

NEW_CHILD, LINKED, CORRECTED = "CONFIRMED_NEW", "LINKED", "CORRECTED"
UNBORN_SEX = "U"


def confirm(command: ConfirmIdentity, state: Contact) -> ChildIdentified:
    """``ConfirmIdentity`` of a child we know, or ``CreateChildIdentity`` of one we did not."""
    _may_say(command.by, command.temp_ref, state)
    provisional = state.children[command.temp_ref]
    chosen = command.child_id or provisional
    _not_sealed(command.sealed)
    if state.who.get(command.temp_ref, chosen) != chosen:
        raise Refused(
            "INT-15 IDENTIFIED",
            "This child has been identified as another. Correct the link, and say why",
            "child_id",
        )
    identified = ChildIdentified(
        contact_id=state.contact_id,
        temp_ref=command.temp_ref,
        provisional_child_id=provisional,
        child_id=chosen,
        method=LINKED if command.child_id else NEW_CHILD,
        by=command.by.user_id,
    )
    return identified if command.child_id else _created(identified, _details(command, state))


def _details(command: ConfirmIdentity, state: Contact) -> Details:
    """What the contact says of the child, with what the person knows over it."""
    named = [child for child in state.account.children if child.temp_ref == command.temp_ref] if state.account else []
    said = Details(dob=named[0].dob, expected_dob=named[0].expected_dob, sex=named[0].sex) if named else Details()
    known = command.details
    if known is None:
        return said
    dated = known.dob is not None or known.expected_dob is not None
    return replace(
        known,
        dob=known.dob if dated else said.dob,
        expected_dob=known.expected_dob if dated else said.expected_dob,
        sex=known.sex or said.sex,
    )


def _created(identified: ChildIdentified, details: Details) -> ChildIdentified:
    """INT-06: born or expected, not both; an unborn child has no sex yet; an unknown birthday is an estimate."""
    if details.dob and details.expected_dob:
        raise Refused("INT-06 UNBORN", "Give the date of birth or the expected date, not both", "dob")
    unborn = details.dob is None and details.expected_dob is not None
    if unborn and details.sex not in (None, UNBORN_SEX):
        raise Refused("INT-06 UNBORN", "An unborn child's sex is recorded as U", "sex")
    guessed = details.dob_estimated or (details.dob is None and not unborn)
    return replace(
        identified,
        status="UNCONFIRMED" if guessed else "CONFIRMED",
        dob=details.dob,
        expected_dob=details.expected_dob,
        dob_estimated=guessed,
        sex=UNBORN_SEX if unborn else details.sex,
    )


def correct(command: CorrectIdentityLink, state: Contact) -> list[ContactEvent]:
    """The wrong child: this contact's history moves by a new link. Nothing that was recorded is rewritten."""
    _may_say(command.by, command.temp_ref, state)
    provisional = state.children[command.temp_ref]
    previous = state.who.get(command.temp_ref)
    chosen = command.child_id or provisional
    if previous is None:
        raise Refused("INT-17 NOT_IDENTIFIED", "Nobody has said yet who this child is: confirm it", "temp_ref")
    if previous == chosen:
        raise Refused("INT-18 SAME_CHILD", "This is the child that it is linked to already", "child_id")
    _not_sealed(command.sealed)
    again = counted_again(state, command.temp_ref, chosen, command.missing_before, command.at)
    ends, goes_on_for = pattern_after(state, command.temp_ref, previous)
    corrected = IdentityLinkCorrected(
        contact_id=state.contact_id,
        temp_ref=command.temp_ref,
        provisional_child_id=provisional,
        previous_child_id=previous,
        child_id=chosen,
        child_ids=(*state.child_ids, previous, chosen),
        reason=with_reason(command.reason, "how it is known that this was another child"),
        by=command.by.user_id,
        ends_pattern=ends,
        goes_on_for=goes_on_for,
        since=state.repeated[goes_on_for] if goes_on_for else None,
    )
    return [corrected, _followed(corrected), *again]


def _followed(corrected: IdentityLinkCorrected) -> ChildIdentified:
    return ChildIdentified(
        contact_id=corrected.contact_id,
        temp_ref=corrected.temp_ref,
        provisional_child_id=corrected.provisional_child_id,
        child_id=corrected.child_id,
        method=CORRECTED,
        by=corrected.by,
    )


def _may_say(by: Actor, temp_ref: str, state: Contact) -> None:
    if temp_ref not in state.children:
        raise Refused("INT-10 NO_SUCH_CHILD", "This contact names no child by that reference", "temp_ref")
    if not by.registered_sw:
        raise Refused("INT-11 NOT_SW", "Who a child is, is confirmed by a registered social worker", "child_id")


def _not_sealed(sealed: bool) -> None:
    if sealed:
        raise Refused(
            "INT-16 SEALED", "No link may lead to this record. Ask the information governance lead", "child_id"
        )
