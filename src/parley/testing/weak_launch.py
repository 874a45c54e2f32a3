# SPDX-License-Identifier: Apache-2.0
"""Starts the command line with frighteningly weak keystores; for tests only.

Argon2id at its real cost takes a second for every key, and a test makes dozens.  A
station made here is not safe, and nothing on the real command line leads here.
"""

from __future__ import annotations

import sys

from parley.cli.face import Hooks
from parley.cli.main import run


def main() -> None:
    """Run one command line."""
    sys.exit(run(sys.argv[1:], Hooks(frighteningly_weak_keystore=True)))


if __name__ == "__main__":
    main()
