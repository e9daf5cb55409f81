"""How much of a contact a role sees (need-to-know matrix, domain brief §2.2)."""

from collections.abc import Iterable
from dataclasses import dataclass

from screening.authority import (
    DAILY_MEETING,
    DIRECTORS,
    HEARERS,
    INDICATOR_READERS,
    MANAGERS,
    OPEN_CASE_MANAGERS,
    RATERS,
    READERS,
    SOCIAL_WORKERS,
)
from screening.case.urgency import IN_WORDS, POLICE_GRADE_HIGH, STRATEGY_WANTED
from shared.access.actor import Role
from shared.disclosure import Sensitivity
from shared.disclosure.matrix import may_read

SAID_IN_A_FACT = {POLICE_GRADE_HIGH: Sensitivity.POL, STRATEGY_WANTED: Sensitivity.SCR}
"""What makes a contact urgent and may not be told to everybody who sees that it is."""


@dataclass(frozen=True, slots=True)
class Seeing:
    """What one reader may see and do. ``own`` holds for whoever stands here: the team's case, the open shift."""

    role: Role

    def _reads(self, sensitivity: Sensitivity) -> bool:
        return may_read(self.role, sensitivity, own=True)

    @property
    def police(self) -> bool:
        return self._reads(Sensitivity.POL)

    @property
    def history(self) -> bool:
        return self._reads(Sensitivity.HIS)

    @property
    def health(self) -> bool:
        return self._reads(Sensitivity.HLT)

    @property
    def education(self) -> bool:
        return self._reads(Sensitivity.EDU)

    @property
    def screening(self) -> bool:
        return self._reads(Sensitivity.SCR)

    @property
    def addresses(self) -> bool:
        return self._reads(Sensitivity.ADR)

    @property
    def public_referrer(self) -> bool:
        return self._reads(Sensitivity.REF)

    @property
    def hears(self) -> bool:
        return self.role in HEARERS

    @property
    def rates(self) -> bool:
        return self.role in RATERS

    @property
    def directs(self) -> bool:
        return self.role in DIRECTORS

    @property
    def screens(self) -> bool:
        return self.role in SOCIAL_WORKERS

    @property
    def manages(self) -> bool:
        return self.role in MANAGERS

    @property
    def acknowledges(self) -> bool:
        return self.role in OPEN_CASE_MANAGERS

    def urgent(self, facts: Iterable[str]) -> list[str]:
        """What makes a contact urgent, in words; that it is, and nothing more, where the reader may not know why."""
        told = [IN_WORDS[fact] if self._may_know(fact) else "Urgent" for fact in facts]
        return list(dict.fromkeys(told))

    def _may_know(self, fact: str) -> bool:
        return fact not in SAID_IN_A_FACT or self._reads(SAID_IN_A_FACT[fact])

    def lists(self, address: str) -> bool:
        """Whether a link to this list leads anywhere for this reader."""
        may = {
            "queue": self.role in READERS,
            "domestic-abuse": self.role in DAILY_MEETING,
            "morning": self.manages,
            "indicators": self.role in INDICATOR_READERS,
        }
        return may[address]

    def opens(self, form: str) -> bool:
        """Whether a link to this form leads anywhere for this reader."""
        may = {
            "rag": self.rates,
            "injury": self.hears,
            "name-child": self.hears,
            "direction": self.directs,
            "authorise": self.manages,
            "override": self.manages,
            "late": self.manages,
            "acknowledge": self.acknowledges,
        }
        return may.get(form, self.screens)
