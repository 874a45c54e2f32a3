# SPDX-License-Identifier: Apache-2.0
"""The scenes of the demonstration between two stations whose link is in force."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from demo_station import DemoStation
from demo_story import StepFailedError, Story, verify, wait_for

from parley.errors import Fault
from parley.station.client import events

FLASH_EN = (
    "At 0312Z our early warning radar showed one object over the northern sea.\n"
    "We judge it to be a weather balloon of ours that broke loose.  It is not armed.\n"
    "We take no measures and ask you to take none."
)
ANSWER_RU = (
    "Ваше сообщение получено и понято.\n"
    "Мы видим тот же объект и мер не принимаем.\n"
    "Просим сообщить, когда он упадёт в море."
)
ALARM_S_MAX = 10.0
READ_AGAIN_MAX = 40
"""How often two desks that both keep talking may overtake each other."""
DRAFTER = {"Alfa": "Drafter One", "Bravo": "Составитель"}
RELEASERS = {
    "Alfa": ("Releaser One", "Releaser Two"),
    "Bravo": ("Первый Выпускающий", "Второй Выпускающий"),
}
WATCH = {"Alfa": "Watch One", "Bravo": "Дежурный Офицер"}


class Alarm:
    """Watches a station's events as its console does, and times the first alarm."""

    def __init__(self, station: DemoStation) -> None:
        """Begin to watch; the first event only says that the watch has begun."""
        self._station = station
        self._known = {one["ref"] for one in station.ask("board")["open"]}
        self._begun = threading.Event()
        self._heard = threading.Event()
        self.wall_ms = 0
        self.message: dict[str, Any] = {}
        threading.Thread(target=self._watch, daemon=True).start()
        verify(self._begun.wait(ALARM_S_MAX), "the alarm watch has begun")

    def _watch(self) -> None:
        try:
            for _ in events(self._station.folder):
                self._begun.set()
                board = self._station.ask("board")
                for message in board["open"]:
                    if message["ref"] not in self._known:
                        self.wall_ms = board["status"]["now_ms"]
                        self.message = message
                        self._heard.set()
                        return
        except Fault:
            return

    def heard(self) -> dict[str, Any]:
        """Wait for the alarm and return the message that rings."""
        if not self._heard.wait(ALARM_S_MAX):
            raise StepFailedError(f"no alarm at {self._station.party}")
        return self.message


@dataclass
class Desks:
    """Both stations' desks, and the story they tell."""

    story: Story
    alfa: DemoStation
    bravo: DemoStation

    def other(self, station: DemoStation) -> DemoStation:
        """Return the other side."""
        return self.bravo if station is self.alfa else self.alfa

    def text(self, station: DemoStation, text: str) -> Path:
        """Return a file at a station's desk that holds a text."""
        path = station.root / f"{station.short}.txt"
        path.write_text(text, encoding="utf-8")
        return path

    def draft(
        self, station: DemoStation, text: str, precedence: str, language: str
    ) -> int:
        """File a draft and return its number."""
        drafted = station.must(
            "draft",
            self.text(station, text),
            "--drafter",
            DRAFTER[station.party],
            "--precedence",
            precedence,
            "--language",
            language,
            *self._read(station),
        )
        number: int = drafted["number"]
        return number

    def _read(self, station: DemoStation) -> tuple[str, ...]:
        """Say that the newest message of the other side was read, if there is one."""
        for message in station.must("messages"):
            if message["direction"] == "in":
                return "--read", message["ref"]
        return ()

    def release(self, station: DemoStation, number: int, officer: str) -> Any:  # noqa: ANN401 - JSON
        """Let an officer release a draft with his own key."""
        return station.must(*self._releasing(station, number, officer))

    def refused(
        self, station: DemoStation, number: int, officer: str, code: str
    ) -> str:
        """Let an officer try to release a draft that he may not; return the reason."""
        return station.refused(code, *self._releasing(station, number, officer))

    def _releasing(
        self, station: DemoStation, number: int, officer: str
    ) -> tuple[str | Path, ...]:
        return (
            "release",
            str(number),
            "--as",
            officer,
            "--confirm-addressee",
            self.other(station).party,
            "--passphrase-file",
            station.passphrase(officer),
        )

    def send(
        self, station: DemoStation, text: str, precedence: str, language: str
    ) -> str:
        """Draft and release at one desk with two officers; return the name of it.

        If a message of the other side comes in meanwhile, it is read and the releases
        begin anew.
        """
        number = self.draft(station, text, precedence, language)
        for _ in range(READ_AGAIN_MAX):
            sent = self._released(station, number)
            if sent is not None:
                verify(sent["ref"] is not None, "the message is on its way")
                ref: str = sent["ref"]
                return ref
        raise StepFailedError(f"{station.party}: draft {number} was never released")

    def _released(self, station: DemoStation, number: int) -> Any:  # noqa: ANN401 - JSON
        """Let both officers release; None if something newer came in between."""
        value: Any = None
        for officer in RELEASERS[station.party]:
            read = self._read(station) if value is None else ()
            said = station.parley(*self._releasing(station, number, officer), *read)
            if said.fault.get("code") == "PLY-WCH-006":
                return None
            verify(said.code == 0, f"{officer} releases: {said.fault.get('what', '')}")
            value = said.value
        return value

    def acknowledge(self, station: DemoStation, ref: str) -> None:
        """Let the officer on watch acknowledge a message by name."""
        officer = WATCH[station.party]
        station.must(
            "acknowledge",
            ref,
            "--as",
            officer,
            "--passphrase-file",
            station.passphrase(officer),
        )


