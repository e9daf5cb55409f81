"""Screening for people. Every form shows the facts it depends on; a refusal keeps what was typed."""

from screening.case.pages import abuse, decision, enquiry, morning, queue, triage

ROUTERS = (
    queue.router,
    morning.router,
    abuse.router,
    triage.router,
    enquiry.router,
    decision.router,
)
