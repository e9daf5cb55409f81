"""The code sets of outbound words, as the field uses them (domain brief §2.3, §3.5).

Stored and published verbatim.
"""

from enum import StrEnum

from shared.access.actor import Role


class Profile(StrEnum):
    """A closed list of the fields that one kind of recipient may be told."""

    ENC_MIN = "ENC_MIN"
    ACK_PRO = "ACK_PRO"
    ACK_PUBLIC = "ACK_PUBLIC"
    OUTCOME_PRO = "OUTCOME_PRO"
    POLICE_OUTCOME = "POLICE_OUTCOME"
    CLARIFY = "CLARIFY"
    INFO_REQUEST = "INFO_REQUEST"
    STEPDOWN_PACK = "STEPDOWN_PACK"
    ESCALATION_ANSWER = "ESCALATION_ANSWER"
    RHI_REQUEST = "RHI_REQUEST"
    STEP_UP_ANSWER = "STEP_UP_ANSWER"
    CLARIFY_MISSED = "CLARIFY_MISSED"
    QUALITY_FEEDBACK = "QUALITY_FEEDBACK"
    LADO_REF = "LADO_REF"
    PF_VISIT = "PF_VISIT"
    MARAC_REF = "MARAC_REF"


class Transport(StrEnum):
    API = "API"
    PORTAL = "PORTAL"
    SECURE_EMAIL = "SECURE_EMAIL"
    PHONE = "PHONE"


class HoldReason(StrEnum):
    SCHOOL_CLOSED = "SCHOOL_CLOSED"
    RECIPIENT_UNVERIFIED = "RECIPIENT_UNVERIFIED"
    SAFETY_RISK = "SAFETY_RISK"
    STALE_INCIDENT = "STALE_INCIDENT"
    AWAITING_APPROVAL = "AWAITING_APPROVAL"


class Guard(StrEnum):
    """The guards that hold a notification back instead of refusing it: somebody must look, nothing is lost."""

    UNVERIFIED = "NOT-02"
    NOT_ON_ROLL = "NOT-03"
    ADULT_IS_STAFF = "NOT-05"
    STALE_INCIDENT = "NOT-12"
    ROLES_UNCLEAR = "INT-07"
    SCHOOL_CLOSED = "SCHOOL-CLOSED"
    PUT_BY_MANAGER = "MANAGER"
    WANTS_APPROVAL = "APPROVAL"


class FailureReason(StrEnum):
    """Why words could not leave.

    Terminal for the transport, not for the words: somebody picks up the phone.
    """

    TRANSPORT_NOT_CONNECTED = "TRANSPORT_NOT_CONNECTED"


class EncompassMode(StrEnum):
    """Who tells the school. Never both: a school that is told twice believes that it happened twice."""

    LA_RELAY = "LA_RELAY"
    POLICE_DIRECT = "POLICE_DIRECT"


class ChildPresent(StrEnum):
    PRESENT = "PRESENT"
    NOT_PRESENT = "NOT_PRESENT"
    NOT_KNOWN = "NOT_KNOWN"


class YesNoNotKnown(StrEnum):
    Y = "Y"
    N = "N"
    NK = "NK"


class RecipientRole(StrEnum):
    """In which capacity somebody is told."""

    DSL = "DSL"
    PROFESSIONAL_REFERRER = "PROFESSIONAL_REFERRER"
    POLICE = "POLICE"
    PUBLIC_REFERRER = "PUBLIC_REFERRER"
    ASKED_AGENCY = "ASKED_AGENCY"
    EARLY_HELP = "EARLY_HELP"
    DISAGREEING_AGENCY = "DISAGREEING_AGENCY"
    RETURN_INTERVIEWER = "RETURN_INTERVIEWER"
    STEP_UP_ASKER = "STEP_UP_ASKER"
    SAFEGUARDING_LEAD = "SAFEGUARDING_LEAD"
    LADO = "LADO"
    PRIVATE_FOSTERING = "PRIVATE_FOSTERING"
    MARAC = "MARAC"


ALERTS = frozenset({Profile.ENC_MIN})
"""Words that nobody asked for, so recipient and roll are checked.

All others answer an agency that wrote to us, or are sent to one that the authority named itself (``policy.py``).
"""

OUTCOMES = frozenset({Profile.OUTCOME_PRO, Profile.POLICE_OUTCOME})
SAY_WHO_HURT_WHOM = ALERTS | OUTCOMES | {Profile.MARAC_REF}
"""Nothing of these leaves while the police have yet to say who did what to whom (INT-07)."""

