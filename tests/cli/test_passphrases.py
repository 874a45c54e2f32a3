# SPDX-License-Identifier: Apache-2.0
"""Where a passphrase may come from, and where it may not."""

from __future__ import annotations

import pytest

from parley.cli import passphrases
from parley.errors import LocalFault


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "secret"
    path.write_bytes(b"five words that nobody guesses\r\n")
    path.chmod(0o600)
    return path


def test_line_end_is_no_part_of_a_passphrase(file):
    """An editor adds one; at a prompt nobody types it."""
    assert passphrases.from_file(file) == b"five words that nobody guesses"


@pytest.mark.parametrize("mode", [0o604, 0o640, 0o660, 0o666])
def test_file_that_others_can_read_is_refused(file, mode):
    """A passphrase that others could have read is one no longer."""
    file.chmod(mode)
    with pytest.raises(LocalFault, match="PLY-CLI-007"):
        passphrases.from_file(file)


def test_credential_of_the_service_manager_is_read(file, monkeypatch):
    """It opens the file to the service by an access list: mode 0440 is meant."""
    file.chmod(0o440)
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(file.parent))
    assert passphrases.from_file(file)
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(file.parent / "elsewhere"))
    with pytest.raises(LocalFault, match="PLY-CLI-007"):
        passphrases.from_file(file)


def test_missing_file_is_named(tmp_path):
    """The reason is the system's own."""
    with pytest.raises(LocalFault, match="No such file"):
        passphrases.from_file(tmp_path / "none")
