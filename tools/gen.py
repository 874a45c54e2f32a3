# SPDX-License-Identifier: Apache-2.0
"""Run every generator: tools/gen_*.py and spec/vectors/generate*.py.

A generator writes the same bytes when nothing changed; `.ci/run` holds it to that.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PATTERNS = ("tools/gen_*.py", "spec/vectors/generate*.py")


def main() -> None:
    """Run them one after another and stop at the first that fails."""
    # The vectors' generators are modules of `spec`, which is no part of the package.
    found = {**os.environ, "PYTHONPATH": str(ROOT)}
    for script in sorted(path for glob in PATTERNS for path in ROOT.glob(glob)):
        print(script.relative_to(ROOT), flush=True)
        subprocess.run([sys.executable, str(script)], cwd=ROOT, env=found, check=True)


if __name__ == "__main__":
    main()
