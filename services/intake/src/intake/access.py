"""Who may do what in intake, and what every route needs of the service."""

from typing import Annotated

from fastapi import Depends

from intake.accounts import OWN_STAFF
from shared.access.actor import Role
from shared.overriding import MANAGERS as MANAGERS
from shared.service import Service, service_of

PROFESSIONALS = (
    Role.SCHOOL_DSL,
    Role.HEALTH_SYSTEM,
    Role.HEALTH_MASH,
    Role.EARLY_HELP_WORKER,
    Role.EARLY_HELP_MANAGER,
    Role.OTHER_PROFESSIONAL,
    Role.POLICE_MASH,
)
SENDERS = (Role.POLICE_SYSTEM, *PROFESSIONALS)
FRONT_DOOR = OWN_STAFF
CONFIRMERS = (Role.SCREENER_SW, Role.FRONT_DOOR_MANAGER, Role.EDT_WORKER, Role.EDT_MANAGER)
MISSING_WORK = (*CONFIRMERS, Role.MISSING_COORDINATOR)
POLICE_QUESTIONS = (Role.POLICE_MASH, *MANAGERS)
FOSTERING = (*CONFIRMERS, Role.ASSESSMENT_SW, Role.ASSESSMENT_MANAGER)
LAG_READERS = (
    Role.FRONT_DOOR_MANAGER,
    Role.POLICE_MASH,
    Role.SENIOR_LEADER,
    Role.QA_AUDITOR,
    Role.PERFORMANCE_ANALYST,
)
"""The partnership's report of how late we hear: counts, and no child."""
MARAC = (*CONFIRMERS, Role.POLICE_MASH)
ALLEGATIONS = (*CONFIRMERS, Role.LADO)

Here = Annotated[Service, Depends(service_of)]
