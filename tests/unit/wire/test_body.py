# SPDX-License-Identifier: Apache-2.0
"""How texts are coded on the wire."""

from __future__ import annotations

import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.errors import CounterpartFault, LocalFault
from parley.wire.body import decode_body, encode_body
from parley.wire.limits import TEXT_BYTES_MAX
from parley.wire.text import problems

TEXTS = st.text(max_size=400) | st.text("абвгдеж ABC\n", max_size=2000)


def refused(body: bytes, text_bytes_max: int = TEXT_BYTES_MAX) -> str:
    """Return the reason for which a coded text is refused."""
    with pytest.raises(CounterpartFault) as fault:
        decode_body(body, text_bytes_max)
    assert fault.value.code == "PLY-WIR-008"
    return str(fault.value.facts["reason"])


def deflated(data: bytes) -> bytes:
    """Return a body of tag 2."""
    deflater = zlib.compressobj(9, zlib.DEFLATED, -15)
    return b"\x02" + deflater.compress(data) + deflater.flush()


@given(TEXTS)
def test_every_allowed_text_comes_back_whole(text):
    """Whatever the coding, exactly the signed characters."""
    if problems(text) is not None:
        with pytest.raises(LocalFault):
            encode_body(text)
        return
    body = encode_body(text)
    assert decode_body(body, TEXT_BYTES_MAX) == text
    assert len(body) <= 1 + len(text.encode())


@pytest.mark.parametrize(
    ("text", "tag", "length"),
    [
        ("Line in order", 0, 13),
        ("Линия исправна", 1, 14),
        ("Линия 线路", 0, 17),
        ("线路正常", 0, 12),
        ("abc" * 100, 0, 300),
    ],
)
def test_the_shortest_coding_is_taken(text, tag, length):
    """Cyrillic costs one byte a character; short texts are never compressed."""
    body = encode_body(text)
    assert body[0] == tag
    assert len(body) == 1 + length


def test_a_treaty_annex_is_compressed():
    """200 kB of prose on a narrow circuit."""
    text = "".join(
        f"Article {n}. The parties notify each other.\n" for n in range(4000)
    )
    body = encode_body(text)
    assert body[0] == 2
    assert len(body) < len(text) / 5
    assert decode_body(body, TEXT_BYTES_MAX) == text


def test_a_decompression_bomb_is_refused_at_the_limit():
    """One kilobyte must not become a gigabyte."""
    bomb = deflated(b"a" * 50_000_000)
    assert len(bomb) < 50_000
    assert "too long" in refused(bomb)


def test_the_limit_of_a_message_is_shared_by_its_texts():
    """Sixteen texts must not make sixteen times the limit."""
    assert decode_body(b"\x00abc", 3) == "abc"
    assert "3 bytes left" in refused(b"\x00abcd", 3)
    assert refused(deflated(b"a" * 100), 99)


def test_bytes_behind_a_deflate_stream_are_refused():
    """They would travel signed by nobody."""
    good = deflated(b"abc" * 100)
    assert decode_body(good, 1000) == "abc" * 100
    assert refused(good + b"\x00")
    assert refused(good[:-1])


def test_a_preset_dictionary_or_container_is_refused():
    """Only the bare stream is agreed."""
    assert refused(b"\x02" + zlib.compress(b"abc" * 100))


def test_an_ascii_text_has_one_coding():
    """Otherwise the tag byte could be changed without changing the text."""
    assert "not shorter" in refused(b"\x01Line in order")
    assert "unknown" in refused(b"\x03Line in order")
    assert "unknown" in refused(b"")
