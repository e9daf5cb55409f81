"""The shape of the house: who may import whom, that the rules are pure, and that no file becomes everybody's."""

import ast
from collections.abc import Iterator

import pytest

from .checkout import MODULES, PACKAGES, ROOT, RULES, SERVICES, Module

LONGEST_FILE = 300
LONGER_FILES = {
    "shared/src/shared/embedded_postgres.py": "one server, from its folder to its end",
}
"""Files that may be longer, each with its reason."""

NAMES_THAT_SAY_NOTHING = {"utils", "util", "helpers", "helper", "manager", "managers", "base", "misc", "common", "info"}
READS_A_CLOCK = {"now", "utcnow", "today", "time", "monotonic", "perf_counter", "time_ns", "monotonic_ns"}
NOT_PURE = {"asyncio", "os", "pathlib", "random", "secrets", "socket", "time", "threading", "uuid"}


def test_there_are_six_services() -> None:
    assert {"intake", "screening", "strategy", "edt_handover", "notifications", "timeline"} == SERVICES


def test_no_service_imports_another_and_the_kernel_imports_none() -> None:
    strangers = SERVICES | {"frontdoor"}
    astray = {
        f"{module.path} imports {name}"
        for module in MODULES
        if module.package != "frontdoor"
        for name in module.imported()
        if name.split(".")[0] in strangers - {module.package}
    }
    assert astray == set()


def test_a_services_tests_import_only_that_service_and_the_kernel() -> None:
    astray = {
        f"{module.path} imports {name}"
        for service in SERVICES
        for module in (Module(service, file) for file in (ROOT / "tests" / service).rglob("*.py"))
        for name in module.imported()
        if name.split(".")[0] in (SERVICES | {"frontdoor"}) - {service}
    }
    assert astray == set()


def test_the_rules_never_wait() -> None:
    waiting = {
        f"{module.path}:{node.lineno}"
        for module in RULES
        for node in ast.walk(module.tree)
        if isinstance(node, ast.AsyncFunctionDef | ast.Await | ast.AsyncFor | ast.AsyncWith)
    }
    assert waiting == set()


def test_the_rules_never_ask_what_time_it_is() -> None:
    asking = {f"{module.path}:{line}" for module in RULES for line in clock_readings(module)}
    assert asking == set()


def clock_readings(module: Module) -> Iterator[int]:
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in READS_A_CLOCK:
            owner = node.func.value
            if isinstance(owner, ast.Name) and owner.id in {"datetime", "date", "time"}:
                yield node.lineno


def test_the_rules_import_nothing_that_reaches_outside() -> None:
    astray = {
        f"{module.path} imports {name}"
        for module in RULES
        for name in module.imported()
        if name.split(".")[0] in NOT_PURE or name == "shared.ids.new_id"
    }
    assert astray == set()


def test_no_file_is_everybodys() -> None:
    lengths = {module.path: len(module.file.read_text().splitlines()) for module in MODULES}
    too_long = {path: length for path, length in lengths.items() if length > LONGEST_FILE and path not in LONGER_FILES}
    assert too_long == {}


def test_every_exception_to_the_length_of_a_file_is_still_needed() -> None:
    lengths = {module.path: len(module.file.read_text().splitlines()) for module in MODULES}
    assert {path for path in LONGER_FILES if lengths.get(path, 0) <= LONGEST_FILE} == set()


def test_every_module_has_a_name_that_says_what_is_in_it() -> None:
    nameless = {module.path for module in MODULES if NAMES_THAT_SAY_NOTHING & set(module.words)}
    assert nameless == set()


def test_every_module_says_what_it_is_for() -> None:
    silent = {module.path for module in MODULES if module.tree.body and ast.get_docstring(module.tree) is None}
    assert silent == set()


@pytest.mark.parametrize("service", sorted(SERVICES))
def test_a_service_is_put_together_in_its_main_module(service: str) -> None:
    assert (PACKAGES[service] / "main.py").exists()
