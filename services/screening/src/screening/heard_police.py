"""What the police in the hub say beside a contact, as rows: no command of ours follows."""

from screening.police_readings import IntelligenceHandlingMarked
from screening.read_models import contacts
from shared.database import Connection
from shared.subscriptions import Message, Subscriptions


def listen_to_the_hub(subscriptions: Subscriptions) -> None:
    subscriptions.project("contacts", "frontdoor.IntelligenceHandlingMarked.v1", IntelligenceHandlingMarked)(_marked)


async def _marked(connection: Connection, message: Message[IntelligenceHandlingMarked]) -> None:
    await contacts.handle(connection, message.data)
