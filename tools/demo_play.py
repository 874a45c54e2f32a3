# SPDX-License-Identifier: Apache-2.0
"""Plays a demonstration with two stations, to its end or until Ctrl-C."""

from __future__ import annotations

import argparse
import shutil
import signal
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from demo_station import DemoStation
from demo_story import StepFailedError, Story, verify

from parley.errors import Fault

ROOT = Path(__file__).resolve().parent.parent
MARK = ".parley-demo"

Scenes = Callable[[Story, DemoStation, DemoStation], AbstractContextManager[None]]
"""Played when it is entered; what the stations then still need goes when it is left."""


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


def perform(once: bool, root: Path, scenes: Scenes) -> int:
    """Play the scenes in a folder and return the exit code."""
    story = Story()
    alfa = DemoStation(root, "alfa", "nrrc.alfa.example", "Alfa")
    bravo = DemoStation(root, "bravo", "nrrc.bravo.example", "Bravo")
    try:
        with scenes(story, alfa, bravo):
            told = f"All {story.verified} steps verified in {story.elapsed_s:.1f} s."
            print(f"\n{told}", flush=True)
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


def main(description: str | None, scenes: Scenes) -> int:
    """Read the options and play."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--once", action="store_true", help="end after the last step")
    once: bool = parser.parse_args().once
    # Whoever ends this program must not leave two stations behind.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with scratch(once) as root:
        return perform(once, root, scenes)
