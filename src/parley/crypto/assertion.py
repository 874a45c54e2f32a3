# SPDX-License-Identifier: Apache-2.0
"""What a hardware key signed, in its short form on the wire, and whole again.

A browser's word about a signature, the client data, is for one digest and one origin
nearly always the same; so it is not sent but made again by the reader.
"""

from __future__ import annotations

import base64

from parley.crypto.digest import sha256
from parley.errors import CounterpartFault
from parley.fixed import Fixed
from parley.model.hardware import HardwareKey

PRESENT, VERIFIED, ELIGIBLE, BACKED_UP, ATTESTED, EXTENDED = 1, 4, 8, 16, 64, 128
PLAIN = PRESENT | VERIFIED
AUTHENTICATOR_BYTES_MIN, AUTHENTICATOR_BYTES_MAX = 37, 256
BROWSER_BYTES_MAX = 704
COUNTER_MAX = 2**32 - 1

_WHOLE = 255
_COUNTER_BYTES = 4
_HOST_BYTES = 32
SIGNING, REGISTERING = "webauthn.get", "webauthn.create"
_ORIGIN = b'","origin":"'
TAIL = b',"crossOrigin":false}'


class Assertion(Fixed):
    """The two things beside a signature that a key and a browser made of a digest."""

    authenticator: bytes  # SHA-256 of the rpId, flags, counter, extensions
    browser: bytes  # the client data, JSON as the browser wrote it

    @property
    def flags(self) -> int:
        """What the key says of the act."""
        return self.authenticator[_HOST_BYTES]

    @property
    def counter(self) -> int:
        """How often the key has signed, by its own word; 0 if it does not count."""
        return int.from_bytes(self.authenticator[_HOST_BYTES + 1 :][:4], "big")

    @property
    def signed(self) -> bytes:
        """The bytes under the signature."""
        return self.authenticator + sha256(self.browser)


def browser_head(digest: bytes, origin: str, act: str = SIGNING) -> bytes:
    """Return how the client data for a digest at an origin begins."""
    # SPEC 7.54: "Client data MUST begin with type, challenge and origin, written as
    # WebAuthn section 5.8.1.1 writes them."
    challenge = base64.urlsafe_b64encode(digest).rstrip(b"=")
    kind = b'{"type":"%s","challenge":"' % act.encode("ascii")
    return kind + challenge + _ORIGIN + origin.encode("ascii") + b'"'


def plain_authenticator(host: str, counter: int) -> bytes:
    """Return the authenticator data of a key that says nothing unusual."""
    return sha256(host.encode("ascii")) + bytes([PLAIN]) + counter.to_bytes(4, "big")


def pack_detail(key: HardwareKey, digest: bytes, made: Assertion) -> bytes:
    """Return an assertion as the detail of a release: short if it can be.

    Raises:
        CounterpartFault: PLY-AUT-051 it is larger than any key makes it.

    """
    check_sizes(made)
    head = browser_head(digest, key.origin)
    plain = made.authenticator == plain_authenticator(key.host, made.counter)
    # SPEC 7.55: "A detail begins with the number of bytes of the counter, 0 to 4, and
    # the counter without leading zeros; then follows what stands in the client data
    # after the origin, or nothing where that is `,"crossOrigin":false}`."
    if plain and made.browser.startswith(head):
        size = (made.counter.bit_length() + 7) // 8
        rest = made.browser[len(head) :]
        tail = b"" if rest == TAIL else rest
        return bytes([size]) + made.counter.to_bytes(size, "big") + tail
    # SPEC 7.56: "Everything else travels whole: 255, two bytes with the length of the
    # authenticator data, that data, and the client data."
    length = len(made.authenticator).to_bytes(2, "big")
    return bytes([_WHOLE]) + length + made.authenticator + made.browser


def parse_detail(key: HardwareKey, digest: bytes, detail: bytes) -> Assertion:
    """Return the assertion in a release's detail, exactly as it was signed.

    Raises:
        CounterpartFault: PLY-AUT-051 it is not of that form.

    """
    form = detail[0] if detail else _COUNTER_BYTES + 1
    if form == _WHOLE:
        made = _whole(detail)
    elif form <= _COUNTER_BYTES:
        made = _short(key, digest, detail)
    else:
        raise CounterpartFault("PLY-AUT-051", reason="it has no known form")
    check_sizes(made)
    # SPEC 7.57: "A detail that is not the one a sender makes of its assertion MUST be
    # refused."
    if pack_detail(key, digest, made) != detail:
        raise CounterpartFault("PLY-AUT-051", reason="it could be shorter")
    return made


def _short(key: HardwareKey, digest: bytes, detail: bytes) -> Assertion:
    ends = 1 + detail[0]
    if len(detail) < ends:
        raise CounterpartFault("PLY-AUT-051", reason="its counter ends too early")
    counter = int.from_bytes(detail[1:ends], "big")
    tail = detail[ends:] or TAIL
    return Assertion(
        plain_authenticator(key.host, counter), browser_head(digest, key.origin) + tail
    )


def _whole(detail: bytes) -> Assertion:
    length = int.from_bytes(detail[1:3], "big")
    return Assertion(detail[3 : 3 + length], detail[3 + length :])


def check_sizes(made: Assertion) -> None:
    """Refuse what no key and no browser makes.

    Raises:
        CounterpartFault: PLY-AUT-051.

    """
    # SPEC 7.58: "Authenticator data are 37 to 256 bytes and client data at most 704."
    lengths = AUTHENTICATOR_BYTES_MIN, AUTHENTICATOR_BYTES_MAX
    if not lengths[0] <= len(made.authenticator) <= lengths[1]:
        raise CounterpartFault("PLY-AUT-051", reason="its size is out of range")
    if len(made.browser) > BROWSER_BYTES_MAX:
        raise CounterpartFault("PLY-AUT-051", reason="its size is out of range")


def detail_counter(detail: bytes) -> int:
    """Return the counter in a verified release's detail."""
    if detail[0] == _WHOLE:
        return _whole(detail).counter
    return int.from_bytes(detail[1 : 1 + detail[0]], "big")