def received(station: DemoStation, ours: str) -> str:
    """Return the receiver's name of a message that the sender calls `ours`."""
    _, _, incarnation, serial = ours.split("/")
    link = station.counterpart()["link"]
    return f"{link}/in/{incarnation}/{serial}"


def state(station: DemoStation, ref: str, wanted: str) -> dict[str, Any]:
    """Wait until a message has reached a state, and return it."""

    def look() -> dict[str, Any] | None:
        try:
            message: dict[str, Any] = station.ask("message", ref=ref)
        except Fault as fault:
            if fault.code == "PLY-CFG-015":
                return None
            raise
        return message if message["state"] == wanted else None

    return wait_for(f"{ref} to be {wanted} at {station.party}", look)


def stage(message: dict[str, Any], name: str) -> dict[str, Any]:
    """Return one rung of a message's ladder."""
    for one in message["stages"]:
        if one["stage"] == name:
            found: dict[str, Any] = one
            return found
    raise StepFailedError(f"{message['ref']} has no {name}")


def first_flash(desks: Desks) -> None:
    """Play FLASH from Alfa: two releasers, alarm, acknowledgement by name."""
    story, alfa, bravo = desks.story, desks.alfa, desks.bravo
    story.chapter("A FLASH from Alfa")
    number = desks.draft(alfa, FLASH_EN, "FLASH", "en")
    story.step(f"{DRAFTER['Alfa']} has drafted number {number}, in English.")
    one, two = RELEASERS["Alfa"]
    half = desks.release(alfa, number, one)
    verify(half["ref"] is None, "one release is not enough")
    story.step(f"{one} has released it; one release is not enough, nothing went out.")
    story.step(f"Refused: {desks.refused(alfa, number, one, 'PLY-REL-003')}")
    alarm = Alarm(bravo)
    whole = desks.release(alfa, number, two)
    verify(whole["ref"] is not None, "two releases send it")
    message = alarm.heard()
    sent = alfa.ask("message", ref=whole["ref"])
    took_ms = alarm.wall_ms - sent["logged_ms"]  # both by one machine's clock
    story.step(f"{two} has released it: QUEUED as {whole['ref']}.")
    story.step(f"Bravo's watch was alarmed {took_ms} ms after the release.")
    shown = bravo.must("show", message["ref"])["message"]
    verify(shown["texts"] == [["en", FLASH_EN]], "the text arrived to the letter")
    good = [release["name"] for release in shown["releases"] if release["good"]]
    verify(good == [one, two], "Bravo verified both releases")
    story.step(f"Bravo shows the text to the letter; it verified {' and '.join(good)}.")
    desks.acknowledge(bravo, message["ref"])
    done = state(alfa, whole["ref"], "ACKNOWLEDGED")
    who = stage(done, "acknowledgement")
    verify(WATCH["Bravo"] in (who["by"] or ""), "Alfa sees who acknowledged")
    after_s = (who["their_ms"] - done["logged_ms"]) / 1000
    story.step(f"Alfa sees that {who['by']} has it, {after_s:.1f} s after the release.")
    verify(not bravo.ask("board")["open"], "nothing rings at Bravo any more")
    story.step("Nothing rings at Bravo any more.")


