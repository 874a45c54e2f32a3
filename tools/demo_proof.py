# SPDX-License-Identifier: Apache-2.0
"""The last scene: what was said is proved to a stranger, without a word of it."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from demo_scenes import Desks
from demo_station import DemoStation, command, environment
from demo_story import StepFailedError, verify, wait_for

from parley.tlog.verdict_lines import shown_time, verdict_lines

PAGE = Path(__file__).resolve().parent.parent / "web" / "verify.html"
SHOW = ("kind", "precedence", "time", "receipt", "acknowledgement")
COSIGNED_S_MAX = 40.0
PAGE_MS_MAX = 20_000
_MESSAGE, _FLASH = 1, 3
_CHARACTERS_MIN = 6  # a shorter word stands in any signature, by chance
_WORD = re.compile(rf"[^\W\d_]{{{_CHARACTERS_MIN},}}")

Counts = tuple[int, int, int]
"""Messages of Alfa's, the FLASH among them, and the acknowledged of these."""


def proved_contacts(desks: Desks) -> None:
    """Play a proof of every contact of Alfa's, from its making to its readers."""
    story, alfa = desks.story, desks.alfa
    story.chapter("What is proved to others, without a word of it")
    wanted = _told(alfa)
    wait_for(
        "both stations to have signed all of it",
        partial(_covered, alfa, wanted),
        COSIGNED_S_MAX,
    )
    path = alfa.root / "contacts.proof"
    made = alfa.must("record", "prove", *_choice(), "--out", path)
    verify(_counts(made["verdict"]) == wanted, "the proof counts what was said")
    policies = [Path(name) for name in made["written"] if name.endswith(".policy")]
    size = path.stat().st_size
    story.step(f"Alfa has written a proof of its contacts, {size:,} bytes.")
    found = _judged(path, policies)
    verify(found == made["verdict"], "the command gives the verdict of the preview")
    story.step(f"`parley verify`: {_sentence(found)}")
    _in_a_browser(desks, path, policies, found)
    _altered(desks, path, policies)
    words = _no_word(desks, path.read_bytes())
    story.step(f"Not one of {words:,} words and names of both sides is in the file.")


def _choice() -> list[str]:
    return ["--complete", *(word for one in SHOW for word in ("--show", one))]


def _told(alfa: DemoStation) -> Counts:
    messages = [
        one
        for one in alfa.ask("messages", only="all", limit=500)
        if one["direction"] == "out"
    ]
    flashes = [one for one in messages if one["precedence"] == "FLASH"]
    known = [one for one in flashes if one["state"] == "ACKNOWLEDGED"]
    return len(messages), len(flashes), len(known)


def _covered(alfa: DemoStation, wanted: Counts) -> bool | None:
    said = alfa.parley("record", "prove", *_choice())
    if said.code != 0:
        return None
    return True if _counts(said.value["verdict"]) == wanted else None


def _counts(found: dict[str, Any]) -> Counts:
    """Count in the part of Alfa's log, which comes first."""
    rows = [row for row in found["parts"][0]["counts"] if row["kind"] == _MESSAGE]
    flashes = [row for row in rows if row["precedence"] == _FLASH]
    return (
        sum(row["count"] for row in rows),
        sum(row["count"] for row in flashes),
        sum(row["acknowledged"] for row in flashes),
    )


def _sentence(found: dict[str, Any]) -> str:
    messages, flashes, acknowledged = _counts(found)
    period = found["parts"][0]["period"]
    return (
        f"{messages} contacts, of which {flashes} FLASH and {acknowledged} of these"
        f" acknowledged, between {shown_time(period['from_ms'])} and"
        f" {shown_time(period['to_ms'])}."
    )


def _verify(path: Path, policies: Sequence[Path]) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [*command(), "verify", str(path), *map(str, policies), "--json"],
        env=environment(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )


def _judged(path: Path, policies: Sequence[Path]) -> dict[str, Any]:
    done = _verify(path, policies)
    verify(done.returncode == 0, f"`parley verify` accepts {path.name}")
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _altered(desks: Desks, path: Path, policies: Sequence[Path]) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    other = path.with_name("altered.proof")
    other.write_bytes(data)
    done = _verify(other, policies)
    code = json.loads(done.stdout)["code"]
    verify(done.returncode == 1 and code is not None, "one bit more is refused")
    desks.story.step(f"With one bit altered it is refused: {code}.")


def _in_a_browser(
    desks: Desks, path: Path, policies: Sequence[Path], found: dict[str, Any]
) -> None:
    try:
        text = page_text([path, *policies])
    except NoBrowserError as missing:
        desks.story.more(f"verify.html was not tried: {missing}.")
        return
    lines = [line.text for line in verdict_lines(found)]  # type: ignore[arg-type]
    lacking = [line for line in lines if line not in text]
    verify(not lacking, f"verify.html says the same; it lacks {lacking[:2]}")
    desks.story.step("verify.html, in Chromium and written apart, says the same.")


class NoBrowserError(Exception):
    """There is no Chromium to show the page in."""


def page_text(files: Sequence[Path]) -> str:
    """Return what verify.html says of some files, in Chromium."""
    try:
        from playwright.sync_api import Error, sync_playwright  # noqa: PLC0415
    except ImportError:
        raise NoBrowserError("what drives a Chromium is not installed") from None
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(
                executable_path=shutil.which("chromium"),
                args=["--no-sandbox", "--disable-gpu"],
            )
        except Error:
            raise NoBrowserError("no Chromium is installed") from None
        try:
            page = browser.new_page()
            page.goto(PAGE.as_uri())
            page.set_input_files("#files", [str(each) for each in files])
            page.wait_for_selector("#result .good", timeout=PAGE_MS_MAX)
            return page.inner_text("#result")
        except Error as failed:
            reason = str(failed).splitlines()[0]
            raise StepFailedError(f"verify.html does not answer: {reason}") from None
        finally:
            browser.close()


def _no_word(desks: Desks, data: bytes) -> int:
    """Look for every word of every text, and for every officer's name."""
    said = [
        text
        for one in desks.alfa.ask("messages", only="all", limit=500)
        for _, text in desks.alfa.ask("message", ref=one["ref"])["texts"]
    ]
    names = [
        one["name"]
        for station in (desks.alfa, desks.bravo)
        for one in station.ask("officers")
    ]
    verify(bool(said) and bool(names), "there is something to look for")
    words = {word for text in said for word in _WORD.findall(text)}
    stations = f"{desks.alfa.name} {desks.bravo.name} {desks.alfa.name}/live".split()
    words -= set(_WORD.findall(" ".join(stations)))
    looked_for = [*words, *said, *names]
    found = [each for each in looked_for if each.encode() in data]
    verify(not found, f"no word of a message or name is in the proof, not {found}")
    return len(words) + len(names)
