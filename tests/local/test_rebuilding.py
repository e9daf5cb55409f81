"""`frontdoor rebuild` says in a line why it can't do what it was asked."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from frontdoor.cli import app
from frontdoor.rebuilding import rebuilt
from frontdoor.settings import LocalSettings
from shared.rebuilding import RebuildRefused


async def test_an_unknown_service_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RebuildRefused, match="There is no service nobody"):
        await rebuilt("nobody", LocalSettings(state_dir=tmp_path))


async def test_a_service_that_reacts_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RebuildRefused, match="reacts to what it is told"):
        await rebuilt("screening", LocalSettings(state_dir=tmp_path, database_url="postgresql://nowhere"))


def test_without_a_server_nothing_is_made_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STATE_DIR", str(tmp_path))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    said = CliRunner().invoke(app, ["rebuild", "timeline"])
    assert (said.exit_code, "Start it first" in said.output) == (1, True)
