# SPDX-License-Identifier: Apache-2.0
"""The scene of translations: by machine, found wrong, certified, one phrase clarified.

The test model is refused by the two stations of this play, whose mode is LIVE, so the
scene has a pair of its own in mode TEST.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from demo_ceremony import ceremony
from demo_scenes import Desks, received
from demo_station import DemoStation
from demo_story import Aside, Story, verify, wait_for

TEXT = "We will stop the activity. Cancel our message number 417; it was sent in error."
RUSSIAN = (
    "Мы прекратим эту деятельность. Отмените наше сообщение номер 417; оно отправлено"
    " по ошибке."
)
LOST = "only in the original: number 417"
DRAFTER, RELEASER = "Drafter One", "Releaser One"
LINGUIST, CUSTODIAN = "Linguist Lina", "Custodian Carl"
ALFA = (
    (DRAFTER, "Desk", ("drafter",)),
    (RELEASER, "Duty officer", ("releaser",)),
)
BRAVO = (
    (LINGUIST, "Дежурный", ("linguist",)),
    (CUSTODIAN, "Дежурный", ("custodian",)),
)


def translated(desks: Desks, model: Path) -> None:
    """Play the scene; without the test model it begins with a translation by hand."""
    story = desks.story
    story.chapter("A text in two languages, in mode TEST")
    if model.is_dir():
        reason = desks.bravo.refused("PLY-TXT-013", "mt", "install", model)
        story.step(f"Refused: {reason}")
    root = desks.alfa.root / "test"
    root.mkdir(mode=0o700)
    names = ("nrrc.alfa.example", "nrrc.bravo.example")
    alfa = DemoStation(root, "alfa", names[0], "Alfa", officers=ALFA)
    bravo = DemoStation(root, "bravo", names[1], "Bravo", officers=BRAVO)
    for station in (alfa, bravo):
        station.mode, station.weak = "TEST", True
    try:
        ceremony(Aside(), alfa, bravo)
        story.step(
            "Another pair of stations, in mode TEST, has its agreement in force."
        )
        _play(story, Desks(Aside(), alfa, bravo), model)
    finally:
        alfa.stop()
        bravo.stop()


def _play(story: Story, desks: Desks, model: Path) -> None:
    alfa, bravo = desks.alfa, desks.bravo
    number = desks.draft(alfa, TEXT, "ROUTINE", "en")
    ours = desks.release(alfa, number, RELEASER)["ref"]
    theirs = received(bravo, ours)
    wait_for(
        "the text to stand at Bravo",
        lambda: bravo.parley("translate", "list", theirs).code == 0 or None,
    )
    if model.is_dir():
        _by_machine(story, bravo, theirs, model)
    else:
        story.more("Machine translation was left out: the test model is not here.")
    _certified(story, desks, theirs)
    _clarified(story, desks, ours, theirs)


def _by_machine(story: Story, bravo: DemoStation, ref: str, model: Path) -> None:
    name = bravo.must("mt", "install", model)["name"]
    bravo.refused("PLY-TXT-015", "translate", "machine", ref, "--into", "ru")
    for officer in (CUSTODIAN, LINGUIST):
        bravo.must("mt", "approve", name, *_as(bravo, officer))
    story.step(f"{CUSTODIAN} and {LINGUIST} have approved a model, byte by byte.")
    made = bravo.must("translate", "machine", ref, "--into", "ru")
    verify(made["grade"] == "MACHINE", "it is graded machine")
    verify("not kept" not in made["by"], "its process had no network")
    story.step(f"{made['label']}, in a process without network or keys:")
    story.more(*(pair["translation"].strip() for pair in made["pairs"]))
    verify(LOST in made["findings"], "the wrong number was found")
    story.step(f"The comparison found what the machine was sure of: {LOST}.")
    why = "The number of the message is another."
    bad = bravo.must(
        *("translate", "dispute", ref, str(made["version"])),
        *("--reason", why, *_as(bravo, LINGUIST)),
    )
    verify(bad["grade"] == "DISPUTED", "it is disputed")
    story.step(f"{LINGUIST} has disputed it: {why}")


def _certified(story: Story, desks: Desks, ref: str) -> None:
    bravo = desks.bravo
    made = bravo.must(
        *("translate", "add", ref, desks.text(bravo, RUSSIAN), "--into", "ru"),
        *("--grade", "rough", "--as", LINGUIST),
    )
    verify(LOST not in made["findings"], "nothing is lost any more")
    version = str(made["version"])
    done = bravo.must("translate", "certify", ref, version, *_as(bravo, LINGUIST))
    verify(done["label"] == "CERTIFIED TRANSLATION", "it is certified")
    story.step(f"{LINGUIST} has written her own and certified it; none is overwritten.")


def _clarified(story: Story, desks: Desks, ours: str, theirs: str) -> None:
    alfa, bravo = desks.alfa, desks.bravo
    bravo.must(
        *("clarify", "ask", theirs, "--phrase", "the activity"),
        *("--reading", "the exercise", "--reading", "the launches"),
        *_as(bravo, LINGUIST),
    )
    asked = wait_for("the question to stand at Alfa", lambda: _first(alfa, ours))
    story.step(f"{LINGUIST} asks which is meant: {' or '.join(asked['readings'])}.")
    alfa.must(
        *("clarify", "answer", asked["ref"], "--reading", "1"), *_as(alfa, RELEASER)
    )

    def answered() -> dict[str, Any] | None:
        found = _first(bravo, theirs)
        return found if found and found["answer"] else None

    answer = wait_for("the answer to stand at Bravo", answered)["answer"]
    verify(answer["meant"] == "the exercise", "the reading that was chosen")
    story.step(f"{answer['by']} of Alfa: {answer['meant']}. It stands beside the text.")
    term = ("--term", "activity", "--of", "en", "--rendering", "учение", "--into", "ru")
    bravo.must("glossary", "propose", answer["ref"], *term, *_as(bravo, LINGUIST))
    shown = bravo.must("show", theirs)["message"]
    verify(shown["texts"] == [["en", TEXT]], "the original is as it was sent")
    story.step("The original is as it was sent, character for character.")


def _first(station: DemoStation, ref: str) -> dict[str, Any] | None:
    for one in station.ask("clarifications", ref=ref):
        found: dict[str, Any] = one
        return found
    return None


def _as(station: DemoStation, officer: str) -> tuple[Any, ...]:
    return ("--as", officer, "--passphrase-file", station.passphrase(officer))
