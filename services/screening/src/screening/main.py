"""Screening, put together. The only module that knows all the others."""

from fastapi import FastAPI

from screening import alerting
from screening.audit import api as audit_api
from screening.audit import briefing_pages
from screening.audit import pages as audit_pages
from screening.case import api, pages
from screening.clocks import clocks
from screening.early_help import api as early_help_api
from screening.early_help import pages as early_help_pages
from screening.early_help import step_up_pages
from screening.escalation import api as escalation_api
from screening.escalation import pages as escalation_pages
from screening.events import EVENTS
from screening.indicators import api as indicators_api
from screening.indicators import pages as indicator_pages
from screening.policy import POLICY
from screening.publishing import TOPIC, publish
from screening.read_models import (
    alerts,
    audits,
    briefings,
    escalations,
    history,
    measuring,
    open_children,
    queue,
    referrals,
    sampling,
    visits,
)
from screening.read_models import early_help as early_help_rows
from screening.referral import api as referral_api
from screening.referral import pages as referral_pages
from screening.subscriptions import SUBSCRIPTIONS
from shared import people
from shared.service import build_service
from shared.settings import Settings
from shared.store import StoreDefinition

READ_MODELS = (
    queue.project,
    history.project,
    people.project,
    referrals.project,
    open_children.project,
    visits.project,
    early_help_rows.project,
    escalations.project,
    sampling.project,
    audits.project,
    briefings.project,
    alerts.project,
    measuring.project,
)
ROUTERS = (
    api.router,
    *pages.ROUTERS,
    alerting.router,
    referral_api.router,
    referral_pages.router,
    early_help_api.router,
    early_help_pages.router,
    step_up_pages.router,
    escalation_api.router,
    escalation_pages.router,
    audit_api.router,
    audit_pages.router,
    briefing_pages.router,
    indicators_api.router,
    indicator_pages.router,
)


def build(settings: Settings) -> FastAPI:
    """The app of this service."""
    definition = StoreDefinition(
        service="screening",
        topic=TOPIC,
        events=EVENTS,
        read_models=READ_MODELS,
        publish=publish,
        clocks=clocks,
        tenant_la=settings.tenant_la,
        policy_version=POLICY.version,
    )
    return build_service(
        settings,
        definition=definition,
        package="screening",
        routers=ROUTERS,
        subscriptions=SUBSCRIPTIONS,
    )
