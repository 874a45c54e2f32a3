# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: RUF001 - letters of other scripts are the point
"""What was written is what is read, in every script, to the byte."""

from __future__ import annotations

import pytest

from parley.core.entries import read_row
from parley.core.events import DraftWritten
from parley.errors import LocalFault
from parley.model.message import Text
from parley.model.precedence import Precedence
from parley.model.record import EntryFlag
from parley.testing.lies import unchecked_message, utter
from parley.testing.looks import agree, at_rest

BRAVO = "bravo.example"
TEXTS = {
    "cyrillic": "Пуск случайный, не нападение. Подтвердите приём.",
    "arabic": "إطلاق عرضي، ليس هجوما.",
    "persian": "پرتاب تصادفی بود، حمله نیست.",
    "hebrew": "שיגור בשוגג, לא התקפה.",
    "chinese": "发射是意外，不是攻击。請確認收到。",
    "japanese": "事故による発射であり、攻撃ではない。",
    "korean": "우발적 발사이며 공격이 아닙니다.",
    "hindi": "यह दुर्घटना थी, हमला नहीं।",
    "emoji": "☎️ 👩🏽‍🚀 🇨🇭 ",
    "combining marks": "Z\u0351\u036b",
    "joiners": "می\u200cخواهم क्\u200dष",
    "tabs and lines": "a\tb\nc\n\n d ",
    "looks like markup": "<script>alert(1)</script> & \"quotes\" 'more'",
}


DECEIVING = {
    "not normal": ("e\u0301 is not \u00e9", "U+0065 U+0301 at character 1"),
    "override": ("left \u202eright\u202c", "U+202E at character 6"),
    "isolate": ("\u2067inner\u2069", "U+2067 at character 1"),
    "zero width": ("not\u200b here", "U+200B at character 4"),
    "soft hyphen": ("re\u00adsign", "U+00AD at character 3"),
    "tag": ("flag\U000e0041", "U+E0041 at character 5"),
    "private": ("\U0010fffd", "U+10FFFD at character 1"),
    "unassigned": ("x \u0378", "U+0378 at character 3"),
}


@pytest.mark.parametrize(("text", "said"), DECEIVING.values(), ids=DECEIVING.keys())
def test_deceiving_character_is_not_drafted(pair, text, said):
    """A releaser signs what he sees; what he cannot see must not go in his name."""
    with pytest.raises(LocalFault) as caught:
        pair.alfa.draft(BRAVO, text)
    assert caught.value.code == "PLY-REL-007"
    assert said in caught.value.what


@pytest.mark.parametrize("text", [text for text, _ in DECEIVING.values()])
def test_deceiving_character_of_theirs_is_not_lost(pair, text):
    """Another program may send it: the signed text stays what was signed."""
    # SPEC 11.2: "what 2.14 allows is filed as it came, signed as it was signed, and
    # shown with its marks."
    people = ("first", "second")
    utter(pair.alfa, BRAVO, unchecked_message(pair.alfa, BRAVO, text, people))
    pair.carry()
    assert pair.bravo.inbox() == [text]


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_text_crosses_byte_for_byte(pair, text):
    """Nothing is normalised: another form would be another text than was signed."""
    pair.alfa.say(BRAVO, text)
    pair.carry()
    assert pair.bravo.inbox() == [text]
    (filed,) = pair.bravo.store.flagged(EntryFlag.OPEN)
    _, entry = read_row(filed.row)
    assert entry.payload.content.texts[0].text.encode() == text.encode()
    assert at_rest(pair.alfa)


@pytest.mark.parametrize("sort", ["repeating", "not compressible"])
def test_two_hundred_thousand_bytes_cross(pair, sort):
    """An annex is sent whole, however badly it compresses."""
    text = {
        "repeating": "протокол " * 11_765,
        "not compressible": "".join(
            chr(0x4E00 + n * 7919 % 20_000) for n in range(66_700)
        ),
    }[sort]
    assert len(text.encode()) >= 200_000
    pair.alfa.say(BRAVO, text)
    pair.carry()
    assert pair.bravo.inbox() == [text]
    assert agree(pair.alfa, pair.bravo)


def test_texts_in_two_languages_cross_together(pair):
    """Each is authentic; none is a translation that may be left behind."""
    texts = (Text("en", "Accident."), Text("ru", "Авария."))
    draft = pair.alfa.tell(_written(pair.alfa, texts))
    pair.alfa.release(pair.alfa.release(draft, "first"), "second")
    pair.carry()
    (filed,) = pair.bravo.store.flagged(EntryFlag.OPEN)
    _, entry = read_row(filed.row)
    assert entry.payload.content.texts == texts


def _written(desk, texts):
    drafter = desk.officers["drafter"][0]
    return DraftWritten(BRAVO, drafter, Precedence.PRIORITY, (), texts)
