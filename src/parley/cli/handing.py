# SPDX-License-Identifier: Apache-2.0
"""A sheet of handover as lines; what is signed is computed from what is shown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from parley.cli import times
from parley.cli.visible import one_line
from parley.crypto.digest import tagged
from parley.errors import LocalFault
from parley.model.handover import Item, Matter, Sheet, Side, SoundTest
from parley.model.precedence import Mode
from parley.wire.handover import handover_manifest

_RELEASE_LABEL = "parley/1 release"

View = Mapping[str, Any]


def sheet_lines(sheet: View) -> Iterator[str]:
    """Yield a sheet line by line, with what was answered."""
    outgoing, incoming = sheet["outgoing_name"], sheet["incoming_name"]
    yield (
        f"Handover from {one_line(outgoing)} to {one_line(incoming)}, sheet made"
        f" {times.zulu(sheet['begun_ms'])}"
    )
    if sheet["in_place_of"] is not None:
        yield (
            f"  {one_line(outgoing)} signs in place of"
            f" {one_line(sheet['in_place_of'])}, who had the watch."
        )
    if not sheet["lines"]:
        yield "  Nothing is open."
    for line in sheet["lines"]:
        yield f"  {line['line'] + 1}. {one_line(line['words'])}"
        yield f"     {_note(line['note'], incoming)}"
    yield f"  Sound: {_sound(sheet)}"
    yield f"  Signed: {_signed(sheet)}"


def _note(note: str | None, incoming: str) -> str:
    if note is None:
        return "not answered yet"
    said = one_line(note) if note else "has it"
    return f"{one_line(incoming)}: {said}"


def _sound(sheet: View) -> str:
    if sheet["sound_heard"] is None:
        return "not tested yet"
    who = one_line(sheet["sound_by"])
    if sheet["sound_heard"]:
        return f"{who} heard it"
    return f"{who} did NOT hear it: {one_line(sheet['sound_reason'])}"


def _signed(sheet: View) -> str:
    names = {"OUTGOING": sheet["outgoing_name"], "INCOMING": sheet["incoming_name"]}
    signed = [one_line(names[side]) for side in sheet["signed"]]
    return " and ".join(signed) if signed else "nobody yet"


def side_of(sheet: View, officer: int) -> Side:
    """Return on which side an officer signs.

    Raises:
        LocalFault: PLY-CLI-009 he is neither of the two.

    """
    for side, name in ((Side.OUTGOING, "outgoing"), (Side.INCOMING, "incoming")):
        if sheet[name] == officer:
            return side
    two = f"{sheet['outgoing_name']}; {sheet['incoming_name']}"
    raise LocalFault("PLY-CLI-009", given=officer, allowed=two)


def sheet_to_sign(sheet: View, side: Side, asked: View, status: View) -> bytes:
    """Return the digest of the sheet as it is shown.

    Raises:
        LocalFault: PLY-CLI-031 the station asks for another signature.

    """
    heard = sheet["sound_heard"]
    shown = Sheet(
        begun_ms=sheet["begun_ms"],
        outgoing=sheet["outgoing"],
        incoming=sheet["incoming"],
        had=sheet["had"],
        items=tuple(
            Item(
                Matter[line["matter"]],
                line["link"],
                line["subject"],
                line["at_ms"],
                line["note"],
            )
            for line in sheet["lines"]
        ),
        sound=None
        if heard is None
        else SoundTest(sheet["sound_officer"], heard, sheet["sound_reason"]),
    )
    manifest = handover_manifest(status["station"], Mode[status["mode"]], shown, side)
    digest = tagged(_RELEASE_LABEL, manifest)
    if digest.hex() != asked["digest"]:
        difference = "the sheet that is to be signed is not the one that is shown"
        raise LocalFault("PLY-CLI-031", difference=difference)
    return digest
