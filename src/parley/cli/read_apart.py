# SPDX-License-Identifier: Apache-2.0
"""Reads one file of another system for a console, in a process of its own.

The station starts it as `python -m parley.cli.read_apart FOLDER`, never a person.  It
has no keys, leaves every network and the sight of the station's folder before it looks
at the file, and says one line of JSON.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from parley.cli.exchanging import draft_of, taken_view
from parley.engines.confinement import confine, limit
from parley.errors import Fault
from parley.exchange.kinds import read_file
from parley.exchange.xml import FILE_BYTES_MAX
from parley.station.library.files import load_library


def read(data: bytes) -> dict[str, object]:
    """Return what a file came to, or the fault with which it was refused."""
    library = load_library()
    try:
        taken = read_file(data, library)
    except Fault as fault:
        facts = {name: str(value) for name, value in fault.facts.items()}
        return {"fault": fault.code, "facts": facts}
    view = taken_view(taken)
    _, asked = draft_of(taken, None)
    del view["exact"]
    return {"taken": {**view, "precedence": asked["precedence"]}}


def main() -> None:
    """Read the file on the standard input; `confine` decides nothing here.

    Where the kernel refuses, the file is read as a command reads it: without keys.
    """
    limit()
    data = sys.stdin.buffer.read(FILE_BYTES_MAX + 1)
    confine(Path(sys.argv[1]))
    sys.stdout.write(json.dumps(read(data)) + "\n")


if __name__ == "__main__":
    main()
