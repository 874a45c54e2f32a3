# SPDX-License-Identifier: Apache-2.0
"""Wire to text to wire, in every language, and what stands in the text."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

import pytest

from parley.errors import CounterpartFault, LocalFault
from parley.formats.coding import decode, encode
from parley.formats.golden import PARTIES, check_golden
from parley.formats.numbers import civil, quantity
from parley.formats.readback import read_back
from parley.formats.render import render, subject, tags_of
from parley.formats.schema import Golden
from parley.formats.values import CodedMessage, Gap, Parties, Point, Reference
from parley.testing.coded_samples import random_message

ROUNDS = 30  # of 15 formats; `make soak` plays 350,000 messages
MARKS = "\u2066\u2068\u2069"
NAMES = ("TEST", "STANDBY", "RECEIPT", "AMEND", "ASK", "ANSWER", "UNPLANNED")


def test_random_messages_survive_both_readers(book):
    """What the sender meant is what the other side's text says, to the last bit."""
    chance = random.Random()
    for form in [*book.formats.values()] * ROUNDS:
        message = random_message(book, form, chance)
        body = encode(message)
        assert decode(book, body) == message
        for tag in tags_of(book, form.number):
            text = render(book, message, tag, PARTIES)
            assert encode(read_back(book, text, tag, PARTIES)) == body, text


def test_vectors_of_the_book_hold(book):
    """Fifteen formats in two languages, and seven in four drafts."""
    assert check_golden(book) == 15 * 2 + 7 * 4


def test_languages_are_what_was_agreed(book):
    """Two complete columns; the drafts have at least what a first contact needs."""
    complete = [tag for tag, one in book.languages.items() if not one.draft]
    assert sorted(complete) == ["en", "ru"]
    for tag in ("uk", "fr", "zh", "ar"):
        for name in NAMES:
            assert book.named(name).number in book.languages[tag].formats


def test_a_draft_says_that_no_linguist_read_it(book):
    """A text that looks final is taken for final."""
    for golden in book.golden:
        for tag, text in golden.texts.items():
            draft = book.languages[tag].draft
            mark = book.languages[tag].words["draft"]
            assert text.startswith(mark + "\n") == draft


def test_unknown_withheld_and_not_stated_are_three_things(book):
    """ "We do not know" and "we do not say" are different acts of a state."""
    unplanned = book.named("UNPLANNED")
    fields = {0: 1, 1: 1, 9: Gap.UNKNOWN, 10: Gap.WITHHELD}
    message = CodedMessage(1, unplanned.number, 1, fields)
    for tag in tags_of(book, unplanned.number):
        lines = render(book, message, tag, PARTIES).split("\n")
        words = book.languages[tag].words
        labels = book.languages[tag].formats[unplanned.number].labels
        # SPEC 9.13: "Unknown, withheld and not stated are three things, and a station
        # MUST NOT show one of them as another."
        assert f"{labels[9]}: {words['unknown']}" in lines
        assert f"{labels[10]}: {words['withheld']}" in lines
        assert f"{labels[5]}: {words['not_stated']}" in lines
        gaps = {words[one] for one in ("unknown", "withheld", "not_stated")}
        assert len(gaps) == 3


def test_nobody_is_us_or_you(book):
    """A third reader must know who is meant."""
    ours = {"us", "we", "our", "ours", "you", "your", "yours"}
    theirs = {"мы", "нас", "нам", "наш", "наше", "наша", "вы", "вас", "вам", "ваш"}
    for tag, words in (("en", ours), ("ru", theirs)):
        for golden in book.golden:
            for line in golden.texts[tag].split("\n"):
                said = {part.strip(".,:;?()").lower() for part in line.split()}
                assert not said & words, line


