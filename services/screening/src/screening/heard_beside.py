"""What people say beside a contact, as rows: no command of ours follows."""

from screening.police_readings import IntelligenceHandlingMarked
from screening.read_models import contacts
from screening.readings import DuplicateContactLinked, DuplicateContactUnlinked
from shared.database import Connection
from shared.subscriptions import Message, Subscriptions


def listen_beside(subscriptions: Subscriptions) -> None:
    subscriptions.project("contacts", "frontdoor.IntelligenceHandlingMarked.v1", IntelligenceHandlingMarked)(_marked)
    subscriptions.project("contacts", "frontdoor.DuplicateContactLinked.v1", DuplicateContactLinked)(_linked)
    subscriptions.project("contacts", "frontdoor.DuplicateContactUnlinked.v1", DuplicateContactUnlinked)(_unlinked)


async def _marked(connection: Connection, message: Message[IntelligenceHandlingMarked]) -> None:
    await contacts.handle(connection, message.data)


async def _linked(connection: Connection, message: Message[DuplicateContactLinked]) -> None:
    await contacts.link(connection, message.data)


async def _unlinked(connection: Connection, message: Message[DuplicateContactUnlinked]) -> None:
    await contacts.unlink(connection, message.data)
