# SPDX-License-Identifier: Apache-2.0
"""What `draft` and `send` share: the options of a text, and its filing as a draft."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

import click

from parley.cli import output, texts, times
from parley.cli.face import Ask, Face
from parley.cli.officers import officer_named
from parley.errors import LocalFault
from parley.fixed import Fixed

P = ParamSpec("P")
R = TypeVar("R")

_PRECEDENCES = ("ROUTINE", "PRIORITY", "IMMEDIATE", "FLASH")
_RELATIONS = {
    "reply_to": "IN_REPLY_TO",
    "supersedes": "SUPERSEDES",
    "cancels": "CANCELS",
    "corrects": "CORRECTS",
}


class Wanted(Fixed):
    """A draft as the command line asks for it."""

    text_file: str
    link: str | None
    to: tuple[str, ...]
    precedence: str
    language: str
    not_after: str | None
    read: str | None
    critical: tuple[str, ...]
    stop: bool
    relations: dict[str, str]


def text_options(function: Callable[P, R]) -> Callable[P, R]:
    """Add the options that describe a text; see `wanted`."""
    for option in reversed(
        (
            click.argument("text_file", metavar="TEXT_FILE"),
            click.option("--link", metavar="NAME", help="If several are paired."),
            click.option(
                "--to",
                multiple=True,
                metavar="POSITION",
                help="A position of theirs; repeatable.  Without it: every position.",
            ),
            click.option(
                "--precedence",
                type=click.Choice(_PRECEDENCES, case_sensitive=False),
                required=True,
                help="Speed of service.",
            ),
            click.option(
                "--language", required=True, metavar="TAG", help="As en, ru, zh-Hans."
            ),
            click.option("--not-after", metavar="TIME", help="Useless after it."),
            click.option(
                "--read", metavar="NAME", help="Their last message that was read."
            ),
            click.option(
                "--critical",
                multiple=True,
                metavar="FIELD",
                help="A part of the text that they must read back; repeatable.",
            ),
            click.option(
                "--stop",
                is_flag=True,
                help="Something must stop now: alarms every officer on watch.",
            ),
            *(
                click.option(f"--{name.replace('_', '-')}", name, metavar="NAME")
                for name in _RELATIONS
            ),
        )
    ):
        function = option(function)
    return function


def wanted(**given: Any) -> Wanted:  # noqa: ANN401 - click's values
    """Gather the values of `text_options`."""
    relations = {kind: given.pop(name) for name, kind in _RELATIONS.items()}
    return Wanted(
        relations={kind: ref for kind, ref in relations.items() if ref is not None},
        **given,
    )


def file_draft(face: Face, ask: Ask, asked: Wanted, drafter: str) -> dict[str, Any]:
    """Read the text, file it as a draft and return the station's view of it."""
    text, notes = texts.read_text(asked.text_file)
    warning = texts.haste_warning(text, asked.precedence)
    if not face.json:
        output.tell(*notes)
        if warning is not None:
            output.warn(warning)
    officer = officer_named(drafter, ask("officers"))
    draft: dict[str, Any] = ask(
        "write_draft",
        link=asked.link,
        drafted_by=officer["index"],
        precedence=asked.precedence.upper(),
        to=list(asked.to),
        texts=[[asked.language, text]],
        relation=_relation(asked.relations),
        relation_log=next(map(log_of, asked.relations.values()), None),
        not_after_ms=_not_after(asked.not_after),
        read_through=None if asked.read is None else serial_of(asked.read),
        critical=list(asked.critical),
        stop=asked.stop,
    )
    return {**draft, "notes": [*notes, *([warning] if warning else [])]}


def _relation(relations: dict[str, str]) -> dict[str, object] | None:
    if len(relations) > 1:
        raise click.UsageError("only one relation to an earlier message can be given.")
    for kind, ref in relations.items():
        serial = serial_of(ref)
        return {"kind": kind, "ours": "/out/" in ref, "serial": serial}
    return None


def serial_of(ref: str) -> int:
    """Return the serial in the name of an entry."""
    return _place(ref)[1]


def log_of(ref: str) -> int:
    """Return the incarnation of the log in the name of an entry."""
    return _place(ref)[0]


def _place(ref: str) -> tuple[int, int]:
    parts = ref.split("/")
    if len(parts) != 4 or not all(each.isdigit() for each in parts[2:]):  # noqa: PLR2004 - LINK/in/1/12
        raise LocalFault("PLY-CFG-015", ref=ref)
    return int(parts[2]), int(parts[3])


def _not_after(given: str | None) -> int | None:
    if given is None:
        return None
    when = times.parse_zulu(given)
    if when is None:
        raise click.UsageError(
            f"--not-after {given!r} is no time; give it as 2026-11-23T10:30Z."
        )
    return when
