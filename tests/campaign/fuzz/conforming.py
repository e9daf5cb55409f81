"""Every operation as its OpenAPI document describes it, asked by schemathesis: all its checks, stateful too."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Any, cast

import orjson
import schemathesis
from schemathesis.config import (
    ChecksConfig,
    GenerationConfig,
    PhasesConfig,
    PositiveDataAcceptanceConfig,
    ProjectConfig,
    ProjectsConfig,
    SchemathesisConfig,
)
from schemathesis.config import CoveragePhaseConfig as Coverage
from schemathesis.engine import events, from_schema
from schemathesis.engine.recorder import ScenarioRecorder

from tests.campaign.fuzz.meter import Meter
from tests.campaign.fuzz.system import System

PATIENCE_SECONDS = 20
REFUSED_BY_A_RULE = "422"
"""A body that the schema allows may still break a rule of the work: that is an answer, not a disagreement."""
TOO_LARGE = "413"
"""What is too long for its field may be too large for any body, which is found first."""
NOT_IN_SCHEMAS = {"JSON-NUMBER", "JSON-DEPTH"}
"""Why a body is unreadable whatever its schema says: integers beyond 64 bits, nesting beyond 32 levels."""
WHO: dict[str, tuple[str, ...]] = {
    "intake": ("expol-rms", "school-portal-999001", "fdm.reyes"),
    "screening": ("fdm.reyes", "sw.adeyemi"),
    "strategy": ("fdm.reyes", "ds.amin"),
    "edt-handover": ("edt.lund", "fdm.reyes"),
    "notifications": ("fdm.reyes", "dsl.osei"),
    "timeline": ("fdm.reyes", "dsl.osei", "ig.weir"),
}

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Round:
    """One service asked by one caller. ``thorough`` adds the phase that covers each constraint of each schema."""

    service: str
    who: str
    examples: int
    thorough: bool
    most_seconds: int


def conform(system: System, document: Json, asked: Round, seed: int, meter: Meter) -> None:
    """Asks everything in the document and notes every answer and every check that failed."""
    schema = schemathesis.openapi.from_dict(document, config=_config(system, asked, seed))
    for event in from_schema(schema).execute():
        if isinstance(event, events.ScenarioFinished):
            _note(event.recorder, asked, meter)
        elif isinstance(event, events.NonFatalError):
            meter.wrong("not asked", f"{asked.service} {event.label}", _said(event.value))
        elif isinstance(event, events.FatalError):
            meter.wrong("not asked", asked.service, _said(event.exception))


def _config(system: System, asked: Round, seed: int) -> SchemathesisConfig:
    project = ProjectConfig(
        base_url=f"{system.address}/{asked.service}",
        headers={"Authorization": system.headers(asked.who)["authorization"]},
        generation=GenerationConfig(max_examples=asked.examples, no_shrink=True, database="none", allow_x00=False),
        phases=PhasesConfig(coverage=Coverage(enabled=asked.thorough)),
        checks=_checks(),
        continue_on_failure=True,
        request_timeout=PATIENCE_SECONDS,
    )
    projects = ProjectsConfig(default=project)
    return SchemathesisConfig(seed=seed, max_time=asked.most_seconds, projects=projects)


def _with_rules() -> PositiveDataAcceptanceConfig:
    usual = PositiveDataAcceptanceConfig().expected_statuses
    return PositiveDataAcceptanceConfig(expected_statuses=[*usual, REFUSED_BY_A_RULE])


def _checks() -> ChecksConfig:
    checks = ChecksConfig(positive_data_acceptance=_with_rules())
    usual = checks.negative_data_rejection
    checks.negative_data_rejection = replace(usual, expected_statuses=[*usual.expected_statuses, TOO_LARGE])
    return checks


def _note(recorder: ScenarioRecorder, asked: Round, meter: Meter) -> None:
    for case_id, interaction in recorder.interactions.items():
        where = f"{_operation(recorder, case_id, asked)} [schema]"
        response = interaction.response

        def example(body: bytes | None = interaction.request.body, uri: str = interaction.request.uri) -> str:
            return f"{uri} as {asked.who} {body!r}"

        if response is None:
            meter.unanswered(where, "none", example)
        else:
            meter.answered(where, response.status_code, response.elapsed, example, interaction.timestamp)
    _note_checks(recorder, asked, meter)


def _note_checks(recorder: ScenarioRecorder, asked: Round, meter: Meter) -> None:
    for case_id, checks in recorder.checks.items():
        for check in checks:
            if check.failure_info and check.name != "not_a_server_error" and not _is_unreadable(recorder, case_id):
                where = _operation(recorder, case_id, asked)
                failure, sample = check.failure_info.failure, check.failure_info.code_sample
                answer = recorder.interactions[case_id].response
                status = answer.status_code if answer else "none"
                meter.disagreed(check.name, where, f"{status}: {str(failure)[:300]!r} as {asked.who}: {sample}")


def _is_unreadable(recorder: ScenarioRecorder, case_id: str) -> bool:
    answer = recorder.interactions[case_id].response
    if answer is None or answer.status_code != HTTPStatus.BAD_REQUEST:
        return False
    return cast(Json, orjson.loads(answer.content)).get("code") in NOT_IN_SCHEMAS


def _operation(recorder: ScenarioRecorder, case_id: str, asked: Round) -> str:
    operation = cast(Any, recorder.cases[case_id].value).operation
    return f"{operation.method.upper()} /{asked.service}{operation.path}"


def _said(error: Exception) -> Callable[[], str]:
    return lambda: f"{type(error).__name__}: {error}"
