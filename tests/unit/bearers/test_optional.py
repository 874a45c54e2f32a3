# SPDX-License-Identifier: Apache-2.0
"""A station loads nothing of a carrier that nobody configured."""

from __future__ import annotations

import subprocess
import sys

OPTIONAL = ("PIL", "aiosmtplib", "fpdf", "imapclient", "nats", "stem", "zxingcpp")


def test_the_catalogue_loads_without_any_extra():
    """A package that most stations do not have must not keep one from starting."""
    code = (
        "import sys\n"
        f"for name in {OPTIONAL!r}: sys.modules[name] = None\n"
        "from parley.station.catalogue import KINDS\n"
        "print(*[kind.name for kind in KINDS])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert {"mail", "nats", "qr", "tor"} <= set(done.stdout.split())
