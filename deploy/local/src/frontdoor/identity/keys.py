"""The provider's signing key: made once and kept in the state folder, so that tokens outlive a restart."""

import json
import os
from pathlib import Path

from joserfc.jwk import KeySet, RSAKey

_FILE = "identity-key.json"
_BITS = 2048


def signing_key(state_dir: Path | None) -> RSAKey:
    """The key of this copy; without a state folder, one that lives as long as the process."""
    if state_dir is None:
        return _new_key()
    path = state_dir / _FILE
    if not path.exists():
        _write(path, _new_key())
    return RSAKey.import_key(json.loads(path.read_text()))


def public_keys(key: RSAKey) -> dict[str, object]:
    """The JWKS document: the public half only."""
    return dict(KeySet([key]).as_dict(private=False, use="sig", alg="RS256"))


def _new_key() -> RSAKey:
    return RSAKey.generate_key(_BITS, private=True, auto_kid=True)


def _write(path: Path, key: RSAKey) -> None:
    """Whole or not at all, and readable by its owner only."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".draft")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump(key.as_dict(private=True), file)
    draft.replace(path)
