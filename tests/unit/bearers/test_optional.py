# SPDX-License-Identifier: Apache-2.0
"""A station loads nothing of a carrier that nobody configured."""

from __future__ import annotations

import subprocess
import sys

from parley.station.catalogue import BEARERS, kind_of

OPTIONAL = ("PIL", "aiosmtplib", "fpdf", "imapclient", "nats", "stem", "zxingcpp")


def test_the_catalogue_loads_without_any_extra():
    """A package that most stations do not have must not keep one from starting."""
    code = (
        "import sys\n"
        f"for name in {OPTIONAL!r}: sys.modules[name] = None\n"
        "from parley.station.catalogue import BEARERS, kind_of\n"
        "print(*[kind_of(name).name for name in BEARERS])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert {"mail", "nats", "qr", "tor"} <= set(done.stdout.split())


def test_every_kind_of_bearer_goes_by_its_own_name():
    """Settings name a kind; what is loaded for it must be that kind and no other."""
    assert [kind_of(name).name for name in BEARERS] == list(BEARERS)