def answer(desks: Desks) -> None:
    """Play Bravo's answer in Russian."""
    story, alfa, bravo = desks.story, desks.alfa, desks.bravo
    story.chapter("Bravo answers, in Russian")
    alarm = Alarm(alfa)
    ref = desks.send(bravo, ANSWER_RU, "IMMEDIATE", "ru")
    message = alarm.heard()
    shown = alfa.must("show", message["ref"])["message"]
    verify(shown["texts"] == [["ru", ANSWER_RU]], "the answer arrived to the letter")
    verify(all(one["good"] for one in shown["releases"]), "both releases are good")
    story.step("Two officers of Bravo released it at one desk; Alfa shows it:")
    story.more(*ANSWER_RU.split("\n"))
    desks.acknowledge(alfa, message["ref"])
    state(bravo, ref, "ACKNOWLEDGED")
    story.step(f"{WATCH['Alfa']} has acknowledged; Bravo sees it.")


def proved_link(desks: Desks) -> None:
    """Test the link in both directions."""
    story = desks.story
    story.chapter("The link is proved")
    for station in (desks.alfa, desks.bravo):
        test = station.must("test-link")
        verify(test["answered"], "the link test was answered")
        story.step(
            f"{station.party}'s link test came back in {test['round_trip_ms']} ms."
        )
    facts = {one["fact"]: one for one in desks.alfa.counterpart()["facts"]}
    story.step("The five facts at Alfa:")
    for name, fact in facts.items():
        age = "-" if fact["age_s"] is None else f"{fact['age_s']:.1f} s"
        story.more(f"{name:11} {fact['word']:24} age {age}")


def own_draft_refused(desks: Desks) -> None:
    """Let a drafter try to release his own draft."""
    story, alfa = desks.story, desks.alfa
    story.chapter("Nobody releases his own draft")
    number = desks.draft(alfa, "A draft of one man alone.", "ROUTINE", "en")
    reason = desks.refused(alfa, number, DRAFTER["Alfa"], "PLY-REL-002")
    story.step(f"Refused: {reason}")
    alfa.must("withdraw", str(number))
    story.step(f"Draft {number} is withdrawn; it never went.")


def killed_and_back(desks: Desks) -> None:
    """Kill Bravo, send to it, start it again."""
    story, alfa, bravo = desks.story, desks.alfa, desks.bravo
    story.chapter("Bravo's station is killed, and comes back")
    bravo.kill()
    story.step("kill -9: Bravo's station is gone in the middle of its work.")
    text = "This text was released while your station was down."
    ref = desks.send(alfa, text, "FLASH", "en")
    waiting = alfa.ask("message", ref=ref)
    verify(waiting["state"] == "QUEUED", "it waits at Alfa")
    story.step("Alfa released a FLASH meanwhile; it is QUEUED, nobody says more.")
    begun = time.monotonic()
    bravo.start()
    ready_s = time.monotonic() - begun
    story.step(f"Bravo's station is started again, ready in {ready_s:.1f} s.")
    state(alfa, ref, "RECEIPTED")
    copies = [
        one
        for one in bravo.ask("messages", only="all", limit=500)
        if one["direction"] == "in" and one["subject"] == text
    ]
    verify(len(copies) == 1, "it is there once")
    story.step("It is on Bravo's disk, once, and rings.")
    desks.acknowledge(bravo, received(bravo, ref))
    state(alfa, ref, "ACKNOWLEDGED")
    story.step("Bravo's officer has acknowledged it.")


def annex(desks: Desks) -> None:
    """Send a text the size of a treaty annex."""
    story, alfa, bravo = desks.story, desks.alfa, desks.bravo
    story.chapter("A text of the size of a treaty annex")
    lines = (
        f"{number}. Стороны сообщают друг другу дату учений не позже, чем за сутки."
        for number in range(1, 1_650)
    )
    text = "\n".join(lines)
    size = len(text.encode())
    ref = desks.send(alfa, text, "ROUTINE", "ru")
    done = state(alfa, ref, "RECEIPTED")
    took_ms = stage(done, "receipt")["seen_ms"] - done["logged_ms"]
    shown = bravo.ask("message", ref=received(bravo, ref))
    verify(shown["texts"] == [["ru", text]], "the annex arrived to the letter")
    story.step(f"{size:,} bytes arrived to the letter; receipt after {took_ms} ms.")
