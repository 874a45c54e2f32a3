# SPDX-License-Identifier: Apache-2.0
"""`parley errors`: the four sentences of a fault code."""

from __future__ import annotations

from string import Formatter

import click

from parley.cli import output
from parley.cli.exits import exit_of
from parley.cli.face import Face, station_command
from parley.errors import CATALOGUE, Explanation, LocalFault


@click.command("errors")
@click.argument("code", required=False)
@station_command
def command(face: Face, code: str | None) -> None:
    """Explain a fault code, or list all codes.

    Words in angle brackets stand for what a real fault names there.
    """
    if code is None:
        face.show(
            {known: _blank(CATALOGUE[known].what) for known in sorted(CATALOGUE)},
            lambda: output.table(
                ("code", "what happened"),
                [(known, _blank(CATALOGUE[known].what)) for known in sorted(CATALOGUE)],
            ),
        )
        return
    known = code.strip().upper()
    if known not in CATALOGUE:
        raise LocalFault("PLY-CLI-013", given=code)
    page = _page(CATALOGUE[known])
    face.show(
        {"code": known, **page, "exit": int(exit_of(known))},
        lambda: output.facts(
            [("code", known), *page.items(), ("exit code", str(int(exit_of(known))))]
        ),
    )


def _page(text: Explanation) -> dict[str, str]:
    return {
        "what": _blank(text.what),
        "kept": _blank(text.kept),
        "then": _blank(text.then),
        "do": _blank(text.do),
    }


def _blank(sentence: str) -> str:
    parts = Formatter().parse(sentence)
    return "".join(
        literal if field is None else f"{literal}<{field}>"
        for literal, field, _, _ in parts
    )
