"""What each process of the world runs: what `frontdoor service NAME` runs, after what SABOTAGE names was done to it."""

import importlib
import json
import os

from frontdoor import cli
from frontdoor.services import IDENTITY


def run(name: str) -> None:
    """Serve the process of this name until it is told to stop. Settings are environment variables."""
    _sabotage(json.loads(os.environ.get("SABOTAGE") or "{}"))
    service = name.partition(".")[0]
    host, port = os.environ["HOST"], int(os.environ["PORT"])
    if service == IDENTITY:
        cli.identity(host, port)
    else:
        cli.service(service, host, port)


def _sabotage(wanted: dict[str, object]) -> None:
    if bug := wanted.get("bug"):
        importlib.import_module("tests.campaign.bugs").apply(bug)
    if failpoint := wanted.get("failpoint"):
        importlib.import_module("tests.campaign.failpoints").arm(failpoint)
