# SPDX-License-Identifier: Apache-2.0
"""One FLASH leaves over five paths; four are cut, and the last is a WAV file.

`make demo REACH=1` stays up with both consoles; `make demo REACH=1 ONCE=1` ends, with
exit code 0 only if every step was verified.
"""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from demo_ceremony import ceremony
from demo_paths import CALL, DRIVE, FIBRE, HURRY, PATHS, RADIO, RELAY, WORDS, Paths
from demo_play import main
from demo_scenes import WATCH, Alarm, Desks, received, stage
from demo_station import DemoStation
from demo_story import Story, verify, wait_for

QUIET_S_MAX = 60.0
FALL_S_MAX = 40.0
SOUND_S_MAX = 60.0
HOW = {
    FIBRE: "The fibre is dug up.",
    RADIO: "The radio link falls silent.",
    RELAY: "The relay's machine is switched off.",
    DRIVE: "The drive is pulled out.",
}


def circuits(station: DemoStation) -> dict[str, dict[str, Any]]:
    """Return a station's circuits by name, as its board shows them."""
    return {one["circuit"]: one for one in station.counterpart()["circuits"]}


def board(story: Story, station: DemoStation) -> None:
    """Print a station's five paths as its board shows them."""
    shown = circuits(station)
    for name in PATHS:
        one = shown[name]
        story.more(f"{name:10}  {one['state']:8}  {one['reason']}")


def until(what: str, station: DemoStation, name: str, word: str) -> dict[str, Any]:
    """Wait until a circuit is shown as up or down."""

    def look() -> dict[str, Any] | None:
        found = circuits(station)[name]
        return found if found["state"] == word else None

    return wait_for(what, look, FALL_S_MAX)


def all_up(desks: Desks) -> None:
    """Wait for all five paths, and for the call to fall silent."""
    story = desks.story
    for station in (desks.alfa, desks.bravo):
        for name in PATHS:
            until(f"{name} to be up at {station.party}", station, name, "up")
    story.step("Five paths between them, each of another kind, are up:")
    board(story, desks.alfa)


def quiet(desks: Desks) -> None:
    """Wait until nothing of the ceremony waits for a slow path any more."""

    def look() -> bool | None:
        waiting = [
            one["waiting"]
            for station in (desks.alfa, desks.bravo)
            for one in circuits(station).values()
        ]
        return None if any(waiting) else True

    wait_for("the paths to fall quiet", look, QUIET_S_MAX)


def released(desks: Desks, paths: Paths) -> str:
    """Release a coded FLASH while every path takes it and none brings it."""
    story, alfa = desks.story, desks.alfa
    story.chapter("One FLASH, five paths; none of them brings it")
    quiet(desks)
    paths.hold()
    since = len(paths.call.near.spoken)
    officer = WATCH["Alfa"]
    words = ("--as", officer, "--passphrase-file", alfa.passphrase(officer))
    ref: str = alfa.must("code", "UNPLANNED", *words)["ref"]
    logged_ms = alfa.ask("message", ref=ref)["logged_ms"]

    def everywhere() -> bool | None:
        given = [one["handed_ms"] or 0 for one in circuits(alfa).values()]
        return True if min(given) >= logged_ms else None

    wait_for("the FLASH to leave over every path", everywhere)
    story.step(f"{officer} released it; Alfa has given it to all five paths.")
    wait_for("Alfa to have spoken", lambda: spoken(paths, since), SOUND_S_MAX)
    seconds = paths.tape(since)
    story.step(f"What Alfa said into the call is kept: {seconds:.1f} s, alfa.wav.")
    waits(desks, ref)
    story.step("Bravo has heard nothing, and Alfa says so: QUEUED.")
    return ref


def spoken(paths: Paths, since: int) -> bool | None:
    """Say whether a whole burst has been said, and silence after it."""
    said = paths.call.near.spoken[since:]
    return True if len(said) > 6 * 16_000 and not any(said[-320:]) else None


def silent_now(station: DemoStation, paths: Paths) -> bool | None:
    """Say whether a station has nothing more to say into the call just now."""
    said = len(paths.call.near.spoken)
    quiet_s = 1.0 / HURRY
    time.sleep(quiet_s)
    is_silent = len(paths.call.near.spoken) == said
    return True if is_silent and not circuits(station)[CALL]["waiting"] else None


