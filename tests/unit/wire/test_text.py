# SPDX-License-Identifier: Apache-2.0
"""What a text and a name may hold."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.wire.limits import TEXT_BYTES_MAX
from parley.wire.text import (
    address_problem,
    bearer_problem,
    language_problem,
    name_problem,
    problems,
    station_problem,
)


@pytest.mark.parametrize(
    "text",
    [
        "Line in order.",
        "Линия исправна.\nЖдём.\tЖдём.",
        "الخط يعمل",
        "\u202eright to left override\u202c",
        "e\u0301\u0323",
        "\U0001f469\u200d\u2708\ufe0f",
        "线路正常。회선이 정상입니다.",
        "\ufeffmark",
        "a\u2028b",
        " a ",
    ],
)
def test_texts_of_any_language_are_allowed(text):
    """An authentic text is not ours to normalise."""
    assert problems(text) is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a\0b", "a NUL character at character 2"),
        ("a\ud800", "half of a surrogate pair (U+D800) at character 2"),
        ("\udc80", "half of a surrogate pair (U+DC80) at character 1"),
        ("a\r\n", "a control character (U+000D) at character 2"),
        ("\x1b[31m", "a control character (U+001B) at character 1"),
        ("a\x85", "a control character (U+0085) at character 2"),
        ("\uffff", "a code point that is no character (U+FFFF) at character 1"),
        ("\U0010fffe", "a code point that is no character (U+10FFFE) at character 1"),
        ("", "it has no visible character"),
        (" \n\t", "it has no visible character"),
    ],
)
def test_a_forbidden_text_is_named_with_its_place(text, said):
    """The drafter has to find it."""
    assert problems(text) == said


def test_no_forbidden_character_passes_at_a_glance():
    """SPEC 2.14: texts that look harmless are told sooner, and none of these may."""
    controls = {*range(0x20), *range(0x7F, 0xA0)} - {0x09, 0x0A}
    planes = {plane << 16 | low for plane in range(17) for low in (0xFFFE, 0xFFFF)}
    forbidden = controls | planes | {*range(0xFDD0, 0xFDF0), *range(0xD800, 0xE000)}
    passed = [code for code in forbidden if problems(f"a{chr(code)}b") is None]
    assert passed == []


def test_a_text_beyond_the_limit_is_refused():
    """Measured in UTF-8, since that is what is sent."""
    assert problems("a" * TEXT_BYTES_MAX) is None
    assert problems("a" * (TEXT_BYTES_MAX + 1)) is not None
    assert problems("\u0436" * (TEXT_BYTES_MAX // 2 + 1)) is not None


@given(st.text())
def test_an_allowed_text_has_an_encoding(text):
    """Nothing that passes can fail later, on the way to the wire."""
    if problems(text) is None:
        assert text.encode().decode() == text


@pytest.mark.parametrize(
    "name",
    [
        "",
        " a",
        "a\n",
        "a\tb",
        "a\u202eb",
        "\u200b",
        "a\ufeff",
        "a\0",
        "\ud800",
        "a" * 129,
    ],
)
def test_a_name_that_could_pass_for_another_is_refused(name):
    """SPEC 1.2: alarms and lists show names without room for escapes."""
    assert name_problem(name) is not None


@pytest.mark.parametrize("name", ["Alfa", "Дежурный офицер", "当值军官", "O'Neill 2nd"])
def test_ordinary_names_are_allowed(name):
    """Any script, spaces within."""
    assert name_problem(name) is None


@pytest.mark.parametrize(
    "station", ["a", "nrrc.alfa.example", "x1-2.y", "a" * 63 + ".b"]
)
def test_station_names_are_like_domain_names(station):
    """SPEC 1.3."""
    assert station_problem(station) is None


@pytest.mark.parametrize(
    "station",
    [
        "",
        ".",
        "a.",
        ".a",
        "a..b",
        "A.b",
        "-a",
        "a-",
        "a_b",
        "a" * 64,
        "é",
        "a\n",
        "a b",
    ],
)
def test_other_station_names_are_refused(station):
    """One station, one spelling."""
    assert station_problem(station) is not None


def test_languages_bearers_and_addresses():
    """Short words with a fixed form."""
    assert [
        tag
        for tag in ("en", "zh-Hant", "es-419", "EN", "e", "en-", "en\n", "")
        if language_problem(tag) is None
    ] == ["en", "zh-Hant", "es-419"]
    assert [
        name
        for name in ("tcp", "reticulum-2", "", "2g", "TCP", "a b")
        if bearer_problem(name) is None
    ] == ["tcp", "reticulum-2"]
    assert [
        to
        for to in ("203.0.113.7:8470", "[2001:db8::1]:1", "", "a b", "é")
        if address_problem(to) is None
    ] == ["203.0.113.7:8470", "[2001:db8::1]:1"]
