"""Folders that Postgres can reach even when the tests run as root and it runs as another account."""

import shutil
import tempfile
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


@contextmanager
def _open_folder() -> Generator[Path]:
    """With a space in its name, as a person's folders have."""
    folder = Path(tempfile.mkdtemp(prefix="front door "))
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def open_folder() -> Iterator[Path]:
    with _open_folder() as folder:
        yield folder


@pytest.fixture(scope="module")
def module_folder() -> Iterator[Path]:
    with _open_folder() as folder:
        yield folder
