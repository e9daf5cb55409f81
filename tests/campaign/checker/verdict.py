"""What the checker says in the end: each violation as one plain sentence, and the counts of the closing line.

Its one law: whatever could not be read to its end is UNKNOWN, and UNKNOWN is red.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What is wrong. BROKEN is a promise other than the five of the closing line."""

    LOST = "lost"
    DOUBLED = "doubled"
    PHANTOM = "phantom"
    REORDERED = "reordered"
    UNKNOWN = "unknown"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Violation:
    """One thing that was promised and is not so. ``rule`` names the module that found it."""

    kind: Kind
    rule: str
    text: str

    def __str__(self) -> str:
        return f"{self.kind.value.upper()} ({self.rule}): {self.text}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Green only when nothing at all is wrong."""

    acknowledged: int
    faults: int
    violations: Sequence[Violation]

    @property
    def green(self) -> bool:
        return not self.violations

    def count(self, kind: Kind) -> int:
        return self._counts()[kind]

    def rules(self) -> set[str]:
        """The rules that something broke."""
        return {violation.rule for violation in self.violations}

    def lines(self, at_most: int = 20) -> list[str]:
        """The violations, at most so many of one rule, and how many more there were."""
        shown: Counter[str] = Counter()
        lines: list[str] = []
        for violation in self.violations:
            shown[violation.rule] += 1
            if shown[violation.rule] <= at_most:
                lines.append(str(violation))
        more = {rule: count - at_most for rule, count in shown.items() if count > at_most}
        return [*lines, *(f"… and {count} more of rule {rule}" for rule, count in more.items())]

    def closing_line(self) -> str:
        """The last line of a campaign. What else was broken is said only when something was."""
        counts = self._counts()
        kinds = (Kind.LOST, Kind.DOUBLED, Kind.PHANTOM, Kind.REORDERED, Kind.UNKNOWN)
        told = [f"acknowledged {self.acknowledged}", f"faults {self.faults}"]
        told += [f"{kind.value} {counts[kind]}" for kind in kinds]
        return ", ".join([*told, f"broken {counts[Kind.BROKEN]}"] if counts[Kind.BROKEN] else told)

    def _counts(self) -> Counter[Kind]:
        return Counter(violation.kind for violation in self.violations)
