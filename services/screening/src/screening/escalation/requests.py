"""The bodies of an escalation's commands. A field that we do not know is refused."""

from screening.codes import Upheld
from shared.inputs import Asked, Text, Texts


class RaiseBody(Asked):
    """Without ``child_ids`` it is about every decided child. The front door's own staff say ``on_behalf_of`` whom."""

    child_ids: Texts = ()
    words: Text = ""
    wants: Text = ""
    on_behalf_of: Text = ""


class AnswerBody(Asked):
    upheld: Upheld
    reason: Text = ""


class WithdrawBody(Asked):
    reason: Text = ""
