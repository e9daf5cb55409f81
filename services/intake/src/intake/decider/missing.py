"""Missing episodes: opened and closed by reports, then an interview that somebody independent owes the child."""

from collections.abc import Sequence

from intake.commands import (
    CompleteReturnInterview,
    ConsiderMissingPattern,
    DeclineReturnInterview,
    OfferReturnInterview,
    ReportChildReturned,
    SubmitContact,
)
from intake.decider.state import Contact, with_reason
from intake.events import (
    ContactEvent,
    MissingEpisodeClosed,
    MissingEpisodeOpened,
    MissingPatternConsidered,
    RhiCompleted,
    RhiDeclined,
    RhiOffered,
)
from intake.facts import ContactType, MissingReport
from shared.decider import Refused


def opened(command: SubmitContact) -> list[ContactEvent]:
    """An episode for each child reported missing."""
    account = command.account
    missing = account.missing or MissingReport(last_seen_at=account.incident.occurred_at)
    if account.contact_type is not ContactType.MISSING:
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
            by_whom=missing.last_seen_by,
            placing_la=missing.placing_la,
            cla=missing.cla,
        )
        for child in account.children
    ]


def closed(command: SubmitContact, child_ids: Sequence[str]) -> list[ContactEvent]:
    """The end of the episode of each child that was found."""
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


def returned(command: ReportChildReturned, state: Contact) -> list[ContactEvent]:
    """Somebody other than the police's own system says that the child is back: the 72 hours of the interview begin."""
    _must_be_missing(state)
    if state.returned:
        raise Refused("INT-37 RETURNED", "The return has been reported already")
    if command.found_at > command.at:
        raise Refused("INT-03 TIME_ORDER", "A return cannot be recorded before it has happened", "found_at")
    missing = state.account.missing if state.account else None
    last_seen_at = missing.last_seen_at if missing else None
    if last_seen_at and command.found_at < last_seen_at:
        raise Refused("INT-03 TIME_ORDER", "The child was last seen after that", "found_at")
    return [
        MissingEpisodeClosed(
            episode_id=f"{state.contact_id}/{child_id}",
            contact_id=state.contact_id,
            child_id=child_id,
            found_how=command.found_how,
            prevention_interview_done=command.prevention_interview_done,
            occurred_at=command.found_at,
            received_at=command.at,
        )
        for child_id in state.child_ids
    ]


def _must_be_missing(state: Contact) -> None:
    if state.account is None or state.account.contact_type not in (ContactType.MISSING, ContactType.MISSING_RETURN):
        raise Refused("INT-26 NOT_MISSING", "This contact reports no missing child")


def interview(
    command: OfferReturnInterview | CompleteReturnInterview | DeclineReturnInterview, state: Contact
) -> list[ContactEvent]:
    """The return home interview (CK_RHI). It is owed once the child is back, and answered once."""
    if not state.returned:
        raise Refused("INT-22 NOT_RETURNED", "The interview is owed once the child's return has been reported")
    if state.interviewed:
        raise Refused("INT-23 INTERVIEWED", "This interview has been completed or declined already")
    match command:
        case OfferReturnInterview():
            return [_offered(command, state)]
        case CompleteReturnInterview():
            return [_completed(command, state)]
        case DeclineReturnInterview():
            return [_declined(command, state)]


def _offered(command: OfferReturnInterview, state: Contact) -> RhiOffered:
    return RhiOffered(
        contact_id=state.contact_id,
        child_ids=state.child_ids,
        provider=command.provider,
        by=command.by.user_id,
        occurred_at=command.offered_at,
    )


def _completed(command: CompleteReturnInterview, state: Contact) -> RhiCompleted:
    if not command.interviewer_independent:
        raise Refused(
            "INT-24 INDEPENDENT",
            "The interview has to be by somebody independent of where the child lives and of the police",
            "interviewer_independent",
        )
    if command.completed_at > command.at:
        raise Refused("INT-03 TIME_ORDER", "The interview cannot be recorded before it was held", "completed_at")
    return RhiCompleted(
        contact_id=state.contact_id,
        child_ids=state.child_ids,
        accepted=command.accepted,
        interviewer_independent=command.interviewer_independent,
        push_factors=command.push_factors,
        pull_factors=command.pull_factors,
        where_with_whom=command.where_with_whom,
        harm_disclosed=command.harm_disclosed,
        child_words=command.child_words,
        safety_needs=command.safety_needs,
        shared_with_plan_owner_at=command.shared_with_plan_owner_at,
        by=command.by.user_id,
        occurred_at=command.completed_at,
    )


def _declined(command: DeclineReturnInterview, state: Contact) -> RhiDeclined:
    if not command.alternative.strip():
        raise Refused("INT-25 ALTERNATIVE", "Say how the child's account will be heard instead", "alternative")
    return RhiDeclined(
        contact_id=state.contact_id,
        child_ids=state.child_ids,
        reason=with_reason(command.reason, "why the child or carer declined"),
        alternative=command.alternative.strip(),
        by=command.by.user_id,
        declined_at=command.at,
    )


def pattern_considered(command: ConsiderMissingPattern, state: Contact) -> MissingPatternConsidered:
    """Whether a third missing episode needs a strategy discussion (CK_MISS3)."""
    _must_be_missing(state)
    return MissingPatternConsidered(
        contact_id=state.contact_id,
        child_ids=state.child_ids,
        strategy_discussion=command.strategy_discussion,
        reason=with_reason(command.reason, "what was considered and why"),
        by=command.by.user_id,
        considered_at=command.at,
    )
