# SPDX-License-Identifier: Apache-2.0
"""The command that seals a station's keys, with what it says of the half."""

from __future__ import annotations

import json

import pytest

from parley.cli.main import run as parley
from parley.crypto.digest import sha256
from parley.station.offline import offline
from parley.testing.stations import PASSPHRASE, make_station

DRAWN = sha256(b"bytes that a machine drew")
WORDS = b"the name of our dog, and the year in which we got him"
NEW = b"another passphrase of tests"


@pytest.fixture
def station(tmp_path, monkeypatch):
    """Return a station that shall start by itself, and files for passphrases."""
    (tmp_path / "credentials").mkdir()
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path / "credentials"))
    for name, words in (("old", PASSPHRASE), ("none", b""), ("new", NEW)):
        (tmp_path / name).write_bytes(words)
        (tmp_path / name).chmod(0o600)
    folder = make_station(tmp_path / "alfa", "alfa").root
    with (folder / "station.toml").open("a") as settings:
        settings.write('\n[keystore]\nhalf = "credential"\nunattended = true\n')
    return folder


def keystore(station, half, *words, given):
    """Run a `parley keystore` command with a half and a passphrase in a file."""
    (station.parent / "credentials" / "parley-half").write_bytes(half)
    where = ["--station", str(station)]
    opening = ["--passphrase-file", str(station.parent / given)]
    return parley(["keystore", *words, *where, *opening])


@pytest.mark.parametrize(("half", "is_told"), [(DRAWN, False), (WORDS, True)])
def test_seal_tells_when_the_half_may_be_words(station, capsys, half, is_told):
    """An operator who waits a second at each start must learn what it is for."""
    assert keystore(station, half, "seal", given="old") == 0
    told = capsys.readouterr()
    assert "sealed under the half alone (credential)" in told.out
    assert ("This half may be words" in told.err) is is_told
    assert keystore(station, half, "seal", "--json", given="none") == 0
    told = capsys.readouterr()
    assert json.loads(told.out) == {"half": "credential", "unattended": True}
    assert told.err == ""


def test_half_of_words_is_changed_for_one_of_random_bytes(station, capsys):
    """Whoever is told that his half may be guessed must be able to have another."""
    assert keystore(station, WORDS, "seal", given="old") == 0
    settings = station / "station.toml"
    before = station.parent / "before.toml"
    before.write_text(settings.read_text())
    settings.write_text(settings.read_text() + 'credential = "drawn"\n')
    (station.parent / "credentials" / "drawn").write_bytes(DRAWN)
    capsys.readouterr()
    change = ["seal", "--before", str(before)]
    assert keystore(station, WORDS, *change, given="none") == 0
    assert "may be words" not in capsys.readouterr().err
    with offline(station, b"") as rest:
        assert rest.ask("status")


def test_station_that_started_by_itself_is_given_a_passphrase(station, capsys):
    """The page on halves promises the way back."""
    assert keystore(station, DRAWN, "seal", given="old") == 0
    settings = station / "station.toml"
    settings.write_text(settings.read_text().replace("unattended = true\n", ""))
    change = ["passphrase", "--new-passphrase-file", str(station.parent / "new")]
    assert keystore(station, DRAWN, *change, given="none") == 0
    assert "under the passphrase and the half" in capsys.readouterr().out
    with offline(station, NEW) as rest:
        assert rest.ask("status")
