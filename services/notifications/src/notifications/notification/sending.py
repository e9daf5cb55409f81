"""Asked for, built from its profile, sent once: what is in doubt is held, and nothing that was asked for vanishes."""

from dataclasses import replace
from datetime import datetime

from notifications.codes import (
    HOLD_REASON,
    EncompassMode,
    FailureReason,
    Guard,
    Profile,
    RecipientRole,
    Transport,
)
from notifications.notification.commands import (
    RELEASED_BY_FACTS,
    EncompassChecks,
    RequestNotification,
    SendNotification,
)
from notifications.notification.doubts import CHANGED_SINCE, EXPLANATIONS, doubts_about, obstacle_to
from notifications.notification.events import (
    AlertLeftToPolice,
    DuplicateNotSent,
    NotificationBuilt,
    NotificationEvent,
    NotificationFailed,
    NotificationHeld,
    NotificationReleased,
    NotificationRequested,
    NotificationSent,
)
from notifications.notification.facts import About
from notifications.notification.standing import about_of, is_late
from notifications.notification.state import Absent, Failed, Held, NotificationState, Ready, noted_of, unsent
from notifications.payloads import Payload, field_hashes
from shared.decider import Refused
from shared.disclosure import PROFILES, NotInProfile, check


def request(command: RequestNotification, state: NotificationState) -> list[NotificationEvent]:
    about = command.about
    if not isinstance(state, Absent):
        return _asked_again(command, state)
    if about.profile is Profile.OUTCOME_PRO and about.recipient_role is RecipientRole.PUBLIC_REFERRER:
        raise Refused("NOT-07 PUBLIC_REFERRER", "A member of the public is thanked, and never told an outcome")
    if command.encompass and command.encompass.mode is EncompassMode.POLICE_DIRECT:
        return [AlertLeftToPolice(about=about)]
    _only_the_profile(about.profile, command.payload)
    return _build(command, doubts_about(command.encompass) + command.doubts)


def _asked_again(command: RequestNotification, state: NotificationState) -> list[NotificationEvent]:
    """Two who send may both have looked before either asked: a later report is noted once."""
    if about_of(state).cause_event == command.about.cause_event:
        return _built_again(command, state)
    noted = command.about.cause_event in noted_of(state)
    return [] if noted else [DuplicateNotSent(about=command.about)]


def _only_the_profile(profile: Profile, payload: Payload) -> None:
    try:
        check(profile, payload)
    except NotInProfile as error:
        named = [*error.fields, *error.wrong]
        reason = f"These fields are not what {profile} allows: {', '.join(named)}"
        raise Refused("NOT-01 NOT_IN_PROFILE", reason, named[0]) from None


def _built_again(command: RequestNotification, state: NotificationState) -> list[NotificationEvent]:
    """Words that a person approves say what is known until they leave; other words are approved anew (§3.5)."""
    if Guard.WANTS_APPROVAL not in command.doubts or not isinstance(state, Ready | Held | Failed):
        return []
    about = about_of(state)
    if unsent(state).payload == command.payload:
        return []
    _only_the_profile(about.profile, command.payload)
    built = _built(about, command.payload, (Guard.WANTS_APPROVAL,))
    waits_for_another = isinstance(state, Held) and state.guard is not Guard.WANTS_APPROVAL
    return [built] if waits_for_another else [built, held(about, Guard.WANTS_APPROVAL, CHANGED_SINCE)]


def _built(about: About, payload: Payload, doubts: tuple[Guard, ...] = ()) -> NotificationBuilt:
    return NotificationBuilt(
        about=about,
        profile_version=PROFILES[about.profile].version,
        payload=payload,
        field_hashes=field_hashes(about.notification_id, payload),
        doubts=doubts,
    )


def _build(command: RequestNotification, doubts: tuple[Guard, ...]) -> list[NotificationEvent]:
    about, payload = command.about, command.payload
    events: list[NotificationEvent] = [
        NotificationRequested(
            about=about,
            runs_from=command.runs_from,
            due_at=command.due_at,
            doubts=doubts,
            opens_at=_opens_at(command.encompass),
            pupil_keys=command.pupil_keys,
        ),
        _built(about, payload),
    ]
    return events + held_for_first(about, doubts, _opens_at(command.encompass))


def _opens_at(checks: EncompassChecks | None) -> datetime | None:
    return checks.opens_at if checks else None


def held_for_first(about: About, doubts: tuple[Guard, ...], opens_at: datetime | None) -> list[NotificationEvent]:
    if not doubts:
        return []
    until = opens_at if doubts[0] is Guard.SCHOOL_CLOSED else None
    return [held(about, doubts[0], EXPLANATIONS[doubts[0]], until)]


def held(about: About, guard: Guard, explanation: str, until: datetime | None = None) -> NotificationHeld:
    return NotificationHeld(about=about, reason=HOLD_REASON[guard], guard=guard, explanation=explanation, until=until)


def send(command: SendNotification, state: NotificationState) -> list[NotificationEvent]:
    """Asked again and again by the sender: what has not changed since says nothing new.

    An answer to somebody who has no inbox waits until a person reads it out.
    """
    if isinstance(state, Held) and state.guard is Guard.ROLES_UNCLEAR and not command.roles_unclear:
        return _clarified(state)
    ready = _sendable(command.at, state)
    if ready is None or _is_for_a_voice(ready.about):
        return []
    obstacle = obstacle_to(command, ready.about)
    if obstacle:
        guard, explanation = obstacle
        known = isinstance(state, Held) and state.guard is guard
        return [] if known else [held(ready.about, guard, explanation)]
    return _leave(command, ready)


def _clarified(state: Held) -> list[NotificationEvent]:
    """Who did what to whom holds it no longer. Whatever else was in doubt is asked next."""
    about = state.then.about
    others = tuple(doubt for doubt in state.then.doubts if doubt is not Guard.ROLES_UNCLEAR)
    released = NotificationReleased(
        about=about,
        guard=Guard.ROLES_UNCLEAR,
        reason="The police, or a manager for them, have answered",
    )
    return [released, *held_for_first(about, others, state.then.opens_at)]


def _is_for_a_voice(about: About) -> bool:
    return about.recipient_urn is None and about.recipient_org is None


def _sendable(at: datetime, state: NotificationState) -> Ready | None:
    match state:
        case Ready():
            return state
        case Held() if state.guard in RELEASED_BY_FACTS or (state.until is not None and state.until <= at):
            return state.then
        case _:
            return None


def _leave(command: SendNotification, ready: Ready) -> list[NotificationEvent]:
    recipient = command.recipient
    about, transport = ready.about, Transport.PORTAL
    if recipient:
        transport = recipient.transport
        about = replace(
            about,
            recipient_id=recipient.recipient_id,
            recipient_org=recipient.org_id,
            recipient_name=recipient.name,
        )
    if transport is Transport.SECURE_EMAIL:
        reason = FailureReason.TRANSPORT_NOT_CONNECTED
        return [NotificationFailed(about=about, transport=transport, reason=reason, failed_at=command.at)]
    roll_taken_at = command.roll.taken_at if command.roll else None
    return [leaving(replace(ready, about=about), transport, command.at, roll_taken_at)]


def leaving(
    ready: Ready, transport: Transport, at: datetime, roll_taken_at: datetime | None = None
) -> NotificationSent:
    return NotificationSent(
        about=ready.about,
        transport=transport,
        sent_at=at,
        due_at=ready.due_at,
        late=is_late(at, ready.due_at),
        payload=ready.payload,
        roll_taken_at=roll_taken_at,
    )
