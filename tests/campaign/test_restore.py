"""The restore drill, and how it knows what the archive holds."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.campaign.restore.clusters import SEGMENT_BYTES, Archive
from tests.campaign.restore.drill import Drill

FIRST_OF_SECOND_FILE = 256


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path)


@pytest.fixture
def open_folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="restore-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder


def _archived(archive: Archive, *names: str) -> None:
    for name in names:
        (archive.folder / name).touch()


def test_the_archive_ends_behind_its_last_complete_segment(archive: Archive) -> None:
    _archived(archive, "000000010000000000000001", "000000010000000000000002", "000000010000000000000003.part")
    assert archive.end() == 3 * SEGMENT_BYTES


def test_the_history_of_a_backup_is_no_segment(archive: Archive) -> None:
    _archived(archive, "000000010000000000000001", "000000010000000000000001.00002378.backup")
    assert archive.end() == 2 * SEGMENT_BYTES


def test_segments_are_counted_on_from_one_four_gigabytes_to_the_next(archive: Archive) -> None:
    _archived(archive, "0000000100000000000000FF", "000000010000000100000000")
    assert archive.end() == (FIRST_OF_SECOND_FILE + 1) * SEGMENT_BYTES


def test_an_archive_with_a_gap_is_none(archive: Archive) -> None:
    _archived(archive, "000000010000000000000001", "000000010000000000000003")
    with pytest.raises(AssertionError, match="missing in the archive"):
        archive.end()


@pytest.mark.kafka
@pytest.mark.timeout(300)
async def test_a_backup_taken_under_load_and_its_archive_hold_everything_acknowledged(open_folder: Path) -> None:
    said: list[str] = []
    found = await Drill(open_folder, seconds=6, seed=1, say=said.append).run()
    assert found.green, (found, said)
