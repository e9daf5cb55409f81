"""How much each field's agreement or disagreement weighs: log2 of how much likelier it is for one child than for two.

``same``: how often it comes out so when both descriptions are of one child; ``others``: when they are of two children
picked by chance. Defaults of this product, to be estimated again from an authority's own confirmed matches.
"""

from dataclasses import dataclass
from math import log2


@dataclass(frozen=True, slots=True)
class Odds:
    """The two shares of one outcome of one comparison, and what follows from them."""

    same: float
    others: float

    @property
    def weight(self) -> float:
        return round(log2(self.same / self.others), 1)


WEIGHTS = {
    "nhs": {"SAME": Odds(0.98, 0.000001), "DIFFERENT": Odds(0.02, 0.999999)},
    "upn": {"SAME": Odds(0.90, 0.000001), "DIFFERENT": Odds(0.10, 0.999999)},
    "dob": {
        "SAME": Odds(0.93, 0.00016),
        "DAY_AND_MONTH_SWAPPED": Odds(0.01, 0.0001),
        "BORN_WHEN_EXPECTED": Odds(0.9, 0.013),
        "ONE_PART_DIFFERS": Odds(0.04, 0.0092),
        "DIFFERENT": Odds(0.015, 0.99),
    },
    "first_name": {
        "SAME": Odds(0.80, 0.010),
        "PART": Odds(0.05, 0.0035),
        "SHORT_FORM": Odds(0.05, 0.0035),
        "ALIKE": Odds(0.07, 0.008),
        "INITIAL": Odds(0.03, 0.02),
        "DIFFERENT": Odds(0.05, 0.97),
    },
    "surname": {
        "SAME": Odds(0.80, 0.003),
        "PART": Odds(0.06, 0.004),
        "SHORT_FORM": Odds(0.03, 0.003),
        "ALIKE": Odds(0.08, 0.005),
        "INITIAL": Odds(0.01, 0.02),
        "DIFFERENT": Odds(0.06, 0.985),
    },
    "names_swapped": {"YES": Odds(0.01, 0.08)},
    "home": {
        "SAME": Odds(0.55, 0.008),
        "SAME_POSTCODE": Odds(0.06, 0.006),
        "DIFFERENT": Odds(0.39, 0.98),
    },
    "adults": {"SHARED": Odds(0.70, 0.008), "NONE_SHARED": Odds(0.30, 0.99)},
    "sex": {"SAME": Odds(0.98, 0.5), "DIFFERENT": Odds(0.02, 0.5)},
}
"""``home`` and ``adults`` weigh less than chance would have it: brothers and sisters share both."""

PROPOSE_FROM = 8.0
"""Below this weight two descriptions are not worth a person's time."""


def weight_of(field: str, level: str) -> float:
    """The weight of one outcome. Nothing is known from an absent field: 0."""
    odds = WEIGHTS[field].get(level)
    return odds.weight if odds else 0.0


def best_of(field: str) -> float:
    """What full agreement on the field weighs."""
    return max(odds.weight for odds in WEIGHTS[field].values())
