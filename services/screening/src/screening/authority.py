"""Who may ask what of a screening (domain brief §2.1): one table for the API, the pages and their links."""

from shared.access.actor import Role
from shared.overriding import MANAGERS as MANAGERS

SOCIAL_WORKERS = (Role.SCREENER_SW, Role.FRONT_DOOR_MANAGER, Role.EDT_WORKER, Role.EDT_MANAGER)
"""Registered social workers: they find out, and propose."""

HEARERS = (*SOCIAL_WORKERS, Role.CALL_HANDLER)
"""They read or hear what a sender says, and write down what makes it urgent."""

RATERS = (Role.FRONT_DOOR_MANAGER, Role.EDT_WORKER, Role.EDT_MANAGER)
DIRECTORS = RATERS
"""An EDT worker writes down what the on-call manager said by telephone (SCR-01)."""

OPEN_CASE_MANAGERS = (Role.ASSESSMENT_MANAGER,)

ON_CALL = (*MANAGERS, *OPEN_CASE_MANAGERS, Role.SENIOR_LEADER)
"""Who may have directed by telephone (SCR-01)."""

DAILY_MEETING = (Role.FRONT_DOOR_MANAGER, Role.SCREENER_SW, Role.POLICE_MASH)
"""Who looks at a day's domestic abuse together: all of them read what police say, and decisions with their reasons."""

READERS = (*SOCIAL_WORKERS, *OPEN_CASE_MANAGERS, Role.CALL_HANDLER)
"""Who sees the queue and a contact; ``seeing`` says how much of it."""

ESCALATING_AGENCIES = (
    Role.POLICE_MASH,
    Role.SCHOOL_DSL,
    Role.HEALTH_MASH,
    Role.EARLY_HELP_WORKER,
    Role.EARLY_HELP_MANAGER,
    Role.OTHER_PROFESSIONAL,
)
"""Professionals who may disagree with a decision on a contact of their own agency."""

ESCALATORS = (*ESCALATING_AGENCIES, *SOCIAL_WORKERS, Role.CALL_HANDLER)
"""The front door also writes down a disagreement that it is told by telephone."""

ESCALATION_ANSWERERS = (*MANAGERS, Role.SENIOR_LEADER)
ESCALATION_READERS = (*ESCALATORS, Role.SENIOR_LEADER, Role.QA_AUDITOR)
"""Who sees the partnership challenge log: an agency its own part of it, quality assurance and leaders the whole."""

CASE_MANAGERS = (Role.FRONT_DOOR_MANAGER, Role.EDT_MANAGER, Role.ASSESSMENT_MANAGER)
"""They accept referrals, allocate, and let a case change hands or end."""

CASE_READERS = (*SOCIAL_WORKERS, Role.ASSESSMENT_SW, Role.ASSESSMENT_MANAGER)
"""Who sees a child's referral and the list of the unallocated."""

CASE_WORKERS = (Role.SCREENER_SW, Role.FRONT_DOOR_MANAGER, Role.ASSESSMENT_SW, Role.ASSESSMENT_MANAGER)
"""They propose that early help takes over, and name who there begins."""

EARLY_HELP = (Role.EARLY_HELP_WORKER, Role.EARLY_HELP_MANAGER)
"""They answer a step-down, and ask for a step-up."""

FRONT_DOOR_WORKERS = (Role.SCREENER_SW, Role.FRONT_DOOR_MANAGER)
"""They name who takes up a decision for early help."""

STEP_UP_DECIDERS = MANAGERS
"""A front door manager answers a step-up; out of hours the on-call manager does."""

WATCHERS = (*CASE_MANAGERS, Role.SCREENER_SW, Role.SENIOR_LEADER)
"""Who sees how many children wait without a worker."""
TOLD = (
    *SOCIAL_WORKERS,
    *OPEN_CASE_MANAGERS,
    Role.SENIOR_LEADER,
    Role.POLICE_MASH,
    Role.HEALTH_MASH,
    Role.EARLY_HELP_MANAGER,
    Role.MISSING_COORDINATOR,
    Role.LADO,
)
"""Whom a clock of the register can warn."""

EXPLAINERS = (*MANAGERS, *OPEN_CASE_MANAGERS, Role.SENIOR_LEADER, Role.EARLY_HELP_MANAGER)
"""They say why something was late that they were told of; for a screening its own managers do."""

AUDITORS = (Role.QA_AUDITOR, Role.FRONT_DOOR_MANAGER)
"""They draw samples and audit; a manager never a decision in which they had a part."""

AUDIT_WATCHERS = (*AUDITORS, Role.SENIOR_LEADER)
"""Leaders see how far the audits are: counts, and no child."""

ACTION_OWNERS = (*SOCIAL_WORKERS, Role.QA_AUDITOR)
"""They see what is owed after an audit, and say when it is done."""

BRIEFED = (
    *SOCIAL_WORKERS,
    Role.CALL_HANDLER,
    Role.ASSESSMENT_SW,
    Role.ASSESSMENT_MANAGER,
    Role.QA_AUDITOR,
    Role.SENIOR_LEADER,
)
"""Staff who read what audits taught. A briefing names nobody."""

INDICATOR_READERS = (*CASE_MANAGERS, Role.SENIOR_LEADER, Role.QA_AUDITOR, Role.PERFORMANCE_ANALYST)
"""They read counts and times, and of no child (§2.2)."""
