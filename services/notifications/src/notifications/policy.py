"""The local numbers and words of one version of the policy, each of them moved by an environment variable."""

from datetime import date

from pydantic_settings import BaseSettings, SettingsConfigDict

from notifications.codes import EncompassMode
from shared.working_time import SchoolCalendar, Term

TERMS = (
    Term(first_day=date(2025, 9, 3), last_day=date(2025, 10, 24)),
    Term(first_day=date(2025, 11, 3), last_day=date(2025, 12, 19)),
    Term(first_day=date(2026, 1, 5), last_day=date(2026, 2, 13)),
    Term(first_day=date(2026, 2, 23), last_day=date(2026, 3, 27)),
    Term(first_day=date(2026, 4, 13), last_day=date(2026, 5, 22)),
    Term(first_day=date(2026, 6, 1), last_day=date(2026, 7, 21)),
    Term(first_day=date(2026, 9, 2), last_day=date(2026, 10, 23)),
    Term(first_day=date(2026, 11, 2), last_day=date(2026, 12, 18)),
    Term(first_day=date(2027, 1, 4), last_day=date(2027, 2, 12)),
    Term(first_day=date(2027, 2, 22), last_day=date(2027, 3, 25)),
    Term(first_day=date(2027, 4, 12), last_day=date(2027, 5, 28)),
    Term(first_day=date(2027, 6, 7), last_day=date(2027, 7, 21)),
)
"""Fictional terms of the example authority; a real one sets NOTIFICATIONS_SCHOOL_TERMS every year."""


PARTNERS = {"HEALTH": "health-example", "POLICE": "force-example"}
"""Which organisation answers for a kind of agency in the example authority's hub. Who stands not here is rung."""


class Policy(BaseSettings):
    """``NOTIFICATIONS_ENCOMPASS_MODE=POLICE_DIRECT`` and so on. Days of school are those of the authority's terms."""

    model_config = SettingsConfigDict(frozen=True, env_prefix="notifications_")

    version: str = "2026-05"
    encompass_mode: EncompassMode = EncompassMode.LA_RELAY
    verification_days: int = 180
    school_terms: tuple[Term, ...] = TERMS
    school_closures: frozenset[date] = frozenset()
    named_team: str = "Front door team"
    team_phone: str = "01999 555000"
    out_of_hours_phone: str = "01999 555999"
    return_interviews_org: str = "la-812"
    return_interviews_name: str = "Missing children coordinator"
    lado_org: str = "la-812"
    lado_name: str = "Designated officer"
    private_fostering_org: str = "la-812"
    marac_org: str | None = "force-example"
    marac_name: str = "MARAC coordinator"
    partners: dict[str, str] = PARTNERS

    @property
    def school_calendar(self) -> SchoolCalendar:
        return SchoolCalendar(terms=self.school_terms, closures=self.school_closures)


POLICY = Policy()
