# SPDX-License-Identifier: Apache-2.0
"""Measure speed and size against their bars: `python tools/bench.py --help`.

Everything runs on this machine's own disk and loopback, each figure beside the bare
cost measured in the same run.  A missed bar is told and ends with exit code 0, since a
busy machine is no fault of the code; a message lost or repeated ends with 1.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import bench_bytes
import bench_codebook
import bench_console
import bench_cut
import bench_file
import bench_fill
import bench_kill
import bench_loss
import bench_mobile
import bench_reach
import bench_record
import bench_relay
import bench_release
import bench_start
import bench_store
import bench_sustained
import bench_texts
import bench_voice
import bench_webauthn
from bench_figures import BROKEN, Figure, details, table
from bench_page import PAGE, conditions, written

ROOT = Path(__file__).resolve().parent.parent
RELEASES = 400
FILLED_RELEASES = 200
COMMITS = 300

Family = Callable[[Path], Sequence[Figure]]
FAMILIES: dict[str, Family] = {
    "release": lambda root: [bench_release.measure(root, RELEASES)],
    "sustained": lambda root: [bench_sustained.measure(root)],
    "bytes": lambda _: bench_bytes.measure(),
    "codebook": lambda _: bench_codebook.measure(),
    "texts": bench_texts.measure,
    "loss": lambda _: bench_loss.measure(),
    "kill": lambda root: [bench_kill.measure(root)],
    "start": bench_start.measure,
    "fill": lambda root: [bench_fill.measure(root, FILLED_RELEASES)],
    "record": bench_record.measure,
    "reach": bench_reach.measure,
    "cut": bench_cut.measure,
    "voice": bench_voice.measure,
    "mobile": lambda _: bench_mobile.measure(),
    "file": bench_file.measure,
    "relay": bench_relay.measure,
    "webauthn": bench_webauthn.measure,
    "console": bench_console.measure,
    "store": lambda root: bench_store.measure(root, COMMITS),
}


def run(names: Sequence[str], folder: Path) -> list[Figure]:
    """Measure the families one after another; say on standard error how far it is."""
    figures: list[Figure] = []
    for name in names:
        began_s = time.monotonic()
        with tempfile.TemporaryDirectory(prefix="bench-", dir=folder) as scratch:
            figures += FAMILIES[name](Path(scratch) / "s")
        took_s = time.monotonic() - began_s
        print(f"{name}: {took_s:.0f} s", file=sys.stderr, flush=True)
    return figures


def main() -> int:
    """Measure what was asked for and print it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("families", nargs="*", help=f"of: {', '.join(FAMILIES)}")
    parser.add_argument("--folder", type=Path, default=ROOT / "build")
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    parser.add_argument("--write", action="store_true", help=f"write {PAGE.name} too")
    given = parser.parse_args()
    unknown = [name for name in given.families if name not in FAMILIES]
    if unknown or (given.write and given.families):
        parser.error(f"give all families or none with --write; unknown: {unknown}")
    given.folder.mkdir(parents=True, exist_ok=True)
    told = conditions(given.folder)
    figures = run(given.families or list(FAMILIES), given.folder)
    if given.json:
        document = [dataclasses.asdict(one) for one in figures]
        print(json.dumps({"conditions": told, "figures": document}, indent=2))
    else:
        print("\n".join([*table(figures), "", *details(figures)]))
    if given.write:
        before = PAGE.read_text(encoding="utf-8")
        PAGE.write_text(written(before, told, figures), encoding="utf-8")
    return int(any(one.verdict == BROKEN for one in figures))


if __name__ == "__main__":
    sys.exit(main())
