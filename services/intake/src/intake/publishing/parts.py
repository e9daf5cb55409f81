"""The parts that contracts of contacts are made of, each field with its sensitivity class."""

from datetime import date, datetime
from typing import Annotated

from shared.contracts import Part
from shared.contracts import Sensitivity as S

TOPIC = "contacts"


class AgencyPart(Part):
    org_id: Annotated[str, S.PUBLIC]
    name: Annotated[str, S.PUBLIC]
    urn: Annotated[str | None, S.PUBLIC]


class ReferrerPart(Part):
    name: Annotated[str, S.REF]
    role: Annotated[str, S.REF]
    phone: Annotated[str, S.REF]
    email: Annotated[str, S.REF]
    anonymous: Annotated[bool, S.PUBLIC]
    keeps_identity_confidential: Annotated[bool, S.PUBLIC]


class IncidentPart(Part):
    occurred_at: Annotated[datetime | None, S.SUB]
    location_type: Annotated[str | None, S.SUB]
    address: Annotated[str | None, S.ADR]
    police_ref: Annotated[str | None, S.POL]


class RelationshipPart(Part):
    """What the child is to the adult of this reference."""

    adult: Annotated[str, S.PUBLIC]
    rel: Annotated[str, S.HH]


class ChildPart(Part):
    temp_ref: Annotated[str, S.PUBLIC]
    child_id: Annotated[str, S.PUBLIC]
    first_name: Annotated[str, S.ID]
    surname: Annotated[str, S.ID]
    dob: Annotated[date | None, S.ID]
    expected_dob: Annotated[date | None, S.ID]
    sex: Annotated[str | None, S.ID]
    ethnicity: Annotated[str | None, S.ID]
    language: Annotated[str | None, S.ID]
    disability: Annotated[tuple[str, ...], S.HLT]
    address: Annotated[str | None, S.ADR]
    upn: Annotated[str | None, S.ID]
    nhs: Annotated[str | None, S.ID]
    school_urn: Annotated[str | None, S.EDU]
    present_at_incident: Annotated[str | None, S.SUB]
    seen_by_referrer: Annotated[str | None, S.SUB]
    seen_at: Annotated[datetime | None, S.SUB]
    child_words: Annotated[str, S.SUB]
    gp: Annotated[str | None, S.HLT] = None
    school_name: Annotated[str | None, S.EDU] = None
    interpreter: Annotated[bool | None, S.ID] = None
    education_status: Annotated[str | None, S.EDU] = None
    relationship_to_adults: tuple[RelationshipPart, ...] = ()
    gender: Annotated[str | None, S.ID] = None
    upn_unknown: Annotated[str | None, S.EDU] = None


class SafeContactPart(Part):
    method: Annotated[str, S.ADR]
    do_not: Annotated[str, S.ADR]


class AdultPart(Part):
    temp_ref: Annotated[str, S.PUBLIC]
    first_name: Annotated[str, S.HH]
    surname: Annotated[str, S.HH]
    dob: Annotated[date | None, S.HH]
    role: Annotated[str, S.HH]
    pr: Annotated[str | None, S.HH]
    works_with_children: Annotated[str | None, S.HH]
    safe_contact: SafeContactPart | None
    address: Annotated[str | None, S.ADR] = None


class SpokenToPart(Part):
    temp_ref: Annotated[str, S.PUBLIC]
    spoken: Annotated[str | None, S.POL]
    alone: Annotated[str | None, S.POL]
    demeanour: Annotated[str, S.POL]
    words: Annotated[str, S.POL]


class PolicePart(Part):
    ppn_ref: Annotated[str | None, S.POL]
    incident_ref: Annotated[str | None, S.POL]
    risk_tool: Annotated[str | None, S.POL]
    ticks: Annotated[int | None, S.POL]
    grade: Annotated[str | None, S.POL]
    graded_by: Annotated[str | None, S.POL]
    high_risk_factors: Annotated[tuple[str, ...], S.POL]
    previous_incidents_12m: Annotated[int | None, S.POL]
    arrest: Annotated[str | None, S.POL]
    bail_conditions: Annotated[str | None, S.POL]
    marac_referred: Annotated[str | None, S.POL]
    narrative: Annotated[str, S.POL]
    home_conditions: Annotated[str | None, S.POL]
    children_spoken_to: tuple[SpokenToPart, ...]
    relationship: Annotated[str | None, S.POL] = None
    dvpn: Annotated[str | None, S.POL] = None
    protective_orders: Annotated[tuple[str, ...], S.POL] = ()
    body_worn_video: Annotated[str | None, S.POL] = None
    officer_vulnerability_grade: Annotated[str | None, S.POL] = None
    intelligence_handling: Annotated[str | None, S.POL] = None
    force: Annotated[str | None, S.POL] = None
    officer_id: Annotated[str | None, S.POL] = None
    supervisor_reviewed: Annotated[bool | None, S.POL] = None
    grade_reason: Annotated[str | None, S.POL] = None
    victim_ref: Annotated[str | None, S.POL] = None
    perpetrator_ref: Annotated[str | None, S.POL] = None
    counter_allegation: Annotated[bool, S.POL] = False


class MissingPart(Part):
    missing_from: Annotated[str | None, S.SUB]
    placement: Annotated[str | None, S.HIS]
    last_seen_at: Annotated[datetime | None, S.SUB]
    police_risk: Annotated[str | None, S.POL]
    circumstances: Annotated[str, S.POL]
    exploitation_flags: Annotated[tuple[str, ...], S.POL]
    episode_no_30d: Annotated[int | None, S.SUB]
    episode_no_90d: Annotated[int | None, S.SUB]
    known_associates: Annotated[tuple[str, ...], S.POL]
    last_seen_by: Annotated[str | None, S.SUB] = None
    cla: Annotated[str | None, S.HIS] = None
    placing_la: Annotated[str | None, S.HIS] = None
    informed: Annotated[tuple[str, ...], S.SUB] = ()


class ConsentPart(Part):
    parents_informed: Annotated[str, S.SUB]
    parental_agreement: Annotated[str, S.SUB]
    child_view: Annotated[str, S.SUB]


class ImmediateSafetyPart(Part):
    is_child_safe_now: Annotated[str, S.SUB]
    where: Annotated[str, S.SUB]
    with_whom: Annotated[str, S.SUB]
