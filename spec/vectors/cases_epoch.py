# SPDX-License-Identifier: Apache-2.0
"""Vectors of openings, the key schedule and frames."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from parley.crypto.epoch import EpochKeys, epoch_root, open_secret
from parley.crypto.page import page_mac, set_digits
from parley.errors import CounterpartFault
from parley.fixed import replace
from parley.model.entry import Entry, LinkTest
from parley.model.epoch import Opening
from parley.model.pages import PageSet
from parley.model.precedence import Mode
from parley.wire.cbor import Value
from parley.wire.entry import decode_entry_padded, encode_entry
from parley.wire.frame import (
    FrameHeader,
    FrameKind,
    encode_header,
    encode_opening,
    split_frame,
)
from parley.wire.opening import (
    decode_opening_payload,
    encode_opening_payload,
    opening_info,
)
from parley.wire.padding import pad
from parley.wire.page_set import (
    PageOpening,
    decode_page_set,
    encode_page_opening,
    encode_page_set,
)
from parley.wire.statement import StatementKind, encode_statement
from spec.vectors.cases import accepted, refused
from spec.vectors.cases_identity import changed
from spec.vectors.made import Made
from spec.vectors.samples import (
    ALFA,
    BRAVO,
    LOGGED_MS,
    OPENED_MS,
    prekey_pair,
    seed,
    station_keys,
)

_SERIAL = 1


def opening(made: Made) -> Opening:
    """Return the opening all vectors are under."""
    bare = Opening(
        sender=ALFA,
        recipient=BRAVO,
        mode=Mode.EXERCISE,
        incarnation=1,
        first_serial=41,
        previous_last_serial=40,
        opened_ms=OPENED_MS,
        prekey_number=1,
        book=seed("book"),
        page=None,
        sealed=b"",
    )
    sealed = made.sealed(
        "secret", prekey_pair(BRAVO, 1), opening_info(bare), seed("secret")
    )
    return replace(bare, sealed=sealed)


def openings(made: Made) -> Iterator[dict[str, object]]:
    """Yield the vectors of openings."""
    good = opening(made)
    payload = encode_opening_payload(good)
    statement = encode_statement(
        made.statement("opening", station_keys(ALFA), StatementKind.OPENING, payload)
    )
    yield accepted(
        "an opening",
        frame=encode_opening(Mode.EXERCISE, statement),
        payload=payload,
        value=good,
        info=opening_info(good),
        prekey_seed=seed(f"{BRAVO} prekey 1"),
        prekey_public=prekey_pair(BRAVO, 1).public,
        secret=seed("secret"),
    )
    bad = {
        "to the sender itself": ((2,), ALFA),
        "a first serial already used": ((5,), 40),
        "no first serial": ((5,), 0),
        "a version of the future": ((0,), 2),
        "a sealed secret cut short": ((11,), good.sealed[:-1]),
    }
    for name, (path, value) in bad.items():
        each = changed(payload, path, value)  # type: ignore[arg-type]
        yield refused(
            name,
            partial(decode_opening_payload, each),
            payload=each,
        )
    yield from _alone(good)
    for name, pair, info in (
        ("sealed to another prekey", prekey_pair(BRAVO, 2), opening_info(good)),
        (
            "sealed for another recipient",
            prekey_pair(BRAVO, 1),
            opening_info(replace(good, recipient="other.example")),
        ),
    ):
        yield refused(
            name,
            partial(open_secret, pair, info, good.sealed),
            payload=payload,
            info=info,
            prekey_public=pair.public,
        )


def _alone(good: Opening) -> Iterator[dict[str, object]]:
    """Yield the vectors of openings under a page alone."""
    page, name = seed("page"), seed("set")[:8] + bytes((0, 0, 3))
    value = replace(good, prekey_number=None, page=name, sealed=None)
    payload = encode_opening_payload(value)
    body = encode_page_opening(PageOpening(payload, page_mac(page, payload)))
    yield accepted(
        "an opening under a page alone",
        frame=encode_opening(Mode.EXERCISE, body),
        payload=payload,
        value=value,
        page=page,
        root=epoch_root(None, page, payload),
    )
    bad = {
        "neither a prekey nor a page": replace(value, page=None),
        "a prekey and nothing sealed to it": replace(value, prekey_number=1),
        "something sealed to no prekey": replace(good, prekey_number=None),
    }
    for what, each in bad.items():
        data = encode_opening_payload(each)
        yield refused(what, partial(decode_opening_payload, data), payload=data)


def page_sets(_made: Made) -> Iterator[dict[str, object]]:
    """Yield the vectors of sets of pages."""
    sides = tuple(tuple(seed(f"page {s}{n}") for n in range(2)) for s in "ab")
    good = PageSet(Mode.EXERCISE, (ALFA, BRAVO), seed("set")[:8], (sides[0], sides[1]))
    data = encode_page_set(good)
    yield accepted(
        "a set of pages",
        data=data,
        value=good,
        digits=set_digits(data),
        names=[*good.named(0), *good.named(1)],
    )
    one = seed("page a0")
    bad: dict[str, tuple[tuple[int, ...], Value]] = {
        "something else": ((0,), "parley page"),
        "stations out of order": ((3,), [BRAVO, ALFA]),
        "a number too short": ((4,), b"short"),
        "a half page": ((5,), one[:16]),
        "more pages on one side": ((5,), one),
        "a page twice": ((6,), one + seed("page b1")),
        "no page": ((6,), b""),
    }
    for name, (path, value) in bad.items():
        each = changed(data, path, value)
        yield refused(name, partial(decode_page_set, each), data=each)


def frames(made: Made) -> Iterator[dict[str, object]]:
    """Yield the vectors of the key schedule and of frames."""
    payload = encode_opening_payload(opening(made))
    secret, page = seed("secret"), seed("page")
    roots = {
        "secret alone": epoch_root(secret, None, payload),
        "secret and page": epoch_root(secret, page, payload),
        "page alone": epoch_root(None, page, payload),
    }
    for name, root in roots.items():
        keys = EpochKeys(root)
        yield accepted(
            name,
            secret=None if name == "page alone" else secret.hex(),
            page=None if name == "secret alone" else page.hex(),
            opening_payload=payload,
            root=root,
            tag=keys.tag,
            leaf_secret_of_serial_1=keys.leaf_secret(_SERIAL),
        )
    keys = EpochKeys(roots["secret alone"])
    plaintext = encode_entry(Entry(LOGGED_MS, 40, LinkTest(12)), OPENED_MS)
    header = encode_header(
        FrameHeader(Mode.EXERCISE, FrameKind.ENTRY, keys.tag, _SERIAL)
    )
    frame = header + keys.seal(header, _SERIAL, pad(plaintext))
    facts = {"root": keys.root, "opened_ms": OPENED_MS}
    yield accepted(
        "a frame", frame=frame, plaintext=plaintext, padded=pad(plaintext), **facts
    )
    yield from _refused_frames(keys, header, frame, plaintext, facts)


def _refused_frames(
    keys: EpochKeys,
    header: bytes,
    frame: bytes,
    plaintext: bytes,
    facts: dict[str, object],
) -> Iterator[dict[str, object]]:
    def sealed(padded: bytes) -> bytes:
        return header + keys.seal(header, _SERIAL, padded)

    bad = {
        "nothing": b"",
        "an unknown mode": b"\x42" + frame[1:],
        "an unknown kind": b"\x24" + frame[1:],
        "another mode": b"\x12" + frame[1:],
        "another kind": b"\x23" + frame[1:],
        "another serial": frame[:6] + b"\x02" + frame[7:],
        "cut by one byte": frame[:-1],
        "cut by sixteen bytes": frame[:-16],
        "one bit changed": frame[:-1] + bytes((frame[-1] ^ 1,)),
        "padded too far": sealed(pad(plaintext) + bytes(16)),
        "padded with something": sealed(plaintext.ljust(16, b"\x01")),
    }
    for name, each in bad.items():
        yield refused(
            name,
            partial(_read, keys, each),
            frame=each,
            **facts,
        )


def _read(keys: EpochKeys, frame: bytes) -> Entry:
    header, sealed = split_frame(frame)
    if header.tag != keys.tag:
        raise CounterpartFault("PLY-KEY-104")
    padded = keys.open(encode_header(header), header.serial, sealed)
    return decode_entry_padded(padded, OPENED_MS)
