# SPDX-License-Identifier: Apache-2.0
"""A station folder is made whole or not at all, and used by one process."""

from __future__ import annotations

import os
import stat
import subprocess
import sys

import pytest

from parley.errors import LocalFault
from parley.station.folder import lock
from parley.station.offline import offline
from parley.testing.stations import PASSPHRASE, make_station

HOLD = """
import sys
from pathlib import Path
from parley.station.folder import lock
with lock(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_everything_is_for_its_owner_only(tmp_path):
    """Other users of the machine must not even see how much traffic there is."""
    made = make_station(tmp_path / "alfa", "alfa")
    found = {path: stat.S_IMODE(path.stat().st_mode) for path in made.root.rglob("*")}
    assert stat.S_IMODE(made.root.stat().st_mode) == 0o700
    assert all(mode in (0o600, 0o700) for mode in found.values()), found


def test_existing_folder_is_refused_and_kept(tmp_path):
    """A second init over a station would be the end of its keys."""
    (tmp_path / "alfa").mkdir()
    (tmp_path / "alfa" / "keep").write_text("me")
    with pytest.raises(LocalFault, match="PLY-CFG-007"):
        make_station(tmp_path / "alfa", "alfa")
    assert (tmp_path / "alfa" / "keep").read_text() == "me"


def test_folder_that_cannot_be_written_leaves_nothing(tmp_path):
    """A half-made station would look like a whole one."""
    (tmp_path / "file").write_text("")
    with pytest.raises(LocalFault, match="PLY-CFG-008"):
        make_station(tmp_path / "file" / "alfa", "alfa")
    assert [one.name for one in tmp_path.iterdir()] == ["file"]


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"name": "NRRC"}, "PLY-CFG-004"),
        ({"address": "nowhere"}, "PLY-CFG-004"),
        ({"positions": []}, "PLY-CFG-004"),
        ({"passphrase": b"short"}, "PLY-CFG-024"),
    ],
)
def test_wrong_word_makes_no_folder(tmp_path, wrong, code):
    """What is refused later would have to be undone by hand."""
    with pytest.raises(LocalFault, match=code):
        make_station(tmp_path / "alfa", "alfa", **wrong)
    assert list(tmp_path.iterdir()) == []


def test_second_process_on_one_folder_is_named_the_first(tmp_path):
    """Two writers on one record would sign two versions of it."""
    make_station(tmp_path / "alfa", "alfa")
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path / "alfa")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    with holder:
        assert holder.stdin is not None
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(LocalFault) as caught, lock(tmp_path / "alfa"):
            pass
        holder.stdin.close()
    assert caught.value.code == "PLY-CFG-006"
    assert caught.value.facts["pid"] == str(holder.pid)
    with lock(tmp_path / "alfa"):
        pass  # a dead holder holds nothing


def test_mistyped_passphrase_opens_nothing_and_breaks_nothing(tmp_path):
    """The next try, with the right one, must find everything as it was."""
    made = make_station(tmp_path / "alfa", "alfa")
    with (
        pytest.raises(LocalFault, match="PLY-KEY-001"),
        offline(made.root, b"a passphrase of tesst"),
    ):
        pass
    with offline(made.root, PASSPHRASE) as rest:
        assert rest.run(rest.api.officers()) == ()


def test_folder_without_its_record_is_no_station(tmp_path):
    """A lost record must never be taken for a new station."""
    made = make_station(tmp_path / "alfa", "alfa")
    made.store.unlink()
    with pytest.raises(LocalFault, match=r"store\.db"), offline(made.root, PASSPHRASE):
        pass
