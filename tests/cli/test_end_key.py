# SPDX-License-Identifier: Apache-2.0
"""One key of an officer ends, and he goes on with his others."""

from __future__ import annotations

import json

import pytest

from parley.cli.main import run as parley
from parley.testing.stations import PASSPHRASE, enlist, make_station


@pytest.fixture
def folder(tmp_path):
    """Return a station at rest with its officers, and its passphrase in a file."""
    make_station(tmp_path / "alfa", "alfa")
    enlist(tmp_path / "alfa")
    (tmp_path / "words").write_bytes(PASSPHRASE)
    (tmp_path / "words").chmod(0o600)
    return tmp_path


def told(root, *words):
    """Run `parley officer` and return its exit code."""
    where = ["--station", str(root / "alfa")]
    passphrase = ["--passphrase-file", str(root / "words")]
    return parley(["officer", *words, *where, *passphrase])


def test_a_stolen_key_ends_and_no_other(folder, capsys):
    """A lost token must not take its owner off the watch."""
    assert told(folder, "keys", "Ann", "--json") == 0
    (before,) = json.loads(capsys.readouterr().out)
    assert told(folder, "end-key", "Ann", "1") == 0
    assert "Key 1 of Ann is ended" in capsys.readouterr().out
    assert told(folder, "keys", "Ann", "--json") == 0
    (after,) = json.loads(capsys.readouterr().out)
    assert after["valid_to_ms"] < before["valid_to_ms"]
    assert told(folder, "keys", "Ben", "--json") == 0
    (other,) = json.loads(capsys.readouterr().out)
    assert other["valid_to_ms"] == before["valid_to_ms"]


@pytest.mark.parametrize("key", ["2", "8"])
def test_a_key_that_is_not_there_is_said_so(folder, capsys, key):
    """A wrong number must not end another key."""
    assert told(folder, "end-key", "Ann", key) != 0
    assert "has no key" in capsys.readouterr().err


def test_a_key_ends_once(folder, capsys):
    """The second custodian is told that the first was there."""
    assert told(folder, "end-key", "Ann", "1") == 0
    assert told(folder, "end-key", "Ann", "1") != 0
    assert "PLY-LNK-020" in capsys.readouterr().err
