# SPDX-License-Identifier: Apache-2.0
"""Characters that deceive an eye are named; ordinary lines of any language are not."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.texts.characters import FINDINGS_MAX, Trait, findings, refused
from parley.texts.scripts import Script, script_of, scripts_of

ORDINARY = [
    "At 14:30Z two aircraft crossed; 57°00'00\"N, 12 km off the port — “nothing else”.",
    "В 14:30Z два самолёта пересекли границу; № 417, 12 °C — «больше ничего».",
    "عبرت طائرتان الحدود في الساعة ١٤:٣٠.",
    "پنجره\u200cها باز است.",
    "两架飞机于14:30越过边界。",
    "दो विमान १४:३० बजे सीमा पार कर गए।",
    "항공기 두 대가 14:30에 국경을 넘었다.",
    "東京タワーの近くで２機が確認された。",
    "Два літаки перетнули кордон о 14:30, п'ять — ні.",
    "Μῆνιν ἄειδε θεά",
]
ATTACKS = [
    ("bоrder", Trait.MIXED_SCRIPT),  # a Cyrillic o
    ("The СОРЕ team of nine men is ready", Trait.LOOK_ALIKE),
    ("57৫ persons", Trait.ODD_DIGIT),
    ("attack \u202enot do", Trait.BIDI),
    ("\u2067attack\u2069", Trait.BIDI),
    ("at\u200btack", Trait.INVISIBLE),
    ("no\u00adthing", Trait.INVISIBLE),
    ("a\U000e0041b", Trait.INVISIBLE),
    ("a\u3164b", Trait.INVISIBLE),
    ("can\u200dnot", Trait.INVISIBLE),
    ("Ｆire", Trait.STYLED),
    ("\U0001d400ttack", Trait.STYLED),
    ("cafe\u0301", Trait.NOT_NFC),
    ("a \ue000 b", Trait.PRIVATE),
    ("a \u0378 b", Trait.UNASSIGNED),
    ("\ufeffNo", Trait.INVISIBLE),
]


@pytest.mark.parametrize("line", ORDINARY)
def test_an_ordinary_line_is_left_alone(line):
    """A warning on every line is a warning on none."""
    assert not findings(unicodedata.normalize("NFC", line))


@pytest.mark.parametrize(("line", "trait"), ATTACKS)
def test_deception_is_named_with_its_code_points(line, trait):
    """An eye cannot see it, so the screen has to say it."""
    found = findings(line)
    assert trait in {one.trait for one in found}, found
    for one in found:
        assert line[one.start : one.start + len(one.text)] == one.text
        assert one.code_points.startswith("U+")


def test_what_turns_or_hides_is_refused_and_what_resembles_is_shown():
    """A drafter may mean a foreign name; he never means an invisible character."""
    assert [one.trait for one in refused("a\u202eb bоrder")] == [Trait.BIDI]
    assert not refused("The СОРЕ team of nine men")


def test_findings_are_bounded_and_in_order():
    """A megabyte of marks must not become a megabyte of findings."""
    found = findings("a\u200b" * 5_000)
    assert len(found) == FINDINGS_MAX
    assert [one.start for one in found] == sorted(one.start for one in found)


def test_scripts_written_together_count_as_one():
    """Japanese mixes three scripts in a word, and nothing is wrong with it."""
    assert scripts_of("東京タワー") == {Script.HAN}
    assert scripts_of("bоrder") == {Script.LATIN, Script.CYRILLIC}
    assert script_of("5") is Script.COMMON
    assert script_of("ᚠ") is Script.OTHER


@given(st.text(max_size=200))
def test_any_text_can_be_looked_at(text):
    """Hostile text must not stop the screen that warns of it."""
    for one in findings(text):
        assert 0 <= one.start <= len(text)
