# SPDX-License-Identifier: Apache-2.0
"""The commands that stop keys, on stations at rest."""

from __future__ import annotations

import json

import pytest

from parley.cli.main import run as parley
from parley.testing.stations import PASSPHRASE, pair_stations


@pytest.fixture(scope="module")
def stations(tmp_path_factory):
    """Return two paired stations, stopped, and a file with their passphrase."""
    root = tmp_path_factory.mktemp("stations")
    pair_stations(root)
    (root / "words").write_bytes(PASSPHRASE)
    (root / "words").chmod(0o600)
    return root


def told(root, party, *words):
    """Run a command on one of them; return its exit code."""
    where = ["--station", str(root / party), "--passphrase-file", str(root / "words")]
    return parley(["revoke", *words, *where])


def test_codes_are_shown_once_and_each_time_others(stations, capsys):
    """Two papers of different days must not be taken for one another."""
    seen = []
    for _ in range(2):
        assert told(stations, "alfa", "codes", "--json") == 0
        made = json.loads(capsys.readouterr().out)
        assert [one["target"] for one in made] == [0, 1, 2, 3]
        seen += [one["code"] for one in made]
    assert len(set(seen)) == 8


def test_a_wrong_code_is_said_so_and_stops_nothing(stations, capsys):
    """A mishearing at night must be told from a stop."""
    assert told(stations, "bravo", "code", *["12345"] * 8) != 0
    assert "PLY-KEY-121" in capsys.readouterr().err


def test_a_revocation_goes_from_one_folder_to_the_other(stations, capsys):
    """By a courier, when no line is left; and only if it is meant."""
    out = stations / "alfa.revocation"
    revoke = ["station", "--out", str(out)]
    assert told(stations, "alfa", *revoke, "--json") == 2
    asked = capsys.readouterr()
    assert not asked.out
    assert json.loads(asked.err)["error"]["code"] == "PLY-CLI-010"
    assert not out.exists()
    named = ["--confirm-station", "nrrc.alfa.example"]
    assert told(stations, "alfa", *revoke, *named) == 0
    assert told(stations, "bravo", "take", str(out)) == 0
    shown = capsys.readouterr().out
    assert "Stopped: the keys of the station of nrrc.alfa.example." in shown
