# SPDX-License-Identifier: Apache-2.0
"""The demonstration is the first thing a reader runs; it must hold."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest

from tests.cli.transcript import ROOT


@pytest.mark.slow
@pytest.mark.timeout(240)
def test_demonstration_verifies_every_step():
    """Two real stations, real keys, real processes; exit code 0 only if all held.

    Where the recorded messages of June 1967 are beside the repository, they cross too.
    """
    done = subprocess.run(
        [sys.executable, ROOT / "tools" / "demo.py", "--once"],
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        text=True,
        timeout=220,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    told = re.search(r"All (\d+) steps verified", done.stdout)
    assert told is not None
    steps = re.findall(r"^ +\d+\.\d{3} s  ", done.stdout, re.MULTILINE)
    assert len(steps) == int(told[1]) >= 31
    assert "after the release." in done.stdout
    proved = r"contacts, of which \d+ FLASH and \d+ of these acknowledged, between"
    assert re.search(proved, done.stdout)
    assert "verify.html, in Chromium and written apart" in done.stdout
    assert "verify.html, in Chromium: AGREED, to the very text" in done.stdout
    model = ROOT.parent / "shared" / "data" / "mt-fixture"
    by_machine = "MACHINE TRANSLATION - NOT CERTIFIED" in done.stdout
    assert by_machine is model.is_dir()
    assert "It stands beside the text." in done.stdout
    recorded = ROOT.parent / "shared" / "data" / "hotline-1967.jsonl"
    assert ("messages of June 1967" in done.stdout) is recorded.is_file()


@pytest.mark.soak
@pytest.mark.timeout(400)
def test_demonstration_of_reach_verifies_every_step():
    """Five real paths, four of them cut; only a WAV file is left, and it delivers."""
    done = subprocess.run(
        [sys.executable, ROOT / "tools" / "demo_reach.py", "--once"],
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        text=True,
        timeout=380,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(r"All (\d+) steps verified", done.stdout) is not None
    for reason in ("refused by 127.0.0.1", "nothing heard for 12 s", "is not there"):
        assert reason in done.stdout
    assert "Bravo's receipt came back as sound: RECEIPTED." in done.stdout
