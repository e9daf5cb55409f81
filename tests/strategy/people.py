"""Who takes part in the bank-holiday weekend, and London times as the story tells them."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from shared.access.actor import Actor, Role

LA = "la-812"
LUND = Actor("edt.lund", "Ingrid Lund", Role.EDT_MANAGER, LA, registered_sw=True)
OKAFOR = Actor("edt.okafor", "Chidi Okafor", Role.EDT_WORKER, LA, registered_sw=True)
REYES = Actor("fdm.reyes", "Marta Reyes", Role.FRONT_DOOR_MANAGER, LA, registered_sw=True)
ADEYEMI = Actor("sw.adeyemi", "Tola Adeyemi", Role.SCREENER_SW, LA, registered_sw=True)
NDLOVU = Actor("sw.ndlovu", "Thandi Ndlovu", Role.ASSESSMENT_SW, LA, registered_sw=True)
HALE = Actor("cass.tm1", "Gwen Hale", Role.ASSESSMENT_MANAGER, LA, registered_sw=True)
PATEL = Actor("hos.patel", "Priya Patel", Role.SENIOR_LEADER, LA, registered_sw=True)
AMIN = Actor("ds.amin", "DS Yusuf Amin", Role.POLICE_MASH, "force-example")
OSEI = Actor("dsl.osei", "Anita Osei", Role.SCHOOL_DSL, "sch-999001")
FELL = Actor("dsl.dunmere", "Rob Fell", Role.SCHOOL_DSL, "sch-999014")
FARROW = Actor("nurse.farrow", "Dr Farrow", Role.HEALTH_MASH, "health-example")
MARSH = Actor("ch.marsh", "Lee Marsh", Role.CALL_HANDLER, LA)

LONDON = ZoneInfo("Europe/London")


def may(day: int, hour: int, minute: int = 0) -> datetime:
    """A London time in May 2026, in UTC."""
    return datetime(2026, 5, day, hour, minute, tzinfo=LONDON).astimezone(UTC)


SUNDAY_3 = may(3, 3)
HELD = may(3, 11)
WRITTEN = may(3, 12)
