# SPDX-License-Identifier: Apache-2.0
"""How a text is coded inside an entry: a tag byte, then the shortest of three codings.

Digests are always over the UTF-8 text, so the coding is never part of what was signed.
"""

from __future__ import annotations

import zlib

from parley.errors import CounterpartFault, LocalFault
from parley.wire.limits import TEXT_BYTES_MAX
from parley.wire.text import problems

_UTF_8, _WINDOWS_1251, _DEFLATE = range(3)
# Below this a text is never compressed: little is won, and the length of a compressed
# text says something of its content.
_DEFLATE_BYTES_MIN = 512
_RAW = -15  # a deflate stream (RFC 1951) without a container


def encode_body(text: str) -> bytes:
    """Return `text` in its shortest coding.

    Raises:
        LocalFault: PLY-WIR-101 a character that may not be sent, or too long.

    """
    problem = problems(text)
    if problem is not None:
        raise LocalFault("PLY-WIR-101", what="text", reason=problem)
    utf_8 = text.encode()
    tag, shortest = _UTF_8, utf_8
    if not text.isascii():
        one_byte = _windows_1251(text)
        if one_byte is not None:
            tag, shortest = _WINDOWS_1251, one_byte
    if len(utf_8) >= _DEFLATE_BYTES_MIN:
        deflated = _deflate(utf_8)
        if len(deflated) < len(shortest):
            tag, shortest = _DEFLATE, deflated
    return bytes((tag,)) + shortest


def decode_body(body: bytes, text_bytes_max: int) -> str:
    """Return the text in `body`, at most `text_bytes_max` bytes of UTF-8.

    Raises:
        CounterpartFault: PLY-WIR-008.

    """
    tag, coded = body[:1], body[1:]
    if tag == b"\x00":
        utf_8 = coded
    elif tag == b"\x01":
        utf_8 = _from_windows_1251(coded)
    elif tag == b"\x02":
        utf_8 = _inflate(coded, text_bytes_max)
    else:
        raise _refused("its coding is unknown")
    if len(utf_8) > text_bytes_max:
        raise _refused(f"it is longer than the {text_bytes_max} bytes left for it")
    # SPEC 2.11: "A coding other than UTF-8 MUST be refused where it is not shorter
    # than UTF-8."
    if tag != b"\x00" and len(coded) >= len(utf_8):
        raise _refused("its coding is not shorter than UTF-8")
    try:
        text = utf_8.decode()
    except UnicodeDecodeError:
        raise _refused("it is not UTF-8") from None
    problem = problems(text)
    if problem is not None:
        raise _refused(problem)
    return text


def _windows_1251(text: str) -> bytes | None:
    try:
        coded = text.encode("windows-1251")
    except UnicodeEncodeError:
        return None
    # Only if it round-trips: the receiver must see exactly what was signed.
    return coded if coded.decode("windows-1251") == text else None


def _from_windows_1251(coded: bytes) -> bytes:
    try:
        return coded.decode("windows-1251").encode()
    except UnicodeDecodeError:
        raise _refused("it is not windows-1251") from None


def _deflate(utf_8: bytes) -> bytes:
    deflater = zlib.compressobj(9, zlib.DEFLATED, _RAW)
    return deflater.compress(utf_8) + deflater.flush()


def _inflate(coded: bytes, bytes_max: int) -> bytes:
    # SPEC 2.12: "A reader MUST stop inflating at the text limit and refuse a stream
    # that has not ended there, or that ends before its bytes do."
    inflater = zlib.decompressobj(_RAW)
    try:
        utf_8 = inflater.decompress(coded, min(bytes_max, TEXT_BYTES_MAX) + 1)
    except zlib.error:
        raise _refused("it cannot be inflated") from None
    if not inflater.eof or inflater.unused_data:
        raise _refused("it does not end where its bytes end, or is too long")
    return utf_8


def _refused(reason: str) -> CounterpartFault:
    return CounterpartFault("PLY-WIR-008", reason=reason)
