# SPDX-License-Identifier: Apache-2.0
"""`parley bench` needs no station and leaves none."""

from __future__ import annotations

import json

from parley.cli.main import run


def test_bench_answers_in_json_and_leaves_nothing(tmp_path, capsys):
    """It may be run on the disk of a station at work."""
    folder = str(tmp_path)
    assert run(["bench", "--folder", folder, "--rounds", "2", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["rounds"] == 2
    assert found["least_ms"] > 0
    assert list(tmp_path.iterdir()) == []


def test_folder_that_is_not_there_is_named(tmp_path, capsys):
    """An operator must learn which folder it was."""
    absent = str(tmp_path / "absent")
    assert run(["bench", "--folder", absent, "--rounds", "1"]) != 0
    assert "absent" in capsys.readouterr().err
