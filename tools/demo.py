# SPDX-License-Identifier: Apache-2.0
"""Two stations on this machine: set up, paired, and everything they promise verified.

`make demo` stays up with both consoles; `make demo ONCE=1` ends, with exit code 0 only
if every step was verified.
"""

from __future__ import annotations

import argparse
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from demo_ceremony import ceremony
from demo_code import code
from demo_proof import proved_contacts
from demo_readout import agreed_readout, verified_readout
from demo_record import cross, load_ours, load_recorded
from demo_scenes import (
    Desks,
    annex,
    answer,
    first_flash,
    killed_and_back,
    own_draft_refused,
    proved_link,
)
from demo_station import DemoStation
from demo_story import StepFailedError, Story, verify
from demo_texts import translated

from parley.errors import Fault

ROOT = Path(__file__).resolve().parent.parent
MARK = ".parley-demo"
RECORDED = ROOT.parent / "shared" / "data" / "hotline-1967.jsonl"
OURS = Path(__file__).resolve().parent / "demo_messages.jsonl"


@contextmanager
def scratch(once: bool) -> Iterator[Path]:
    """Give the folder of the demonstration; with `once` it is gone afterwards."""
    if once:
        with tempfile.TemporaryDirectory(prefix="parley-demo-") as name:
            yield Path(name)
        return
    folder = ROOT / "demo"
    if folder.exists():
        verify((folder / MARK).exists(), f"{folder} was made by this demonstration")
        shutil.rmtree(folder)
    folder.mkdir(mode=0o700)
    (folder / MARK).touch()
    yield folder


def play(story: Story, alfa: DemoStation, bravo: DemoStation) -> None:
    """Play every scene; the first thing that is not as it must be ends the play."""
    ceremony(story, alfa, bravo)
    desks = Desks(story, alfa, bravo)
    first_flash(desks)
    code(desks)
    answer(desks)
    proved_link(desks)
    own_draft_refused(desks)
    killed_and_back(desks)
    annex(desks)
    story.chapter("Messages of our own, in other scripts")
    cross(desks, load_ours(OURS))
    if RECORDED.is_file():
        story.chapter("The eight messages of June 1967, over this link")
        cross(desks, load_recorded(RECORDED))
    translated(desks, RECORDED.parent / "mt-fixture")
    readout = agreed_readout(desks)
    proved_contacts(desks)
    verified_readout(desks, readout)


def stay(story: Story, alfa: DemoStation, bravo: DemoStation) -> None:
    """Leave both stations up until Ctrl-C."""
    story.chapter("Both stations stay up")
    for station in (alfa, bravo):
        print(f"  {station.party:6} console {station.console}")
        print(f"         parley status --station {station.folder}")
        print(f"         passphrases of its officers: {station.root / 'passphrases'}")
    print("\nPress Ctrl-C to stop.", flush=True)
    while all(one.process and one.process.poll() is None for one in (alfa, bravo)):
        time.sleep(0.5)
    raise StepFailedError("a station ended by itself; see its log")


def perform(once: bool, root: Path) -> int:
    """Play the demonstration in a folder and return the exit code."""
    story = Story()
    alfa = DemoStation(root, "alfa", "nrrc.alfa.example", "Alfa")
    bravo = DemoStation(root, "bravo", "nrrc.bravo.example", "Bravo")
    try:
        play(story, alfa, bravo)
        print(
            f"\nAll {story.verified} steps verified in {story.elapsed_s:.1f} s.",
            flush=True,
        )
        if not once:
            stay(story, alfa, bravo)
    except KeyboardInterrupt:
        print("\nStopping both stations.", flush=True)
        return 1 if once else 0
    except (StepFailedError, Fault) as failed:
        print(f"\nFAILED after {story.verified} verified steps: {failed}", flush=True)
        for station in (alfa, bravo):
            print(f"\nEnd of {station.party}'s log:\n{station.last_words()}")
        return 1
    finally:
        alfa.stop()
        bravo.stop()
    return 0


def main() -> int:
    """Read the options and play."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--once", action="store_true", help="end after the last step")
    once: bool = parser.parse_args().once
    # Whoever ends this program must not leave two stations behind.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with scratch(once) as root:
        return perform(once, root)


if __name__ == "__main__":
    sys.exit(main())
