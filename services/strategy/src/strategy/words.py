"""What people call this service's codes."""

from strategy.codes import Decision, S47Outcome

DECISION_WORDS = {
    Decision.S47_JOINT: "Section 47 enquiry, with the police",
    Decision.S47_SINGLE: "Section 47 enquiry, social care alone",
    Decision.S17_ASSESSMENT: "Child in need assessment (section 17)",
    Decision.CONTINUE_PLAN: "Go on with the present plan",
    Decision.POLICE_ONLY: "For the police alone",
    Decision.NFA_CP: "No further child protection action",
}

OUTCOME_WORDS = {
    S47Outcome.ICPC: "Child protection conference",
    S47Outcome.LEGAL_ACTION: "Legal action",
    S47Outcome.S17_SERVICES: "Child in need services",
    S47Outcome.CONTINUE_ASSESSMENT: "Go on assessing",
    S47Outcome.MONITOR_OTHER_AGENCY: "Another agency keeps watch",
    S47Outcome.NFA: "No further action",
    S47Outcome.OTHER: "Something else",
}
