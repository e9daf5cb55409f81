"""Missing episodes: opened and closed by reports, then an interview that somebody independent owes the child."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from intake.commands import (
    CompleteReturnInterview,
    ConsiderMissingPattern,
    DeclineReturnInterview,
    MissingBefore,
    OfferReturnInterview,
    ReportChildReturned,
    SubmitContact,
)
from intake.decider.state import Contact, with_reason
from intake.events import (
    ContactEvent,
    MissingEpisodeClosed,
    MissingEpisodeOpened,
    MissingEpisodesCounted,
    MissingPatternConsidered,
    RhiCompleted,
    RhiDeclined,
    RhiOffered,
)
from intake.facts import MISSING, REPEATED_MISSING, ContactType, MissingReport
from shared.decider import Refused


def opened(command: SubmitContact, already: Collection[str] = ()) -> list[ContactEvent]:
    """An episode for each child reported missing, and not ``already`` known to be."""
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
            episode_no_30d=_number(missing.episode_no_30d, before.in_30_days if before else None),
            episode_no_90d=_number(missing.episode_no_90d, before.in_90_days if before else None),
            occurred_at=missing.last_seen_at,
            reported_at=command.reported_at,
            received_at=command.at,
            by_whom=missing.last_seen_by,
            placing_la=missing.placing_la,
            cla=missing.cla,
        )
        for child in account.children
        if child.child_id not in already
        for before in [command.missing_before.get(child.temp_ref)]
    ]


def _number(told: int | None, before: int | None) -> int | None:
    """The reporter's count or ours, whichever is higher: each may know of episodes that the other does not."""
    known = [number for number in (told, before + 1 if before is not None else None) if number is not None]
    return max(known, default=None)


def counted(
    state: Contact, temp_ref: str, child_id: str, before: MissingBefore, at: datetime
) -> list[MissingEpisodesCounted]:
    """A missing child turns out to be one who went missing before, and oftener than the report says."""
    reported = state.missing.get(state.children[temp_ref])
    if reported is None or before.in_90_days == 0 or before.in_30_days + 1 <= reported:
        return []
    return [_counted(state, child_id, before, at)]


def counted_again(
    state: Contact, temp_ref: str, child_id: str, before: MissingBefore, at: datetime
) -> list[MissingEpisodesCounted]:
    """The same where the child had been taken for another: what was counted then counts for nothing."""
    missing = state.children[temp_ref] in state.missing
    if not missing or before.in_90_days == 0 or before.in_30_days + 1 <= _told(state):
        return []
    return [replace(_counted(state, child_id, before, at), corrected=True)]


def _counted(state: Contact, child_id: str, before: MissingBefore, at: datetime) -> MissingEpisodesCounted:
    return MissingEpisodesCounted(
        contact_id=state.contact_id,
        child_ids=(*state.child_ids, child_id),
        child_id=child_id,
        episode_no_30d=before.in_30_days + 1,
        episode_no_90d=before.in_90_days + 1,
        counted_at=at,
    )


def pattern_after(state: Contact, temp_ref: str, previous: str) -> tuple[bool, str | None]:
    """Is a third episode to be considered (CK_MISS3) because of the child for whom this one was taken? Then that ends,
    and goes on for another child of the contact who is missing again, if there is one. What the reporter counts stays.
    """
    wrong = (state.children[temp_ref], previous)
    if next(iter(state.repeated), None) not in wrong or _told(state) >= REPEATED_MISSING:
        return False, None
    return True, next((child_id for child_id in state.repeated if child_id not in wrong), None)


def _told(state: Contact) -> int:
    """The episode's number in 30 days as the reporter gives it."""
    absence = state.account.absence if state.account else None
    return (absence.episode_no_30d if absence else None) or 0


def closed(
    command: SubmitContact, child_ids: Sequence[str], back: Mapping[str, datetime | None] | None = None
) -> list[ContactEvent]:
    """The end of the episode of each child that was found. One that was ``back`` then already ends no second time."""
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
        if back is None or child_id not in back or found.found_at not in (None, back[child_id])
    ]


def returned(command: ReportChildReturned, state: Contact) -> list[ContactEvent]:
    """Somebody other than the police's own system says that the child is back: the 72 hours of the interview begin."""
    _must_be_missing(state)
    if state.returned:
        raise Refused("INT-37 RETURNED", "The return has been reported already")
    if command.found_at > command.at:
        raise Refused("INT-03 TIME_ORDER", "A return cannot be recorded before it has happened", "found_at")
    missing = state.account.absence if state.account else None
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
    if state.account is None or state.account.contact_type not in MISSING:
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
    if command.offered_at > command.at:
        raise Refused("INT-03 TIME_ORDER", "An offer cannot be recorded before it was made", "offered_at")
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
    _heard(command)
    if command.completed_at > command.at:
        raise Refused("INT-03 TIME_ORDER", "The interview cannot be recorded before it was held", "completed_at")
    back_at = min((at for at in state.back.values() if at), default=None)
    if back_at and command.completed_at < back_at:
        raise Refused(
            "INT-03 TIME_ORDER", "The interview is about the return, and cannot come before it", "completed_at"
        )
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


def _heard(command: CompleteReturnInterview) -> None:
    """An interview in which nobody heard the child is none: the 72 hours are not met by it."""
    if not command.accepted:
        raise Refused(
            "INT-60 NOT_HEARD",
            "The child did not take part: record that it declined, and how it will be heard instead",
            "accepted",
        )
    if not command.child_words.strip():
        raise Refused("INT-60 NOT_HEARD", "Write what the child said, in their own words", "child_words")
    shared_at = command.shared_with_plan_owner_at
    if shared_at and not command.completed_at <= shared_at <= command.at:
        raise Refused(
            "INT-03 TIME_ORDER",
            "It was shared after the interview, and not in the future",
            "shared_with_plan_owner_at",
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
