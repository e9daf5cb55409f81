"""The names of this service's streams."""

from datetime import date


def shift_stream(shift_id: str) -> str:
    return f"EdtShift-{shift_id}"


def item_stream(item_id: str) -> str:
    return f"HandoverItem-{item_id}"


def prep_stream(prep_on: date) -> str:
    return f"PreClosurePrep-{prep_on.isoformat()}"
