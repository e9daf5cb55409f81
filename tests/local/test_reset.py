"""Throwing the state away: only after a yes, only what is ours, and never under a running system."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from frontdoor.cli import app
from frontdoor.state_folder import StateFolder


@pytest.fixture
def state(open_folder: Path, monkeypatch: pytest.MonkeyPatch) -> StateFolder:
    folder = StateFolder(open_folder / "state")
    folder.make()
    folder.secret("session-secret")
    monkeypatch.setenv("STATE_DIR", str(folder.path))
    return folder


def test_reset_deletes_after_a_yes(state: StateFolder) -> None:
    CliRunner().invoke(app, ["reset"], input="y\n")
    assert not state.path.exists()


def test_reset_deletes_nothing_after_a_no(state: StateFolder) -> None:
    answer = CliRunner().invoke(app, ["reset"], input="n\n")
    assert answer.exit_code != 0
    assert state.exists()


def test_a_script_is_not_asked(state: StateFolder) -> None:
    assert CliRunner().invoke(app, ["reset", "--yes"]).exit_code == 0
    assert not state.path.exists()


def test_reset_is_refused_while_the_system_runs(state: StateFolder) -> None:
    with state.in_use():
        answer = CliRunner().invoke(app, ["reset", "--yes"])
    assert answer.exit_code == 1
    assert "already running" in answer.output
    assert state.exists()


def test_reset_is_refused_while_the_broker_runs(state: StateFolder) -> None:
    with state.kafka.in_use():
        answer = CliRunner().invoke(app, ["reset", "--yes"])
    assert answer.exit_code == 1
    assert state.exists()


def test_a_folder_that_is_not_ours_is_left_alone(open_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (open_folder / "letter.txt").write_text("Dear")
    monkeypatch.setenv("STATE_DIR", str(open_folder))
    CliRunner().invoke(app, ["reset", "--yes"])
    assert (open_folder / "letter.txt").exists()


def test_a_secret_is_the_same_at_every_start_and_its_owners_alone(state: StateFolder) -> None:
    assert StateFolder(state.path).secret("session-secret") == state.secret("session-secret")
    assert (state.path / "session-secret").stat().st_mode & 0o777 == 0o600
