# SPDX-License-Identifier: Apache-2.0
"""Verifier keys of signed notes: a name, a signature type, a public key."""

from __future__ import annotations

from enum import IntEnum
from hashlib import sha256

from parley.crypto.keys import StationKeys, verify_ed25519, verify_mldsa44
from parley.errors import CounterpartFault
from parley.fixed import Fixed
from parley.model.identity import PublicKeys
from parley.tlog.note import KEY_ID_BYTES, SignatureLine, is_key_name
from parley.tlog.strict import base64_bytes, base64_text, refusing

_malformed = refusing("PLY-LOG-014")

_PARTS = 3


class NoteScheme(IntEnum):
    """Signature types of C2SP signed-note; the numbers are in keys and key ids.

    A note says "both" by carrying two lines, and a policy asks for both.
    """

    ED25519_LOG = 0x01
    ED25519_COSIGNATURE = 0x04
    MLDSA44_COSIGNATURE = 0x06

    @property
    def public_bytes(self) -> int:
        """Length of a public key."""
        return 1312 if self is NoteScheme.MLDSA44_COSIGNATURE else 32

    @property
    def signature_bytes(self) -> int:
        """Length of a signature, without the time in front of it."""
        return 2420 if self is NoteScheme.MLDSA44_COSIGNATURE else 64

    @property
    def timed(self) -> bool:
        """Whether the signature states a time."""
        return self is not NoteScheme.ED25519_LOG


class NoteKey(Fixed):
    """Who signs, how, and with which key.  The text form is a C2SP vkey."""

    name: str
    scheme: NoteScheme
    public: bytes

    @property
    def key_id(self) -> bytes:
        """The 4 bytes that a signature line quotes; an index, not a proof."""
        typed = bytes([self.scheme]) + self.public
        return sha256(self.name.encode() + b"\n" + typed).digest()[:KEY_ID_BYTES]

    def vkey(self) -> str:
        """Return the text form."""
        typed = bytes([self.scheme]) + self.public
        return f"{self.name}+{self.key_id.hex()}+{base64_text(typed)}"

    def made(self, line: SignatureLine) -> bool:
        """Tell whether `line` claims to be of this key."""
        return line.name == self.name and line.key_id == self.key_id

    def sign(self, keys: StationKeys, message: bytes) -> bytes:
        """Return the bare signature of the fitting one of a station's two keys."""
        if self.scheme is NoteScheme.MLDSA44_COSIGNATURE:
            return keys.sign_mldsa44(message)
        return keys.sign_ed25519(message)

    def verify(self, message: bytes, signature: bytes) -> None:
        """Verify a bare signature.

        Raises:
            CounterpartFault: PLY-LOG-009, it is not good.

        """
        pq = self.scheme is NoteScheme.MLDSA44_COSIGNATURE
        try:
            (verify_mldsa44 if pq else verify_ed25519)(self.public, message, signature)
        except CounterpartFault:
            raise CounterpartFault("PLY-LOG-009", name=self.name) from None


class KeyPair(Fixed):
    """The two note keys of one signer of one log: both must verify in a full form."""

    ed25519: NoteKey
    mldsa44: NoteKey

    @classmethod
    def of_log(cls, origin: str, public: PublicKeys) -> KeyPair:
        """Return the keys with which a station signs its own log."""
        return cls(
            NoteKey(origin, NoteScheme.ED25519_LOG, public.ed25519),
            NoteKey(origin, NoteScheme.MLDSA44_COSIGNATURE, public.mldsa44),
        )

    @classmethod
    def of_witness(cls, name: str, public: PublicKeys) -> KeyPair:
        """Return the keys with which a station or a third witness cosigns."""
        return cls(
            NoteKey(name, NoteScheme.ED25519_COSIGNATURE, public.ed25519),
            NoteKey(name, NoteScheme.MLDSA44_COSIGNATURE, public.mldsa44),
        )


def parse_vkey(text: str) -> NoteKey:
    """Read the text form.

    Raises:
        CounterpartFault: PLY-LOG-014, it is not a key this program can use.

    """
    parts = text.split("+", _PARTS - 1)
    if len(parts) != _PARTS or not is_key_name(parts[0]):
        raise _malformed("it is not name, id and key joined by +")
    typed = base64_bytes(parts[2])
    if not typed:
        raise _malformed("the key is not canonical base64")
    try:
        scheme = NoteScheme(typed[0])
    except ValueError:
        raise _malformed("its signature type is not known here") from None
    key = NoteKey(parts[0], scheme, typed[1:])
    if len(key.public) != scheme.public_bytes:
        raise _malformed("the key has the wrong length")
    if parts[1] != key.key_id.hex():
        raise _malformed("its id is not that of the key")
    return key
