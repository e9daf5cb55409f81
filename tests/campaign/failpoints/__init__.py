"""Failpoints: every step of every transaction, at which a process can be killed, failed, cancelled or held up.

The law: nothing of this is in the product. ``arm`` wraps, in the process that is to fail, what its steps go through.
"""

from tests.campaign.failpoints.arming import arm as arm
