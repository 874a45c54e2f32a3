# SPDX-License-Identifier: Apache-2.0
"""Vectors of entries, manifests and releases."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from parley.crypto.digest import sha256, tagged
from parley.crypto.fingerprint import release_code
from parley.crypto.officer import verify_release
from parley.fixed import replace
from parley.model.entry import (
    Account,
    Cosignature,
    Entry,
    KeyEvent,
    KeyEventKind,
    LinkTest,
    Payload,
    Receipt,
    Repeat,
    SignedHead,
    TestAnswer,
)
from parley.model.identity import KeyScheme
from parley.model.message import Message, Release
from parley.wire.cbor import Value, dumps
from parley.wire.entry import decode_entry, encode_entry
from parley.wire.manifest import content_bytes, manifest
from spec.vectors.cases import accepted, refused
from spec.vectors.cases_act import acts
from spec.vectors.cases_identity import changed
from spec.vectors.made import Made
from spec.vectors.samples import (
    ALFA,
    LOGGED_MS,
    OPENED_MS,
    SETTING,
    coded_content,
    content,
    long_content,
    officer_key,
    roster,
    seed,
    stop_content,
)


def releases(officers: tuple[int, ...], *, long: bool = False) -> tuple[Release, ...]:
    """Return the releases of some officers, in steps."""
    given: list[Release] = []
    for step, index in enumerate(officers, 1):
        previous = sha256(given[-1].signature) if given else None
        said = long_content() if long else content()
        digest = tagged("parley/1 release", manifest(SETTING, said, step, previous))
        signature = officer_key(ALFA, index).sign(digest)
        given.append(Release(index, KeyScheme.SOFTWARE_ED25519, signature))
    return tuple(given)


def overriding() -> tuple[Release, ...]:
    """Return the release of one officer who gives a reason for being the only one."""
    reason = "The second officer cannot be reached."
    digest = tagged("parley/1 release", manifest(SETTING, content(), 1, None, reason))
    signature = officer_key(ALFA, 1).sign(digest)
    return (Release(1, KeyScheme.SOFTWARE_ED25519, signature),)


def _payloads() -> dict[str, Payload]:
    leaf = seed("leaf")
    hardware = Release(1, KeyScheme.WEBAUTHN_ES256, seed("r") + seed("s"), b"\x05")
    return {
        "a message with one release": Message(content(), releases((1,))),
        "a message with every field": Message(
            long_content(), releases((1, 2), long=True)
        ),
        "a message with an override": Message(
            content(), overriding(), "The second officer cannot be reached."
        ),
        "a coded message": Message(coded_content(), ()),
        "a message with a hardware release": Message(content(), (hardware,)),
        "a stop": Message(stop_content(), (hardware,)),
        "a receipt": Receipt(41, leaf, good=True),
        "a receipt for what did not verify": Receipt(39, leaf, good=False),
        **acts(leaf),
        "a link test": LinkTest(12),
        "a test answer": TestAnswer(41, leaf, LOGGED_MS - 7),
        "an epoch opened": KeyEvent(KeyEventKind.EPOCH_OPENED, seed("opening")),
        "prekeys wanted": KeyEvent(KeyEventKind.PREKEYS_WANTED, b""),
        "a revocation": KeyEvent(KeyEventKind.REVOCATION, seed("revocation")),
        "an account": Account(1, 40, (42, 43)),
        "a repeat": Repeat(
            ours=False,
            incarnation=1,
            serial=42,
            leaf_secret=seed("leaf secret"),
            opened_ms=OPENED_MS,
            plaintext=encode_entry(Entry(LOGGED_MS, 40, LinkTest(11)), OPENED_MS),
        ),
        "a checkpoint with a light head": SignedHead(_head(1, 71)),
        "a checkpoint with a full head": SignedHead(_head(2, 2529)),
        "a cosignature of a light head": Cosignature(41, leaf, _head(3, 77)),
        "a cosignature of a full head": Cosignature(41, leaf, _head(4, 2529)),
    }


def _head(form: int, length: int) -> bytes:
    """Return bytes of a head's length; its signatures are no matter of the entry."""
    return (bytes([form]) + seed("head") * 80)[:length]


