"""Where a contact leads beside its screening. Nothing discards it (INT-01), and nothing goes around it (INT-02)."""

import re

from intake.commands import (
    CheckLink,
    JudgeForMarac,
    LinkDuplicate,
    MarkNotAboutAChild,
    RecordMaracReferral,
    RecordPrivateFosteringVisit,
    RedirectContact,
    RoutePrivateFostering,
    RouteToLado,
    UnlinkDuplicate,
)
from intake.decider.state import CONFIRMED, JUDGED, LEAST_REASON, SCREENED_FIRST, Contact, only, with_reason
from intake.events import (
    ContactEvent,
    ContactMarkedNotAboutAChild,
    ContactRedirected,
    DuplicateContactLinked,
    DuplicateContactUnlinked,
    LadoReferralRouted,
    MaracJudgementRecorded,
    MaracReferralRecorded,
    PrivateFosteringRouted,
    PrivateFosteringVisited,
)
from shared.decider import Conflict, Refused
from shared.overriding import MANAGERS


class LinksChanged(Conflict):
    """A link was made or undone since the way from contact to contact was walked."""


LOCAL_AUTHORITY = r"[0-9]{3}"


def mark_not_about_a_child(command: MarkNotAboutAChild, state: Contact) -> ContactMarkedNotAboutAChild:
    """INT-01: the only way, beside a redirect, in which a contact ends here, and a manager's. A child who is named is
    decided about, unless the manager says of each why it is none."""
    only(command.by.role, MANAGERS, "A front door manager decides that a contact is not about a child")
    _not_ended(state)
    _answered_for(command, state)
    return ContactMarkedNotAboutAChild(
        contact_id=state.contact_id,
        child_ids=state.child_ids,
        reason=with_reason(command.reason, "how it is known that no child is concerned"),
        by=command.by.user_id,
        why_not={ref: command.why_not[ref].strip() for ref in state.children},
    )


def _answered_for(command: MarkNotAboutAChild, state: Contact) -> None:
    for ref in state.children:
        if len(command.why_not.get(ref, "").strip()) < LEAST_REASON:
            raise Refused(
                "INT-52 CHILD_NAMED",
                f"The contact names a child ({ref}): it is screened, and each child is decided about. If this is no "
                "child, or not one of whom it tells, say in a sentence how that is known",
                f"why_not.{ref}",
            )


def redirect(command: RedirectContact, state: Contact) -> ContactRedirected:
    """Until the other authority has acknowledged it, the contact is ours."""
    only(command.by.role, MANAGERS, "A front door manager redirects a contact")
    _not_ended(state)
    if not re.fullmatch(LOCAL_AUTHORITY, command.la):
        raise Refused("INT-28 AUTHORITY", "Give the three-digit code of the other authority, such as 813", "la")
    if not command.ack_ref.strip():
        raise Refused(
            "INT-28 ACKNOWLEDGED", "Give the reference by which the other authority acknowledged it", "ack_ref"
        )
    _screened_first(command.screened, state)
    return ContactRedirected(
        contact_id=state.contact_id,
        child_ids=state.child_ids,
        la=command.la,
        ack_ref=command.ack_ref.strip(),
        reason=with_reason(command.reason, "why this is the other authority's"),
        by=command.by.user_id,
    )


def _not_ended(state: Contact) -> None:
    if state.ended:
        raise Refused("INT-29 ENDED", "This contact has been ended already")


def link_duplicate(command: LinkDuplicate, state: Contact) -> DuplicateContactLinked:
    """INT-09: repeat incidents are evidence of a pattern. Linked, never merged."""
    if command.merge:
        raise Refused("INT-09 MERGE", "Contacts are linked, never merged: repetition is the evidence", "merge")
    if command.primary_contact_id == state.contact_id:
        raise Refused("INT-30 ITSELF", "A contact cannot be a duplicate of itself", "primary_contact_id")
    if command.primary_contact_id in state.linked_to:
        raise Refused("INT-31 LINKED", "These two contacts are linked already", "primary_contact_id")
    if command.same_incident:
        _counts_once(command, state)
    return DuplicateContactLinked(
        contact_id=state.contact_id,
        child_ids=state.child_ids,
        primary_contact_id=command.primary_contact_id,
        same_incident=command.same_incident,
        reason=with_reason(command.reason, "how the two belong together"),
        by=command.by.user_id,
    )