def waits(desks: Desks, ref: str) -> None:
    """Verify that nothing claims a delivery that was not."""
    found = desks.alfa.ask("message", ref=ref)
    verify(found["state"] == "QUEUED", f"{ref} is QUEUED, not {found['state']}")
    verify(not found["stages"], "no receipt, and nothing that looks like one")
    verify(not desks.bravo.ask("board")["open"], "nothing rings at Bravo")


def cut_one_after_another(desks: Desks, paths: Paths, ref: str) -> None:
    """Cut four paths; the state stays what it is, and the board says why."""
    story, alfa = desks.story, desks.alfa
    story.chapter("Four paths are cut, one after another")
    for name, how in HOW.items():
        paths.cut(name)
        seen = until(f"Alfa to see that {name} is down", alfa, name, "down")
        verify(bool(seen["reason"]), f"{name} is down for a reason")
        waits(desks, ref)
        story.step(f"{how} Alfa's board: {seen['reason']}.")
    story.step("The FLASH is QUEUED, as before. Alfa's five paths:")
    board(story, alfa)
    verify(circuits(alfa)[CALL]["state"] == "up", "the call is up")
    picture(alfa)


def picture(station: DemoStation) -> None:
    """Keep a picture of a station's board where PARLEY_SCREENS says, for the manual."""
    folder = os.environ.get("PARLEY_SCREENS")
    if folder is None:
        return
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - not needed else

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"),
            args=["--no-sandbox", "--disable-gpu"],
        )
        page = browser.new_page(viewport={"width": 1_280, "height": 900})
        page.goto(station.console)
        page.mouse.click(3, 3)
        page.locator("#untested [data-act=test-sound]").click()
        page.locator("#untested [data-heard=yes]").click()
        page.wait_for_selector(f".circuit[data-key={FIBRE}][data-state=DOWN]")
        page.screenshot(path=Path(folder, "board-paths.png"), full_page=True)
        browser.close()


def played(desks: Desks, paths: Paths, ref: str) -> None:
    """Play the WAV file to Bravo; it delivers."""
    story, alfa, bravo = desks.story, desks.alfa, desks.bravo
    story.chapter("The WAV file is played to Bravo")
    wait_for("Alfa to fall silent", lambda: silent_now(alfa, paths), QUIET_S_MAX)
    alarm = Alarm(bravo)
    paths.play()
    message = alarm.heard()
    paths.call.mend()
    verify(message["ref"] == received(bravo, ref), "it is this message")
    texts = dict(bravo.must("show", message["ref"])["message"]["texts"])
    verify("This is NOT an attack." in texts["en"], "Bravo reads it")
    story.step("Bravo's watch is alarmed. It reads: This is NOT an attack.")
    wait_for("Bravo's receipt", lambda: state_is(alfa, ref, "RECEIPTED"), SOUND_S_MAX)
    story.step("Bravo's receipt came back as sound: RECEIPTED.")
    desks.acknowledge(bravo, message["ref"])
    done = wait_for(
        "Alfa to hear the acknowledgement",
        lambda: state_is(alfa, ref, "ACKNOWLEDGED"),
        SOUND_S_MAX,
    )
    who = stage(done, "acknowledgement")["by"]
    story.step(f"{who} has it, and Alfa knows, by nothing but a telephone call.")
    copies = [one for one in bravo.must("messages") if one["ref"] == message["ref"]]
    verify(len(copies) == 1, "it is there once")


def state_is(station: DemoStation, ref: str, word: str) -> dict[str, Any] | None:
    """Return a message once it has come to a state."""
    found: dict[str, Any] = station.ask("message", ref=ref)
    return found if found["state"] == word else None


@contextmanager
def play(story: Story, alfa: DemoStation, bravo: DemoStation) -> Iterator[None]:
    """Play every scene; the first thing that is not as it must be ends the play."""
    paths = Paths(alfa.root, alfa, bravo)
    with paths.laid():
        ceremony(story, alfa, bravo, paths.circuits)
        desks = Desks(story, alfa, bravo)
        story.chapter("Five paths: " + ", ".join(WORDS[name] for name in PATHS))
        all_up(desks)
        ref = released(desks, paths)
        cut_one_after_another(desks, paths, ref)
        played(desks, paths, ref)
        yield


if __name__ == "__main__":
    sys.exit(main(__doc__, play))
