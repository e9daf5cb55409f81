"""Seeded clients that use the system over HTTP alone, as police, schools, health and the front door's people do.

``run`` runs a ``Plan`` against ``Places`` and writes everything into a ``History``.
"""

from tests.campaign.workload.places import OneHost as OneHost
from tests.campaign.workload.places import Places as Places
from tests.campaign.workload.plan import Chances as Chances
from tests.campaign.workload.plan import Plan as Plan
from tests.campaign.workload.running import Tally as Tally
from tests.campaign.workload.running import run as run