def _bad(data: dict[str, bytes]) -> dict[str, bytes]:
    message = data["a message with one release"]
    full = data["a message with every field"]
    receipt = data["a receipt"]
    account = data["an account"]
    opened = data["an epoch opened"]
    checkpoint = data["a checkpoint with a light head"]
    cosignature = data["a cosignature of a full head"]
    signature: Value = bytes(64)
    return {
        "an unknown kind": changed(receipt, (0,), 18),
        "a kind without a form yet": changed(receipt, (0,), 8),
        "a field too few": bytes((receipt[0] - 1,)) + receipt[1:-1],
        "a receipt for serial 0": changed(receipt, (3,), -41),
        "a receipt with a number for a yes": changed(receipt, (5,), 1),
        "a short leaf hash": changed(receipt, (4,), bytes(31)),
        "a time before 1970": changed(receipt, (2,), -OPENED_MS - 1),
        "a position twice": changed(full, (7,), [0, 0]),
        "a language twice": changed(full, (8, 2), "en"),
        "no text": changed(message, (8,), []),
        "a coded body that is no array": changed(message, (8,), dumps({})),
        "a coded body of nothing": changed(message, (8,), b""),
        "a coded body with a text for an edition": changed(
            message, (8,), dumps(["1", 8, 1, {}])
        ),
        "a language without a text": changed(message, (8,), ["en"]),
        "last fields that say nothing": _with_nothing(message),
        "read before the first entry": changed(message, (10,), 42),
        "a critical field that stands in no text": changed(full, (15,), ["1500"]),
        "a critical field named twice": changed(full, (15,), ["отвод", "отвод"]),
        "a stop that is no FLASH": changed(full, (16,), True),
        "an override without a reason": changed(full, (14,), ""),
        "a reason with a control character": changed(full, (14,), "now\x1b[0m"),
        "a reason too long": changed(full, (14,), "x" * 1001),
        "a short software signature": changed(message, (9, 0, 1), bytes(63)),
        "a software release of four fields": changed(
            message, (9, 0), [1, signature, 1, b""]
        ),
        "an account out of order": changed(account, (5,), [43, 42]),
        "an account that says a serial twice": changed(account, (5,), [40]),
        "an epoch named by 31 bytes": changed(opened, (4,), bytes(31)),
        "a head too short": changed(checkpoint, (3,), bytes(70)),
        "a head too long": changed(checkpoint, (3,), bytes(2530)),
        "a head that is a text": changed(checkpoint, (3,), "x" * 71),
        "an act about serial 0": changed(data["an acknowledgement"], (4,), 0),
        "an act of two releases": changed(
            data["an acknowledgement"], (7,), [[1, signature], [2, signature]]
        ),
        "a standby until before 1970": changed(data["a standby"], (8,), -LOGGED_MS - 1),
        "a decline for no known reason": changed(data["a decline"], (8,), 5),
        "a principal named by nothing": changed(data["a delivery"], (9,), ""),
        "a report of no month": changed(data["a report"], (5,), "2027-13"),
        "a suspension without a reason": changed(data["a suspension"], (6,), ""),
        "a cosignature of serial 0": changed(cosignature, (3,), -41),
        "a cosignature of a short leaf hash": changed(cosignature, (4,), bytes(31)),
    }


def _with_nothing(message: bytes) -> bytes:
    # The array's head counts six fields more, which then say nothing.
    return bytes((message[0] + 6,)) + message[1:] + bytes.fromhex("f6f680f680f4")


def entries(_made: Made) -> Iterator[dict[str, object]]:
    """Yield the vectors of entries."""
    data = {}
    for name, payload in _payloads().items():
        entry = Entry(LOGGED_MS, 41, payload)
        data[name] = encode_entry(entry, OPENED_MS)
        yield accepted(name, opened_ms=OPENED_MS, data=data[name], value=entry)
    for name, each in _bad(data).items():
        yield refused(
            name,
            partial(decode_entry, each, OPENED_MS),
            opened_ms=OPENED_MS,
            data=each,
        )


def manifests(_made: Made) -> Iterator[dict[str, object]]:
    """Yield the vectors of manifests and releases."""
    said = long_content()
    first, second = releases((1, 2), long=True)
    for step, release in ((1, first), (2, second)):
        previous = sha256(first.signature) if step > 1 else None
        data = manifest(SETTING, said, step, previous)
        digest = tagged("parley/1 release", data)
        officer = roster(ALFA).officers[release.officer - 1]
        verify_release(officer, digest, release)
        facts = {"digest": digest, "public": officer.credentials[0].public_key}
        yield accepted(
            f"step {step}",
            setting=SETTING,
            content=said,
            step=step,
            previous=previous.hex() if previous else None,
            manifest=data,
            code=release_code(digest),
            signature=release.signature,
            **facts,
        )
        for name, other in _other_releases(first, second, release).items():
            yield refused(
                f"step {step}, {name}",
                partial(verify_release, officer, digest, other),
                release=other,
                **facts,
            )
    reason = "The second officer cannot be reached."
    data = manifest(SETTING, content(), 1, None, reason)
    digest = tagged("parley/1 release", data)
    (alone,) = overriding()
    officer = roster(ALFA).officers[0]
    verify_release(officer, digest, alone)
    yield accepted(
        "an override",
        setting=SETTING,
        content=content(),
        override=reason,
        manifest=data,
        code=release_code(digest),
        digest=digest,
    )
    yield accepted("content", data=content_bytes(SETTING, said))
    coded = coded_content()
    data = manifest(SETTING, coded, 1, None)
    yield accepted("step 1 of a coded message", setting=SETTING, manifest=data)
    yield accepted("content of a coded message", data=content_bytes(SETTING, coded))
    bare = replace(SETTING, books=())
    yield refused(
        "an edition that is not held", partial(manifest, bare, coded, 1, None)
    )


def _other_releases(
    first: Release, second: Release, right: Release
) -> dict[str, Release]:
    other = second if right is first else first
    software = KeyScheme.SOFTWARE_ED25519
    return {
        "the other officer's": other,
        "the other's signature under this name": Release(
            right.officer, software, other.signature
        ),
        "claimed as a hardware key's": Release(
            right.officer, KeyScheme.WEBAUTHN_EDDSA, right.signature
        ),
        "with something beside it": Release(
            right.officer, software, right.signature, b"\x00"
        ),
    }
