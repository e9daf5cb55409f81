"""Who may read a strategy record, and how much of it (domain brief §2.2, column Str).

An agency that was asked to come sees its invitation; one that came sees the decision, the reasons, the
actions and the safety plan, with its own words; what another agency told stays with those whose class it is.
"""

from dataclasses import replace

from shared.access.actor import Actor, Role
from shared.disclosure import Sensitivity, may_read
from strategy.codes import Agency, YesNo
from strategy.discussion.guards import SECTION_OF_ROLE, is_invited
from strategy.discussion.record import Attendee, Findings
from strategy.read_models.record import Record

SOCIAL_CARE = (
    Role.SCREENER_SW,
    Role.FRONT_DOOR_MANAGER,
    Role.EDT_WORKER,
    Role.EDT_MANAGER,
    Role.ASSESSMENT_SW,
    Role.ASSESSMENT_MANAGER,
)
MANAGERS = (Role.FRONT_DOOR_MANAGER, Role.EDT_MANAGER, Role.ASSESSMENT_MANAGER)
HUB_PARTNERS = (Role.POLICE_MASH, Role.HEALTH_MASH)
AGENCIES = (*HUB_PARTNERS, Role.SCHOOL_DSL)
SERVICE_MANAGER = Role.SENIOR_LEADER

CLASS_OF_SECTION = {
    Agency.POLICE: Sensitivity.POL,
    Agency.HEALTH: Sensitivity.HLT,
    Agency.EDUCATION: Sensitivity.EDU,
    Agency.CSC: Sensitivity.HIS,
}


def is_social_care(reader: Actor) -> bool:
    return reader.role in SOCIAL_CARE


def was_invited(record: Record, reader: Actor) -> bool:
    return any(is_invited(meeting.invitees, reader) for meeting in record.meetings)


def attended(record: Record, reader: Actor) -> bool:
    """Whether this reader's agency took its seat at any sitting to which it was asked."""
    return any(
        is_invited(meeting.invitees, reader) and any(_is_seat_of(seat, reader) for seat in meeting.attendance)
        for meeting in record.meetings
    )


def _is_seat_of(seat: Attendee, reader: Actor) -> bool:
    if seat.agency is not SECTION_OF_ROLE.get(reader.role) or seat.present is not YesNo.Y:
        return False
    return seat.org_id == reader.org_id or (seat.org_id is None and seat.agency is not Agency.EDUCATION)


def record_for(record: Record, reader: Actor) -> Record:
    """The record as this reader may see it: all of it for social care, the attendee's part for an agency."""
    if is_social_care(reader):
        return record
    own = SECTION_OF_ROLE[reader.role]
    sections = tuple(
        section
        for section in record.sections
        if section.org_id == reader.org_id or (not section.handling and _reads_section(reader.role, section.agency))
    )
    findings = record.findings and _findings_for(record.findings, own)
    return replace(record, sections=sections, findings=findings, grounds="", also=())


def _reads_section(role: Role, agency: Agency) -> bool:
    sensitivity = CLASS_OF_SECTION.get(agency)
    return sensitivity is not None and may_read(role, sensitivity, own=False, attended=True)


def _findings_for(findings: Findings, own: Agency) -> Findings:
    """Decision, rationale, safety plan, and what the agency itself thought (profile STRATEGY_RECORD)."""
    return Findings(
        threshold_analysis=findings.threshold_analysis,
        each_agency_view=tuple(view for view in findings.each_agency_view if view.agency is own),
        interim_safety_plan=findings.interim_safety_plan,
        who_speaks_to_parents_when=findings.who_speaks_to_parents_when,
    )
