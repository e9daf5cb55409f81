"""The checker stands alone, works out deadlines by itself, and is quick enough to be run on everything."""

import ast
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from tests.campaign.checker import check_folder, working_time
from tests.campaign.checker.working_time import LONDON
from tests.campaign.made_runs import sound_run
from tests.campaign.many_runs import write_large_run

CHECKER = Path(__file__).parent / "checker"
PRODUCT = {
    "shared",
    "frontdoor",
    "intake",
    "screening",
    "strategy",
    "edt_handover",
    "notifications",
    "timeline",
}
COMMANDS, SECONDS = 500, 1.5
"""Of processor time, which a busy machine does not stretch: at this pace 10,000 commands take 30 seconds."""


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


@pytest.mark.parametrize("path", sorted(CHECKER.rglob("*.py")), ids=lambda path: path.stem)
def test_the_checker_imports_nothing_of_what_it_checks(path: Path) -> None:
    for module in imports(path):
        assert module.partition(".")[0] not in PRODUCT
        if module.startswith("tests."):
            assert module.startswith("tests.campaign.checker")


def test_a_kept_run_is_checked_again_by_a_command(tmp_path: Path) -> None:
    sound_run().write(tmp_path)
    command = [sys.executable, "-m", "tests.campaign.checker", str(tmp_path)]
    again = subprocess.run(command, capture_output=True, text=True, check=False, cwd=CHECKER.parents[2])
    assert (again.returncode, again.stdout.strip()) == (0, check_folder(tmp_path).closing_line())


def test_a_large_run_is_checked_in_seconds(tmp_path: Path) -> None:
    write_large_run(tmp_path, COMMANDS)
    begun = time.process_time()
    verdict = check_folder(tmp_path)
    assert verdict.lines() == []
    assert verdict.acknowledged == COMMANDS
    assert time.process_time() - begun < SECONDS


def london(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


@pytest.mark.parametrize(
    ("received", "due"),
    [
        ("2026-05-01T10:15", "2026-05-05T10:15"),
        ("2026-05-02T23:50", "2026-05-05T17:00"),
        ("2026-12-24T09:00", "2026-12-29T09:00"),
        ("2027-03-25T14:00", "2027-03-30T14:00"),
    ],
)
def test_one_working_day_is_the_briefs(received: str, due: str) -> None:
    assert working_time.one_working_day(london(received)) == london(due)


@pytest.mark.parametrize(
    ("on", "days", "due"),
    [
        ("2026-05-03", 15, "2026-05-26"),
        ("2026-12-23", 15, "2027-01-18"),
        ("2026-05-05", 45, "2026-07-08"),
        ("2026-05-08", 7, "2026-05-19"),
    ],
)
def test_working_days_are_the_briefs(on: str, days: int, due: str) -> None:
    assert working_time.working_days_later(date.fromisoformat(on), days) == date.fromisoformat(due)


def test_an_hour_of_service_goes_on_in_the_morning() -> None:
    friday = london("2026-06-12T16:00")
    assert working_time.working_time_later(friday, timedelta(hours=1)) == london("2026-06-15T09:00")
