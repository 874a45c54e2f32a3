# SPDX-License-Identifier: Apache-2.0
"""Tokens of the API: made by a custodian, kept as digests, void when their officer is.

The file holds no token, only SHA-256 of each, so whoever reads it can call nothing.  A
token has 256 random bits: a digest needs no salt and no slow function.
"""

from __future__ import annotations

import json
import secrets
from pathlib import Path

from parley.crypto.digest import sha256
from parley.errors import LocalFault
from parley.fixed import Fixed, as_plain
from parley.model.identity import OfficerClass
from parley.station.places import unwritable, write_file

FILE = "tokens.json"
PREFIX = "parley_"
TOKENS_MAX = 64
TOKEN_CHARACTERS = len(PREFIX) + 43
NAME_CHARACTERS_MAX = 64
_FILE_BYTES_MAX = 256 * 1024
_DAY_MS = 86_400_000


class Token(Fixed):
    """What is known of a token; `digest` is hexadecimal."""

    name: str
    officer: int
    cls: str
    until_ms: int
    digest: str

    @property
    def officer_class(self) -> OfficerClass:
        """The class in which it acts."""
        return OfficerClass[self.cls]


class TokenBook:
    """The tokens of one station folder; read again whenever the file changed."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE
        self._stamp: tuple[int, int, int] | None = None
        self._tokens: dict[str, Token] = {}

    def tokens(self) -> tuple[Token, ...]:
        """Return every token, in the order in which they were made.

        Raises:
            LocalFault: PLY-API-006 the file is not as it must be.

        """
        try:
            found = self._path.stat()
        except FileNotFoundError:
            self._stamp, self._tokens = None, {}
            return ()
        stamp = (found.st_mtime_ns, found.st_ino, found.st_size)
        if stamp != self._stamp:
            self._tokens = {one.digest: one for one in self._read()}
            self._stamp = stamp
        return tuple(self._tokens.values())

    def find(self, token: str, now_ms: int) -> Token | None:
        """Return what a token stands for, or None: unknown, malformed or over."""
        if len(token) != TOKEN_CHARACTERS or not token.isascii():
            return None
        self.tokens()
        # Looked up by digest: how long that takes says nothing of the token itself.
        known = self._tokens.get(sha256(token.encode()).hex())
        return known if known is not None and now_ms < known.until_ms else None

    def add(
        self, name: str, officer: int, cls: OfficerClass, now_ms: int, days: int
    ) -> str:
        """Make a token and return it; it is shown this once.

        Raises:
            LocalFault: PLY-API-007 the name is taken, or there are too many;
                PLY-CFG-008 the file cannot be written.

        """
        before = [one for one in self.tokens() if one.until_ms > now_ms]
        if any(one.name == name for one in before):
            raise LocalFault("PLY-API-007", name=name, reason="that name is taken")
        if len(before) >= TOKENS_MAX:
            reason = f"there are {TOKENS_MAX} already"
            raise LocalFault("PLY-API-007", name=name, reason=reason)
        token = PREFIX + secrets.token_urlsafe(32)
        digest = sha256(token.encode()).hex()
        until_ms = now_ms + days * _DAY_MS
        self._write([*before, Token(name, officer, cls.name, until_ms, digest)])
        return token

    def remove(self, name: str) -> Token:
        """Void a token from now on.

        Raises:
            LocalFault: PLY-API-008 no token has that name.

        """
        known = {one.name: one for one in self.tokens()}
        if name not in known:
            raise LocalFault("PLY-API-008", name=name, known=", ".join(known) or "none")
        gone = known.pop(name)
        self._write(list(known.values()))
        return gone

    def _read(self) -> list[Token]:
        try:
            with self._path.open("rb") as file:
                data = file.read(_FILE_BYTES_MAX)
            return _tokens(json.loads(data))
        except (OSError, ValueError, RecursionError) as bad:
            raise LocalFault("PLY-API-006", path=self._path) from bad

    def _write(self, tokens: list[Token]) -> None:
        new = self._path.with_name(FILE + ".new")
        text = json.dumps([as_plain(one) for one in tokens], indent=1) + "\n"
        try:
            new.unlink(missing_ok=True)
            write_file(new, text.encode())
            new.replace(self._path)
        except OSError as refused:
            raise unwritable(self._path, refused) from refused


def _tokens(listed: object) -> list[Token]:
    if not isinstance(listed, list):
        raise ValueError(listed)  # noqa: TRY004 - one sort of damage
    return [_token(one) for one in listed]


def _token(one: object) -> Token:
    match one:
        case {
            "name": str(name),
            "officer": int(officer),
            "cls": str(cls),
            "until_ms": int(until_ms),
            "digest": str(digest),
            **rest,
        } if not rest and cls in OfficerClass.__members__:
            return Token(name, officer, cls, until_ms, digest)
        case _:
            raise ValueError(one)
