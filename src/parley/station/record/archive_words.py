# SPDX-License-Identifier: Apache-2.0
"""The README of an archive: what is in it, for whoever opens it in forty years."""

from __future__ import annotations

from parley.station.record.views import ContactsView
from parley.station.record.words import summary
from parley.station.time_words import moment

_README = """\
ARCHIVE OF THE LINE BETWEEN {own} AND {party}
{kind}

Period: {start} to {end} (Zulu), by the clock of whoever wrote each entry.

{summary}

What is here
  manifest.json    SHA-256 of every other file.
  contacts.json    The contacts of the period, counted.
  logs/            One file for each log: "out" is ours, "in" is theirs; the number is
                   the incarnation. One JSON object a line, in the order of serials from
                   the first. Every line has its leaf hash; an entry of the period also
                   shows its fields.
  notes/           Heads of the logs, signed by one side and cosigned by the other: C2SP
                   notes. The number is the count of entries the head is over.
  policies/        The keys that must have signed each log's heads: C2SP policies.
  statements/      What both sides signed: the agreement, rosters, the card (dCBOR).

How a log is verified
  A leaf hash is SHA-256 over 00 and the leaf data: the words "parley/1 leaf", a zero
  byte and six commitments. A commitment is SHA-256 over "parley/1 field", a zero byte,
  the number of the field (0 kind, 1 precedence, 2 time of logging in milliseconds since
  1970, 3 content, 4 releases, 5 reference), 16 bytes of salt, and the value in dCBOR.
  In "fields" an opened field is an object with salt and value, a closed one is its
  commitment. The leaf hashes make a Merkle tree as in RFC 9162; its root stands in the
  notes. `parley record archive-verify FOLDER` does all of this.

{last}
"""
_WHOLE = (
    "Whole: with every text. Whoever holds this folder can read everything that was"
    " said."
)
_REDACTED = (
    "Redacted: without texts. Contents and releases are closed; their commitments are"
    " left,\nso the logs verify all the same."
)
_LAST = """\
"body" is the entry as it was sealed, padded, in hexadecimal; "texts" are its texts.
"translations" are this station's own, each with its grade; only "texts" are authentic.
One whose label begins with CERTIFIED is signed, by an officer of roster-ours.
An entry with "destroyed_ms" lost its text under retention before this was made."""


def readme(found: ContactsView, *, redacted: bool) -> str:
    """Return the text of README.txt."""
    return _README.format(
        own=found.own,
        party=found.party,
        kind=_REDACTED if redacted else _WHOLE,
        start=moment(found.record.from_ms),
        end=moment(found.record.to_ms),
        summary=summary(found),
        last=_LAST,
    )
