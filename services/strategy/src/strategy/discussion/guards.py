"""What a strategy discussion may not do (domain brief §3.3, STR-01 to STR-06 and STR-12).

Each guard says in words what would satisfy it. None of them stands before the request: they stop a record
that would not protect a child, never the meeting itself.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from shared.access.actor import Actor, Role
from shared.decider import Refused
from strategy.codes import (
    ENQUIRY_MODES,
    OUT_OF_HOURS,
    RECORD_TEMPLATE,
    SOCIAL_CARE_MANAGERS,
    Agency,
    Concern,
    YesNo,
)
from strategy.discussion.commands import AgreeAction, ChildDecision, RecordStrategyDecision
from strategy.discussion.record import Attendee, Findings, Invitee, ReferringAgency
from strategy.discussion.state import Convened

QUORUM = "STR-01 QUORUM"
EDUCATION = "STR-02 EDUCATION"
REFERRER = "STR-03 REFERRER"
MEDICAL = "STR-04 MEDICAL"
ALL_CHILDREN = "STR-05 ALL_CHILDREN"
OPEN_SAME_CLOCK = "STR-06 OPEN_SAME_CLOCK"
ACTION_OWNER = "STR-12 ACTION_OWNER"
OUT_OF_ORDER = "STR-00 OUT_OF_ORDER"
OWN_SECTION = "STR-00 OWN_SECTION"
TEMPLATE = "STR-00 TEMPLATE"

SECTION_OF_ROLE = {
    Role.POLICE_MASH: Agency.POLICE,
    Role.HEALTH_MASH: Agency.HEALTH,
    Role.SCHOOL_DSL: Agency.EDUCATION,
}
MEDICAL_CONCERNS = frozenset({Concern.PHY, Concern.SAB})


def require_chair(role: Role) -> None:
    if role not in SOCIAL_CARE_MANAGERS:
        raise Refused(QUORUM, "The discussion is chaired by a social-care manager", "chair_role")


def require_manager(by: Actor) -> None:
    if by.role not in SOCIAL_CARE_MANAGERS:
        raise Refused(QUORUM, "This is for a social-care manager to record")


def require_referrer(invitees: Sequence[Invitee], referrer: ReferringAgency | None, reason: str) -> None:
    """STR-03: whoever told us is asked to come, unless there is a reason."""
    if referrer is None or reason.strip() or any(_is_of(invitee, referrer) for invitee in invitees):
        return
    raise Refused(REFERRER, f"Invite {referrer.name}, who told us, or say why not", "referrer_reason")


def _is_of(invitee: Invitee, referrer: ReferringAgency) -> bool:
    if invitee.org_id is not None:
        return invitee.org_id == referrer.org_id
    return invitee.agency is referrer.agency


def require_not_later(asked: datetime | None, due_at: datetime) -> datetime:
    """STR-06: nothing lengthens the time to a discussion, least of all that the child is already open to a
    team."""
    if asked is not None and asked > due_at:
        raise Refused(OPEN_SAME_CLOCK, "A discussion may be asked for sooner, never later", "hold_by")
    return asked or due_at


def require_held(state: Convened, at: datetime) -> None:
    if at < state.held_at:
        raise Refused(OUT_OF_ORDER, "The discussion has not been held yet", "held_at")


def require_open_record(state: Convened) -> None:
    if state.finalised:
        raise Refused(OUT_OF_ORDER, "The record is final: reconvene the discussion to add to it")


def require_quorum(state: Convened, command: RecordStrategyDecision) -> None:
    """STR-01, with the emergency variant: social care and police by phone, for immediate protection only."""
    if state.quorate:
        return
    missing = missing_from_quorum(state)
    if not command.provisional:
        raise Refused(QUORUM, f"Missing: {', '.join(missing)}. A decision needs all of them", "attendance")
    if command.by.role not in OUT_OF_HOURS or not (state.manager_present and state.present(Agency.POLICE)):
        raise Refused(
            QUORUM,
            "Only out of hours, with a manager and the police, may a decision be provisional",
            "provisional",
        )
    if any(choice.decision not in ENQUIRY_MODES for choice in command.decisions):
        raise Refused(QUORUM, "Without quorum only immediate protection can be decided: an s47 enquiry", "decisions")


def missing_from_quorum(state: Convened) -> list[str]:
    """The seats of the quorum that nobody took, in words."""
    seats = [
        (state.manager_present, "a social-care manager"),
        (state.present(Agency.POLICE), "police"),
        (state.present(Agency.HEALTH), "health"),
    ]
    return [name for taken, name in seats if not taken]


def require_education(state: Convened, findings: Findings) -> None:
    """STR-02: school or nursery is asked, or tells what it knows, or there is a reason (too young,
    closed)."""
    if state.invited(Agency.EDUCATION) or state.informed(Agency.EDUCATION) or findings.education_reason.strip():
        return
    raise Refused(
        EDUCATION,
        "Invite the school or nursery, record what it told, or say why neither",
        "education_reason",
    )


def require_medical(state: Convened, command: RecordStrategyDecision) -> None:
    """STR-04. While nobody has said what the concern is, it may be physical or sexual."""
    concern = state.request.concern | frozenset(command.concern)
    if concern and not concern & MEDICAL_CONCERNS:
        return
    medical = command.findings.medical
    if medical is None or (medical.needed is YesNo.N and not medical.reason_if_not.strip()):
        raise Refused(MEDICAL, "Decide whether a medical is needed, and if not say why", "medical")
    views = {view.agency for view in command.findings.each_agency_view if view.view.strip()}
    if Agency.HEALTH not in views and Agency.HEALTH not in state.informed_by:
        raise Refused(MEDICAL, "Record the paediatric view", "each_agency_view")


def require_all_children(state: Convened, choices: Sequence[ChildDecision], findings: Findings) -> None:
    """STR-05: each child of the discussion is decided for, and the children outside it are thought of."""
    named = [choice.child_id for choice in choices]
    strangers = set(named) - set(state.child_ids)
    if strangers or len(set(named)) != len(named):
        raise Refused(ALL_CHILDREN, "Decide once for each child of this discussion", "decisions")
    if set(state.undecided) - set(named):
        raise Refused(ALL_CHILDREN, "Every child of the discussion needs a decision of its own", "decisions")
    if findings.other_children is None:
        raise Refused(
            ALL_CHILDREN,
            "Say which other children may be at risk, or that there are none",
            "other_children",
        )


def require_new_sitting(state: Convened, choices: Sequence[ChildDecision]) -> None:
    for choice in choices:
        standing = state.decisions.get(choice.child_id)
        if standing is not None and standing.sitting == state.sitting and not standing.provisional:
            raise Refused(OUT_OF_ORDER, "A decision that stands is changed by reconvening", "decisions")


def require_owner(command: AgreeAction) -> tuple[str, datetime]:
    """STR-12: who will do it, and by when."""
    owner = (command.owner or "").strip()
    if not owner:
        raise Refused(ACTION_OWNER, "Name the person who will do it", "owner")
    if command.due_at is None:
        raise Refused(ACTION_OWNER, "Say by when it is to be done", "due_at")
    return owner, command.due_at


def require_own_section(state: Convened, agency: Agency, by: Actor) -> None:
    """An agency's person writes for that agency only, and only where that agency was invited."""
    own = SECTION_OF_ROLE.get(by.role)
    if own is None:
        return
    if own is not agency or not is_invited(state.invitees, by):
        raise Refused(OWN_SECTION, "Write the section of your own agency", "agency")


