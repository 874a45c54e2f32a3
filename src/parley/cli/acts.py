# SPDX-License-Identifier: Apache-2.0
"""One way for every command that is an officer's act: ask, show, sign, hand in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from parley.cli import passphrases
from parley.cli.face import Face
from parley.cli.officers import officer_named
from parley.cli.reach import running
from parley.cli.shown import act_to_sign
from parley.cli.signing import sign
from parley.station.names import parse_ref


def act_of_officer(
    face: Face,
    kind: str,
    officer: str,
    passphrase_file: Path | None,
    *,
    message: Mapping[str, Any] | None = None,
    about: str = "",
    entry: str | None = None,
    fields: Mapping[str, object],
    page: Sequence[str] = (),
) -> dict[str, Any]:
    """Do an act in an officer's name; return the station's view of it.

    `message` is the message it is about, as shown; without one, `about` is the link.
    `entry` names an entry of our own log that is no message.  `page` is shown before
    the passphrase is asked for.
    """
    ask = running(face)
    person = officer_named(officer, ask("officers"))
    ref = entry or (about if message is None else message["ref"])
    asked = ask(
        "act_request", kind=kind, ref=ref, officer=person["index"], fields=dict(fields)
    )
    place: tuple[str, int, int] | str = asked["ref"]
    if message is not None:
        place = (message["link"], message["incarnation"], message["serial"])
    if entry is not None:
        own = parse_ref(entry)
        place = (own.link, own.incarnation, own.serial)
    digest = act_to_sign(kind, asked, place, fields, ask("status"))
    face.next_step(*page, "")
    passphrase = passphrases.ask(passphrase_file, person["name"])
    done: dict[str, Any] = ask(
        "act",
        kind=kind,
        ref=ref,
        officer=person["index"],
        created_ms=asked["created_ms"],
        scheme="SOFTWARE_ED25519",
        signature=sign(face.folder, person["index"], passphrase, digest),
        detail=b"",
        fields=dict(fields),
    )
    return done


def place_of(ref: str) -> dict[str, Any]:
    """Return the name of an entry taken apart, as a message view has it."""
    link, _, incarnation, serial = ref.split("/")
    return {
        "ref": ref,
        "link": link,
        "incarnation": int(incarnation),
        "serial": int(serial),
    }
