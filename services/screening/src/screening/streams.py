"""The names of this service's streams, and the topic of what it publishes."""

TOPIC = "threshold-decisions"


def screening_of(contact_id: str) -> str:
    """The stream of the screening of one contact."""
    return f"Screening-{contact_id}"
