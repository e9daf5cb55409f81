"""A small disk in memory, so that filling it up hurts nobody else.

The law: no mount of ours outlives us, for `keep_mounts_private` makes them our own process's, as its files are.
"""

import ctypes
import os
import subprocess
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

CLONE_NEWNS: Final = 0x20000


def keep_mounts_private() -> bool:
    """Give this process, before it starts any other, mounts of its own. Whether it may mount anything now."""
    if os.geteuid() != 0 or ctypes.CDLL(None).unshare(CLONE_NEWNS) != 0:
        return False
    return subprocess.run(["mount", "--make-rprivate", "/"], check=False, capture_output=True).returncode == 0


@contextmanager
def small_disk(folder: Path, megabytes: int) -> Generator[None]:
    """This folder on a disk of that size."""
    folder.mkdir(parents=True, exist_ok=True)
    mount = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=0700", "small-disk", str(folder)]
    subprocess.run(mount, check=True, capture_output=True)
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=False, capture_output=True)
