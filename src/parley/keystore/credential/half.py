# SPDX-License-Identifier: Apache-2.0
"""Reads a half from a systemd credential (systemd.exec, LoadCredentialEncrypted).

systemd opens it with the machine's TPM or host key and shows it to this service alone,
in memory.  The credential is any 32 bytes or more; what is used is their digest.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path

from parley.crypto.digest import tagged
from parley.errors import LocalFault
from parley.ports.keystore import ReadHalf

CREDENTIAL_BYTES_MIN = 32
CREDENTIAL_BYTES_MAX = 64 * 1024
FOLDER = "CREDENTIALS_DIRECTORY"
# Of 32 drawn bytes thirty differ, and fewer than 24 once in 70,000 times; of 32 letters
# of a text, in whatever 8-bit character set, about sixteen.
_VALUES_MIN = 24


def read_credential(name: str) -> bytes:
    """Return the credential `name` of this service.

    Raises:
        LocalFault: PLY-KEY-110 it is not there or cannot be read.

    """
    folder = os.environ.get(FOLDER)
    if folder is None:
        reason = "systemd started no service here"
        raise LocalFault("PLY-KEY-110", name=name, reason=reason)
    path = Path(folder) / name
    try:
        file = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
        with os.fdopen(file, "rb") as stream:
            if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
                raise LocalFault("PLY-KEY-110", name=name, reason="it is no file")
            data = stream.read(CREDENTIAL_BYTES_MAX + 1)
    except OSError as bad:
        reason = (bad.strerror or type(bad).__name__).lower()
        raise LocalFault("PLY-KEY-110", name=name, reason=reason) from bad
    if len(data) > CREDENTIAL_BYTES_MAX:
        raise LocalFault("PLY-KEY-110", name=name, reason="it is too long")
    return data


class CredentialHalf:
    """The half in one credential; implements `parley.ports.keystore.Half`."""

    def __init__(self, name: str) -> None:
        self._name = name

    def read(self) -> ReadHalf:
        """Return the half.

        Raises:
            LocalFault: PLY-KEY-110 not there; PLY-KEY-111 too short to be a secret.

        """
        data = read_credential(self._name)
        if len(data) < CREDENTIAL_BYTES_MIN:
            needed = CREDENTIAL_BYTES_MIN
            raise LocalFault("PLY-KEY-111", name=self._name, needed=needed)
        return ReadHalf(tagged("parley/1 credential half", data), _is_drawn(data))


def _is_drawn(data: bytes) -> bool:
    """Tell bytes that a machine drew from words and from bytes that repeat.

    Text may be words, so none counts as drawn, hexadecimal digits neither.  Drawn bytes
    that look like text by chance only cost a longer start.
    """
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return len(set(data[:CREDENTIAL_BYTES_MIN])) >= _VALUES_MIN
    return False
