"""What goes wrong in the world: planned from a seed, at most two faults at once, all of them healed at the end."""

from tests.campaign.nemesis.plan import LANES as LANES
from tests.campaign.nemesis.plan import Ground as Ground
from tests.campaign.nemesis.plan import Planned as Planned
from tests.campaign.nemesis.plan import plan as plan
from tests.campaign.nemesis.running import ground_of as ground_of
from tests.campaign.nemesis.running import run as run
