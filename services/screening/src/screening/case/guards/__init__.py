"""One function a guard (domain brief §3.2). A guard looks, and says what is missing and how to satisfy it.

Its one law: a guard never decides. Which guards stand before which decision is in ``applicability``.
"""

from screening.case.guards.deciding import (
    GRAVE_FACTORS,
    is_high_risk_abuse,
    scr_05_self_auth,
    scr_06_not_sw,
    scr_08_eh_no_agreement,
    scr_09_consent_unclear,
    scr_10_da_high,
    scr_11_open_case,
    scr_14_red_close,
    scr_15_safety_plan,
    scr_17_close_feedback,
    scr_18_esc_open,
    scr_20_decided_by_machine,
    works_alone,
)
from screening.case.guards.finding_out import (
    OWN_AGENCY,
    is_repeat,
    never_without_checks,
    other_agencies,
    scr_01_no_direction,
    scr_02_no_history,
    scr_03_thin_info,
    scr_04_assumptions,
    scr_07_repeat,
    scr_12_sibling_gap,
    scr_13_outstanding,
    sending_agency,
)
from screening.case.guards.question import (
    MANAGERS,
    Guard,
    Missing,
    Question,
)

__all__ = [
    "GRAVE_FACTORS",
    "MANAGERS",
    "OWN_AGENCY",
    "Guard",
    "Missing",
    "Question",
    "is_high_risk_abuse",
    "is_repeat",
    "never_without_checks",
    "other_agencies",
    "scr_01_no_direction",
    "scr_02_no_history",
    "scr_03_thin_info",
    "scr_04_assumptions",
    "scr_05_self_auth",
    "scr_06_not_sw",
    "scr_07_repeat",
    "scr_08_eh_no_agreement",
    "scr_09_consent_unclear",
    "scr_10_da_high",
    "scr_11_open_case",
    "scr_12_sibling_gap",
    "scr_13_outstanding",
    "scr_14_red_close",
    "scr_15_safety_plan",
    "scr_17_close_feedback",
    "scr_18_esc_open",
    "scr_20_decided_by_machine",
    "sending_agency",
    "works_alone",
]
