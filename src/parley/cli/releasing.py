# SPDX-License-Identifier: Apache-2.0
"""One officer's release of one draft, from the text on the screen to the signature."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from parley.cli import output, passphrases, times, views
from parley.cli.face import Ask, Face
from parley.cli.named import is_named, typed_name
from parley.cli.officers import officer_named
from parley.cli.shown import ToSign, release_to_sign
from parley.cli.signing import sign
from parley.errors import LocalFault


def release_draft(
    face: Face,
    ask: Ask,
    number: int,
    officer: str,
    addressee: str | None,
    passphrase_file: Path | None,
    override: str | None = None,
    read_through: int | None = None,
    *,
    usb: bool = False,
) -> dict[str, Any]:
    """Show a draft, confirm its addressee, sign it as `officer`, file the release.

    With `override`, a written reason, the officer releases alone what takes two.
    With `usb` his hardware key in this machine's socket signs.
    """
    if read_through is not None:
        ask("reread", number=number, read_through=read_through)
    draft = ask("draft", number=number, override=override)
    if draft["step"] == 0:
        raise LocalFault("PLY-REL-006", number=number)
    status = ask("status")
    officers = ask("officers")
    person = officer_named(officer, officers)
    to_sign = release_to_sign(draft, status, officers)
    if not (face.json and addressee is not None):
        # Only a program that says itself for whom the text is goes without the page.
        output.tell(*_desk_page(draft, status["mode"], to_sign))
    _confirm_addressee(draft, status, addressee)
    if usb:
        key = _by_usb(face, ask, person, to_sign.digest)
    else:
        passphrase = passphrases.ask(passphrase_file, person["name"])
        signed = sign(face.folder, person["index"], passphrase, to_sign.digest)
        key = {"scheme": "SOFTWARE_ED25519", "signature": signed, "detail": b""}
    released: dict[str, Any] = ask(
        "release",
        number=number,
        officer=person["index"],
        override=override,
        **key,
    )
    return released


def _by_usb(
    face: Face, ask: Ask, person: dict[str, Any], digest: bytes
) -> dict[str, Any]:
    from parley.cli.usb import plugged_in, sign_by_usb  # noqa: PLC0415

    keys = ask("officer_keys", officer=person["index"])
    devices = (face.hooks.usb_keys or plugged_in)()
    made = sign_by_usb(person["index"], person["name"], keys, digest, devices)
    return {
        "scheme": made.scheme,
        "signature": made.signature,
        "detail": made.detail,
    }


def _desk_page(draft: views.View, mode: str, to_sign: ToSign) -> list[str]:
    return [
        f"This text goes out when you release it.  Mode {mode}.",
        "",
        *views.draft_page(draft),
        "",
        *output.facts(
            [
                ("step", _step(draft)),
                ("written", times.zulu(to_sign.created_ms)),
                ("not after", times.zulu(to_sign.not_after_ms)),
                ("relation", to_sign.relation or "-"),
                ("read through", _read(draft)),
                ("critical", ", ".join(draft["critical"]) or "-"),
                *([("STOP", "alarms every officer on watch")] if draft["stop"] else []),
                ("digest", to_sign.digest.hex()),
            ]
        ),
        "The digest was computed here, from what is shown above.",
        "",
    ]


def _read(draft: views.View) -> str:
    read, newest = draft["read_through"], draft["newest"]
    if newest > read:
        return f"their entry {read}; NOT READ: their message {newest}"
    return f"their entry {read}"


def _step(draft: views.View) -> str:
    if draft["override"] is not None:
        return f"OVERRIDE by one officer alone: {draft['override']}"
    return f"{draft['step']} of {draft['needed']}, by {' and '.join(draft['by'])}"


def _confirm_addressee(
    draft: views.View, status: views.View, given: str | None
) -> None:
    """Take the addressee's name: another kind of act than the one it confirms."""
    link = draft["link"]
    names = [link] + [
        counterpart["party"]
        for counterpart in status["counterparts"]
        if counterpart["link"] == link
    ]
    given = typed_name(
        given,
        "Type the addressee's name to release",
        "The addressee's name",
        "--confirm-addressee",
    )
    if not is_named(given, names):
        raise LocalFault("PLY-CLI-030", wanted=" or ".join(names), given=given)


def outcome(draft: views.View) -> list[str]:
    """Return what a release led to, in words."""
    given, needed = len(draft["releases"]), draft["needed"]
    if draft["ref"] is None:
        return [
            f"Draft {draft['number']}: release {given} of {needed} is filed.",
            "It waits for another releaser; nothing went out.",
        ]
    how = f"{given} of {needed}" if draft["override"] is None else "by OVERRIDE"
    return [
        f"Draft {draft['number']} is released, {how}, and QUEUED.",
        f"Its name is {draft['ref']}.",
    ]
