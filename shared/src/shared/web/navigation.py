"""Which doors the shell shows to whom. A link grants nothing: the page behind it decides who may enter."""

from dataclasses import dataclass

from shared.access.actor import Role

FRONT_DOOR = frozenset({Role.CALL_HANDLER, Role.SCREENER_SW, Role.FRONT_DOOR_MANAGER})
OUT_OF_HOURS = frozenset({Role.EDT_WORKER, Role.EDT_MANAGER})
ASSESSMENT = frozenset({Role.ASSESSMENT_SW, Role.ASSESSMENT_MANAGER})
LEADERS = frozenset({Role.SENIOR_LEADER})
HUB_PARTNERS = frozenset({Role.POLICE_MASH, Role.HEALTH_MASH})
AGENCIES = HUB_PARTNERS | {Role.POLICE_SYSTEM, Role.SCHOOL_DSL, Role.HEALTH_SYSTEM, Role.OTHER_PROFESSIONAL}
EARLY_HELP = frozenset({Role.EARLY_HELP_WORKER, Role.EARLY_HELP_MANAGER})
SPECIALISTS = frozenset({Role.LADO, Role.MISSING_COORDINATOR, Role.QA_AUDITOR})
SOCIAL_CARE = FRONT_DOOR | OUT_OF_HOURS | ASSESSMENT


@dataclass(frozen=True, slots=True)
class Door:
    """One link of the navigation, the roles that see it, and where the pages behind it begin."""

    text: str
    href: str
    roles: frozenset[Role]
    behind: str


DOORS = (
    Door("My queue", "/screening/queue", SOCIAL_CARE - {Role.ASSESSMENT_SW}, "/screening/"),
    Door("Referrals", "/screening/referrals", SOCIAL_CARE - {Role.CALL_HANDLER}, "/screening/referrals/"),
    Door(
        "Early help",
        "/screening/early-help",
        (SOCIAL_CARE - {Role.CALL_HANDLER}) | EARLY_HELP,
        "/screening/early-help/",
    ),
    Door("Without a worker", "/screening/unallocated", LEADERS, "/screening/unallocated/"),
    Door(
        "Alerts",
        "/screening/alerts",
        (SOCIAL_CARE - {Role.CALL_HANDLER, Role.ASSESSMENT_SW})
        | LEADERS
        | HUB_PARTNERS
        | {Role.EARLY_HELP_MANAGER, Role.LADO, Role.MISSING_COORDINATOR},
        "/screening/alerts",
    ),
    Door("Domestic abuse", "/screening/domestic-abuse", frozenset({Role.POLICE_MASH}), "/screening/domestic-abuse"),
    Door("To sort out", "/intake/to-sort-out", FRONT_DOOR | OUT_OF_HOURS, "/intake/"),
    Door(
        "Police questions",
        "/intake/police-questions",
        frozenset({Role.POLICE_MASH, Role.FRONT_DOOR_MANAGER, Role.EDT_MANAGER}),
        "/intake/police-questions",
    ),
    Door(
        "How late we hear",
        "/intake/incident-lag",
        LEADERS | {Role.FRONT_DOOR_MANAGER, Role.POLICE_MASH, Role.QA_AUDITOR, Role.PERFORMANCE_ANALYST},
        "/intake/incident-lag",
    ),
    Door("Out of hours", "/edt-handover/board", SOCIAL_CARE | LEADERS, "/edt-handover/"),
    Door(
        "Strategy",
        "/strategy/discussions",
        (SOCIAL_CARE - {Role.CALL_HANDLER}) | LEADERS | HUB_PARTNERS,
        "/strategy/",
    ),
    Door(
        "What was sent",
        "/notifications/sent",
        SOCIAL_CARE | LEADERS | {Role.IG_OFFICER},
        "/notifications/sent/",
    ),
    Door(
        "Owed",
        "/intake/owed",
        ASSESSMENT | frozenset({Role.LADO, Role.MISSING_COORDINATOR}),
        "/intake/owed",
    ),
    Door(
        "Tell us about a child",
        "/intake/send",
        (AGENCIES - {Role.POLICE_SYSTEM}) | EARLY_HELP,
        "/intake/send",
    ),
    Door("My agency", "/notifications/agency", AGENCIES | EARLY_HELP, "/notifications/agency/"),
    Door(
        "Sent to me",
        "/notifications/agency",
        ASSESSMENT | {Role.LADO, Role.MISSING_COORDINATOR},
        "/notifications/agency/",
    ),
    Door(
        "Disagreements",
        "/screening/escalations",
        (FRONT_DOOR | OUT_OF_HOURS | LEADERS | HUB_PARTNERS | EARLY_HELP)
        | {Role.SCHOOL_DSL, Role.OTHER_PROFESSIONAL, Role.QA_AUDITOR},
        "/screening/escalations",
    ),
    Door(
        "Audits",
        "/screening/audits",
        frozenset({Role.FRONT_DOOR_MANAGER, Role.QA_AUDITOR}) | LEADERS,
        "/screening/audit",
    ),
    Door(
        "Indicators",
        "/screening/indicators",
        frozenset({Role.QA_AUDITOR, Role.PERFORMANCE_ANALYST}) | LEADERS,
        "/screening/indicators",
    ),
    Door(
        "Briefings",
        "/screening/briefings",
        SOCIAL_CARE | LEADERS | {Role.QA_AUDITOR},
        "/screening/briefings",
    ),
    Door(
        "Children",
        "/timeline/children",
        SOCIAL_CARE | LEADERS | AGENCIES | EARLY_HELP | SPECIALISTS,
        "/timeline/",
    ),
)


@dataclass(frozen=True, slots=True)
class Link:
    """A door as one page shows it: `current` is "page" on it, "true" behind it, else empty."""

    text: str
    href: str
    current: str


def links_for(role: Role, path: str) -> list[Link]:
    """The navigation of somebody with this role who is at `path`."""
    doors = [door for door in DOORS if role in door.roles]
    nearest = max((door for door in doors if _is_there(door, path)), key=lambda door: len(door.behind), default=None)
    return [Link(door.text, door.href, _current(door, path) if door is nearest else "") for door in doors]


def room_of(role: Role, service: str) -> str:
    """Where somebody with this role begins in a service: its first door there, else the first of all, else the start
    page."""
    doors = [door.href for door in DOORS if role in door.roles]
    return next((href for href in doors if href.startswith(f"/{service}/")), doors[0] if doors else "/")


def _is_there(door: Door, path: str) -> bool:
    return path == door.href or path.startswith(door.behind)


def _current(door: Door, path: str) -> str:
    return "page" if path == door.href else "true"
