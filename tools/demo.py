# SPDX-License-Identifier: Apache-2.0
"""Two stations on this machine: set up, paired, and everything they promise verified.

`make demo` stays up with both consoles; `make demo ONCE=1` ends, with exit code 0 only
if every step was verified.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from demo_ceremony import ceremony
from demo_code import code
from demo_play import main
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
from demo_story import Story
from demo_texts import translated

RECORDED = (
    Path(__file__).resolve().parents[2] / "shared" / "data" / "hotline-1967.jsonl"
)
OURS = Path(__file__).resolve().parent / "demo_messages.jsonl"


@contextmanager
def play(story: Story, alfa: DemoStation, bravo: DemoStation) -> Iterator[None]:
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
    yield


if __name__ == "__main__":
    sys.exit(main(__doc__, play))
