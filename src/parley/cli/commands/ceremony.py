# SPDX-License-Identifier: Apache-2.0
"""`parley ceremony`: guided, resumable, printed, and noted in the audit log."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from parley.cli import output, times
from parley.cli.face import Face, station_command
from parley.cli.files import write_new
from parley.cli.visible import one_line
from parley.errors import LocalFault
from parley.fixed import as_plain, replace
from parley.station.ceremonies import progress as kept
from parley.station.ceremonies.checks import CHECKS
from parley.station.ceremonies.script import NAMES, Ceremony, Step, ceremony
from parley.station.ceremonies.sheet import page

_NAME = click.argument("name", metavar="CEREMONY")


@click.group("ceremony")
def command() -> None:
    """Do what has to be done about keys and counterparts, step by step.

    What was done stands beside the station folder, so that a ceremony can be resumed
    on another day, and in the audit log as soon as the station runs.
    """


@command.command("list")
@station_command
def list_(face: Face) -> None:
    """List the ceremonies, and how far each has come here."""
    every = [(ceremony(name), _progress(face, name)) for name in NAMES]
    shown = [
        {
            "name": one.name,
            "title": one.title,
            "steps": len(one.steps),
            "state": _state(one, progress),
        }
        for one, progress in every
    ]
    rows = [
        (one.name, str(len(one.steps)), _state(one, progress))
        for one, progress in every
    ]
    face.show(shown, lambda: output.table(("ceremony", "steps", "here"), rows))


@command.command("start")
@_NAME
@station_command
def start(face: Face, name: str) -> None:
    """Begin CEREMONY and show its first step."""
    asked = ceremony(name)
    known = _progress(face, name)
    if known is not None and known.ended_ms is None:
        raise LocalFault("PLY-CER-007", name=name, step=known.next_step)
    fresh = kept.Progress(name, asked.edition, _now_ms())
    kept.save(kept.place_of(face.folder, name), fresh)
    face.show(_shown(asked, fresh), lambda: [*_head(asked), *_next(asked, fresh)])


@command.command("resume")
@_NAME
@station_command
def resume(face: Face, name: str) -> None:
    """Show what was done of CEREMONY, and its next step."""
    asked = ceremony(name)
    known, _ = kept.current(asked, _progress(face, name))
    known = _catch_up(face, asked, known)
    face.show(
        _shown(asked, known),
        lambda: [*_head(asked), *_past(asked, known), *_next(asked, known)],
    )


@command.command("next")
@_NAME
@click.option("--by", multiple=True, required=True, help="Who was there; repeatable.")
@click.option("--note", default="", help="What belongs beside it, as a serial number.")
@click.option("--skip", default="", metavar="REASON", help="Leave it out, and why.")
@station_command
def next_(face: Face, name: str, by: Sequence[str], note: str, skip: str) -> None:
    """Say that the open step of CEREMONY is done, and show the next.

    Where a step leaves something to see, the station is asked whether it is so.
    """
    asked = ceremony(name)
    known, step = kept.current(asked, _progress(face, name))
    done = kept.Done(
        known.next_step,
        tuple(by),
        _now_ms(),
        note[: kept.NOTE_CHARACTERS_MAX],
        skip[: kept.NOTE_CHARACTERS_MAX],
    )
    further = kept.stepped(asked, known, done)
    if step.check and not skip:
        _check(face, step)
        further = replace(
            further, done=(*further.done[:-1], replace(done, checked=True))
        )
    kept.save(kept.place_of(face.folder, name), further)
    further = _catch_up(face, asked, further)
    face.show(_shown(asked, further), lambda: list(_next(asked, further)))


@command.command("back")
@_NAME
@station_command
def back(face: Face, name: str) -> None:
    """Open the last step of CEREMONY again; the audit log keeps that it was done."""
    asked = ceremony(name)
    known = _progress(face, name)
    if known is None or not known.done or known.abandoned:
        raise LocalFault("PLY-CER-003", name=name)
    before = kept.undone(known)
    kept.save(kept.place_of(face.folder, name), before)
    face.show(_shown(asked, before), lambda: list(_next(asked, before)))


@command.command("abandon")
@_NAME
@click.option("--reason", required=True, help="Why; it stands in the audit log.")
@station_command
def abandon(face: Face, name: str, reason: str) -> None:
    """End CEREMONY where it stands."""
    asked = ceremony(name)
    known, _ = kept.current(asked, _progress(face, name))
    reason = reason[: kept.NOTE_CHARACTERS_MAX]
    ended = replace(known, ended_ms=_now_ms(), abandoned=reason)
    kept.save(kept.place_of(face.folder, name), ended)
    _catch_up(face, asked, ended)
    _note(face, [f"{name} abandoned: {reason}"])
    face.show(_shown(asked, ended), lambda: [f"{asked.title}: abandoned."])


@command.command("print")
@_NAME
@click.argument("file", type=click.Path(path_type=Path))
@station_command
def print_(face: Face, name: str, file: Path) -> None:
    """Write CEREMONY to FILE, a new HTML page to be printed and signed by hand."""
    asked = ceremony(name)
    drawn = page(asked, _progress(face, name), face.folder.absolute().name)
    write_new(file, drawn.encode())
    shown = {"file": str(file), "edition": asked.edition, "steps": len(asked.steps)}
    face.show(shown, lambda: [f"{asked.title}: written to {file}."])


def _progress(face: Face, name: str) -> kept.Progress | None:

    return kept.load(kept.place_of(face.folder, name))


def _check(face: Face, step: Step) -> None:
    from parley.cli.reach import running  # noqa: PLC0415 - kept out of `--help`
    from parley.station.client import is_running  # noqa: PLC0415

    if not is_running(face.folder):
        raise LocalFault("PLY-CER-006", reason="the station does not run")
    reason = CHECKS[step.check](running(face))
    if reason is not None:
        raise LocalFault("PLY-CER-006", reason=reason)


def _catch_up(face: Face, asked: Ceremony, known: kept.Progress) -> kept.Progress:
    """Note in the audit log what it has not yet, if the station runs."""
    lines = kept.audit_lines(asked, known)
    if not lines or not _note(face, lines):
        return known
    known = kept.audited(known)
    kept.save(kept.place_of(face.folder, asked.name), known)
    return known


def _note(face: Face, lines: Sequence[str]) -> bool:
    from parley.cli.reach import running  # noqa: PLC0415 - kept out of `--help`
    from parley.station.client import is_running  # noqa: PLC0415

    if not is_running(face.folder):
        return False
    ask = running(face)
    for line in lines:
        ask("note", deed="CEREMONY", subject=line)
    return True


def _now_ms() -> int:
    return time.time_ns() // 1_000_000


def _state(asked: Ceremony, known: kept.Progress | None) -> str:
    if known is None:
        return "-"
    if known.abandoned:
        return f"abandoned {times.zulu(known.ended_ms)}"
    if known.ended_ms is not None:
        return f"done {times.zulu(known.ended_ms)}"
    return f"step {known.next_step} of {len(asked.steps)}"


def _shown(asked: Ceremony, known: kept.Progress) -> dict[str, object]:
    over = known.ended_ms is not None
    step = None if over else as_plain(asked.steps[known.next_step - 1])
    return {**as_plain(known), "steps": len(asked.steps), "next": step}


def _head(asked: Ceremony) -> Iterator[str]:
    yield asked.title
    yield asked.purpose
    yield f"{asked.persons} persons at every step.  You need:"
    yield from (f"  - {one}" for one in asked.needs)
    yield ""


def _past(asked: Ceremony, known: kept.Progress) -> Iterator[str]:
    for one in known.done:
        title = asked.steps[one.step - 1].title
        word = f"left out: {one_line(one.reason)}" if one.reason else "done"
        by = " and ".join(one_line(name) for name in one.by)
        yield f"  {one.step}. {title}: {word}, {times.zulu(one.at_ms)}, {by}"
    if known.done:
        yield ""


def _next(asked: Ceremony, known: kept.Progress) -> Iterator[str]:
    if known.ended_ms is not None:
        yield f"{asked.title}: every step is done.  Print it, sign it, keep it."
        return
    step = asked.steps[known.next_step - 1]
    yield f"Step {known.next_step} of {len(asked.steps)}: {step.title}"
    yield f"  {step.does}"
    if step.command:
        yield f"  $ {step.command}"
    yield f"Then: parley ceremony next {asked.name} --by NAME --by NAME"
