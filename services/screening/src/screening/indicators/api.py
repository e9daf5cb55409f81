"""The indicators for programs: true counts as JSON, and a file that may leave the authority."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from starlette.responses import Response

from screening.authority import INDICATOR_READERS
from screening.indicators.figures import Indicator, Measure
from screening.indicators.leaving import as_csv
from screening.indicators.period import Period, period
from screening.indicators.showing import indicators
from shared.access.actor import Actor
from shared.access.routes import allow
from shared.inputs import Day
from shared.service import Service, service_of
from shared.working_time import in_london

router = APIRouter(prefix="/api/v1")

Here = Annotated[Service, Depends(service_of)]
Reader = Annotated[Actor, allow(*INDICATOR_READERS)]


@dataclass(frozen=True, slots=True)
class Asked:
    """``from`` and ``to`` are London days, both counted; without them the last whole month."""

    service: Here
    first: Annotated[Day | None, Query(alias="from")] = None
    last: Annotated[Day | None, Query(alias="to")] = None

    def period(self) -> Period:
        return period(self.first, self.last, in_london(self.service.clock.now()).date())


Ask = Annotated[Asked, Depends()]


def _document(one: Indicator) -> dict[str, Any]:
    breakdowns = [
        {"by": part.by, "groups": [{"name": group.name, "measures": _all(group.measures)} for group in part.groups]}
        for part in one.breakdowns
    ]
    counted = {"measures": _all(one.measures), "maturity": _said(one.maturity) if one.maturity else None}
    return asdict(one) | counted | {"breakdowns": breakdowns}


def _all(measures: Sequence[Measure]) -> list[dict[str, Any]]:
    return [_said(measure) for measure in measures]


def _said(measure: Measure) -> dict[str, Any]:
    return asdict(measure) | {"value": measure.value}


@router.get("/indicators")
async def the_indicators(ask: Ask, service: Here, who: Reader) -> dict[str, Any]:
    """Each with what is counted over what, and how much of it has had its time. ``value`` is a percentage, the mean
    where ``is_mean``, the rate for 10,000 children and a year where ``days``; none where there was nothing to count
    yet, or where ``unknown`` says what is not known. ``as_at``: the same days can count
    otherwise later. Without any child.
    """
    of = ask.period()
    found = [_document(one) for one in await indicators(service, of)]
    return {"from": of.first, "to": of.last, "as_at": service.clock.now(), "indicators": found}


@router.get("/indicators.csv", response_class=Response, responses={200: {"content": {"text/csv": {}}}})
async def the_indicators_as_they_may_leave(ask: Ask, service: Here, who: Reader) -> Response:
    """Counts of 1 to 5 are left out, others rounded to the nearest 5 (10 at least), and no member of staff is named."""
    of = ask.period()
    name = f'attachment; filename="indicators-{of.first}-{of.last}.csv"'
    content = as_csv(await indicators(service, of), of, service.clock.now())
    return Response(content, media_type="text/csv", headers={"content-disposition": name, "cache-control": "no-store"})