def _counts_once(command: LinkDuplicate, state: Contact) -> None:
    """Of those that tell of one incident, one is counted (domain brief §7.1): never none of them, never two."""
    if state.tells_again_of is not None:
        reason = "This tells again what another contact told. Undo that link first, or link it as another incident"
        raise Refused("INT-57 TOLD_AGAIN", reason, "same_incident")
    if command.leads_back:
        reason = "The other contact tells again what this one told: undo its link first, or neither would be counted"
        raise Refused("INT-58 CIRCLE", reason, "primary_contact_id")


def check_link(command: CheckLink, state: Contact) -> list[ContactEvent]:
    """Records nothing. Raises ``LinksChanged`` where somebody linked this contact otherwise since it was looked at."""
    if state.tells_again_of != command.tells_again_of:
        raise LinksChanged("The other contact was linked at the same time. Look at both again")
    return []


def unlink_duplicate(command: UnlinkDuplicate, state: Contact) -> DuplicateContactUnlinked:
    """A link is a person's word, and may be wrong: what was recorded stays, and each counts by itself again."""
    if command.primary_contact_id not in state.linked_to:
        raise Refused("INT-59 NOT_LINKED", "These two contacts are not linked", "primary_contact_id")
    return DuplicateContactUnlinked(
        contact_id=state.contact_id,
        child_ids=state.child_ids,
        primary_contact_id=command.primary_contact_id,
        reason=with_reason(command.reason, "how it is known that the two do not belong together like that"),
        by=command.by.user_id,
    )


def route_to_lado(command: RouteToLado, state: Contact) -> LadoReferralRouted:
    """The LADO has been told (CK_LADO)."""
    _screened_first(command.screened, state)
    if command.told_at > command.at:
        raise Refused("INT-03 TIME_ORDER", "The LADO cannot be told in the future", "told_at")
    return LadoReferralRouted(
        contact_id=state.contact_id,
        child_ids=state.child_ids,
        lado=command.lado,
        by=command.by.user_id,
        occurred_at=command.told_at,
    )


def route_private_fostering(command: RoutePrivateFostering, state: Contact) -> PrivateFosteringRouted:
    """The team that will visit has it; the clock runs on until somebody has visited (CK_PF)."""
    _screened_first(command.screened, state)
    return PrivateFosteringRouted(
        contact_id=state.contact_id, child_ids=state.child_ids, team=command.team, by=command.by.user_id
    )


def _screened_first(screened: bool, state: Contact) -> None:
    if not screened and not state.let_past(SCREENED_FIRST):
        raise Refused(
            "INT-02 NO_BYPASS",
            "This contact goes nowhere before it is being screened. Try again shortly, or ask a manager to let it past",
        )


def visited(command: RecordPrivateFosteringVisit, state: Contact) -> PrivateFosteringVisited:
    """The visit that CK_PF waits for."""
    if command.visited_at > command.at:
        raise Refused("INT-03 TIME_ORDER", "A visit cannot be recorded before it was made", "visited_at")
    return PrivateFosteringVisited(
        contact_id=state.contact_id,
        child_ids=state.child_ids,
        child_seen=command.child_seen,
        by=command.by.user_id,
        occurred_at=command.visited_at,
    )


def judge_for_marac(command: JudgeForMarac, state: Contact) -> MaracJudgementRecorded:
    """Professional judgement, the third way to MARAC beside a high grade and 14 ticks (domain brief §3.0, CK_MARAC)."""
    only(command.by.role, MANAGERS, "A manager judges that it goes to MARAC")
    if state.marac is not None:
        raise Refused("INT-51 WITH_MARAC", GOES_THERE[state.marac])
    return MaracJudgementRecorded(
        contact_id=state.contact_id,
        child_ids=state.child_ids,
        reason=with_reason(command.reason, "what makes the risk high that the grade does not show"),
        by=command.by.user_id,
        judged_at=command.at,
    )


GOES_THERE = {
    JUDGED: "A manager has judged already that this goes to MARAC",
    CONFIRMED: "MARAC has confirmed the referral of this contact already",
}


def record_marac(command: RecordMaracReferral, state: Contact) -> MaracReferralRecorded:
    """The MARAC coordinator has confirmed the referral (CK_MARAC)."""
    if command.confirmed_at > command.at:
        raise Refused("INT-03 TIME_ORDER", "A confirmation cannot come from the future", "confirmed_at")
    return MaracReferralRecorded(
        contact_id=state.contact_id,
        child_ids=state.child_ids,
        by_agency=command.by_agency,
        confirmed_at=command.confirmed_at,
        by=command.by.user_id,
    )
