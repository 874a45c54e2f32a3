# SPDX-License-Identifier: Apache-2.0
"""`parley exercise`: planned, announced, started with two keys, interrupted, ended."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import click

from parley.cli import times
from parley.cli.acts import act_of_officer
from parley.cli.face import Face, station_command
from parley.cli.officers import officer_named
from parley.cli.passphrases import passphrase_option
from parley.cli.reach import running
from parley.cli.visible import one_line
from parley.model.act import ExerciseStep

View = Mapping[str, Any]


@click.group("exercise")
def command() -> None:
    """Hold an exercise, on a station of mode EXERCISE."""


@command.command("plan")
@click.argument("name")
@click.option("--from", "begins", required=True, metavar="TIME", help="Not before.")
@click.option("--until", required=True, metavar="TIME", help="Its end at the latest.")
@click.option("--notes", default="", help="For us alone; the other side never sees it.")
@click.option("--as", "officer", required=True, metavar="OFFICER", help="Who plans it.")
@click.option("--to", "link", metavar="LINK", help="Which counterpart, if several.")
@station_command
def plan(
    face: Face,
    name: str,
    begins: str,
    until: str,
    notes: str,
    officer: str,
    link: str | None,
) -> None:
    """Plan the exercise NAME; nobody outside is told."""
    ask = running(face)
    person = officer_named(officer, ask("officers"))
    made = ask(
        "plan_exercise",
        name=name,
        officer=person["index"],
        from_ms=times.needed_zulu(begins, "--from"),
        until_ms=times.needed_zulu(until, "--until"),
        link=link,
        notes=notes,
    )
    face.show(
        made,
        lambda: [
            (
                f"Planned as number {made['number']}: {one_line(name)}.  Announce it"
                f" with `parley exercise announce {made['number']}`."
            )
        ],
    )


@command.command("list")
@station_command
def list_(face: Face) -> None:
    """List what is planned here, and what either side has announced."""
    found = running(face)("exercises")
    face.show(found, lambda: _lines(found))


def _lines(found: View) -> Iterator[str]:
    if not found["planned"] and not found["announced"]:
        yield "No exercise is planned or announced."
    for each in found["planned"]:
        yield (
            f"planned {each['number']}: {one_line(each['name'])} with {each['link']},"
            f" {_time(each)}, by {one_line(each['by'])}"
        )
    for each in found["announced"]:
        who = "ours" if each["direction"] == "out" else f"of {each['link']}"
        yield (
            f"{each['state']}: {one_line(each['name'])}, {who}, {_time(each)},"
            f" directed by {one_line(each['director_name'])}"
        )
        if each["reason"]:
            yield f"  {one_line(each['reason'])}"
        if each["direction"] == "out" and each["state"] != "RUNNING":
            given = ", ".join(one_line(one) for one in each["consents"]) or "nobody"
            yield f"  needs the consent of {each['needed']} of the watch; has: {given}"


def _time(each: View) -> str:
    return f"{times.zulu(each['from_ms'])} to {times.zulu(each['until_ms'])}"


@command.command("announce")
@click.argument("number", type=click.IntRange(min=1))
@click.option("--as", "officer", required=True, metavar="OFFICER", help="Who directs.")
@passphrase_option("the officer's own")
@station_command
def announce(
    face: Face, number: int, officer: str, passphrase_file: Path | None
) -> None:
    """Announce planned exercise NUMBER to the other side."""
    planned = running(face)("exercises")["planned"]
    chosen = next((each for each in planned if each["number"] == number), None)
    if chosen is None:
        raise click.UsageError(f"No exercise is planned under number {number}.")
    fields = {name: chosen[name] for name in ("name", "from_ms", "until_ms")}
    done = act_of_officer(
        face, "EXERCISE", officer, passphrase_file, about=chosen["link"], fields=fields
    )
    face.show(
        done,
        lambda: [
            (
                f"{done['by']} announces {one_line(chosen['name'])} to {done['link']}"
                " and directs it.  The watch consents, then the director starts it."
            )
        ],
    )


def _step(
    name: str, step: ExerciseStep, says: str, explains: str
) -> Callable[..., object]:
    @command.command(name, help=explains)
    @click.option(
        "--as", "officer", required=True, metavar="OFFICER", help="Who signs."
    )
    @click.option("--to", "link", metavar="LINK", help="Which counterpart, if several.")
    @passphrase_option("the officer's own")
    @station_command
    def move(
        face: Face, officer: str, link: str | None, passphrase_file: Path | None
    ) -> None:
        ours = [
            each
            for each in running(face)("exercises")["announced"]
            if each["direction"] == "out" and link in {None, each["link"]}
        ]
        if len(ours) != 1:
            raise click.UsageError("Our side has announced none, or name it with --to.")
        done = act_of_officer(
            face,
            "EXERCISE_STEP",
            officer,
            passphrase_file,
            entry=ours[0]["ref"],
            fields={"step": int(step)},
        )
        told = says.format(by=done["by"], name=one_line(ours[0]["name"]))
        face.show(done, lambda: [f"{told}  {done['link']} is told."])

    return move


_step(
    "consent",
    ExerciseStep.CONSENT,
    "{by} consents to {name}.",
    "Consent as an officer of the watch: it can bear the exercise now.",
)
_step(
    "start",
    ExerciseStep.START,
    "{by} starts {name}.",
    "Start the exercise as its director; after an interruption it goes on.",
)
_step(
    "interrupt",
    ExerciseStep.INTERRUPT,
    "{by} interrupts {name}.",
    "Interrupt our exercise and tell the other side.",
)
_step("end", ExerciseStep.END, "{by} ends {name}.", "End our exercise.")


@command.command("stop-all")
@click.option("--reason", required=True, help="What is real.")
@click.option("--as", "officer", required=True, metavar="OFFICER", help="Who says so.")
@station_command
def stop_all(face: Face, reason: str, officer: str) -> None:
    """Let every exercise here stand still at once, without a key.

    The other side is told with `parley exercise interrupt` or on the order wire.
    """
    ask = running(face)
    person = officer_named(officer, ask("officers"))
    count = ask("interrupt_exercises", officer=person["index"], reason=reason)
    face.show(
        {"interrupted": count}, lambda: [f"{count} exercise(s) stand still.  {reason}"]
    )


@command.command("drop")
@click.argument("number", type=click.IntRange(min=1))
@station_command
def drop(face: Face, number: int) -> None:
    """Give planned exercise NUMBER up."""
    dropped = running(face)("drop_exercise_plan", number=number)
    face.show(dropped, lambda: [f"{one_line(dropped['name'])} is no more planned."])