POLICE_ROLES = frozenset({Role.POLICE_SYSTEM, Role.POLICE_MASH})
AGENCY_ROLES = POLICE_ROLES | {
    Role.SCHOOL_DSL,
    Role.HEALTH_SYSTEM,
    Role.HEALTH_MASH,
    Role.EARLY_HELP_WORKER,
    Role.EARLY_HELP_MANAGER,
    Role.OTHER_PROFESSIONAL,
}

LEADS = AGENCY_ROLES - {Role.POLICE_SYSTEM, Role.HEALTH_SYSTEM, Role.EARLY_HELP_WORKER}
"""Who answers for an agency's safeguarding. An agency without a role of its own here has no other to sign in with."""

EARLY_HELP_ROLES = frozenset({Role.EARLY_HELP_WORKER, Role.EARLY_HELP_MANAGER})

READERS: dict[Profile, frozenset[Role]] = {
    Profile.ENC_MIN: frozenset({Role.SCHOOL_DSL}),
    Profile.ACK_PRO: AGENCY_ROLES,
    Profile.ACK_PUBLIC: frozenset(),
    Profile.OUTCOME_PRO: AGENCY_ROLES,
    Profile.POLICE_OUTCOME: POLICE_ROLES,
    Profile.CLARIFY: AGENCY_ROLES,
    Profile.INFO_REQUEST: frozenset({Role.SCHOOL_DSL, Role.HEALTH_SYSTEM, Role.HEALTH_MASH, Role.POLICE_MASH}),
    Profile.STEPDOWN_PACK: EARLY_HELP_ROLES,
    Profile.ESCALATION_ANSWER: AGENCY_ROLES - {Role.POLICE_SYSTEM, Role.HEALTH_SYSTEM},
    Profile.RHI_REQUEST: frozenset({Role.MISSING_COORDINATOR, Role.OTHER_PROFESSIONAL}),
    Profile.STEP_UP_ANSWER: EARLY_HELP_ROLES,
    Profile.CLARIFY_MISSED: LEADS,
    Profile.QUALITY_FEEDBACK: LEADS,
    Profile.LADO_REF: frozenset({Role.LADO}),
    Profile.PF_VISIT: frozenset({Role.ASSESSMENT_SW, Role.ASSESSMENT_MANAGER}),
    Profile.MARAC_REF: frozenset({Role.POLICE_MASH}),
}
"""Who of the recipient's people may read the words of a profile. In a school, only the safeguarding lead."""

INBOX_ROLES = frozenset[Role]().union(*READERS.values())
"""Everybody to whom something may be sent."""

OWN_SPECIALISTS = frozenset({Role.MISSING_COORDINATOR, Role.LADO, Role.ASSESSMENT_SW, Role.ASSESSMENT_MANAGER})
"""Of those, the authority's own: they have sent the front door nothing that it could answer."""

REPLIES = frozenset({Profile.ACK_PRO, Profile.OUTCOME_PRO, Profile.POLICE_OUTCOME})
"""What stands beneath the contact that it answers; everything else stands by itself and asks for something."""

MANAGERS = frozenset({Role.FRONT_DOOR_MANAGER, Role.EDT_MANAGER})

HOLD_REASON: dict[Guard, HoldReason] = {
    Guard.UNVERIFIED: HoldReason.RECIPIENT_UNVERIFIED,
    Guard.NOT_ON_ROLL: HoldReason.RECIPIENT_UNVERIFIED,
    Guard.ADULT_IS_STAFF: HoldReason.SAFETY_RISK,
    Guard.ROLES_UNCLEAR: HoldReason.SAFETY_RISK,
    Guard.PUT_BY_MANAGER: HoldReason.SAFETY_RISK,
    Guard.WANTS_APPROVAL: HoldReason.AWAITING_APPROVAL,
    Guard.STALE_INCIDENT: HoldReason.STALE_INCIDENT,
    Guard.SCHOOL_CLOSED: HoldReason.SCHOOL_CLOSED,
}

PUBLIC_SOURCES = frozenset({"1A", "1B", "1C", "1D", "9", "10"})
"""Source codes of family, neighbours and strangers: they are thanked, and never told an outcome."""

POLICE_SOURCE = "6"
HOLDING_DECISION = "PROCEED_TO_MASH_ENQUIRY"
