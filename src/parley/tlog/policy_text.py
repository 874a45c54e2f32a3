# SPDX-License-Identifier: Apache-2.0
"""Reads the text of a policy file, line by line."""

from __future__ import annotations

import re

from parley.tlog.note_key import NoteKey, NoteScheme, parse_vkey
from parley.tlog.policy import NONE, Group, Policy
from parley.tlog.strict import decimal_number, refusing

_malformed = refusing("PLY-LOG-013")

POLICY_BYTES_MAX = 262_144
LINES_OF_A_KIND_MAX = 64

_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_GAP = re.compile(r"[ \t]+")


def parse_policy(data: bytes) -> Policy:
    """Read a policy file.

    Raises:
        CounterpartFault: PLY-LOG-013 not a well-formed policy; -014 one of its keys
            is not.

    """
    if len(data) > POLICY_BYTES_MAX:
        raise _malformed("it is too long")
    try:
        text = data.decode()
    except UnicodeDecodeError:
        raise _malformed("it is not UTF-8") from None
    if _CONTROLS.search(text):
        raise _malformed("it holds a control character")
    if not text.endswith("\n"):
        raise _malformed("it does not end with a newline")
    reader = _Reader()
    for row in text[:-1].split("\n"):
        words = [word for word in _GAP.split(row) if word]
        if words and not words[0].startswith("#"):
            reader.line(words)
    return reader.policy()


class _Reader:
    """Takes the lines of a policy in order; knows only names already defined."""

    def __init__(self) -> None:
        self.logs: list[NoteKey] = []
        self.witnesses: dict[str, NoteKey] = {}
        self.groups: dict[str, Group] = {}
        self.grouped: set[str] = set()
        self.quorum: str | None = None

    def line(self, words: list[str]) -> None:
        match words:
            case ["log", vkey] | ["log", vkey, _]:
                self._log(parse_vkey(vkey))
            case ["witness", name, vkey] | ["witness", name, vkey, _]:
                self._witness(name, parse_vkey(vkey))
            case ["group", name, threshold, *members] if members:
                self._group(name, threshold, members)
            case ["quorum", name]:
                self._quorum(name)
            case _:
                raise _malformed("a line is not a log, witness, group or quorum")

    def policy(self) -> Policy:
        if self.quorum is None:
            raise _malformed("it has no quorum line")
        return Policy(tuple(self.logs), self.witnesses, self.groups, self.quorum)

    def _log(self, key: NoteKey) -> None:
        if key.scheme is NoteScheme.ED25519_COSIGNATURE:
            raise _malformed("a log has a witness's key type")
        if any(key.public == log.public for log in self.logs):
            raise _malformed("a log's key is listed twice")
        if len(self.logs) == LINES_OF_A_KIND_MAX:
            raise _malformed("it has too many logs")
        self.logs.append(key)

    def _witness(self, name: str, key: NoteKey) -> None:
        if key.scheme is NoteScheme.ED25519_LOG:
            raise _malformed("a witness has a log's key type")
        if any(key.public == known.public for known in self.witnesses.values()):
            raise _malformed("a witness's key is listed twice")
        if len(self.witnesses) == LINES_OF_A_KIND_MAX:
            raise _malformed("it has too many witnesses")
        self._new(name)
        self.witnesses[name] = key

    def _group(self, name: str, threshold: str, members: list[str]) -> None:
        if len(self.groups) == LINES_OF_A_KIND_MAX:
            raise _malformed("it has too many groups")
        self._new(name)
        for member in members:
            if not self._defined(member) or member in self.grouped:
                raise _malformed("a group's member is unknown or already in a group")
            self.grouped.add(member)
        count = {"any": 1, "all": len(members)}.get(threshold)
        if count is None:
            count = decimal_number(threshold)
        if count is None or not 1 <= count <= len(members):
            raise _malformed("a group's threshold is not a number of its members")
        self.groups[name] = Group(count, tuple(members))

    def _quorum(self, name: str) -> None:
        if self.quorum is not None:
            raise _malformed("it has two quorum lines")
        if name != NONE and not self._defined(name):
            raise _malformed("its quorum is not defined before")
        self.quorum = name

    def _defined(self, name: str) -> bool:
        return name in self.witnesses or name in self.groups

    def _new(self, name: str) -> None:
        if name == NONE or self._defined(name):
            raise _malformed("a name is taken already")
