# SPDX-License-Identifier: Apache-2.0
"""The commands that hold pages, on stations at rest."""

from __future__ import annotations

import json

import pytest

from parley.cli.face import Hooks
from parley.cli.main import run as parley
from parley.testing.stations import PASSPHRASE, pair_stations


@pytest.fixture(scope="module")
def stations(tmp_path_factory):
    """Return two paired stations, stopped, and the files with their passphrases."""
    root = tmp_path_factory.mktemp("stations")
    pair_stations(root)
    for name, words in (("words", PASSPHRASE), ("pages", b"the words of these pages")):
        (root / name).write_bytes(words)
        (root / name).chmod(0o600)
    return root


def told(root, party, *words, medium=True):
    """Run a command on one of them; return its exit code."""
    where = ["--station", str(root / party), "--passphrase-file", str(root / "words")]
    if medium:
        where += ["--pages-passphrase-file", str(root / "pages")]
    hooks = Hooks(frighteningly_weak_keystore=True)
    return parley(["pages", *words, *where], hooks)


def test_pages_go_from_one_folder_to_the_other(stations, capsys):
    """Made on one side, carried, compared by voice, taken in on both, and listed."""
    ours, theirs = stations / "a.pages", stations / "b.pages"
    made = ["make", "--ours", str(ours), "--theirs", str(theirs), "--count", "5"]
    assert told(stations, "alfa", *made, "--json") == 0
    shown = json.loads(capsys.readouterr().out)
    assert "data" not in shown
    digits = shown["digits"].split()
    assert told(stations, "bravo", "take", str(theirs), *["00000"] * 6) != 0
    assert "PLY-KEY-134" in capsys.readouterr().err
    assert theirs.exists()
    for party, file in (("alfa", ours), ("bravo", theirs)):
        assert told(stations, party, "take", str(file), *digits) == 0
        assert not file.exists()
        assert "5 pages of ours and 5 of theirs" in capsys.readouterr().out
    assert told(stations, "bravo", "list", medium=False) == 0
    assert "nrrc.alfa.example" in capsys.readouterr().out
    destroy = ["destroy", "--confirm-station"]
    for wrong in ("yes", "nrrc.alfa.example"):
        assert told(stations, "bravo", *destroy, wrong, medium=False) == 4
        assert "PLY-CLI-033" in capsys.readouterr().err
    right = "NRRC.Bravo.example"
    assert told(stations, "bravo", *destroy, right, medium=False) == 0
    assert "10 unused pages are destroyed." in capsys.readouterr().out
    assert told(stations, "bravo", "list", medium=False) == 0
    assert "No unused page is held." in capsys.readouterr().out


def test_going_alone_without_pages_is_refused_in_words(stations, capsys):
    """The line must not be cut by a custodian who has nothing to go on with."""
    assert told(stations, "bravo", "alone", medium=False) != 0
    assert "PLY-KEY-130" in capsys.readouterr().err
