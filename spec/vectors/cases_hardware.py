# SPDX-License-Identifier: Apache-2.0
"""Vectors of hardware keys: the roster's bytes, releases in every form, every lie."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from parley.crypto.hardware_key import parse_hardware_key
from parley.crypto.webauthn import verify_assertion
from parley.fixed import replace
from parley.model.identity import KeyScheme
from parley.model.message import Release
from parley.testing.soft_hardware_key import FrighteninglySoftHardwareKey
from spec.vectors.cases import accepted, plain, refused
from spec.vectors.made import Made
from spec.vectors.samples import seed

ORIGIN = "https://watch.alfa.example"
CHROMIUM = {"other_keys_can_be_added_here": "do not compare against a template"}
EXTENDED = {"flags": 0x85, "more": b"\xa1ctest"}
_LIES: dict[str, dict[str, object]] = {
    "another host": {"host": "watch.bravo.example"},
    "the parent domain": {"host": "alfa.example"},
    "another origin": {"origin": "https://exercise.alfa.example"},
    "a registration": {"type": "webauthn.create"},
    "inside another site": {"crossOrigin": True},
    "a top origin": {"topOrigin": "https://evil.example"},
    "nobody present": {"flags": 0x04},
    "no PIN and no finger": {"flags": 0x01},
    "a key that may be copied": {"flags": 0x0D},
    "a key that was copied": {"flags": 0x1D},
    "extensions that are not there": {"flags": 0x85},
    "extensions that are not flagged": {"more": b"\xa0"},
}
_KEYS = {
    "nothing": b"",
    "an origin that ends too early": b"\x1ahttps://",
    "an address for a host": b"\x11https://127.0.0.1" + bytes(33),
    "plain HTTP": b"\x11http://watch.alfa" + bytes(33),
    "something after the key": b"\x0fhttps://watch.a" + bytes(34),
}


def hardware_keys(_made: Made) -> Iterator[dict[str, object]]:
    """Return every vector; signatures are deterministic here, so they stay the same."""
    for scheme in (KeyScheme.WEBAUTHN_ES256, KeyScheme.WEBAUTHN_EDDSA):
        key = FrighteninglySoftHardwareKey("vectors", scheme, ORIGIN, counter=257)
        yield accepted(
            f"a key of {scheme.name}",
            public_key=key.public_key,
            scheme=scheme,
            value=parse_hardware_key(key.public_key, scheme),
        )
        yield from _releases(key)
    for name, data in _KEYS.items():
        read = partial(parse_hardware_key, data, KeyScheme.WEBAUTHN_ES256)
        yield refused(name, read, public_key=data, scheme=KeyScheme.WEBAUTHN_ES256)


def _releases(key: FrighteninglySoftHardwareKey) -> Iterator[dict[str, object]]:
    digest = seed("a manifest")
    forms: dict[str, dict[str, object]] = {
        "a release": {},
        "a release with a name more": CHROMIUM,
        "a release with extension data": EXTENDED,
    }
    for name, said in forms.items():
        made = key.assertion(digest, **said)  # type: ignore[arg-type]
        release = key.release(2, digest, made)
        yield accepted(
            f"{name}, {key.scheme.name}",
            **_facts(key, digest, release),
            value=plain(verify_assertion(key.public_key, digest, release)),
        )
    for name, said in _LIES.items():
        made = key.assertion(digest, **said)  # type: ignore[arg-type]
        yield _refused(f"{name}, {key.scheme.name}", key, digest, made)
    yield from _changed(key, digest)


def _changed(
    key: FrighteninglySoftHardwareKey, digest: bytes
) -> Iterator[dict[str, object]]:
    made = key.assertion(digest)
    good = key.release(2, digest, made)
    whole = b"\xff\0\x25" + made.authenticator + made.browser
    zero = b"\3\0" + good.detail[1:]
    changes = {
        "another signature": replace(good, signature=seed("a") + seed("b")),
        "a lower counter": replace(good, detail=b"\1\1"),
        "no detail": replace(good, detail=b""),
        "an unknown form": replace(good, detail=b"\x05" + bytes(5)),
        "a counter with a leading zero": replace(good, detail=zero),
        "whole where short would do": replace(good, detail=whole),
        "the usual tail written out": replace(
            good, detail=good.detail + b',"crossOrigin":false}'
        ),
    }
    for name, release in changes.items():
        yield _judged(f"{name}, {key.scheme.name}", key, digest, release)
    yield _judged(f"another digest, {key.scheme.name}", key, seed("another"), good)


def _refused(
    name: str, key: FrighteninglySoftHardwareKey, digest: bytes, made: object
) -> dict[str, object]:
    release = key.release(2, digest, made)  # type: ignore[arg-type]
    return _judged(name, key, digest, release)


def _judged(
    name: str, key: FrighteninglySoftHardwareKey, digest: bytes, release: Release
) -> dict[str, object]:
    read = partial(verify_assertion, key.public_key, digest, release)
    return refused(name, read, **_facts(key, digest, release))


def _facts(
    key: FrighteninglySoftHardwareKey, digest: bytes, release: Release
) -> dict[str, object]:
    return {
        "public_key": key.public_key,
        "scheme": release.scheme,
        "digest": digest,
        "signature": release.signature,
        "detail": release.detail,
    }
