"""Screening for people. Every form shows the facts it depends on; a refusal keeps what was typed."""

from screening.case.pages import decision, enquiry, lateness, queue, triage

ROUTERS = (queue.router, triage.router, enquiry.router, decision.router, lateness.router)
