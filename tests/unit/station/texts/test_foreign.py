# SPDX-License-Identifier: Apache-2.0
"""A file of another system on the console: read by a child, and nothing believed."""

from __future__ import annotations

import asyncio
import json
import sys

import pytest

from parley.errors import LocalFault
from parley.exchange.kinds import KINDS
from parley.station.library.files import load_library
from parley.station.texts.foreign import FILE_BYTES_MAX, ForeignFiles
from parley.testing.exchanged import coded_message, text_message

UNPLANNED = next(
    each.body for each in load_library().edition(1).golden if each.body[2] == 8
)
HOSTILE = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>'
SPY = """
import json, os, sys
sys.stdin.buffer.read()
told = {"cwd": os.getcwd(), "env": sorted(os.environ), "argv": sys.argv[1:]}
line = {"place": "x", "value": json.dumps(told), "into": ""}
print(json.dumps({"taken": {"kind": "k", "sha256": "", "format": None, "fields": {},
 "texts": [], "precedence": None, "carried": [line], "left": [], "notes": []}}))
"""


def read(folder, data, *program, deadline_s=60.0):
    """Have a file read, by the real child or by another program in its place."""
    command = {"command": (sys.executable, "-I", "-c", *program)} if program else {}
    return asyncio.run(
        ForeignFiles(folder, deadline_s=deadline_s, **command).read(data)
    )


def refused(folder, data, *program, deadline_s=60.0):
    """Return the fault with which it is refused."""
    with pytest.raises(LocalFault) as fault:
        read(folder, data, *program, deadline_s=deadline_s)
    return fault.value


def test_a_text_and_a_code_come_as_the_command_reads_them(tmp_path):
    """The console must not carry more, or less, than the command would."""
    cap = KINDS["cap"].write(text_message(("en", "Keep clear."), ("ru", "Уйдите.")))
    taken = read(tmp_path, cap.data)
    assert taken.kind == "CAP 1.2"
    assert dict(taken.texts).keys() == {"en", "ru"}
    assert taken.format is None
    assert any("Keep clear." in one.value for one in taken.carried)
    assert taken.left
    coded = read(tmp_path, KINDS["cap"].write(coded_message(UNPLANNED)).data)
    assert coded.format == "UNPLANNED"
    assert coded.fields["what"]
    assert coded.texts == ()


def test_hostile_files_are_refused_in_the_child(tmp_path):
    """What it was refused for is said; the station never looked into it."""
    assert refused(tmp_path, HOSTILE + b"<a>&b;</a>").code == "PLY-XCH-003"
    assert refused(tmp_path, b"<other/>").code == "PLY-XCH-004"
    assert refused(tmp_path, b"").code.startswith("PLY-XCH-")
    assert refused(tmp_path, bytes(FILE_BYTES_MAX + 1)).code == "PLY-XCH-001"


def test_the_child_gets_the_file_and_nothing_else(tmp_path):
    """No variable, no folder of ours, no argument that names a secret."""
    told = json.loads(read(tmp_path, b"x", SPY).carried[0].value)
    assert told["cwd"] == "/"
    assert told["argv"] == [str(tmp_path)]  # what it is not to see
    assert not set(told["env"]) - {"LC_CTYPE"}


FAILURES = {
    "dies": "import os; os._exit(9)",
    "says nothing": "pass",
    "says what is no answer": "print('[]')",
    "says more than an answer": 'print(\'{"taken": null, "more": 1}\')',
    "names a fault of others": 'print(\'{"fault": "PLY-KEY-001", "facts": {}}\')',
    "names half a fault": 'print(\'{"fault": "PLY-XCH-004", "facts": {}}\')',
    "floods": "import sys\nwhile True: sys.stdout.write('x' * 65536)",
}


@pytest.mark.parametrize("program", FAILURES.values(), ids=FAILURES)
def test_whatever_the_child_does_the_console_says_that_it_failed(tmp_path, program):
    """A file may have taken it over; it costs the draft and nothing else."""
    assert refused(tmp_path, b"x", program).code == "PLY-XCH-010"


def test_a_child_that_hangs_is_ended(tmp_path):
    """The next file must not wait for it for ever."""
    hangs = "import time; time.sleep(600)"
    fault = refused(tmp_path, b"x", hangs, deadline_s=0.5)
    assert fault.code == "PLY-XCH-010"
    assert "longer than 0.5 s" in fault.what


def test_a_child_that_cannot_be_started_is_told(tmp_path):
    """A machine that has no room for one more process costs the draft, not the page."""
    files = ForeignFiles(tmp_path, (str(tmp_path / "nothing"),))
    with pytest.raises(LocalFault, match="cannot be started") as fault:
        asyncio.run(files.read(b"x"))
    assert fault.value.code == "PLY-XCH-010"
