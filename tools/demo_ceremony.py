# SPDX-License-Identifier: Apache-2.0
"""The beginning of a link: stations, officers, cards, 60 digits, agreement."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from demo_station import DemoStation
from demo_story import Story, verify, wait_for

VALID_TO = "2099-12-31"
OFFICERS = {
    "Alfa": (
        ("Drafter One", "Desk", ("drafter", "releaser")),
        ("Releaser One", "Duty officer", ("releaser",)),
        ("Releaser Two", "Duty officer", ("releaser",)),
        ("Watch One", "Duty officer", ("watch",)),
    ),
    "Bravo": (
        ("Составитель", "Стол", ("drafter",)),
        ("Первый Выпускающий", "Дежурный", ("releaser",)),
        ("Второй Выпускающий", "Дежурный", ("releaser",)),
        ("Дежурный Офицер", "Дежурный", ("watch",)),
    ),
}
POSITIONS = {"Alfa": ("Duty officer", "Desk"), "Bravo": ("Дежурный", "Стол")}


def fibre(alfa: DemoStation, bravo: DemoStation) -> None:
    """Give both stations the two ends of one circuit over TCP."""
    address = f"127.0.0.1:{bravo.link_port}"
    for station, counterpart, way in ((alfa, bravo, "dial"), (bravo, alfa, "listen")):
        station.set_circuit("fibre", counterpart.name, f'{way} = "{address}"')
        station.must("config", "check")


def ceremony(
    story: Story,
    alfa: DemoStation,
    bravo: DemoStation,
    circuits: Callable[[DemoStation, DemoStation], None] = fibre,
) -> None:
    """Bring a link into force."""
    story.chapter(f"Two stations, {alfa.mode}: keys, rosters, cards")
    both = (alfa, bravo)
    with ThreadPoolExecutor(len(both)) as together:
        list(together.map(lambda one: _make(story, one), both))
        circuits(alfa, bravo)
        list(together.map(lambda one: _begin(story, one), both))
    _pair(story, alfa, bravo)
    for station in (alfa, bravo):
        wait_for(
            f"{station.party} to have the agreement in force",
            partial(_in_force, station),
        )
    story.step("Both have signed the link agreement; it is in force on both sides.")


def _in_force(station: DemoStation) -> bool | None:
    return True if station.counterpart()["state"] == "in force" else None


def _begin(story: Story, station: DemoStation) -> None:
    station.start()
    story.step(f"{station.party}'s station runs and is ready.")
    _officers(story, station)


def _make(story: Story, station: DemoStation) -> None:
    positions = [
        word
        for position in POSITIONS[station.party]
        for word in ("--position", position)
    ]
    station.must(
        "init",
        "--name",
        station.name,
        "--party",
        station.party,
        "--mode",
        station.mode,
        *positions,
        "--address",
        f"127.0.0.1:{station.link_port}",
        "--console",
        f"127.0.0.1:{station.console_port}",
        "--health",
        f"127.0.0.1:{station.health_port}",
        "--passphrase-file",
        station.passphrase("station"),
    )
    story.step(f"{station.party} has made a station: {station.name}.")


def _officers(story: Story, station: DemoStation) -> None:
    people = station.officers or OFFICERS[station.party]
    for name, position, classes in people:
        station.must(
            "officer",
            "add",
            name,
            "--position",
            position,
            *(word for one in classes for word in ("--class", one)),
            "--valid-to",
            VALID_TO,
            "--passphrase-file",
            station.passphrase(name),
        )
    names = ", ".join(name for name, _, _ in people)
    listed = station.must("officer", "list")
    verify(len(listed) == len(people), "every officer is listed")
    story.step(f"{station.party}'s roster, each with a key of his own: {names}.")


def _pair(story: Story, alfa: DemoStation, bravo: DemoStation) -> None:
    digits: dict[str, str] = {}
    cards = {one.party: alfa.root / f"{one.short}.card" for one in (alfa, bravo)}
    for station in (alfa, bravo):
        station.must("card", "--out", cards[station.party])
    for station, other in ((alfa, bravo), (bravo, alfa)):
        pairing = station.must("pair", cards[other.party])
        digits[station.party] = pairing["fingerprint"]
    verify(digits["Alfa"] == digits["Bravo"], "both screens show the same 60 digits")
    story.step("The cards were exchanged; both screens show the same 60 digits:")
    story.more(digits["Alfa"])
    _wrong_digits(story, alfa, bravo, digits["Alfa"])
    for station, other in ((alfa, bravo), (bravo, alfa)):
        _confirm(station, other, digits[other.party])
    story.step("Both have compared the digits read aloud, and confirmed.")


def _wrong_digits(
    story: Story, alfa: DemoStation, bravo: DemoStation, digits: str
) -> None:
    first = "1" if digits[0] == "0" else "0"
    heard = _heard(alfa.root, first + digits[1:])
    words = ("confirm", bravo.name, "--by", "A", "--fingerprint-file", heard)
    alfa.refused("PLY-LNK-004", *words)
    story.step("One digit misheard: refused, the card stays an alleged party.")


def _confirm(station: DemoStation, other: DemoStation, digits: str) -> None:
    station.must(
        "confirm",
        other.name,
        "--by",
        f"Custodian of {station.party}",
        "--fingerprint-file",
        _heard(station.root, digits),
    )


def _heard(root: Path, digits: str) -> Path:
    path = root / "heard.txt"
    path.write_text(digits + "\n", encoding="ascii")
    return path
