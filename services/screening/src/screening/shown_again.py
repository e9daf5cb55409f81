"""A form that was not carried out comes back with what was typed: what the rules say, or that somebody was faster."""

from http import HTTPStatus

from shared.decider import Conflict, Refused


def what_stands_in_the_way(no: Refused | Conflict) -> tuple[int, Refused]:
    """The status of the page, and what it says."""
    if isinstance(no, Conflict):
        faster = "Somebody has changed this since you opened the page. Read what is new first."
        return HTTPStatus.CONFLICT, Refused("STALE-VERSION", faster)
    return HTTPStatus.UNPROCESSABLE_ENTITY, no
