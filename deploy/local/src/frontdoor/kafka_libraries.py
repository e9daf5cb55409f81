"""The jars of Apache Kafka: downloaded once by Maven into a cache outside of the checkout.

Its one law: whoever looks into the cache sees all of Kafka or nothing of it.
"""

import asyncio
import os
import shutil
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Final

from shared import child_process

VERSION: Final = "4.3.1"
RECIPE: Final = Path(__file__).parents[3] / "kafka"
DOWNLOAD_SECONDS: Final = 600.0
POLL_SECONDS: Final = 0.1

# A small heap, and compiled lightly: here a quick start matters more than the last bit of throughput.
JAVA_OPTIONS: Final = (
    "-Xmx384m",
    "-XX:+UseSerialGC",
    "-XX:TieredStopAtLevel=1",
    "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
    "-Dorg.slf4j.simpleLogger.showDateTime=true",
    "-Dorg.slf4j.simpleLogger.dateTimeFormat=yyyy-MM-dd'T'HH:mm:ss.SSSZ",
)


class KafkaFailed(Exception):
    """The broker could not be had, or did not start; the message says why."""


async def kafka_libraries() -> Path:
    """The folder of Kafka's jars, which this downloads if it has to (54 MB)."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "frontdoor"
    libraries = cache / f"kafka-{VERSION}"
    if libraries.exists():
        return libraries
    cache.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(dir=cache, prefix="downloading-"))
    try:
        await _download(fresh)
        _put_in_place(fresh, libraries)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return libraries


def java(libraries: Path) -> list[str]:
    """The words before the main class. With the archived classes, a start takes half of the processor time."""
    archive = archive_of(libraries)
    archived = [f"-XX:SharedArchiveFile={archive}"] if archive.exists() else []
    return [_program("java"), *JAVA_OPTIONS, *archived, "-cp", f"{libraries}/*"]


def archive_of(libraries: Path) -> Path:
    return libraries / "classes.jsa"


async def ended(process: subprocess.Popen[bytes], seconds: float) -> int | None:
    """How it ended, if it did within the time."""
    deadline = time.monotonic() + seconds
    while process.poll() is None and time.monotonic() < deadline:
        await asyncio.sleep(POLL_SECONDS)
    return process.returncode


async def _download(folder: Path) -> None:
    command = [_program("mvn"), "-B", "-q", "-f", str(RECIPE / "pom.xml"), "dependency:copy-dependencies"]
    command += [f"-DoutputDirectory={folder}", "-DincludeScope=runtime", f"-Dkafka.version={VERSION}"]
    with tempfile.TemporaryFile() as output:
        process = child_process.start(command, environment=dict(os.environ), folder=folder, output=output)
        try:
            code = await ended(process, DOWNLOAD_SECONDS)
        finally:
            process.kill()
            process.wait()
        if code != 0:
            output.seek(0)
            said = output.read().decode(errors="replace")[-2000:]
            raise KafkaFailed(f"Maven could not fetch Kafka {VERSION}:\n{said}")


def _put_in_place(fresh: Path, libraries: Path) -> None:
    try:
        fresh.rename(libraries)
    except OSError:  # another start was quicker; its folder holds the same
        if not libraries.exists():
            raise


def _program(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        raise KafkaFailed(
            f"`{name}` is not installed. A Kafka broker needs Java 17 and, the first time, Maven;"
            " without them use the embedded journal (leave JOURNAL_URL unset)."
        )
    return found