def test_a_reference_names_the_party_by_name(book):
    """ "From you" read by a third party names nobody."""
    amend = book.named("AMEND")
    for sender, name in ((True, "Bravo"), (False, "Alfa")):
        about = Reference(sender, 417, bytes.fromhex("9ac1047e"))
        message = CodedMessage(1, amend.number, 1, {1: about, 2: 1})
        text = render(book, message, "en", PARTIES)
        assert f"No. 417 (sender: {name}), check 9AC1047E" in text


def test_parties_of_one_name_are_not_guessed(book):
    """Two parties that share a name cannot be told apart by it."""
    twins = Parties("Alfa", "Alfa")
    amend = book.named("AMEND")
    about = Reference(True, 1, bytes(4))
    message = CodedMessage(1, amend.number, 1, {1: about, 2: 1})
    with pytest.raises(LocalFault, match="PLY-BOK-010"):
        read_back(book, render(book, message, "en", twins), "en", twins)


def test_values_are_set_off_in_arabic(book):
    """Without marks a launch window reads from its end to its beginning."""
    ask = book.named("ASK")
    message = CodedMessage(1, ask.number, 1, {0: 1, 4: Point(3600, -7200)})
    text = render(book, message, "ar", PARTIES)
    assert "\u2066" in text
    assert "\u2069" in text
    # A word inside a value is set off too, or the digits around it change places.
    north = book.languages["ar"].hemispheres["north"].strip()
    assert f"01°00'00\" \u2068{north}\u2069 002°00'00\"" in text
    assert "\u2066" not in render(book, message, "fr", PARTIES)


def test_a_language_without_the_format_is_named(book):
    """The reader is told in which languages the message can be read."""
    launch = book.named("LAUNCH")
    golden = next(one for one in book.golden if one.body[1:3] == b"\x01\x07")
    message = decode(book, golden.body)
    assert message.format == launch.number
    for tag in ("fr", "xx"):
        with pytest.raises(LocalFault, match="PLY-BOK-012") as caught:
            render(book, message, tag, PARTIES)
        assert "en, ru" in caught.value.do
    assert subject(book, launch.number, "fr").startswith("NOTIFICATION")
    with pytest.raises(CounterpartFault, match="PLY-BOK-004"):
        subject(book, 99, "en")


def test_dates_are_those_of_the_calendar():
    """The renderer has a calendar of its own; the library's is the second opinion."""
    day = datetime(2000, 1, 1, tzinfo=UTC)
    for days in range(200 * 366):
        assert civil(days) == (day.year, day.month, day.day)
        day += timedelta(days=1)


@pytest.mark.parametrize(
    ("mantissa", "exponent", "said"),
    [
        (6, 0, "6"),
        (72, -1, "7.2"),
        (720, -2, "7.20"),
        (5, -3, "0.005"),
        (0, -2, "0.00"),
        (35, 14, "3.5 \u00d7 10¹⁵"),
        (5, 1, "5 \u00d7 10¹"),
        (12000, 0, "12000"),
    ],
)
def test_quantities_are_as_sent(mantissa, exponent, said):
    """A digit added or dropped is a precision nobody stated."""
    assert quantity(mantissa, exponent, ".") == said


def test_a_text_with_one_line_changed_does_not_read_back(book):
    """A text on paper that lost a word is no coded message any more."""
    for golden in book.golden:
        for tag, text in golden.texts.items():
            lines = text.split("\n")
            for at in range(len(lines)):
                shorter = "\n".join(lines[:at] + lines[at + 1 :])
                _differs(book, shorter, tag, golden)
                if lines[at][-1] in MARKS:
                    continue  # a reader passes over them, as a person does
                wounded = [*lines[:at], lines[at][:-1], *lines[at + 1 :]]
                _differs(book, "\n".join(wounded), tag, golden)


def _differs(book, text: str, tag: str, golden: Golden) -> None:
    try:
        message = read_back(book, text, tag, PARTIES)
    except LocalFault as fault:
        assert fault.code == "PLY-BOK-010"  # noqa: PT017 - both ways are allowed
        return
    # A line of a list may fall out and leave another good list: never the same message.
    assert encode(message) != golden.body
