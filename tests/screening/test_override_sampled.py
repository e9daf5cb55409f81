"""Every override is counted and sampled (domain brief §3.0), also one that is given when a case is to close."""

from typing import Any

from screening.codes import Stratum
from shared.testing.service import RunningService

from .asking import done
from .guarded_worlds import sampled
from .people import LUND, STONE
from .story import WORDS
from .test_audit_api import SELECTION, asked, seen


async def drawn(screening: RunningService) -> tuple[str, list[dict[str, Any]]]:
    audit_id = (await asked(screening, STONE, "audits", **SELECTION))["audit_id"]
    return audit_id, (await seen(screening, STONE, f"audits/{audit_id}"))["cases"]


async def test_what_is_closed_past_a_guard_is_sampled_and_what_was_drawn_before_stays(
    screening: RunningService,
) -> None:
    parts = await sampled(screening)
    before, cases = await drawn(screening)
    assert Stratum.OVERRIDE not in {case["stratum"] for case in cases}
    override = {"child_id": parts["child_id"], "guard": "SCR-17", "reason": WORDS, "review_by": "2026-06-01"}
    await done(screening.client(LUND), {"contact_id": parts["contact_id"]}, "overrides", **override)
    after, cases = await drawn(screening)
    [case] = [one for one in cases if one["stratum"] == Stratum.OVERRIDE]
    assert (case["contact_id"], case["child_id"]) == (parts["contact_id"], parts["child_id"])
    for audit_id in (before, after):
        assert (await seen(screening, STONE, f"audits/{audit_id}/draw"))["equal"] is True
