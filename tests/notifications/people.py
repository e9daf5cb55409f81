"""Who takes part in the bank-holiday weekend, and London times as the story tells them."""

from datetime import UTC, datetime

from shared.access.actor import Actor, Role
from shared.working_time import LONDON

LA = "la-812"
REYES = Actor("fdm.reyes", "Marta Reyes", Role.FRONT_DOOR_MANAGER, LA, registered_sw=True)
ADEYEMI = Actor("sw.adeyemi", "Tola Adeyemi", Role.SCREENER_SW, LA, registered_sw=True)
MARSH = Actor("ch.marsh", "Lee Marsh", Role.CALL_HANDLER, LA)
PATEL = Actor("hos.patel", "Priya Patel", Role.SENIOR_LEADER, LA, registered_sw=True)
WEIR = Actor("ig.weir", "Ifan Weir", Role.IG_OFFICER, LA)
AMIN = Actor("ds.amin", "DS Yusuf Amin", Role.POLICE_MASH, "force-example")
FORCE = Actor("expol-rms", "Example Police", Role.POLICE_SYSTEM, "force-example")
OSEI = Actor("dsl.osei", "Anita Osei", Role.SCHOOL_DSL, "sch-999001")
FELL = Actor("dsl.dunmere", "Rob Fell", Role.SCHOOL_DSL, "sch-999014")
VOSS = Actor("eh.manager", "Helen Voss", Role.EARLY_HELP_MANAGER, LA)
TATE = Actor("miss.coord", "Owen Tate", Role.MISSING_COORDINATOR, LA)
QUINN = Actor("lado.quinn", "Bea Quinn", Role.LADO, LA)
HALE = Actor("cass.tm1", "Gwen Hale", Role.ASSESSMENT_MANAGER, LA, registered_sw=True)
FARROW = Actor("nurse.farrow", "Dr Farrow", Role.HEALTH_MASH, "health-example")
OFFICE = Actor("office.larkfield", "School office", Role.OTHER_PROFESSIONAL, "sch-999001")


def may(day: int, hour: int, minute: int = 0) -> datetime:
    """A London time in May 2026, in UTC."""
    return datetime(2026, 5, day, hour, minute, tzinfo=LONDON).astimezone(UTC)


INCIDENT = may(2, 23, 20)
RECEIVED = may(3, 1, 5)
BELL = may(5, 8, 30)
