# SPDX-License-Identifier: Apache-2.0
"""A password or a key of a carrier: sealed in the circuit's folder, or from systemd.

Never in the settings, an argument or the environment.  It is sealed under a key made
from the station's TLS key, which itself lies in the sealed keystore.
"""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import Final

from parley.crypto.digest import tagged
from parley.crypto.vault import Vault
from parley.errors import LocalFault

FILE: Final = "credential.sealed"
CREDENTIAL_BYTES_MAX: Final = 65_536
_CONTEXT = b"parley/1 carrier credential"
_FOLDER_VARIABLE = "CREDENTIALS_DIRECTORY"  # set by systemd: a path, no secret


def save_credential(folder: Path, tls_key: bytes, data: bytes) -> Path:
    """Seal a circuit's credential in its folder; return where it lies.

    Raises:
        LocalFault: PLY-BRR-044 it is too long or cannot be read as a credential,
            PLY-BRR-045 it cannot be written.

    """
    parse_credential(data)
    sealed = _vault(tls_key).seal(_CONTEXT, data)
    path = folder / FILE
    fresh = folder / f"{FILE}.new"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        fresh.unlink(missing_ok=True)
        flags = os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_CLOEXEC
        with os.fdopen(os.open(fresh, flags, 0o600), "wb") as file:
            file.write(sealed)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    except OSError as refused:
        raise LocalFault(
            "PLY-BRR-045", path=path, reason=(refused.strerror or "").lower()
        ) from refused
    return path


def load_credential(folder: Path, tls_key: bytes, circuit: str) -> dict[str, str]:
    """Return a circuit's credential: names and values.

    Raises:
        LocalFault: PLY-BRR-043 there is none; PLY-BRR-044 it cannot be read.

    """
    path = folder / FILE
    given = os.environ.get(_FOLDER_VARIABLE)
    system = Path(given) / f"parley-{circuit}" if given else None
    try:
        if system is not None and system.is_file():
            return parse_credential(_read(system))
        return parse_credential(_vault(tls_key).open(_CONTEXT, _read(path)))
    except FileNotFoundError:
        raise LocalFault("PLY-BRR-043", circuit=circuit, path=path) from None
    except OSError as refused:
        reason = (refused.strerror or "").lower()
        raise LocalFault("PLY-BRR-044", reason=reason) from refused


def parse_credential(data: bytes) -> dict[str, str]:
    """Return the names and values of a credential: lines of TOML, texts only.

    Raises:
        LocalFault: PLY-BRR-044.

    """
    if len(data) > CREDENTIAL_BYTES_MAX:
        raise LocalFault("PLY-BRR-044", reason="it is too long")
    try:
        found = tomllib.loads(data.decode("utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError):
        # What it holds is never told, not even where it is wrong.
        raise LocalFault(
            "PLY-BRR-044", reason='it is not lines like name = "value"'
        ) from None
    if not found or not all(isinstance(value, str) for value in found.values()):
        raise LocalFault("PLY-BRR-044", reason='it is not lines like name = "value"')
    return found


def _read(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(CREDENTIAL_BYTES_MAX + 1_024)


def _vault(tls_key: bytes) -> Vault:
    return Vault(tagged("parley/1 carrier credential", tls_key))
