# SPDX-License-Identifier: Apache-2.0
"""Pin requirements/*.in to requirements/*.txt: versions and hashes, no addresses.

Needs `uv` on the path.  The files must stay usable anywhere, so nothing that names a
registry or a folder of the machine they were made on may enter them: uv is told to
read no configuration and to write neither index options nor file links.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# Later files are constrained by the earlier ones, so the order matters.
NAMES = ("main", "extra", "build", "test", "lint", "docs", "fuzz")


def lock(name: str) -> None:
    """Write requirements/<name>.txt from requirements/<name>.in."""
    subprocess.run(
        [  # noqa: S607 - the path decides which uv, as for any tool of a developer
            "uv",
            "--no-config",
            "pip",
            "compile",
            "--quiet",
            "--universal",
            "--fork-strategy=fewest",
            "--python-version=3.11",
            "--generate-hashes",
            "--no-emit-index-url",
            "--no-emit-find-links",
            "--custom-compile-command=make lock",
            f"requirements/{name}.in",
            f"--output-file=requirements/{name}.txt",
        ],
        cwd=ROOT,
        check=True,
    )


def main() -> None:
    """Lock the files named on the command line, or all of them."""
    for name in sys.argv[1:] or NAMES:
        lock(name)
        print(f"requirements/{name}.txt")


if __name__ == "__main__":
    main()
