"""Compares the journal with every store on one server of databases."""

from frontdoor.documents import services
from frontdoor.services import database_of
from frontdoor.settings import ReconcileSettings
from shared.reconcile import Report, reconcile


async def compared(settings: ReconcileSettings) -> Report:
    """What journal and stores say of each other."""
    speaking = services()
    stores = {each.service: settings.database_of(database_of(each.service)) for each in speaking}
    listening = {each.service: each.subscriptions.types() for each in speaking if each.subscriptions}
    return await reconcile(settings.journal_url, stores, listening)
