# SPDX-License-Identifier: Apache-2.0
"""A translation that lost a number is caught; a right one is left alone."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.texts.comparing import Sort, compare
from parley.texts.denials import denials
from parley.texts.names import missing_names, names, skeleton
from parley.texts.quantities import FACTS_MAX, Kind, facts
from parley.texts.sentences import sentences

PAIRS = [
    (
        (
            "At 14:30Z on 14 March 2027 two aircraft crossed the border 12 km "
            "north of the port."
        ),
        (
            "14 марта 2027 года в 14:30Z два самолёта пересекли границу в 12 "
            "км к северу от порта."
        ),
    ),
    (
        (
            "The missile was launched by accident. It carried no nuclear "
            "weapon and this was not an attack."
        ),
        (
            "Ракета была запущена случайно. Она не несла ядерного оружия, и "
            "это не было нападением."
        ),
    ),
    (
        (
            "We will withdraw at least 1,240 persons no later than 0600Z "
            "unless you object."
        ),
        ("Мы выведем не менее 1240 человек не позднее 0600Z, если вы не возражаете."),
    ),
    (
        "The vessel is at 57°00'00\"N 162°30'00\"E and moves at 12 knots.",
        (
            "Судно находится в точке 57°00'00\" с. ш. 162°30'00\" в. д. и идёт "
            "со скоростью 12 узлов."
        ),
    ),
    (
        "Captain Haddad told General Sokolov that the test is cancelled.",
        "Капитан Хаддад сообщил генералу Соколову, что испытание отменено.",
    ),
    (
        ("The exercise of the 3rd fleet ends on 2027-03-20; 4.5 t of fuel were lost."),
        ("Учение 3-го флота заканчивается 20 марта 2027 года; потеряно 4,5 т топлива."),
    ),
]


def told(source, target, language="en", into="ru"):
    """Return what was found, as (sort, detail)."""
    return {
        (one.sort, one.detail)
        for one in compare(source, language, target, into).differences
    }


@pytest.mark.parametrize(("english", "russian"), PAIRS)
def test_a_right_translation_is_left_alone_both_ways(english, russian):
    """A filter that cries at everything is switched off by the second week."""
    assert not told(english, russian)
    assert not told(russian, english, "ru", "en")


@pytest.mark.parametrize(
    ("at", "right", "wrong", "lost"),
    [
        (0, "12 км", "21 км", "12 km"),
        (0, "12 км", "12 миль", "12 km"),
        (0, "14:30Z", "14:20Z", "14:30"),
        (0, "марта", "мая", "2027-03-14"),
        (0, "северу", "югу", "N"),
        (0, "два самолёта", "три самолёта", "2"),
        (0, "границу", "линию", "border"),
        (1, "случайно", "намеренно", "accident"),
        (2, "1240", "124", "1240"),
        (2, "не менее", "не более", "at least"),
        (2, "0600Z", "1600Z", "06:00"),
        (2, ", если вы не возражаете", "", "unless"),
        (3, "с. ш.", "ю. ш.", "57°00'00\"N"),
        (3, "162", "126", "162°30'00\"E"),
        (3, "12 узлов", "12 км", "12 kn"),
        (5, "4,5 т", "45 т", "4.5 t"),
    ],
)
def test_a_changed_fact_is_missed(at, right, wrong, lost):
    """One digit is the difference between a border and a port."""
    english, russian = PAIRS[at]
    assert right in russian
    assert (Sort.MISSING, lost) in told(english, russian.replace(right, wrong))


def test_another_name_is_missed():
    """Engines have turned Mr Smith into a blacksmith, and back."""
    english, russian = PAIRS[4]
    assert (Sort.NAME, "Haddad") in told(english, russian.replace("Хаддад", "Кузнецов"))


def test_a_lost_denial_is_told_and_all_are_counted():
    """An order not to fire once came out as an order to fire."""
    assert (Sort.DENIALS, "1 / 0") in told("Do not fire.", "Стреляйте.")
    compared = compare(PAIRS[1][0], "en", PAIRS[1][1], "ru")
    assert (compared.denials_source, compared.denials_target) == (2, 2)


def test_a_not_that_denies_nothing_is_not_counted():
    """'Not later than' is a time, and 'не менее' an amount."""
    assert not denials("at least 12, no later than 0600Z", "en")
    assert not denials("не менее 12, не позднее 0600Z", "ru")
    text = "It is not ours and never was."
    assert [text[a:b] for a, b in denials(text, "en")] == ["not", "never"]
    assert not denials("nein", "de")


@pytest.mark.parametrize(
    ("target", "sort"),
    [
        ("", Sort.EMPTY),
        (" \n", Sort.EMPTY),
        (PAIRS[1][0], Sort.UNCHANGED),
        ("Ракета.", Sort.LENGTH),
        ("является является является " + PAIRS[1][1], Sort.REPEATED),
        (PAIRS[1][1].replace("оружия", "oружия"), Sort.CHARACTERS),  # a Latin o
    ],
)
def test_what_is_no_translation_is_said_to_be_none(target, sort):
    """A dead engine ends with exit code 0 and an empty line."""
    compared = compare(PAIRS[1][0], "en", target, "ru")
    assert sort in {one.sort for one in compared.differences}
    assert compared.damaged is (sort in {Sort.EMPTY, Sort.UNCHANGED})


def test_a_language_without_tables_is_compared_by_digits_and_says_so():
    """Silence about words must not read as agreement about them."""
    compared = compare("12 km at 14:30", "en", "١٢ km في 14:31", "ar")
    assert not compared.words
    assert {(one.sort, one.detail) for one in compared.differences} == {
        (Sort.MISSING, "14:30"),
        (Sort.ADDED, "14:31"),
    }


@pytest.mark.parametrize(
    ("text", "language", "values"),
    [
        ("1,240 and 1 240 and 1240", "en", ["1240"] * 3),
        ("12,5 и 12.5", "ru", ["12.5"] * 2),
        ("007", "en", ["7"]),
        ("14 March", "en", ["-----03-14"]),
        ("March 14, 2027", "en", ["2027-03-14"]),
        ("14.03.2027", "ru", ["2027-03-14"]),
        ("at 0934Z", "en", ["09:34"]),
        ("٥٧ كم", "ar", ["57"]),
        ("five hours", "en", ["5 h"]),
        ("пять часов", "ru", ["5 h"]),
        ("100 mSv / 100 мЗв", "en", ["100 mSv", "100"]),
    ],
)
def test_facts_are_brought_to_one_form(text, language, values):
    """Two spellings of one amount must not look like two amounts."""
    found = [one for one in facts(text, language) if one.kind is not Kind.TERM]
    assert [one.value for one in found] == values
    assert all(0 <= one.start < one.end <= len(text) for one in found)


def test_facts_of_a_flood_are_bounded():
    """A text of nothing but numbers costs time in proportion and no more."""
    assert len(facts("7 " * 20_000, "en")) == FACTS_MAX


def test_names_leave_one_skeleton_in_both_alphabets():
    """The same man is recognised, another is not."""
    assert skeleton("Haddad") == skeleton("Хаддад")
    assert skeleton("Smith") != skeleton("Кузнецов")
    assert names("He met General Sokolov. Then USA left.") == ("General", "Sokolov")
    assert not missing_names("with Zhukovsky", "с Жуковским")


def test_sentences_joined_are_the_text_and_short_words_do_not_end_one():
    """Side by side needs the same cuts in both, and not one character lost."""
    text = "Gen. Sokolov is at 57° с. ш. now. He waits!\nSecond paragraph? 好。是。"
    pieces = sentences(text)
    assert "".join(pieces) == text
    assert [piece.strip() for piece in pieces] == [
        "Gen. Sokolov is at 57° с. ш. now.",
        "He waits!",
        "Second paragraph?",
        "好。",
        "是。",
    ]


@given(st.text(max_size=300), st.text(max_size=300))
def test_any_two_texts_can_be_compared(source, target):
    """The check itself must never be what fails at three in the night."""
    compared = compare(source, "en", target, "ru")
    assert compared.damaged or target.strip()
    assert "".join(sentences(source)) == source


def test_every_digit_changed_anywhere_is_found():
    """Planted faults: each digit of each Russian text, one at a time."""
    missed = []
    for english, russian in PAIRS:
        for hit in re.finditer(r"\d", russian):
            other = str((int(hit.group()) + 5) % 10)
            changed = russian[: hit.start()] + other + russian[hit.end() :]
            if not told(english, changed):
                missed.append(changed)
    assert not missed
