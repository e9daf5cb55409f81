"""Does a sender only try it out? A rehearsal makes no child's record, and a record is never taken for a rehearsal."""

from fastapi import Request

from shared.problems import Problem

SANDBOX = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}


class SandboxUnclear(Problem):
    """Who asks for a sandbox in other words must not find a child's record made of a rehearsal."""

    def __init__(self) -> None:
        detail = "Say sandbox=true to try it out, or leave it away to send it. Nothing was kept."
        super().__init__(422, "Sandbox or not?", detail, "SANDBOX", "sandbox")


def is_rehearsal(request: Request) -> bool:
    """Does the sender only try it out (``?sandbox=true``)? Then nothing is kept, not even what cannot be read.

    Raises ``SandboxUnclear`` for a word that is neither yes nor no.
    """
    asked = request.query_params.get("sandbox", "false").lower()
    if asked not in SANDBOX:
        raise SandboxUnclear
    return SANDBOX[asked]
