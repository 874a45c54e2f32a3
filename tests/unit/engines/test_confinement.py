# SPDX-License-Identifier: Apache-2.0
"""The child's room: no network, no file to write, and the station's folder is empty."""

from __future__ import annotations

import json
import socket
import subprocess
import sys

import pytest

PROBE = """
import json, socket, sys
from pathlib import Path
from parley.engines.confinement import confine, has_network, limit
limit()
folder = Path(sys.argv[1])
before = sorted(path.name for path in folder.iterdir())
apart = confine(folder)
told = {"before": before, "apart": apart, "network": has_network()}
told["after"] = sorted(path.name for path in folder.iterdir())
try:
    Path(sys.argv[2]).write_text("x" * 10)
    told["wrote"] = True
except OSError:
    told["wrote"] = False
try:
    socket.create_connection(("127.0.0.1", int(sys.argv[3])), timeout=5)
    told["reached"] = True
except OSError:
    told["reached"] = False
print(json.dumps(told))
"""


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """Run the probe beside a listener that anybody on this machine reaches."""
    folder = tmp_path_factory.mktemp("station")
    (folder / "keys.sealed").write_bytes(b"secret")
    elsewhere = tmp_path_factory.mktemp("elsewhere") / "file"
    with socket.create_server(("127.0.0.1", 0)) as open_door:
        port = open_door.getsockname()[1]
        done = subprocess.run(
            [sys.executable, "-I", "-B", "-c", PROBE, folder, elsewhere, str(port)],
            capture_output=True,
            check=True,
            timeout=60,
        )
    found = json.loads(done.stdout)
    if not found["apart"]:
        pytest.skip("this kernel lets nobody leave its networks")
    return found


def test_not_even_the_loopback_is_left(told):
    """A model that was made to talk would talk to the station's own doors."""
    assert told["network"] is False
    assert told["reached"] is False


def test_keys_are_out_of_sight(told):
    """The child runs as the station's own user; the kernel must hide the folder."""
    assert told["before"] == ["keys.sealed"]
    assert told["after"] == []


def test_nothing_can_be_written(told):
    """A file that it leaves behind would outlive it."""
    assert told["wrote"] is False
