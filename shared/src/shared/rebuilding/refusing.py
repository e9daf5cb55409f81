"""Why a rebuild may say no. What was there is untouched then."""


class RebuildRefused(Exception):
    """The rebuild did not take the place of what is there; the message says why, without anything about a child."""


WIPED = "The journal was wiped while it was read. Everything stays as it was."
