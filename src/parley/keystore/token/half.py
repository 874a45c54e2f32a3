# SPDX-License-Identifier: Apache-2.0
"""Computes a half inside a token, with a key that cannot be read out of it.

The key is a generic secret (PKCS#11 3.0, section 6.8) made in the token, sensitive and
not extractable; the half is its HMAC-SHA-256 over a label and the station's name.  So
one token serves several stations, and nothing it says for one helps with another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from parley.errors import LocalFault
from parley.fixed import Fixed
from parley.ports.keystore import ReadHalf

_LABEL = b"parley/1 token half\x00"
_KEY_BITS = 256


class TokenPlace(Fixed):
    """Which key: the maker's library, the token's label and the key's label."""

    module: Path
    token: str
    key: str


class TokenHalf:
    """The half of one station; implements `parley.ports.keystore.Half`.

    ``pin`` is called each time and its answer kept nowhere.
    """

    def __init__(
        self, place: TokenPlace, station: str, pin: Callable[[], bytes]
    ) -> None:
        self._place = place
        self._station = station
        self._pin = pin

    def read(self) -> ReadHalf:
        """Return the half.

        Raises:
            LocalFault: PLY-KEY-112 the token or its library; PLY-KEY-113 the PIN;
                PLY-KEY-114 the key is not there.

        """
        with self._session() as (pkcs11, session):
            try:
                key = session.get_key(
                    object_class=pkcs11.ObjectClass.SECRET_KEY, label=self._place.key
                )
            except pkcs11.exceptions.NoSuchKey as none:
                raise self._no_key("there is none") from none
            except pkcs11.exceptions.MultipleObjectsReturned as many:
                raise self._no_key("there are several") from many
            hmac = pkcs11.Mechanism.SHA256_HMAC
            said = _LABEL + self._station.encode()
            secret = bytes(key.sign(said, mechanism=hmac))
            # A key that was put into the token may be anything.
            return ReadHalf(secret, bool(key[pkcs11.Attribute.LOCAL]))

    def make(self) -> None:
        """Make the key in the token, unless it is there.

        Raises:
            LocalFault: as `read`.

        """
        with self._session(writes=True) as (pkcs11, session):
            secret = pkcs11.ObjectClass.SECRET_KEY
            wanted = {
                pkcs11.Attribute.CLASS: secret,
                pkcs11.Attribute.LABEL: self._place.key,
            }
            if any(True for _ in session.get_objects(wanted)):
                return
            session.generate_key(
                pkcs11.KeyType.GENERIC_SECRET,
                _KEY_BITS,
                label=self._place.key,
                store=True,
                mechanism=pkcs11.Mechanism.GENERIC_SECRET_KEY_GEN,
                template={
                    pkcs11.Attribute.PRIVATE: True,
                    pkcs11.Attribute.SENSITIVE: True,
                    pkcs11.Attribute.EXTRACTABLE: False,
                    pkcs11.Attribute.SIGN: True,
                },
            )

    @contextmanager
    def _session(self, *, writes: bool = False) -> Iterator[tuple[Any, Any]]:
        try:
            import pkcs11  # noqa: PLC0415 - an extra that most stations do not install
            import pkcs11.exceptions  # noqa: PLC0415
        except ImportError as missing:
            reason = "the extra pkcs11 is not installed"
            raise self._no_token(reason) from missing
        # A PIN in another encoding than the token's is simply a wrong PIN.
        pin = self._pin().decode("utf-8", "replace")
        try:
            library = pkcs11.lib(str(self._place.module))
            token = library.get_token(token_label=self._place.token)
            with token.open(rw=writes, user_pin=pin) as session:
                yield pkcs11, session
        except (pkcs11.exceptions.PinIncorrect, pkcs11.exceptions.PinLenRange) as wrong:
            raise self._wrong_pin("it is not this one") from wrong
        except pkcs11.exceptions.PinLocked as locked:
            raise self._wrong_pin("it is locked") from locked
        except (pkcs11.exceptions.PKCS11Error, RuntimeError) as bad:
            kind = type(bad).__name__
            raise self._no_token(f"its library says {kind}") from bad

    def _no_token(self, reason: str) -> LocalFault:
        return LocalFault("PLY-KEY-112", token=self._place.token, reason=reason)

    def _wrong_pin(self, reason: str) -> LocalFault:
        return LocalFault("PLY-KEY-113", token=self._place.token, reason=reason)

    def _no_key(self, reason: str) -> LocalFault:
        key, token = self._place.key, self._place.token
        return LocalFault("PLY-KEY-114", key=key, token=token, reason=reason)
