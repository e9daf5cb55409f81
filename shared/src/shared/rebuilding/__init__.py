"""Makes anew what a service keeps of the journal, beside what is there, and takes its place in one transaction.

Whoever reads meanwhile reads the old, whole; afterwards the new, whole. A rebuild never knows less than what it
replaces, and one that is cut off leaves everything as it was.
"""

from shared.rebuilding.making import Rebuilt, rebuild
from shared.rebuilding.own import OwnReadModels
from shared.rebuilding.refusing import RebuildRefused
from shared.rebuilding.requests import Request, last_request, rebuild_when_asked, request_rebuild

__all__ = [
    "OwnReadModels",
    "RebuildRefused",
    "Rebuilt",
    "Request",
    "last_request",
    "rebuild",
    "rebuild_when_asked",
    "request_rebuild",
]
