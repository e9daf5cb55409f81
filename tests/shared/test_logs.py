"""Whatever is handed to a log, only what is on the list comes out."""

import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from shared.logs import WithoutWords, log_as_json


@pytest.fixture(autouse=True)
def logging_as_before() -> Iterator[None]:
    yield
    structlog.reset_defaults()


def test_a_key_that_is_not_listed_never_comes_out(capsys: pytest.CaptureFixture[str]) -> None:
    log_as_json()
    structlog.get_logger("intake").warning("relay_waits", error="OSError", child_name="Amara Osei", body={"a": "Amara"})
    written = capsys.readouterr().err
    assert "Amara" not in written
    assert json.loads(written)["error"] == "OSError"


def test_an_exception_comes_out_without_what_it_says(capsys: pytest.CaptureFixture[str]) -> None:
    log_as_json()
    try:
        raise ValueError("Amara Osei, 12 Elm Street")
    except ValueError:
        structlog.get_logger("intake").exception("worker_fell")
    assert "Amara" not in capsys.readouterr().err


def test_a_librarys_traceback_comes_out_as_a_type_and_a_place() -> None:
    try:
        raise ValueError("Key (name)=(Amara Osei) already exists")
    except ValueError as error:
        told = (type(error), error, error.__traceback__)
        record = logging.LogRecord("uvicorn.error", logging.ERROR, "", 1, "Amara %s", ("Osei",), told)
    written = WithoutWords().format(record)
    assert "Amara" not in written
    assert json.loads(written)["error"] == "ValueError"
    assert json.loads(written)["where"].startswith("test_logs.py:")
