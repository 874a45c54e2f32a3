# SPDX-License-Identifier: Apache-2.0
"""The figures of docs/reference/performance.md; its prose is edited there."""

from __future__ import annotations

import os
import platform
import sqlite3
import ssl
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from bench_figures import Figure, details, table

PAGE = Path(__file__).resolve().parent.parent / "docs" / "reference" / "performance.md"
BEGIN = "<!-- what follows is written by `python tools/bench.py --write` -->\n"
END = "<!-- what was written ends here -->\n"


def conditions(folder: Path) -> dict[str, str]:
    """Return what the reader must know of the machine."""
    return {
        "date": time.strftime("%Y-%m-%d %H:%M UTC", time.gmtime()),
        "processor": f"{_processor()}, {os.cpu_count()} cores",
        "load before": ", ".join(f"{one:.1f}" for one in os.getloadavg()),
        "kernel": f"{platform.system()} {platform.release()}",
        "file system": _file_system(folder),
        "Python": platform.python_version(),
        "SQLite": sqlite3.sqlite_version,
        "TLS": ssl.OPENSSL_VERSION,
    }


def written(before: str, told: Mapping[str, str], figures: Sequence[Figure]) -> str:
    """Return the page with what was measured; its prose stays as it is."""
    head, begin, rest = before.partition(BEGIN)
    _, end, tail = rest.partition(END)
    assert begin, "the page has no place for figures"
    assert end, "the page has no end of figures"
    lines = [
        "",
        "## Where and when",
        "",
        *(f"- {name}: {value}" for name, value in told.items()),
        "",
        "## Figures",
        "",
        *table(figures),
        "",
        "## What stands behind them",
        "",
        *details(figures),
        "",
    ]
    return head + BEGIN + "\n".join(lines) + "\n" + END + tail


def _processor() -> str:
    cpus = Path("/proc/cpuinfo")
    if cpus.exists():
        for line in cpus.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.machine()


def _file_system(folder: Path) -> str:
    mounts = Path("/proc/mounts")
    if not mounts.exists():
        return "unknown"
    kinds = {
        Path(words[1]): words[2]
        for line in mounts.read_text(encoding="utf-8").splitlines()
        if len(words := line.split()) > 2  # noqa: PLR2004 - device, place, kind
    }
    absolute = folder.resolve()
    return next(
        (kinds[one] for one in (absolute, *absolute.parents) if one in kinds), "unknown"
    )
