# SPDX-License-Identifier: Apache-2.0
"""Paths at which the system says no, given to commands that look at paths."""

from __future__ import annotations

import json

import pytest

from parley.cli.main import run

LONG = "x" * 300


@pytest.mark.parametrize(
    "words",
    [
        ["root", "show", LONG],
        ["root", "show", f"{LONG}/root"],
    ],
)
def test_a_name_that_is_too_long_is_no_mistake_of_ours(words, capsys):
    """To be asked to report it would send an officer to us for a slip of his own."""
    assert run([*words, "--json"]) == 1
    shown = capsys.readouterr()
    told = json.loads(shown.err)["error"]
    assert told["code"] == "PLY-CLI-043"
    assert LONG in told["what"]
    assert told["what"].endswith("file name too long.")
    assert not shown.out


@pytest.mark.parametrize("beside", [["--json"], ["--sheet", "card.pdf"]])
def test_a_card_on_standard_output_is_alone_there(tmp_path, capsysbinary, beside):
    """A reader of JSON would find bytes before it; a sheet was quietly not drawn."""
    station = ["--station", str(tmp_path)]
    assert run(["card", "--out", "-", *beside, *station]) == 2
    shown = capsysbinary.readouterr()
    assert b"PLY-CLI-001" in shown.err
    assert not shown.out
