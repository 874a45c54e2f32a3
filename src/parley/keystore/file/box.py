# SPDX-License-Identifier: Apache-2.0
"""The bytes of a keystore file: what they are, and how they are made and opened.

A box is dcbor `[header, nonce, sealed, digest]`.  `header` is itself encoded dcbor, a
map with the parameters of Argon2id, and is authenticated with the secrets.  `digest` is
SHA-256 over the three before it: it keeps nothing secret, but it tells a damaged file
from a wrong passphrase, and does so before any memory is spent on the derivation.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCMSIV
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from parley.errors import CounterpartFault, LocalFault
from parley.fixed import Fixed
from parley.wire import cbor

VERSION = 1
SALT_BYTES = 16
NONCE_BYTES = 12
KEY_BYTES = 32

# What a file may ask of this machine; whoever can write the file chooses the numbers.
MEMORY_KIB_MAX = 1024 * 1024
ITERATIONS_MAX = 16
LANES_MAX = 16
# RFC 9106 section 3.1: memory is at least eight times the lanes.
LANE_KIB_MIN = 8

_HEADER_KEYS = {"box", "version", "salt", "memory_kib", "iterations", "lanes"}
_BOX = "parley keystore"


class Cost(Fixed):
    """What one guess of a passphrase costs: RFC 9106's m, t and p."""

    memory_kib: int
    iterations: int
    lanes: int

    def is_bearable(self) -> bool:
        """Say whether this machine should pay it."""
        return (
            1 <= self.lanes <= LANES_MAX
            and 1 <= self.iterations <= ITERATIONS_MAX
            and LANE_KIB_MIN * self.lanes <= self.memory_kib <= MEMORY_KIB_MAX
        )


def seal(
    passphrase: bytes, secrets: Mapping[str, bytes], cost: Cost, entropy: bytes
) -> bytes:
    """Return a box of `secrets`; `entropy` is 28 fresh bytes, for salt and nonce."""
    salt, nonce = entropy[:SALT_BYTES], entropy[SALT_BYTES:]
    assert len(nonce) == NONCE_BYTES, "entropy is 28 bytes"
    header = cbor.dumps(
        {
            "box": _BOX,
            "version": VERSION,
            "salt": salt,
            "memory_kib": cost.memory_kib,
            "iterations": cost.iterations,
            "lanes": cost.lanes,
        }
    )
    key = _derive(passphrase, salt, cost)
    named: dict[int | str, cbor.Value] = dict(secrets.items())
    sealed = AESGCMSIV(key).encrypt(nonce, cbor.dumps(named), header)
    return cbor.dumps([header, nonce, sealed, _digest(header, nonce, sealed)])


def open_box(passphrase: bytes, box: bytes, path: str) -> dict[str, bytes]:
    """Return the secrets of `box`, which was read from `path`.

    Raises:
        LocalFault: PLY-KEY-001, -002, -006, -008, -009.

    """
    header, nonce, sealed = _parts(box, path)
    salt, cost = _parameters(header, path)
    key = _derive(passphrase, salt, cost)
    try:
        opened = AESGCMSIV(key).decrypt(nonce, sealed, header)
    except InvalidTag as error:
        raise LocalFault("PLY-KEY-001", path=path) from error
    return _secrets(opened, path)


def _parts(box: bytes, path: str) -> tuple[bytes, bytes, bytes]:
    match _decoded(box, path):
        case [bytes(header), bytes(nonce), bytes(sealed), bytes(digest)] if (
            len(nonce) == NONCE_BYTES
        ):
            if digest != _digest(header, nonce, sealed):
                raise _damaged(path, "its bytes are not the ones that were written")
            return header, nonce, sealed
        case _:
            raise _damaged(path, "it is not a keystore")


def _parameters(header: bytes, path: str) -> tuple[bytes, Cost]:
    """Read the header; no number in it is used before it is bounded."""
    match _decoded(header, path):
        case {"box": str(box), "version": int(version)} if box == _BOX:
            if version != VERSION:
                raise LocalFault("PLY-KEY-009", path=path, found=version, known=VERSION)
        case _:
            raise _damaged(path, "it is not a keystore")
    match _decoded(header, path):
        case {
            "salt": bytes(salt),
            "memory_kib": int(memory_kib),
            "iterations": int(iterations),
            "lanes": int(lanes),
            **others,
        } if len(salt) == SALT_BYTES and len(others) == len(_HEADER_KEYS) - 4:
            cost = Cost(memory_kib, iterations, lanes)
        case _:
            raise _damaged(path, "its header is incomplete")
    if not cost.is_bearable():
        raise LocalFault(
            "PLY-KEY-008",
            path=path,
            memory_kib=memory_kib,
            iterations=iterations,
            lanes=lanes,
        )
    return salt, cost


def _secrets(opened: bytes, path: str) -> dict[str, bytes]:
    secrets = _decoded(opened, path)
    if not isinstance(secrets, dict):
        raise _damaged(path, "what it seals is not a set of secrets")
    named: dict[str, bytes] = {}
    for name, secret in secrets.items():
        if not isinstance(name, str) or not isinstance(secret, bytes):
            raise _damaged(path, "what it seals is not a set of secrets")
        named[name] = secret
    return named


def _decoded(data: bytes, path: str) -> cbor.Value:
    try:
        return cbor.loads(data)
    except CounterpartFault as fault:
        raise _damaged(path, "its encoding is broken") from fault


def _derive(passphrase: bytes, salt: bytes, cost: Cost) -> bytes:
    kdf = Argon2id(
        salt=salt,
        length=KEY_BYTES,
        iterations=cost.iterations,
        lanes=cost.lanes,
        memory_cost=cost.memory_kib,
    )
    try:
        return kdf.derive(passphrase)
    except MemoryError as error:
        mib = cost.memory_kib // 1024
        raise LocalFault("PLY-KEY-006", mib=mib) from error


def _digest(header: bytes, nonce: bytes, sealed: bytes) -> bytes:
    return hashlib.sha256(cbor.dumps([header, nonce, sealed])).digest()


def _damaged(path: str, reason: str) -> LocalFault:
    return LocalFault("PLY-KEY-002", path=path, reason=reason)
