"""The person or machine behind a command: the one identity that events, receipts and the audit carry."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum


class Role(StrEnum):
    """What somebody is here for (domain brief §2.1). Who has two jobs signs in twice."""

    POLICE_SYSTEM = "POLICE_SYSTEM"
    POLICE_MASH = "POLICE_MASH"
    SCHOOL_DSL = "SCHOOL_DSL"
    HEALTH_SYSTEM = "HEALTH_SYSTEM"
    HEALTH_MASH = "HEALTH_MASH"
    EARLY_HELP_WORKER = "EARLY_HELP_WORKER"
    EARLY_HELP_MANAGER = "EARLY_HELP_MANAGER"
    CALL_HANDLER = "CALL_HANDLER"
    SCREENER_SW = "SCREENER_SW"
    FRONT_DOOR_MANAGER = "FRONT_DOOR_MANAGER"
    EDT_WORKER = "EDT_WORKER"
    EDT_MANAGER = "EDT_MANAGER"
    ASSESSMENT_SW = "ASSESSMENT_SW"
    ASSESSMENT_MANAGER = "ASSESSMENT_MANAGER"
    OTHER_PROFESSIONAL = "OTHER_PROFESSIONAL"
    REFERRER_PUBLIC = "REFERRER_PUBLIC"
    LADO = "LADO"
    MISSING_COORDINATOR = "MISSING_COORDINATOR"
    QA_AUDITOR = "QA_AUDITOR"
    PERFORMANCE_ANALYST = "PERFORMANCE_ANALYST"
    SENIOR_LEADER = "SENIOR_LEADER"
    IG_OFFICER = "IG_OFFICER"
    SYSTEM = "SYSTEM"


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who is known. `registered_sw` is the professional registration that some guards ask for."""

    user_id: str
    name: str
    role: Role
    org_id: str
    registered_sw: bool = False

    def to_dict(self) -> dict[str, str | bool]:
        return {**asdict(self), "role": self.role.value}

    @classmethod
    def from_dict(cls, stored: Mapping[str, object]) -> "Actor":
        """The actor of `to_dict`. Raises KeyError or ValueError when a part is missing or is no role."""
        return cls(
            user_id=str(stored["user_id"]),
            name=str(stored["name"]),
            role=Role(str(stored["role"])),
            org_id=str(stored["org_id"]),
            registered_sw=stored.get("registered_sw") is True,
        )


SYSTEM = Actor(user_id="system", name="Front door", role=Role.SYSTEM, org_id="frontdoor")
