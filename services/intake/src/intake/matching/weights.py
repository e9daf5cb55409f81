"""How much each field's agreement or disagreement weighs: log2 of how much likelier it is for one child than for two.

``same``: how often it comes out so when both descriptions are of one child; ``others``: when they are of two children
picked by chance. Defaults of this product, to be estimated again from an authority's own confirmed matches.
"""

from math import log2


def odds(same: float, others: float) -> float:
    """What one outcome weighs."""
    return round(log2(same / others), 1)


WEIGHTS = {
    "nhs": {"SAME": odds(0.98, 0.000001), "DIFFERENT": odds(0.02, 0.999999)},
    "upn": {"SAME": odds(0.90, 0.000001), "DIFFERENT": odds(0.10, 0.999999)},
    "dob": {
        "SAME": odds(0.93, 0.00016),
        "DAY_AND_MONTH_SWAPPED": odds(0.01, 0.0001),
        "BORN_WHEN_EXPECTED": odds(0.9, 0.013),
        "ONE_PART_DIFFERS": odds(0.04, 0.0092),
        "DIFFERENT": odds(0.015, 0.99),
    },
    "first_name": {
        "SAME": odds(0.80, 0.010),
        "PART": odds(0.05, 0.0035),
        "SHORT_FORM": odds(0.05, 0.0035),
        "ALIKE": odds(0.07, 0.008),
        "INITIAL": odds(0.03, 0.02),
        "DIFFERENT": odds(0.05, 0.97),
    },
    "surname": {
        "SAME": odds(0.80, 0.003),
        "PART": odds(0.06, 0.004),
        "SHORT_FORM": odds(0.03, 0.003),
        "ALIKE": odds(0.08, 0.005),
        "INITIAL": odds(0.01, 0.02),
        "DIFFERENT": odds(0.06, 0.985),
    },
    "names_swapped": {"YES": odds(0.01, 0.08)},
    "home": {
        "SAME": odds(0.55, 0.008),
        "SAME_POSTCODE": odds(0.06, 0.006),
        "DIFFERENT": odds(0.39, 0.98),
    },
    "adults": {"SHARED": odds(0.70, 0.008), "NONE_SHARED": odds(0.30, 0.99)},
    "sex": {"SAME": odds(0.98, 0.5), "DIFFERENT": odds(0.02, 0.5)},
}
"""``home`` and ``adults`` weigh less than chance would have it: brothers and sisters share both."""

PROPOSE_FROM = 8.0
"""Below this weight two descriptions are not worth a person's time."""


def weight_of(field: str, level: str) -> float:
    """The weight of one outcome. Nothing is known from an absent field: 0."""
    return WEIGHTS[field].get(level, 0.0)


BEST = {field: max(outcomes.values()) for field, outcomes in WEIGHTS.items()}
"""What full agreement on each field weighs."""
