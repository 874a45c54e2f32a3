# SPDX-License-Identifier: Apache-2.0
"""C2SP signed notes: a text, an empty line, signature lines.

Reading a note proves nothing; the signatures are bytes until a policy has judged them.
"""

from __future__ import annotations

import re

from parley.fixed import Fixed
from parley.tlog.strict import base64_bytes, base64_text, refusing

_malformed = refusing("PLY-LOG-006")

NOTE_BYTES_MAX = 131_072
SIGNATURES_MAX = 16
KEY_ID_BYTES = 4
NAME_BYTES_MAX = 255

_CONTROLS = re.compile(r"[\x00-\x09\x0b-\x1f]")
_DASH = "\N{EM DASH} "
# Unicode White_Space beyond the control characters, which no note may hold.
_SPACES = frozenset(
    "\x20\x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009"
    "\u200a\u2028\u2029\u202f\u205f\u3000"
)


class SignatureLine(Fixed):
    """One signature as its line gives it: not verified."""

    name: str
    key_id: bytes
    payload: bytes

    def text(self) -> str:
        """Return the line without its newline."""
        return f"{_DASH}{self.name} {base64_text(self.key_id + self.payload)}"


class Note(Fixed):
    """A text that ends in a newline, with its signature lines."""

    text: str
    lines: tuple[SignatureLine, ...]

    def encode(self) -> bytes:
        """Return the bytes of the note."""
        signatures = "".join(f"{line.text()}\n" for line in self.lines)
        return f"{self.text}\n{signatures}".encode()


def is_key_name(name: str) -> bool:
    """Tell whether `name` may stand in a signature line."""
    return (
        0 < len(name.encode()) <= NAME_BYTES_MAX
        and "+" not in name
        and not any(character in _SPACES or character < " " for character in name)
    )


def parse_note(data: bytes) -> Note:
    """Read a note.

    Raises:
        CounterpartFault: PLY-LOG-006, the bytes are not a well-formed note.

    """
    if len(data) > NOTE_BYTES_MAX:
        raise _malformed("it is too long")
    try:
        text = data.decode()
    except UnicodeDecodeError:
        raise _malformed("it is not UTF-8") from None
    # SPEC 5.15: "A note that holds a control character below U+0020 other than the
    # newline is refused."
    if _CONTROLS.search(text):
        raise _malformed("it holds a control character")
    gap = text.rfind("\n\n")
    if gap < 0 or not text.endswith("\n"):
        raise _malformed("its text and its signatures are not told apart")
    rows = text[gap + 2 : -1].split("\n")
    if len(rows) > SIGNATURES_MAX:
        raise _malformed("it has too many signatures")
    lines = tuple(_signature_line(row) for row in rows)
    # SPEC 5.18: "A note in which one name and key id sign twice is refused."
    if len({(line.name, line.key_id) for line in lines}) != len(lines):
        raise _malformed("one key signs twice")
    return Note(text[: gap + 1], lines)


def _signature_line(row: str) -> SignatureLine:
    if not row.startswith(_DASH):
        raise _malformed("a signature line has no dash")
    parts = row[len(_DASH) :].split(" ")
    if len(parts) != 2 or not is_key_name(parts[0]):  # noqa: PLR2004 - name, base64
        raise _malformed("a signature line has no proper name")
    raw = base64_bytes(parts[1])
    if raw is None or len(raw) <= KEY_ID_BYTES:
        raise _malformed("a signature is not canonical base64")
    return SignatureLine(parts[0], raw[:KEY_ID_BYTES], raw[KEY_ID_BYTES:])
