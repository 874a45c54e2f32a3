# SPDX-License-Identifier: Apache-2.0
"""Which characters a text may hold; the same rule for a draft and for what arrives."""

from __future__ import annotations

import re

from parley.wire.limits import NAME_BYTES_MAX, STATION_BYTES_MAX, TEXT_BYTES_MAX

# SPEC 2.14: "A text MUST NOT hold a control character other than line feed and
# horizontal tab, a surrogate, or a noncharacter."
_NONCHARACTERS = "\ufdd0-\ufdef" + "".join(
    chr(plane << 16 | 0xFFFE) + chr(plane << 16 | 0xFFFF) for plane in range(17)
)
_FORBIDDEN = re.compile(
    f"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff{_NONCHARACTERS}]",
)
# SPEC 1.2: "A name MUST NOT hold a control character, a line break, a noncharacter or
# an invisible mark (U+00AD, U+061C, U+180E, U+200B to U+200F, U+2028 to U+202E, U+2060
# to U+206F, U+FEFF)."
_UNSEEN = re.compile(
    "[\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]"
)
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*\Z")
_MONTH = re.compile(r"20\d\d-(0[1-9]|1[0-2])\Z")
_LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\Z")
_BEARER = re.compile(r"[a-z][a-z0-9-]*\Z")
_PRINTABLE = re.compile(r"[!-~]+\Z")


def problems(text: str) -> str | None:
    """Return why `text` may not be sent or accepted, in words, or None."""
    # What Python calls printable is never forbidden, and is told much sooner.
    found = None if text.isprintable() else _FORBIDDEN.search(text)
    if found is not None:
        return f"{_name(found.group())} at character {found.start() + 1}"
    if not text.strip():
        return "it has no visible character"
    if len(text) > TEXT_BYTES_MAX or len(text.encode()) > TEXT_BYTES_MAX:
        return f"it is longer than {TEXT_BYTES_MAX} bytes in UTF-8"
    return None


def name_problem(name: str) -> str | None:
    """Return why `name` may not name a party, position or officer, or None."""
    found = _FORBIDDEN.search(name) or _UNSEEN.search(name) or re.search("[\t\n]", name)
    if found is not None:
        return f"{_name(found.group())} in a name"
    if not name or name != name.strip():
        return "a name is empty or has a space at one end"
    if len(name.encode()) > NAME_BYTES_MAX:
        return f"a name is longer than {NAME_BYTES_MAX} bytes in UTF-8"
    return None


def station_problem(station: str) -> str | None:
    """Return why `station` is not a station name, or None."""
    # SPEC 1.3: "A station name MUST be one or more labels joined by full stops, at
    # most 253 bytes; a label is 1 to 63 of a-z, 0-9 and hyphen, with no hyphen at
    # either end."
    if len(station) > STATION_BYTES_MAX:
        return f"a station name is longer than {STATION_BYTES_MAX} bytes"
    if not all(_LABEL.match(label) for label in station.split(".")):
        return "a station name is made of a-z, 0-9 and hyphens, joined by full stops"
    return None


def language_problem(language: str) -> str | None:
    """Return why `language` is not a language tag, or None."""
    if _LANGUAGE.match(language) is None:
        return "a language tag is like en or zh-Hant"
    return None


def month_problem(month: str) -> str | None:
    """Return why `month` is not a month, or None."""
    if _MONTH.match(month) is None:
        return "a month is like 2026-11"
    return None


def bearer_problem(bearer: str) -> str | None:
    """Return why `bearer` is not the name of a bearer, or None."""
    if _BEARER.match(bearer) is None:
        return "a bearer name is made of a-z, 0-9 and hyphens"
    return None


def address_problem(address: str) -> str | None:
    """Return why `address` is not an address, or None."""
    if _PRINTABLE.match(address) is None:
        return "an address is made of printable ASCII without spaces"
    return None


def _name(character: str) -> str:
    code = ord(character)
    if code == 0:
        return "a NUL character"
    if 0xD800 <= code <= 0xDFFF:  # noqa: PLR2004 - Unicode's surrogates
        return f"half of a surrogate pair (U+{code:04X})"
    if code < 0xA0:  # noqa: PLR2004 - the C0 and C1 sets
        return f"a control character (U+{code:04X})"
    if _UNSEEN.match(character):
        return f"an invisible mark (U+{code:04X})"
    return f"a code point that is no character (U+{code:04X})"
