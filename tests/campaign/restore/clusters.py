"""A Postgres cluster that archives its WAL, a base backup of it, and a cluster restored from both.

The commands are those of docs/operations.md, so that the drill tries what an operator would do.
"""

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlsplit

from shared import child_process
from shared.embedded_postgres import PostgresCluster
from shared.postgres_binaries import account_for_postgres, binaries_for

SEGMENT_BYTES = 16 * 1024 * 1024
SEGMENTS_IN_A_FILE_NAME = 0x1_0000_0000 // SEGMENT_BYTES
COMMAND_SECONDS = 120
SEGMENT_NAME_LENGTH = 24


class Archive:
    """The folder that WAL is archived to: complete segments have their names, others end in ``.part``."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def make(self) -> None:
        self.folder.mkdir(parents=True)
        _give(self.folder)

    @property
    def archive_command(self) -> str:
        place = f"{self.folder}/%f"
        return f"test ! -f {place} && /bin/cp %p {place}.part && /bin/sync {place}.part && /bin/mv {place}.part {place}"

    @property
    def restore_command(self) -> str:
        return f"/bin/cp {self.folder}/%f %p"

    def end(self) -> int:
        """The log sequence number at which the last complete segment of an unbroken row ends."""
        names = sorted(path.name for path in self.folder.iterdir() if len(path.name) == SEGMENT_NAME_LENGTH)
        numbers = [_number(name) for name in names]
        assert numbers == list(range(numbers[0], numbers[-1] + 1)), "a segment is missing in the archive"
        return (numbers[-1] + 1) * SEGMENT_BYTES


def archiving_cluster(folder: Path, archive: Archive) -> PostgresCluster:
    """Started, with every full or switched segment copied to the archive."""
    cluster = PostgresCluster(folder)
    cluster.create()
    settings = {"archive_mode": "on", "archive_command": archive.archive_command, "wal_level": "replica"}
    _add_settings(cluster, settings)
    cluster.start()
    return cluster


def take_base_backup(cluster: PostgresCluster, folder: Path) -> None:
    """A copy of the running cluster without its WAL, which the archive has."""
    folder.mkdir(parents=True)
    _give(folder)
    url = urlsplit(cluster.url())
    server = ["--host=127.0.0.1", f"--port={cluster.port}", f"--username={url.username}", "--no-password"]
    how = ["--checkpoint=fast", "--wal-method=none", f"--pgdata={folder}"]
    _run("pg_basebackup", [*server, *how], {"PGPASSFILE": str(_password_file(cluster, folder.parent))})


def restored_cluster(base: Path, archive: Archive, original: PostgresCluster, folder: Path) -> PostgresCluster:
    """Started on a copy of the base backup; it answers readers while the archive is still being read."""
    cluster = PostgresCluster(folder)
    cluster.folder.mkdir(mode=0o700, parents=True)
    shutil.copytree(base, cluster.data, symlinks=True)
    shutil.copy(original.folder / "password", cluster.folder / "password")
    _add_settings(cluster, {"archive_mode": "off", "restore_command": archive.restore_command})
    (cluster.data / "recovery.signal").touch()
    for path in (cluster.folder, *cluster.folder.rglob("*")):
        _give(path)
    cluster.data.chmod(0o700)
    cluster.start()
    return cluster


def _add_settings(cluster: PostgresCluster, settings: dict[str, str]) -> None:
    with (cluster.data / "postgresql.conf").open("a") as file:
        file.writelines(f"{name} = '{value}'\n" for name, value in settings.items())


def _password_file(cluster: PostgresCluster, folder: Path) -> Path:
    url = urlsplit(cluster.url())
    file = folder / "pgpass"
    file.write_text(f"*:*:*:{url.username}:{(cluster.folder / 'password').read_text()}\n")
    file.chmod(0o600)
    _give(file)
    return file


def _run(program: str, arguments: Sequence[str], environment: dict[str, str]) -> None:
    account = account_for_postgres()
    command = [str(binaries_for(account) / program), *arguments]
    process = child_process.start(
        command, account=account, environment={"LC_ALL": "C", **environment}, folder="/", output=subprocess.PIPE
    )
    said, _ = process.communicate(timeout=COMMAND_SECONDS)
    assert process.returncode == 0, f"{program}: {said.decode(errors='replace')}"


def _give(path: Path) -> None:
    if account := account_for_postgres():
        os.chown(path, account.uid, account.gid)


def _number(segment: str) -> int:
    return int(segment[8:16], 16) * SEGMENTS_IN_A_FILE_NAME + int(segment[16:], 16)
