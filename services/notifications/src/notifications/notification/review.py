"""What a person decides about words that have not left: approve; hold, release, suppress, always with a reason."""

from notifications.codes import HOLD_REASON, MANAGERS, Guard, YesNoNotKnown
from notifications.notification.commands import (
    RELEASED_BY_FACTS,
    RELEASED_BY_POLICE,
    ApproveNotification,
    HoldNotification,
    ReleaseNotification,
    SuppressNotification,
)
from notifications.notification.doubts import EXPLANATIONS
from notifications.notification.events import (
    NotificationApproved,
    NotificationEvent,
    NotificationReleased,
    NotificationSuppressed,
)
from notifications.notification.sending import held, held_for_first
from notifications.notification.standing import about_of, too_late
from notifications.notification.state import Failed, Held, NotificationState, Ready
from shared.access.actor import Actor, Role
from shared.decider import Refused
from shared.working_time import in_london


def hold(command: HoldNotification, state: NotificationState) -> list[NotificationEvent]:
    _managers_only(command.by, "hold a notification back")
    _reason_given(command.reason)
    if isinstance(state, Ready | Held):
        return [held(about_of(state), Guard.PUT_BY_MANAGER, command.reason)]
    raise too_late(state, "held")


def approve(command: ApproveNotification, state: NotificationState) -> list[NotificationEvent]:
    """Whoever approves has the exact words in front of them (domain brief §3.5); another doubt is asked next."""
    _managers_only(command.by, "approve these words")
    if not isinstance(state, Held) or state.guard is not Guard.WANTS_APPROVAL:
        raise Refused("NOT-HELD", "These words wait for nobody's approval")
    about = state.then.about
    approved = NotificationApproved(about=about, approved_by=command.by.user_id, approved_at=command.at)
    others = tuple(doubt for doubt in state.then.doubts if doubt is not Guard.WANTS_APPROVAL)
    return [approved, *held_for_first(about, others, state.then.opens_at)]


def release(command: ReleaseNotification, state: NotificationState) -> list[NotificationEvent]:
    if not isinstance(state, Held):
        raise Refused("NOT-HELD", "This notification is not being held")
    _reason_given(command.reason)
    _may_release(command, state.guard)
    about = state.then.about
    released = NotificationReleased(about=about, guard=state.guard, reason=command.reason)
    others = tuple(doubt for doubt in state.then.doubts if doubt is not state.guard)
    return [released, *held_for_first(about, others, state.then.opens_at)]


def _may_release(command: ReleaseNotification, guard: Guard) -> None:
    if guard in RELEASED_BY_FACTS:
        raise Refused(f"{guard} {HOLD_REASON[guard]}", f"{EXPLANATIONS[guard]}; it is then sent by itself")
    if guard is Guard.WANTS_APPROVAL:
        raise Refused("NOT-APPROVED", EXPLANATIONS[guard])
    if guard in RELEASED_BY_POLICE:
        if command.by.role is not Role.POLICE_MASH:
            raise Refused(f"{guard} POLICE_CONFIRM", "Only the police in the hub can confirm this")
        return
    _managers_only(command.by, "release this")
    if guard is Guard.ADULT_IS_STAFF and command.staff_at_recipient is not YesNoNotKnown.N:
        reason = "Find out that no adult in this contact works at this school, or suppress the alert"
        raise Refused("NOT-05 ADULT_IS_STAFF", reason, "staff_at_recipient")


def suppress(command: SuppressNotification, state: NotificationState) -> list[NotificationEvent]:
    _managers_only(command.by, "suppress a notification")
    _reason_given(command.reason)
    if command.review_on is None or command.review_on <= in_london(command.at).date():
        raise Refused("NOT-13 REVIEW_DATE", "Give a day from tomorrow on when this is looked at again", "review_on")
    if not isinstance(state, Ready | Held | Failed):
        raise too_late(state, "suppressed")
    return [NotificationSuppressed(about=about_of(state), reason=command.reason.strip(), review_on=command.review_on)]


def _managers_only(by: Actor, what: str) -> None:
    if by.role not in MANAGERS:
        raise Refused("NOT-13 NOT_A_MANAGER", f"Only a manager may {what}")


def _reason_given(reason: str) -> None:
    if not reason.strip():
        raise Refused("NOT-13 REASON", "Say why, so that it can be reviewed", "reason")
