"""Who works at the front door, and London times as the story tells them."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from shared.access.actor import Actor, Role

LA = "la-812"
REYES = Actor("fdm.reyes", "Marta Reyes", Role.FRONT_DOOR_MANAGER, LA, registered_sw=True)
BROOK = Actor("fdm.brook", "Dana Brook", Role.FRONT_DOOR_MANAGER, LA, registered_sw=True)
ADEYEMI = Actor("sw.adeyemi", "Tola Adeyemi", Role.SCREENER_SW, LA, registered_sw=True)
MARSH = Actor("ch.marsh", "Lee Marsh", Role.CALL_HANDLER, LA)
OKAFOR = Actor("edt.okafor", "Chidi Okafor", Role.EDT_WORKER, LA, registered_sw=True)
LUND = Actor("edt.lund", "Ingrid Lund", Role.EDT_MANAGER, LA, registered_sw=True)
HALE = Actor("cass.tm1", "Gwen Hale", Role.ASSESSMENT_MANAGER, LA, registered_sw=True)
OSEI = Actor("dsl.osei", "Anita Osei", Role.SCHOOL_DSL, "sch-999001")
FELL = Actor("dsl.dunmere", "Rob Fell", Role.SCHOOL_DSL, "sch-999014")
CARTER = Actor("eh.worker", "Sam Carter", Role.EARLY_HELP_WORKER, LA)
PATEL = Actor("hos.patel", "Priya Patel", Role.SENIOR_LEADER, LA, registered_sw=True)
STONE = Actor("qa.stone", "Ruth Stone", Role.QA_AUDITOR, LA)
EVERYBODY = (REYES, BROOK, ADEYEMI, MARSH, OKAFOR, LUND, HALE)

LONDON = ZoneInfo("Europe/London")


def may(day: int, hour: int, minute: int = 0) -> datetime:
    """A London time in May 2026, in UTC."""
    return datetime(2026, 5, day, hour, minute, tzinfo=LONDON).astimezone(UTC)
