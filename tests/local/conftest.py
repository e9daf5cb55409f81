"""Folders that Postgres can reach even when the tests run as root and it runs as another account."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from shared.testing.folders import passing_folder

# With a space, as a person's folders have.
NAME = "front door "


@pytest.fixture
def open_folder() -> Iterator[Path]:
    with passing_folder(NAME) as folder:
        yield folder


@pytest.fixture(scope="module")
def module_folder() -> Iterator[Path]:
    with passing_folder(NAME) as folder:
        yield folder
