# SPDX-License-Identifier: Apache-2.0
"""An exported audit log, verified on a machine that has no station.

The file names the keys of its head itself, which proves only that it is whole.  Whose
it is, the station's card says: without one the keys must be compared by hand.
"""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from parley.core.statements import open_cardfile
from parley.errors import CounterpartFault, LocalFault
from parley.station.authority.audit import (
    SUBJECT_BYTES_MAX,
    AuditEntry,
    Deed,
    problem_of,
)
from parley.station.authority.audit_views import AuditCheckView
from parley.tlog.checkpoint import parse_checkpoint
from parley.tlog.merkle import Frontier, leaf_hash
from parley.tlog.note import parse_note
from parley.tlog.note_key import KeyPair, parse_vkey
from parley.wire.limits import NUMBER_MAX

FILE_BYTES_MAX = 256 * 1_048_576
_KEY = "key "
_KEYS = 2
_NO_HEAD = "its signed head is missing or malformed"
_NOT_ITS = "the head is not signed by the station of the card"


def verify_audit_file(data: bytes, card: bytes | None) -> AuditCheckView:
    """Compute an exported audit log anew and compare it with its signed head.

    Raises:
        LocalFault: PLY-AUT-016 it is not an exported audit log.
        CounterpartFault: the card file is not good.

    """
    if len(data) > FILE_BYTES_MAX:
        raise _not_one(f"it is longer than {FILE_BYTES_MAX} bytes")
    try:
        body, mark, note = data.decode().partition("\n\n")
    except UnicodeDecodeError:
        raise _not_one("it is not UTF-8") from None
    lines = body.split("\n")
    keys = [line[len(_KEY) :] for line in lines if line.startswith(_KEY)]
    if not mark or len(keys) != _KEYS:
        raise _not_one(_NO_HEAD)
    return _judged(lines[:-_KEYS], keys, note.encode(), card)


def _judged(
    lines: list[str], keys: list[str], note: bytes, card: bytes | None
) -> AuditCheckView:
    try:
        pair = KeyPair(*(parse_vkey(each) for each in keys))
        stated = parse_checkpoint(parse_note(note).text)
    except CounterpartFault:
        raise _not_one(_NO_HEAD) from None
    frontier = Frontier()
    encoded = []
    for number, line in enumerate(lines):
        encoded.append(_entry(number, line).encode())
        frontier = frontier.append(leaf_hash(encoded[-1]))
    problem = problem_of(iter(encoded), frontier, note, pair)
    origin = pair.ed25519.name
    if problem is None and card is not None:
        known, _ = open_cardfile(card)
        its = f"{known.station}/audit/{known.mode.name.lower()}"
        problem = None if pair == KeyPair.of_log(its, known.keys) else _NOT_ITS
    return AuditCheckView(
        origin=origin,
        size=stated.size,
        root=stated.root.hex(),
        good=problem is None,
        problem=problem or "",
    )


class _Line(BaseModel):
    """One line as JSON has it."""

    model_config = ConfigDict(extra="forbid", strict=True, defer_build=True)

    index: int = Field(ge=0, le=NUMBER_MAX)
    time_ms: int = Field(ge=0, le=NUMBER_MAX)
    deed: str
    officer: int | None = Field(ge=0, le=NUMBER_MAX)
    subject: str = Field(max_length=SUBJECT_BYTES_MAX)


def _entry(number: int, text: str) -> AuditEntry:
    try:
        line = _Line.model_validate_json(text)
        deed = Deed[line.deed]
    except (ValidationError, KeyError):
        raise _not_one(f"line {number} is not as it is written") from None
    return AuditEntry(line.index, line.time_ms, deed, line.officer, line.subject)


def _not_one(reason: str) -> LocalFault:
    return LocalFault("PLY-AUT-016", reason=reason)