def is_invited(invitees: Sequence[Invitee], by: Actor) -> bool:
    """Whether this agency's person was asked to come. A school is known by its organisation, never by
    "education"."""
    own = SECTION_OF_ROLE.get(by.role)
    return any(
        invitee.org_id == by.org_id or (invitee.org_id is None and invitee.agency is own is not Agency.EDUCATION)
        for invitee in invitees
    )


def with_organisation(seat: Attendee, invitees: Sequence[Invitee]) -> Attendee:
    """The seat with the organisation that was asked for its agency, where that can be only one."""
    asked = [invitee.org_id for invitee in invitees if invitee.agency is seat.agency]
    return seat if seat.org_id or len(asked) != 1 else replace(seat, org_id=asked[0])


def require_complete(state: Convened, template_version: str) -> None:
    """What a record needs before it is final."""
    if template_version != RECORD_TEMPLATE:
        raise Refused(TEMPLATE, f"Every team's record has one format: {RECORD_TEMPLATE}", "template_version")
    if state.undecided:
        raise Refused(ALL_CHILDREN, "Every child of the discussion needs a decision of its own", "decisions")
    if state.provisional:
        raise Refused(QUORUM, "The decision is provisional: reconvene with full quorum first", "decisions")
    if school_still_owed(state):
        raise Refused(
            EDUCATION,
            "The school has not been heard: schedule the meeting, or agree who reconvenes it",
            "actions",
        )


def school_still_owed(state: Convened) -> bool:
    """Invited, not heard (closed, perhaps), and nothing says when it will be."""
    heard = state.informed(Agency.EDUCATION) or not state.invited(Agency.EDUCATION)
    return not heard and not state.will_meet_again
