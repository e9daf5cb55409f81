"""What keeps a notification back: doubts that a person must answer, and facts that the registers must show."""

from datetime import timedelta

from notifications.codes import SAY_WHO_HURT_WHOM, Guard, YesNoNotKnown
from notifications.notification.commands import EncompassChecks, SendNotification
from notifications.notification.facts import About
from shared.working_time import in_london

STALE_AFTER_SCHOOL_DAYS = 10

EXPLANATIONS: dict[Guard, str] = {
    Guard.UNVERIFIED: "Register the school's safeguarding lead, or verify the registration again",
    Guard.NOT_ON_ROLL: "Get the school's roll of today, or find out which school the child is at",
    Guard.ADULT_IS_STAFF: "An adult in this contact works with children: does that adult work at this school?",
    Guard.ROLES_UNCLEAR: "The police must clarify who did what to whom before anybody is told",
    Guard.STALE_INCIDENT: "The incident is over 10 school days old: the police in the hub must confirm it",
    Guard.SCHOOL_CLOSED: "The school is closed; it is sent on the first morning of term",
    Guard.PUT_BY_MANAGER: "A manager holds this back",
    Guard.WANTS_APPROVAL: "A manager must read these words and approve them before they leave",
}

CHANGED_SINCE = (
    "What is known has changed since these words were built. A manager must read and approve them as they are now"
)


def doubts_about(checks: EncompassChecks | None) -> tuple[Guard, ...]:
    """The guards that a person has to answer, the gravest first."""
    if checks is None:
        return ()
    found = {
        Guard.ADULT_IS_STAFF: checks.adult_works_with_children is YesNoNotKnown.Y,
        Guard.ROLES_UNCLEAR: checks.roles_unclear,
        Guard.STALE_INCIDENT: checks.school_days_since_incident > STALE_AFTER_SCHOOL_DAYS,
        Guard.SCHOOL_CLOSED: checks.opens_at is not None or not checks.school_day_known,
    }
    return tuple(guard for guard, doubtful in found.items() if doubtful)


def obstacle_to(command: SendNotification, about: About) -> tuple[Guard, str] | None:
    """Why these words may not leave today, in words that say what to do. A receipt says nothing of the contact.

    A school is told nothing of a child that it did not name itself before it and its roll have been looked at.
    """
    if command.roles_unclear and about.profile in SAY_WHO_HURT_WHOM:
        return Guard.ROLES_UNCLEAR, EXPLANATIONS[Guard.ROLES_UNCLEAR]
    return _obstacle_at_the_school(command) if about.recipient_urn else None


def _obstacle_at_the_school(command: SendNotification) -> tuple[Guard, str] | None:
    """NOT-02 and NOT-03: the school's safeguarding lead is registered and verified, and the child is on its roll."""
    recipient, roll = command.recipient, command.roll
    if recipient is None:
        return Guard.UNVERIFIED, "Nobody is registered for this school: register its safeguarding lead"
    if recipient.verified_at is None:
        return Guard.UNVERIFIED, f"{recipient.name} is registered but not verified: speak to them and verify"
    if command.at - recipient.verified_at > timedelta(days=command.verification_days):
        return (
            Guard.UNVERIFIED,
            f"{recipient.name} was verified more than {command.verification_days} days ago",
        )
    if recipient.valid_to < in_london(command.at).date():
        return Guard.UNVERIFIED, f"The registration of {recipient.name} has ended: verify it again"
    if roll is None:
        return Guard.NOT_ON_ROLL, f"{recipient.name} has given us no roll: get it before the child is named"
    if not roll.on_roll:
        return (
            Guard.NOT_ON_ROLL,
            f"The child is not on the roll of {recipient.name}: find out which school it is",
        )
    return None
